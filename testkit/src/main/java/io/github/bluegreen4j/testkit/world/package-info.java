/**
 * A small world in memory: services whose tasks take time to start, routes with weights, alarms, an autoscaler. Its four
 * ports pass the contract suites, and everything in it is coherent: a task that is killed is missing in the counts and in
 * its target group at once.
 *
 * <p>Start with {@link io.github.bluegreen4j.testkit.world.SimulatedWorld}. Time comes from a {@link
 * io.github.bluegreen4j.spi.TimeSource} only, nothing happens on threads of its own, and the same story gives the same world.
 */
@NullMarked
package io.github.bluegreen4j.testkit.world;

import org.jspecify.annotations.NullMarked;
