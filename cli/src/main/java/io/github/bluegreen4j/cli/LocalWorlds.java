package io.github.bluegreen4j.cli;

import io.github.bluegreen4j.examples.local.LocalCluster;
import io.github.bluegreen4j.model.ServiceRef;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Local worlds in which blue serves. */
final class LocalWorlds {
    static final ServiceRef SERVICE = new ServiceRef("local", "checkout");
    static final String BLUE = "checkout:1";
    static final String GREEN = "checkout:2";
    static final String GROUPS = "group-1,group-2";

    private static final int TASKS = 2;

    private LocalWorlds() {}

    /** Starts one; it ends when it is closed, or with this process. */
    static LocalCluster start(Path directory) {
        LocalCluster cluster =
                new LocalCluster(directory, List.of("--check-interval", "PT0.2S"), List.of("--health-grace", "PT1.5S"));
        try {
            furnish(cluster);
            return cluster;
        } catch (RuntimeException failed) {
            cluster.close();
            throw failed;
        }
    }

    private static void furnish(LocalCluster cluster) {
        cluster.runner().define(BLUE, Map.of());
        cluster.runner().define(GREEN, Map.of());
        List<String> groups = List.of(GROUPS.split(","));
        cluster.launchBlue(SERVICE.name(), BLUE, TASKS, groups, List.of("production", "test"));
        if (!cluster.awaitHealthy(groups.get(0), TASKS)) {
            throw new Failure(
                    ExitCode.OUT_OF_REACH, "blue was not healthy within " + LocalCluster.START.toSeconds() + " s");
        }
    }
}
