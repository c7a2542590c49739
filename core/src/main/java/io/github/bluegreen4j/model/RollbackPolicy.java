package io.github.bluegreen4j.model;

import java.time.Duration;

/**
 * The limits of a rollback, and what it does when blue is weak.
 *
 * @param deadline when a rollback that could not restore production ends as ROLLBACK_FAILED, and a reconciliation that could not
 *     as STOPPED; 10 s to 24 hours, by default 1 hour. Time in which nothing answers does not count
 * @param floor the share of its required count that blue should have healthy before production goes back to it; 1 % to
 *     100 %, by default 50 %
 * @param weakBlueWait how long to wait for a blue that is below the floor but has healthy targets; then production goes
 *     back all the same. It begins anew after no target was healthy; 0 to 24 hours, by default 5 minutes
 * @param hookBound how long a hook of the rollback may keep green from being retired; 0 to 24 hours, by default 5 minutes
 */
public record RollbackPolicy(Duration deadline, Percent floor, Duration weakBlueWait, Duration hookBound) {
    private static final DurationRange DEADLINE = DurationRange.seconds(Duration.ofSeconds(10), Duration.ofHours(24));
    private static final DurationRange WAIT = DurationRange.seconds(Duration.ZERO, Duration.ofHours(24));

    /** 1 hour, 50 %, 5 minutes, 5 minutes. */
    public static final RollbackPolicy DEFAULT =
            new RollbackPolicy(Duration.ofHours(1), new Percent(500), Duration.ofMinutes(5), Duration.ofMinutes(5));

    /** Checks the ranges. */
    public RollbackPolicy {
        Faults faults = new Faults();
        faults.duration("rollback.deadline", deadline, DEADLINE);
        faults.percent("rollback.floor", floor, HealthPolicy.LEAST, Percent.HUNDRED);
        faults.duration("rollback.weakBlueWait", weakBlueWait, WAIT);
        faults.duration("rollback.hookBound", hookBound, WAIT);
        faults.throwIfAny();
    }

    /** The same policy with another deadline. */
    public RollbackPolicy withDeadline(Duration newDeadline) {
        return new RollbackPolicy(newDeadline, floor, weakBlueWait, hookBound);
    }

    /** The same policy with another floor. */
    public RollbackPolicy withFloor(Percent newFloor) {
        return new RollbackPolicy(deadline, newFloor, weakBlueWait, hookBound);
    }

    /** The same policy with more or less patience for a weak blue. */
    public RollbackPolicy withWeakBlueWait(Duration newWait) {
        return new RollbackPolicy(deadline, floor, newWait, hookBound);
    }

    /** The same policy with more or less patience for hooks. */
    public RollbackPolicy withHookBound(Duration newBound) {
        return new RollbackPolicy(deadline, floor, weakBlueWait, newBound);
    }
}
