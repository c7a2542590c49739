package io.github.bluegreen4j.model;

import java.time.Duration;

/**
 * One stage of a deployment's own plan, which is computed when it starts and journaled with it.
 *
 * @param stage the stage
 * @param step the production step, from 1, in the two stages that are repeated for every step; 0 elsewhere
 * @param greenShare green's share of production traffic when the stage is done
 * @param bake how long to bake at the end of the stage; zero where it does not
 */
public record PlannedStage(LifecycleStage stage, int step, Percent greenShare, Duration bake) {
    /** Checks that all is there. */
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
