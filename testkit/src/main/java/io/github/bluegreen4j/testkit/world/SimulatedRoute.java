package io.github.bluegreen4j.testkit.world;

import io.github.bluegreen4j.model.RouteReading;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.TrafficSplit;
import java.time.Duration;
import java.util.Optional;

/**
 * A route as it stands.
 *
 * @param terms its conditions, priority and other actions: what is not ours
 */
record SimulatedRoute(RouteRef ref, TrafficSplit split, Optional<Duration> stickiness, String terms, Duration settle) {

    static SimulatedRoute of(RouteRef ref, TrafficSplit split) {
        return new SimulatedRoute(ref, split, Optional.empty(), "if path is " + ref, Duration.ZERO);
    }

    SimulatedRoute with(TrafficSplit newSplit) {
        return new SimulatedRoute(ref, newSplit, stickiness, terms, settle);
    }

    SimulatedRoute withStickiness(Optional<Duration> newStickiness) {
        return new SimulatedRoute(ref, split, newStickiness, terms, settle);
    }

    SimulatedRoute withTerms(String newTerms) {
        return new SimulatedRoute(ref, split, stickiness, newTerms, settle);
    }

    SimulatedRoute withSettle(Duration newSettle) {
        return new SimulatedRoute(ref, split, stickiness, terms, newSettle);
    }

    String fingerprint() {
        return split + stickinessText();
    }

    private String stickinessText() {
        return stickiness.map(duration -> " sticky for " + duration).orElse("");
    }

    RouteReading reading() {
        return new RouteReading(ref, split, stickiness, fingerprint(), settle);
    }

    /** Everything but the target groups and their weights. */
    String rest() {
        return ref + ": " + terms + stickinessText();
    }

    @Override
    public String toString() {
        return rest() + " -> " + split;
    }
}
