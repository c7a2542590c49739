package io.github.bluegreen4j.model;

import java.time.Duration;

/**
 * One stage of the plan of a deployment. The plan is computed at the start and journaled, so later changes of
 * defaults do not affect a running deployment.
 *
 * @param stage the stage
 * @param step the production step, from 1, in the two stages that are repeated for every step; 0 in the others
 * @param greenShare green's share of production traffic when the stage is done
 * @param bake how long to bake at the end of the stage; zero for no bake
 */
public record PlannedStage(LifecycleStage stage, int step, Percent greenShare, Duration bake) {
    /**
     * Checks that nothing is missing.
     *
     * @param stage the stage
     * @param step the production step, from 1, in the two stages that are repeated for every step
     * @param greenShare green's share of production traffic when the stage is done
     * @param bake how long to bake at the end of the stage
     * @throws InvalidSpecException if a value is missing or not allowed
     */
    public PlannedStage {
        Given.value("plannedStage.stage", stage);
        Given.value("plannedStage.greenShare", greenShare);
        Given.value("plannedStage.bake", bake);
    }

    @Override
    public String toString() {
        return step == 0 ? stage.name() : stage + " " + greenShare;
    }
}
