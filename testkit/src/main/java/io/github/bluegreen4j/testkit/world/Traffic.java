package io.github.bluegreen4j.testkit.world;

import java.time.Duration;

/**
 * The results of the requests that a route has carried since its creation.
 *
 * @param answered the number of requests that were answered successfully
 * @param failed the number of requests that a healthy task answered with an error
 * @param lost the number of requests that found no healthy target, rounded up
 * @param dark the total time in which the route sent requests to a group without a healthy target
 */
public record Traffic(long answered, long failed, long lost, Duration dark) {}
