/**
 * What a blue/green deployment is, and what happens next in every situation, as pure functions.
 *
 * <p>Start with {@link io.github.bluegreen4j.workflow.Workflow}: {@code decide}, {@code evolve}, {@code agenda}. The
 * order of the stages is data in {@link io.github.bluegreen4j.workflow.StageGraph}. {@code Wanted} computes the work
 * that a state requires, {@code Progress} what follows without an input, and the {@code …Reactions} what follows from
 * inputs. {@link io.github.bluegreen4j.workflow.Guards} holds the rules that keep a deployment safe, one method each.
 * {@code Assertions} and {@code Scripts} do the work, one call at a time.
 *
 * <p>Nothing here does I/O, reads a clock or sleeps. The package is exported to the testkit only.
 */
@NullMarked
package io.github.bluegreen4j.workflow;

import org.jspecify.annotations.NullMarked;
