package io.github.bluegreen4j.workflow.state;

import io.github.bluegreen4j.model.PlannedStage;
import io.github.bluegreen4j.model.Readings;
import io.github.bluegreen4j.model.Roles;
import io.github.bluegreen4j.model.TargetHealth;
import java.time.Duration;
import java.util.List;

/**
 * What was found when the deployment started, and the plan that was made from it.
 *
 * @param roles which revision and which target group are blue and green
 * @param desiredCount the service's desired count at the start
 * @param plan the stages of this deployment, in order
 * @param pinned the longest time for which a production route pins clients to a group; zero if none does
 * @param blueLived whether blue had a healthy target at the start
 */
public record Baseline(Roles roles, int desiredCount, List<PlannedStage> plan, Duration pinned, boolean blueLived) {

    public Baseline with(Roles newRoles, Readings readings) {
        return new Baseline(newRoles, desiredCount, plan, pinned, lives(newRoles, readings));
    }

    /** Whether blue's group has a healthy target. */
    public static boolean lives(Roles roles, Readings readings) {
        return readings.health(roles.blueGroup()).map(TargetHealth::healthy).orElse(0) > 0;
    }
}
