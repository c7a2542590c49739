package io.github.bluegreen4j.examples.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.bluegreen4j.examples.local.dataplane.TargetState;
import io.github.bluegreen4j.examples.local.load.LoadClient;
import io.github.bluegreen4j.examples.local.load.LoadSummary;
import io.github.bluegreen4j.examples.local.runner.Launch;
import io.github.bluegreen4j.examples.local.runner.RunnerClient;
import io.github.bluegreen4j.examples.local.verdict.TrafficVerdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** All processes together, under load: what draining saves, and that the verdict notices when it is left out. */
@Timeout(600)
@Execution(ExecutionMode.CONCURRENT)
class ClusterTest {

    @TempDir
    Path directory;

    @Test
    void movingTheWeightsAndThenDrainingLosesNothing() {
        try (LocalCluster cluster = cluster(true)) {
            String blue = launch(cluster, "blue");
            String green = launch(cluster, "green");
            LoadClient load = load(cluster);

            cluster.dataPlane().overwrite("production", Map.of("blue", 0, "green", 100));
            cluster.runner().retire("checkout", blue);
            awaitGone(cluster.runner(), blue);
            awaitMore(load, green, 50);
            LoadSummary end = load.stop();

            assertThat(TrafficVerdict.of(end, cluster.counts()).faults()).isEmpty();
            assertThat(end.succeeded()).containsKeys(blue, green);
        }
    }

    @Test
    void takingATaskAwayWithDrainingLosesNothing() {
        try (LocalCluster cluster = cluster(true)) {
            LoadSummary end = takeOneTaskAway(cluster);

            assertThat(TrafficVerdict.of(end, cluster.counts()).faults()).isEmpty();
        }
    }

    @Test
    void takingATaskAwayWithoutDrainingLosesWhatIsInFlightAndTheVerdictSaysSo() {
        try (LocalCluster cluster = cluster(false)) {
            LoadSummary end = takeOneTaskAway(cluster);

            assertThat(end.allFailed()).isPositive();
            assertThat(end.sent()).isEqualTo(end.allSucceeded() + end.allFailed());
            assertThat(TrafficVerdict.of(end, cluster.counts()).isGood()).isFalse();
        }
    }

    private static LoadSummary takeOneTaskAway(LocalCluster cluster) {
        String blue = launch(cluster, "blue");
        LoadClient load = load(cluster);
        cluster.runner().scale("checkout", blue, 1);
        await().atMost(Duration.ofMinutes(3))
                .until(() ->
                        cluster.runner().describe("checkout").revisions().get(0).steady());
        awaitMore(load, blue, 50);
        return load.stop();
    }

    @Test
    void theClientsCountEqualsTheTasksCountsAlsoWhenATaskIsKilled() {
        try (LocalCluster cluster = cluster(true)) {
            String blue = launch(cluster, "blue");
            LoadClient load = load(cluster);
            awaitMore(load, blue, 50);

            cluster.runner().kill("checkout", blue, 1, true);
            await().until(() ->
                    cluster.runner().describe("checkout").revisions().get(0).failed() == 1);
            awaitMore(load, blue, 50);
            LoadSummary end = load.stop();

            long seen = end.succeeded().getOrDefault(blue, 0L);
            long promised = cluster.counts().get(blue).promised();
            assertThat(promised).isBetween(seen, seen + end.allFailed());
            assertThat(cluster.counts().get(blue).received()).isLessThanOrEqualTo(end.sent());
        }
    }

    @Test
    void noTaskOutlivesARunnerThatIsKilled() {
        try (LocalCluster cluster = cluster(true)) {
            launch(cluster, "blue");
            long pid = cluster.runner()
                    .describe("checkout")
                    .revisions()
                    .get(0)
                    .tasks()
                    .get(0)
                    .pid();
            ProcessHandle task = ProcessHandle.of(pid).orElseThrow();

            task.parent().orElseThrow().destroyForcibly();

            await().until(() -> !task.isAlive());
        }
    }

    private LocalCluster cluster(boolean drain) {
        LocalCluster cluster = new LocalCluster(
                directory, List.of("--check-interval", "PT0.1S"), List.of("--drain", String.valueOf(drain)));
        cluster.runner().define("checkout:1", Map.of());
        cluster.runner().createService("checkout", 2);
        cluster.dataPlane().createGroup("blue");
        cluster.dataPlane().createGroup("green");
        cluster.dataPlane().overwrite("production", Map.of("blue", 100, "green", 0));
        return cluster;
    }

    /** Two tasks that take 200 ms for a request, so that many are in flight at any time. */
    private static String launch(LocalCluster cluster, String group) {
        Launch order = new Launch(group, "test", "checkout:1", Map.of("work", "PT0.2S"), group, 2);
        String revision = cluster.runner().launch("checkout", order).id();
        await().atMost(Duration.ofMinutes(3))
                .until(() -> cluster.dataPlane().targets(group).stream()
                                .filter(target -> target.state() == TargetState.HEALTHY)
                                .count()
                        == 2);
        return revision;
    }

    private static LoadClient load(LocalCluster cluster) {
        LoadClient load = cluster.startLoad("production", 100, 24);
        await().until(() -> load.summary().allSucceeded() >= 50);
        return load;
    }

    private static void awaitMore(LoadClient load, String revision, long more) {
        long before = load.summary().succeeded().getOrDefault(revision, 0L);
        await().until(() -> load.summary().succeeded().getOrDefault(revision, 0L) >= before + more);
    }

    private static void awaitGone(RunnerClient runner, String revision) {
        await().atMost(Duration.ofMinutes(3))
                .until(() -> runner.describe("checkout").revisions().stream()
                        .noneMatch(each -> each.id().equals(revision)));
    }
}
