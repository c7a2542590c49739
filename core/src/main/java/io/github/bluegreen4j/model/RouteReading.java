package io.github.bluegreen4j.model;

import java.time.Duration;
import java.util.Optional;

/**
 * What a route reads as: the part of it that is ours. Conditions, priority and other actions are carried over untouched
 * by the router and do not appear here.
 *
 * @param route which route
 * @param split the target groups it forwards to, with their weights
 * @param stickiness how long the route pins a client to the group it was first sent to; empty when it does not
 * @param fingerprint a token of exactly groups, weights and stickiness; equal readings have equal fingerprints
 * @param settle how long the router's data plane may lag behind a confirmed write; zero when it does not
 */
public record RouteReading(
        RouteRef route, TrafficSplit split, Optional<Duration> stickiness, String fingerprint, Duration settle) {
    /** Checks that all is there. */
    public RouteReading {
        Given.value("route", route);
        Given.value("split", split);
        Given.value("stickiness", stickiness);
        Given.value("fingerprint", fingerprint);
        Given.value("settle", settle);
    }

    /** Whether groups, weights and stickiness are the same, which is what drift is judged by. */
    public boolean sameAs(RouteReading other) {
        return split.equals(other.split) && stickiness.equals(other.stickiness);
    }
}
