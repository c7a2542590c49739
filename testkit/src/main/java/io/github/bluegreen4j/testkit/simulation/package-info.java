/**
 * Simulations of whole deployments: the unmodified engine, a simulated world, virtual time and injected faults.
 *
 * <ul>
 *   <li>{@link io.github.bluegreen4j.testkit.simulation.Scenario} says what is deployed, and into which world;
 *   <li>{@link io.github.bluegreen4j.testkit.simulation.Simulation} is one run of a scenario; a test injects faults and
 *       events;
 *   <li>{@link io.github.bluegreen4j.testkit.simulation.Campaign} is very many runs, each with the faults of its seed.
 * </ul>
 *
 * <p>In every run an oracle compares the world with what the engine did. The first broken {@link
 * io.github.bluegreen4j.testkit.simulation.WorldInvariant} ends the run. Start with {@code Scenario}.
 */
@NullMarked
package io.github.bluegreen4j.testkit.simulation;

import org.jspecify.annotations.NullMarked;
