package io.github.bluegreen4j.testkit.world;

import io.github.bluegreen4j.model.TrafficSplit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A route as it stands.
 *
 * @param split where it points
 * @param dataPlane the split by which its data plane sends requests now, and then those that it has still to follow, in their
 *     order: the last one is {@code split}
 * @param settle how long its data plane lags by its readings
 * @param hiddenLag by how much its data plane lags more than its readings say
 * @param changedAt when its groups or weights last changed, by whoever's hand
 * @param stickiness how long it pins a client to a group; empty when it does not
 * @param terms everything else: conditions, priority and other actions, as text
 */
public record WorldRoute(
        TrafficSplit split,
        List<TrafficSplit> dataPlane,
        Duration settle,
        Duration hiddenLag,
        Instant changedAt,
        Optional<Duration> stickiness,
        String terms) {}
