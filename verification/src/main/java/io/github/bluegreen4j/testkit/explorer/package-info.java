/**
 * Walks every reachable state of the workflow at small bounds, against an adversary, and says what breaks.
 *
 * <p>{@link io.github.bluegreen4j.testkit.explorer.Explorer} searches breadth-first over the real workflow functions
 * and the real scripts. A node of the search is a deployment's state, a small world, the work in flight (scripts with
 * their pending call, withdrawn calls that nobody answered yet, calls that may still land) and what the adversary may
 * still do ({@link io.github.bluegreen4j.testkit.explorer.Bound}). The clock is frozen; any armed timer may fire at
 * any moment. Where data planes lag, the timer of a route's settle time waits: a router follows a write within the
 * settle time that it states.
 *
 * <p>What is checked is listed in {@link io.github.bluegreen4j.testkit.explorer.Rule}. The search passes only when
 * nothing is left to look at; the first broken rule comes with the shortest path to it.
 *
 * <p>How it fits together: {@code ExplorerShell} does what an engine does with an agenda, {@code ModelCalls} is what its calls
 * read and write, {@code Moves} is the adversary, {@code States} remembers what the workflow decided, {@code
 * ExplorerOracle} judges the world.
 */
@NullMarked
package io.github.bluegreen4j.testkit.explorer;

import org.jspecify.annotations.NullMarked;
