package io.github.bluegreen4j.workflow;

import io.github.bluegreen4j.model.RouteRef;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How far the routes have been given back to blue: by a rollback, or by the reconciliation of what an earlier deployment
 * left.
 *
 * @param restored routes that read back as all on blue
 * @param leftAlone routes that are gone or forward elsewhere, with what was seen
 * @param weakSince since when blue is waited for
 * @param scaled whether blue was asked to run as many tasks as it should
 * @param insist whether blue was waited for long enough
 */
public record Restoration(
        Set<RouteRef> restored,
        Map<RouteRef, String> leftAlone,
        Optional<Instant> weakSince,
        boolean scaled,
        boolean insist) {
    static final Restoration NOT_BEGUN = new Restoration(Set.of(), Map.of(), Optional.empty(), false, false);

    boolean isDone(RouteRef route) {
        return restored.contains(route) || leftAlone.containsKey(route);
    }

    Restoration restored(RouteRef route) {
        return new Restoration(Copies.with(restored, route), leftAlone, weakSince, scaled, insist);
    }

    /** Whatever was restored has to be restored again. */
    Restoration again() {
        return new Restoration(Set.of(), leftAlone, weakSince, false, insist);
    }

    Restoration leftAlone(RouteRef route, String why) {
        return new Restoration(restored, Copies.with(leftAlone, route, why), weakSince, scaled, insist);
    }

    Restoration weakSince(Optional<Instant> at) {
        return new Restoration(restored, leftAlone, at, scaled, insist);
    }

    Restoration weak(Instant at) {
        return weakSince.isPresent() ? this : new Restoration(restored, leftAlone, Optional.of(at), scaled, insist);
    }

    Restoration withBlueScaled() {
        return new Restoration(restored, leftAlone, weakSince, true, insist);
    }

    /** Somebody else has scaled blue: it has to be asked again. */
    Restoration withScaleLost() {
        return new Restoration(restored, leftAlone, weakSince, false, insist);
    }

    Restoration insisting() {
        return new Restoration(restored, leftAlone, weakSince, scaled, true);
    }
}
