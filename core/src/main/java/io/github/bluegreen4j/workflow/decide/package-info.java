/**
 * Which events follow from an input in a state.
 *
 * <p>Start with {@link io.github.bluegreen4j.workflow.decide.Reactions}: one method for each input, with a {@code …Reactions} class for
 * each large kind. {@code AutoAdvance} adds what follows without any further input. {@code Invariants} checks every decision. This
 * package uses all other packages of the workflow.
 */
@NullMarked
package io.github.bluegreen4j.workflow.decide;

import org.jspecify.annotations.NullMarked;
