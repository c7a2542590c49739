package io.github.bluegreen4j.awstestkit.ecs.bluegreen;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One stage of a deployment's way. The stages of a production shift are visited once for each step.
 *
 * @param stage the stage
 * @param percent the percentage of production traffic for the new revision, once this visit has shifted it
 * @param bake how long it waits after its work
 */
record Visit(Stage stage, double percent, Duration bake) {
    private static Visit at(Stage stage, double percent) {
        return new Visit(stage, percent, Duration.ZERO);
    }

    /** Returns the way forward. */
    static List<Visit> forward(boolean reconciles, DeploymentConfiguration configuration) {
        List<Visit> way = new ArrayList<>();
        if (reconciles) {
            way.add(at(Stage.RECONCILE_SERVICE, 0));
        }
        for (Stage stage : List.of(
                Stage.PRE_SCALE_UP,
                Stage.SCALE_UP,
                Stage.POST_SCALE_UP,
                Stage.TEST_TRAFFIC_SHIFT,
                Stage.POST_TEST_TRAFFIC_SHIFT)) {
            way.add(at(stage, 0));
        }
        double before = 0;
        for (TrafficStep step : configuration.steps()) {
            way.add(at(Stage.PRE_PRODUCTION_TRAFFIC_SHIFT, before));
            way.add(new Visit(Stage.PRODUCTION_TRAFFIC_SHIFT, step.percent(), step.bake()));
            before = step.percent();
        }
        way.add(at(Stage.POST_PRODUCTION_TRAFFIC_SHIFT, 100));
        way.add(new Visit(Stage.BAKE_TIME, 100, configuration.bakeTime()));
        way.add(at(Stage.CLEAN_UP, 100));
        return way;
    }

    /** Returns the way back: the shifts that there were, and then the end of the new revision. */
    static List<Visit> back(boolean shiftedProduction, boolean shiftedTest, boolean productionFirst) {
        List<Visit> way = new ArrayList<>();
        if (shiftedProduction) {
            way.add(at(Stage.PRODUCTION_TRAFFIC_SHIFT, 0));
        }
        if (shiftedTest) {
            way.add(productionFirst ? way.size() : 0, at(Stage.TEST_TRAFFIC_SHIFT, 0));
        }
        way.add(at(Stage.CLEAN_UP, 0));
        return way;
    }
}
