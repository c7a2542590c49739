/**
 * A simulated world in memory: services whose tasks take time to start, routes with weights, alarms, an autoscaler. Its four
 * ports pass the contract suites, and their readings are consistent: a killed task is missing from the counts and from its
 * target group at once.
 *
 * <p>Start with {@link io.github.bluegreen4j.testkit.world.SimulatedWorld}. The world has no threads and takes its time only
 * from a {@link io.github.bluegreen4j.spi.TimeSource}, so that the same steps always give the same world.
 */
@NullMarked
package io.github.bluegreen4j.testkit.world;

import org.jspecify.annotations.NullMarked;
