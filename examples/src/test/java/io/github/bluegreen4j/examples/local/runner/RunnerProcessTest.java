package io.github.bluegreen4j.examples.local.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.bluegreen4j.examples.local.LocalCluster;
import io.github.bluegreen4j.examples.local.dataplane.DataPlaneClient;
import io.github.bluegreen4j.examples.local.dataplane.TargetState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The runner as a real process with real tasks; each test has a service and a group of its own. */
@Timeout(600)
class RunnerProcessTest {

    @TempDir
    static Path directory;

    private static LocalCluster cluster;
    private static RunnerClient runner;
    private static DataPlaneClient dataPlane;
    private static int services;

    private String service;
    private String group;

    @BeforeAll
    static void startCluster() {
        cluster =
                new LocalCluster(directory, List.of("--check-interval", "PT0.1S"), List.of("--health-grace", "PT0.5S"));
        runner = cluster.runner();
        runner.define("checkout:1", Map.of());
        dataPlane = cluster.dataPlane();
    }

    @AfterAll
    static void stopCluster() {
        cluster.close();
    }

    @BeforeEach
    void aNewService() {
        services++;
        service = "service" + services;
        group = "group" + services;
        runner.createService(service, 2);
        dataPlane.createGroup(group);
        dataPlane.overwrite("production", Map.of(group, 100));
    }

    @AfterEach
    void noTasksLeftForTheNextTest() {
        runner.describe(service).revisions().forEach(revision -> runner.retire(service, revision.id()));
        await().until(() -> runner.describe(service).revisions().isEmpty());
    }

    @Test
    void aRevisionBecomesSteadyWithHealthyTargetsOfItsOwn() {
        RevisionView launched = launch("token", Map.of(), 2);
        assertThat(launched.steady()).isFalse();
        assertThat(launched.pending()).isEqualTo(2);

        RevisionView steady = awaitSteady(launched.id());

        assertThat(steady.running()).isEqualTo(2);
        assertThat(steady.pending()).isZero();
        assertThat(steady.owner()).isEqualTo("deployment-1");
        await().until(() -> dataPlane.targets(group).stream()
                        .filter(target -> target.state() == TargetState.HEALTHY
                                && target.owner().equals(launched.id()))
                        .count()
                == 2);
    }

    @Test
    void theSameTokenLaunchesOnce() {
        RevisionView first = launch("token", Map.of(), 1);
        RevisionView again = launch("token", Map.of(), 1);
        RevisionView other = launch("other token", Map.of(), 0);

        assertThat(again.id()).isEqualTo(first.id());
        assertThat(other.id()).isNotEqualTo(first.id());
        assertThat(runner.describe(service).revisions()).hasSize(2);
    }

    @Test
    void aTaskThatDiesIsCountedOnceAndReplaced() {
        String revision = launch("token", Map.of(), 2).id();
        awaitSteady(revision);

        runner.kill(service, revision, 1, true);

        await().until(() -> describe(revision).failed() == 1);
        assertThat(awaitSteady(revision).failed()).isEqualTo(1);
        assertThat(dataPlane.targets(group)).hasSize(2);
    }

    @Test
    void aTaskKilledWithoutReplacementLeavesItsRevisionShort() {
        String revision = launch("token", Map.of(), 2).id();
        awaitSteady(revision);

        runner.kill(service, revision, 2, false);

        await().until(() -> describe(revision).failed() == 2);
        await().until(() -> dataPlane.targets(group).isEmpty());
        assertThat(describe(revision).pending()).isEqualTo(2);
        assertThat(describe(revision).steady()).isFalse();
    }

    @Test
    void tasksThatExitAtStartFailAgainAndAgain() {
        String revision = launch("token", Map.of("exit-at-start", "true"), 1).id();

        await().until(() -> describe(revision).failed() >= 3);

        assertThat(describe(revision).running()).isZero();
    }

    @Test
    void tasksThatNeverBecomeHealthyAreFailedAndReplaced() {
        String revision = launch("token", Map.of("never-healthy", "true"), 1).id();

        await().until(() -> describe(revision).failed() >= 2);
    }

    @Test
    void scalingChangesTheCountAndScalingInIsNoFailure() {
        String revision = launch("token", Map.of(), 1).id();
        awaitSteady(revision);

        runner.scale(service, revision, 2);
        assertThat(awaitSteady(revision).running()).isEqualTo(2);
        runner.scale(service, revision, 1);

        assertThat(awaitSteady(revision).running()).isEqualTo(1);
        assertThat(describe(revision).failed()).isZero();
    }

    @Test
    void aRetiredRevisionIsGoneWithItsTasksAndTargets() {
        RevisionView revision = launch("token", Map.of(), 1);
        long pid = awaitSteady(revision.id()).tasks().get(0).pid();

        runner.retire(service, revision.id());
        runner.retire(service, revision.id());

        await().until(() -> runner.describe(service).revisions().isEmpty());
        assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
        assertThat(dataPlane.targets(group)).isEmpty();
        runner.retire(service, revision.id());
        assertThatThrownBy(() -> launch("token", Map.of(), 1)).hasMessageContaining("retired");
    }

    @Test
    void primaryIsALabelThatMoves() {
        String first = launch("token 1", Map.of(), 0).id();
        String second = launch("token 2", Map.of(), 0).id();

        runner.makePrimary(service, first);
        assertThat(describe(first).primary()).isTrue();
        runner.makePrimary(service, second);

        assertThat(describe(first).primary()).isFalse();
        assertThat(describe(second).primary()).isTrue();
    }

    @Test
    void desiredCountIsTheServicesOwn() {
        runner.desire(service, 5);

        assertThat(runner.describe(service).desired()).isEqualTo(5);
    }

    private RevisionView launch(String token, Map<String, String> settings, int count) {
        return runner.launch(service, new Launch(token, "deployment-1", "checkout:1", settings, group, count));
    }

    private RevisionView describe(String revision) {
        return runner.describe(service).revisions().stream()
                .filter(each -> each.id().equals(revision))
                .findFirst()
                .orElseThrow();
    }

    private RevisionView awaitSteady(String revision) {
        return await().atMost(Duration.ofMinutes(3)).until(() -> describe(revision), RevisionView::steady);
    }
}
