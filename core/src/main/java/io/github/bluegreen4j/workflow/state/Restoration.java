package io.github.bluegreen4j.workflow.state;

import io.github.bluegreen4j.event.Gate;
import io.github.bluegreen4j.model.RouteRef;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The progress of giving the routes back to blue: in a rollback, or in the reconciliation of what an earlier
 * deployment left behind.
 *
 * @param restored routes that were verified to give everything to blue
 * @param leftAlone routes that are gone or forward elsewhere, with what was found
 * @param weakSince since when the engine waits for a blue with some healthy targets; empty if it does not wait
 * @param scaled whether blue's scale was restored
 * @param insist whether the wait for blue is over
 */
public record Restoration(
        Set<RouteRef> restored,
        Map<RouteRef, String> leftAlone,
        Optional<Instant> weakSince,
        boolean scaled,
        boolean insist) {
    public static final Restoration NOT_BEGUN = new Restoration(Set.of(), Map.of(), Optional.empty(), false, false);

    public boolean isDone(RouteRef route) {
        return restored.contains(route) || leftAlone.containsKey(route);
    }

    public Restoration restored(RouteRef route) {
        return new Restoration(ImmutableCopies.with(restored, route), leftAlone, weakSince, scaled, insist);
    }

    /** Everything must be restored again, and the wait for a weak blue starts again. */
    public Restoration again() {
        return new Restoration(Set.of(), leftAlone, Optional.empty(), false, false);
    }

    /** Every route must be read again, and the wait for a weak blue goes on. */
    public Restoration notRestored() {
        return new Restoration(Set.of(), leftAlone, weakSince, scaled, insist);
    }

    public Restoration leftAlone(RouteRef route, String why) {
        return new Restoration(restored, ImmutableCopies.with(leftAlone, route, why), weakSince, scaled, insist);
    }

    public Restoration weakSince(Optional<Instant> at) {
        return new Restoration(restored, leftAlone, at, scaled, insist);
    }

    /** The same state by a clock that is ahead by that much. */
    Restoration later(Duration by) {
        return weakSince(weakSince.map(at -> at.plus(by)));
    }

    /** Whether work that waits for this gate waits for blue. */
    public static boolean isOfBlue(Gate gate) {
        return switch (gate) {
            case BLUE_CAPACITY, BLUE_ALIVE, BLUE_SCALE, BLUE_SCALE_ALIVE -> true;
            case GREEN_EXISTS,
                    CAPACITY,
                    ALARMS,
                    POLICY,
                    DRIFT,
                    READ_BACK,
                    NO_WEIGHT,
                    IDLE_GROUP_EMPTY,
                    OTHER_ROUTES,
                    REACHABLE,
                    READABLE,
                    ACCEPTED -> false;
        };
    }

    /**
     * Work waits for blue. The wait for a weak blue runs while some of its targets are healthy, and restarts after a
     * time without any. So the first target that becomes healthy does not get all of production at once.
     */
    public Restoration waits(Gate gate, Instant at) {
        if (!isOfBlue(gate)) {
            return this;
        }
        boolean lives = gate == Gate.BLUE_CAPACITY || gate == Gate.BLUE_SCALE;
        // Somebody else scaled blue: its scale must be restored again.
        boolean scaleLost = gate == Gate.BLUE_SCALE || gate == Gate.BLUE_SCALE_ALIVE;
        return new Restoration(
                restored,
                leftAlone,
                lives ? weakSince.or(() -> Optional.of(at)) : Optional.empty(),
                scaled && !scaleLost,
                insist && lives);
    }

    public Restoration withBlueScaled() {
        return new Restoration(restored, leftAlone, weakSince, true, insist);
    }

    public Restoration insisting() {
        return new Restoration(restored, leftAlone, weakSince, scaled, true);
    }
}
