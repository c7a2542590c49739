package io.github.bluegreen4j.testkit.world;

import io.github.bluegreen4j.model.TrafficSplit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A snapshot of a route.
 *
 * @param split the target groups and weights as they were written
 * @param dataPlane the split by which the data plane sends requests now, followed by those it has yet to apply, in order;
 *     the last one is {@code split}
 * @param settle how long the data plane lags behind a write according to the route's readings
 * @param hiddenLag how much longer than {@code settle} the data plane really lags
 * @param changedAt when its groups or weights last changed, whoever changed them
 * @param stickiness how long the route pins a client to a group; empty if it does not
 * @param terms conditions, priority and other actions, as text
 */
public record WorldRoute(
        TrafficSplit split,
        List<TrafficSplit> dataPlane,
        Duration settle,
        Duration hiddenLag,
        Instant changedAt,
        Optional<Duration> stickiness,
        String terms) {}
