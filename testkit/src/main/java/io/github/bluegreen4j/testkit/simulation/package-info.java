/**
 * Whole deployments by the unmodified engine in a simulated world, in virtual time, with whatever may go wrong.
 *
 * <ul>
 *   <li>{@link io.github.bluegreen4j.testkit.simulation.Scenario} says what is deployed into which world;
 *   <li>{@link io.github.bluegreen4j.testkit.simulation.Simulation} is one run of it, in which a test meddles;
 *   <li>{@link io.github.bluegreen4j.testkit.simulation.Campaign} is very many runs, each with the chaos of its seed.
 *   <li>{@link io.github.bluegreen4j.testkit.simulation.CrashEverywhere} kills the engine before and after each of its calls.
 * </ul>
 *
 * <p>In every run an oracle looks at the world, not at the engine's opinion of it, and the first broken {@link
 * io.github.bluegreen4j.testkit.simulation.WorldInvariant} ends it.
 */
@NullMarked
package io.github.bluegreen4j.testkit.simulation;

import org.jspecify.annotations.NullMarked;
