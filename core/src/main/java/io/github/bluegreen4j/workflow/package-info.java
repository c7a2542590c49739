/**
 * What a blue/green deployment is, and what happens next in every situation, as pure functions.
 *
 * <p>Start with {@link io.github.bluegreen4j.workflow.Workflow}: {@code decide}, {@code evolve}, {@code agenda}. The way is
 * data in {@link io.github.bluegreen4j.workflow.StageGraph}. What a state asks for is on one page, {@code Wanted}; what
 * follows by itself on another, {@code Progress}; what follows from inputs in the {@code …Reactions}. The rules that keep a
 * deployment safe are {@link io.github.bluegreen4j.workflow.Guards}, one method each. How work is done, one call at a time,
 * is in {@code Assertions} and {@code Scripts}.
 *
 * <p>Nothing here does I/O, reads a clock, sleeps or guesses. The package is exported to the testkit only.
 */
@NullMarked
package io.github.bluegreen4j.workflow;

import org.jspecify.annotations.NullMarked;
