package io.github.bluegreen4j.examples.local.demo;

import io.github.bluegreen4j.examples.local.LocalCluster;
import io.github.bluegreen4j.examples.local.dataplane.DataPlaneClient;
import io.github.bluegreen4j.examples.local.dataplane.TargetState;
import io.github.bluegreen4j.examples.local.dataplane.TargetView;
import io.github.bluegreen4j.examples.local.engine.EngineView;
import io.github.bluegreen4j.examples.local.load.LoadSummary;
import java.util.List;
import java.util.Map;

/**
 * Everything that is shown, at one moment.
 *
 * @param nowMillis the moment, in milliseconds since 1970
 * @param view the deployment, as the engine tells it
 * @param production green's share of production in percent, as the load balancer tells it
 * @param test green's share of the test route
 * @param blueHealthy blue's healthy targets
 * @param blueTargets all of blue's targets
 * @param greenHealthy green's healthy targets
 * @param greenTargets all of green's targets
 * @param load what the clients see
 * @param blue the id of blue
 */
record Snapshot(
        long nowMillis,
        EngineView view,
        double production,
        double test,
        long blueHealthy,
        int blueTargets,
        long greenHealthy,
        int greenTargets,
        LoadSummary load,
        String blue) {

    static Snapshot of(LocalCluster cluster, EngineView view, LoadSummary load, String blue) {
        DataPlaneClient dataPlane = cluster.dataPlane();
        List<TargetView> blueTargets = dataPlane.targets(DemoScenario.BLUE_GROUP);
        List<TargetView> greenTargets = dataPlane.targets(DemoScenario.GREEN_GROUP);
        return new Snapshot(
                System.currentTimeMillis(),
                view,
                greenShare(dataPlane.route("production").weights()),
                greenShare(dataPlane.route("test").weights()),
                healthy(blueTargets),
                blueTargets.size(),
                healthy(greenTargets),
                greenTargets.size(),
                load,
                blue);
    }

    private static double greenShare(Map<String, Integer> weights) {
        int green = weights.getOrDefault(DemoScenario.GREEN_GROUP, 0);
        int all = green + weights.getOrDefault(DemoScenario.BLUE_GROUP, 0);
        return all == 0 ? 0 : green * 100.0 / all;
    }

    private static long healthy(List<TargetView> targets) {
        return targets.stream()
                .filter(target -> target.state() == TargetState.HEALTHY)
                .count();
    }

    long answeredByBlue() {
        return load.succeeded().getOrDefault(blue, 0L);
    }

    long answeredByGreen() {
        return load.allSucceeded() - answeredByBlue();
    }
}
