package io.github.bluegreen4j.model;

import java.time.Duration;

/**
 * The limits of a rollback, and the rules for a blue that is not healthy enough.
 *
 * @param deadline when a rollback that cannot restore production ends as ROLLBACK_FAILED, and such a reconciliation
 *     as STOPPED. Time in which no port answers does not count; 10 s to 24 hours, by default 1 hour
 * @param floor the share of its required count that blue should have healthy before it gets production back; 1 % to
 *     100 %, by default 50 %
 * @param weakBlueWait how long to wait while blue has healthy targets but fewer than the floor. After that blue gets
 *     production back all the same. The wait restarts after a time without any healthy target; 0 to 24 hours, by
 *     default 5 minutes
 * @param hookBound how long a hook of the rollback may delay the retirement of green; 0 to 24 hours, by default 5
 *     minutes
 */
public record RollbackPolicy(Duration deadline, Percent floor, Duration weakBlueWait, Duration hookBound) {
    private static final DurationRange DEADLINE = DurationRange.seconds(Duration.ofSeconds(10), Duration.ofHours(24));
    private static final DurationRange WAIT = DurationRange.seconds(Duration.ZERO, Duration.ofHours(24));

    /** The defaults: 1 hour, 50 %, 5 minutes, 5 minutes. */
    public static final RollbackPolicy DEFAULT =
            new RollbackPolicy(Duration.ofHours(1), new Percent(500), Duration.ofMinutes(5), Duration.ofMinutes(5));

    /**
     * Checks the ranges.
     *
     * @param deadline when a rollback that cannot restore production ends as ROLLBACK_FAILED, and such a
     *     reconciliation as STOPPED
     * @param floor the share of its required count that blue should have healthy before it gets production back
     * @param weakBlueWait how long to wait while blue has healthy targets but fewer than the floor
     * @param hookBound how long a hook of the rollback may delay the retirement of green
     * @throws InvalidSpecException with every value that is missing or out of range
     */
    public RollbackPolicy {
        SpecFaults faults = new SpecFaults();
        faults.duration("rollback.deadline", deadline, DEADLINE);
        faults.percent("rollback.floor", floor, HealthPolicy.LEAST, Percent.HUNDRED);
        faults.duration("rollback.weakBlueWait", weakBlueWait, WAIT);
        faults.duration("rollback.hookBound", hookBound, WAIT);
        faults.throwIfAny();
    }

    /**
     * {@return a copy with another deadline}
     *
     * @param newDeadline 10 s to 24 hours
     */
    public RollbackPolicy withDeadline(Duration newDeadline) {
        return new RollbackPolicy(newDeadline, floor, weakBlueWait, hookBound);
    }

    /**
     * {@return a copy with another floor}
     *
     * @param newFloor 1 % to 100 %
     */
    public RollbackPolicy withFloor(Percent newFloor) {
        return new RollbackPolicy(deadline, newFloor, weakBlueWait, hookBound);
    }

    /**
     * {@return a copy that waits longer or shorter for a blue below the floor}
     *
     * @param newWait 0 to 24 hours
     */
    public RollbackPolicy withWeakBlueWait(Duration newWait) {
        return new RollbackPolicy(deadline, floor, newWait, hookBound);
    }

    /**
     * {@return a copy with another limit for hooks}
     *
     * @param newBound 0 to 24 hours
     */
    public RollbackPolicy withHookBound(Duration newBound) {
        return new RollbackPolicy(deadline, floor, weakBlueWait, newBound);
    }
}
