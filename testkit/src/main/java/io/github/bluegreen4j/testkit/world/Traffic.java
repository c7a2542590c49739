package io.github.bluegreen4j.testkit.world;

import java.time.Duration;

/**
 * What became of the requests that a route has carried.
 *
 * @param answered how many were answered well
 * @param failed how many were answered with an error by a task whose health checks are good
 * @param lost how many found no healthy target; a request lost in part of a second counts as one
 * @param dark for how long the route sent requests where nobody was healthy
 */
public record Traffic(long answered, long failed, long lost, Duration dark) {}
