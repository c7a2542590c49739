/**
 * The blue/green workflow as pure functions: what happens next, in every state, after every input.
 *
 * <p>Start with {@link io.github.bluegreen4j.workflow.Workflow}. Its methods lead into the rooms: {@code decide} turns an input into
 * events, {@code evolve} applies an event to the state, {@code agenda} says what a state asks of the world, {@code script} does that
 * work one call at a time, {@code rules} hold the guards, and {@code state} holds the data.
 *
 * <p>Nothing here does I/O, reads a clock, sleeps or uses random numbers. These packages are exported to the testkit only.
 */
@NullMarked
package io.github.bluegreen4j.workflow;

import org.jspecify.annotations.NullMarked;
