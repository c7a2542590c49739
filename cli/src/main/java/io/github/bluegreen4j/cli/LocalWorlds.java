package io.github.bluegreen4j.cli;

import io.github.bluegreen4j.examples.local.LocalCluster;
import io.github.bluegreen4j.examples.local.dataplane.TargetState;
import io.github.bluegreen4j.examples.local.runner.Launch;
import io.github.bluegreen4j.model.ServiceRef;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** Local worlds in which blue serves. */
final class LocalWorlds {
    static final ServiceRef SERVICE = new ServiceRef("local", "checkout");
    static final String BLUE = "checkout:1";
    static final String GREEN = "checkout:2";
    static final String GROUPS = "group-1,group-2";

    private static final String FIRST = "group-1";
    private static final String SECOND = "group-2";
    private static final int TASKS = 2;
    private static final Duration START = Duration.ofSeconds(30);

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
        cluster.runner().createService(SERVICE.name(), TASKS);
        cluster.dataPlane().createGroup(FIRST);
        cluster.dataPlane().createGroup(SECOND);
        Map<String, Integer> allOnBlue = Map.of(FIRST, 100, SECOND, 0);
        cluster.dataPlane().overwrite("production", allOnBlue);
        cluster.dataPlane().overwrite("test", allOnBlue);
        Launch order = new Launch("blue", "", BLUE, Map.of(), FIRST, TASKS);
        String blue = cluster.runner().launch(SERVICE.name(), order).id();
        cluster.runner().makePrimary(SERVICE.name(), blue);
        awaitHealthy(cluster);
    }

    private static void awaitHealthy(LocalCluster cluster) {
        long begun = System.nanoTime();
        while (healthy(cluster) < TASKS) {
            if (System.nanoTime() - begun > START.toNanos()) {
                throw new Failure(ExitCode.OUT_OF_REACH, "blue was not healthy within " + START.toSeconds() + " s");
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    private static long healthy(LocalCluster cluster) {
        return cluster.dataPlane().targets(FIRST).stream()
                .filter(target -> target.state() == TargetState.HEALTHY)
                .count();
    }
}
