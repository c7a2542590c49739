package io.github.bluegreen4j.model;

import java.time.Duration;
import java.util.Optional;

/**
 * The part of a route that the engine works with. The router leaves conditions, priority and other actions untouched;
 * they do not appear here.
 *
 * @param route the route
 * @param split the target groups that it forwards to, with their weights
 * @param stickiness how long the route pins a client to the group of its first request; empty if it does not
 * @param fingerprint a token for exactly groups, weights and stickiness. Equal readings have equal fingerprints
 * @param settle how long the router's data plane may lag behind a confirmed write; zero if it does not lag
 */
public record RouteReading(
        RouteRef route, TrafficSplit split, Optional<Duration> stickiness, String fingerprint, Duration settle) {
    /**
     * Checks that nothing is missing.
     *
     * @param route the route
     * @param split the target groups that it forwards to, with their weights
     * @param stickiness how long the route pins a client to the group of its first request
     * @param fingerprint a token for exactly groups, weights and stickiness
     * @param settle how long the router's data plane may lag behind a confirmed write
     * @throws InvalidSpecException if a value is missing or not allowed
     */
    public RouteReading {
        Given.value("route", route);
        Given.value("split", split);
        Given.value("stickiness", stickiness);
        Given.value("fingerprint", fingerprint);
        Given.value("settle", settle);
    }

    /**
     * {@return whether groups, weights and stickiness are the same. Drift is judged by this}
     *
     * @param other another reading of the route
     */
    public boolean sameAs(RouteReading other) {
        return split.equals(other.split) && stickiness.equals(other.stickiness);
    }
}
