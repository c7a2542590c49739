package io.github.bluegreen4j.model;

import java.time.Duration;

/**
 * How many targets of green must be healthy: before green gets traffic, and while it carries traffic.
 *
 * @param floor the capacity gate: the share of the desired count that must be healthy before every production step
 *     and before CLEAN_UP; 1 % to 100 %, by default 100 %
 * @param watch the health watch: the deployment rolls back if fewer targets than this share are healthy between
 *     green's first production weight and the end of the bake; 1 % to {@code floor}, by default 50 %
 * @param unhealthyFor how long in total they must be that few, within five times that time; 1 s to 1 hour, by default
 *     60 s
 */
public record HealthPolicy(Percent floor, Percent watch, Duration unhealthyFor) {
    static final Percent LEAST = new Percent(10);
    private static final DurationRange UNHEALTHY_FOR =
            DurationRange.seconds(Duration.ofSeconds(1), Duration.ofHours(1));

    /** The defaults: all targets before a step; a rollback after 60 s with fewer than half of them. */
    public static final HealthPolicy DEFAULT =
            new HealthPolicy(Percent.HUNDRED, new Percent(500), Duration.ofSeconds(60));

    /**
     * Checks the ranges. A watch above the floor is refused: it would call green unhealthy right after the gate let
     * it pass.
     *
     * @param floor the capacity gate: the share of the desired count that must be healthy before every production
     *     step and before CLEAN_UP
     * @param watch the health watch: the deployment rolls back if fewer targets than this share are healthy between
     *     green's first production weight and the end of the bake
     * @param unhealthyFor how long in total they must be that few, within five times that time
     * @throws InvalidSpecException with every value that is missing or out of range
     */
    public HealthPolicy {
        SpecFaults faults = new SpecFaults();
        boolean floorIsGood = faults.percent("health.floor", floor, LEAST, Percent.HUNDRED);
        faults.percent("health.watch", watch, LEAST, floorIsGood ? floor : Percent.HUNDRED);
        faults.duration("health.unhealthyFor", unhealthyFor, UNHEALTHY_FOR);
        faults.throwIfAny();
    }

    /**
     * {@return a copy with another floor} If the new floor is below the watch, lower the watch first.
     *
     * @param newFloor 1 % to 100 %, not below the watch
     */
    public HealthPolicy withFloor(Percent newFloor) {
        return new HealthPolicy(newFloor, watch, unhealthyFor);
    }

    /**
     * {@return a copy with another health watch}
     *
     * @param newWatch 1 % to the floor
     */
    public HealthPolicy withWatch(Percent newWatch) {
        return new HealthPolicy(floor, newWatch, unhealthyFor);
    }

    /**
     * {@return a copy that tolerates too few healthy targets for another time}
     *
     * @param newUnhealthyFor 1 s to 1 hour
     */
    public HealthPolicy withUnhealthyFor(Duration newUnhealthyFor) {
        return new HealthPolicy(floor, watch, newUnhealthyFor);
    }
}
