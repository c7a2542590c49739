package io.github.bluegreen4j.testkit.world;

import io.github.bluegreen4j.model.TrafficSplit;
import java.time.Duration;
import java.util.Optional;

/**
 * A route as it stands.
 *
 * @param split where it points
 * @param stickiness how long it pins a client to a group; empty when it does not
 * @param terms everything else: conditions, priority and other actions, as text
 */
public record WorldRoute(TrafficSplit split, Optional<Duration> stickiness, String terms) {}
