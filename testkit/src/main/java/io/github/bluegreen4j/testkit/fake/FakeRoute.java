package io.github.bluegreen4j.testkit.fake;

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
record FakeRoute(RouteRef ref, TrafficSplit split, Optional<Duration> stickiness, String terms, Duration settle) {

    static FakeRoute of(RouteRef ref, TrafficSplit split) {
        return new FakeRoute(ref, split, Optional.empty(), "if path is " + ref, Duration.ZERO);
    }

    FakeRoute with(TrafficSplit newSplit) {
        return new FakeRoute(ref, newSplit, stickiness, terms, settle);
    }

    FakeRoute withStickiness(Optional<Duration> newStickiness) {
        return new FakeRoute(ref, split, newStickiness, terms, settle);
    }

    FakeRoute withTerms(String newTerms) {
        return new FakeRoute(ref, split, stickiness, newTerms, settle);
    }

    FakeRoute withSettle(Duration newSettle) {
        return new FakeRoute(ref, split, stickiness, terms, newSettle);
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
