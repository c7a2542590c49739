package io.github.bluegreen4j.model;

import java.time.Duration;

/**
 * How much of green has to be healthy: before it is given traffic, and while it carries traffic.
 *
 * @param floor the capacity gate: the share of the desired count that must be healthy before every production step and
 *     before clean-up; 1 % to 100 %, by default 100 %
 * @param watch the health watch: fewer healthy targets than this share, from the first production weight to the end of the
 *     bake, are a cause of rollback; 1 % to the floor, by default 50 %
 * @param unhealthyFor how long they have to be that few in all, within five times that time; 1 s to 1 hour, by default 60 s
 */
public record HealthPolicy(Percent floor, Percent watch, Duration unhealthyFor) {
    static final Percent LEAST = new Percent(10);
    private static final DurationRange UNHEALTHY_FOR =
            DurationRange.seconds(Duration.ofSeconds(1), Duration.ofHours(1));

    /** All targets before a step; a rollback after 60 s with fewer than half of them. */
    public static final HealthPolicy DEFAULT =
            new HealthPolicy(Percent.HUNDRED, new Percent(500), Duration.ofSeconds(60));

    /** Checks the ranges. A watch above the floor is refused: it would call unhealthy what the gate has let pass. */
    public HealthPolicy {
        Faults faults = new Faults();
        boolean floorIsGood = faults.percent("health.floor", floor, LEAST, Percent.HUNDRED);
        faults.percent("health.watch", watch, LEAST, floorIsGood ? floor : Percent.HUNDRED);
        faults.duration("health.unhealthyFor", unhealthyFor, UNHEALTHY_FOR);
        faults.throwIfAny();
    }

    /** The same policy with another floor. Lower the watch first when the new floor is below it. */
    public HealthPolicy withFloor(Percent newFloor) {
        return new HealthPolicy(newFloor, watch, unhealthyFor);
    }

    /** The same policy with another watch. */
    public HealthPolicy withWatch(Percent newWatch) {
        return new HealthPolicy(floor, newWatch, unhealthyFor);
    }

    /** The same policy with more or less patience. */
    public HealthPolicy withUnhealthyFor(Duration newUnhealthyFor) {
        return new HealthPolicy(floor, watch, newUnhealthyFor);
    }
}
