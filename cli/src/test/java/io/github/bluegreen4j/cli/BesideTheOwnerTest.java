package io.github.bluegreen4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.bluegreen4j.examples.local.LocalCluster;
import io.github.bluegreen4j.examples.local.process.ChildProcess;
import io.github.bluegreen4j.examples.local.process.JavaCommand;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Commands from this process, while another one owns the deployment: real processes, and PostgreSQL between them. */
@Timeout(600)
class BesideTheOwnerTest {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String PAUSE = "pause-PRE_PRODUCTION_TRAFFIC_SHIFT";

    @TempDir
    static Path directory;

    private static EmbeddedPostgres server;
    private static LocalCluster cluster;
    private static Path world;
    private static String journal;

    private final List<ChildProcess> owners = new ArrayList<>();
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();

    @BeforeAll
    static void start() throws IOException {
        server = EmbeddedPostgres.start();
        journal = server.getJdbcUrl("postgres", "postgres");
        cluster = LocalWorlds.start(directory);
        world = directory.resolve("world.json");
        LocalWorldFile.of(cluster).write(world);
    }

    @AfterAll
    static void end() throws IOException {
        cluster.close();
        server.close();
    }

    @AfterEach
    void endOwners() {
        owners.forEach(ChildProcess::kill);
    }

    private ChildProcess own(String id, String... more) {
        List<String> arguments =
                new ArrayList<>(List.of("deploy", "--id=" + id, "--journal=" + journal, "--world=local:" + world));
        Collections.addAll(arguments, more);
        ChildProcess owner = ChildProcess.start(
                new JavaCommand(BlueGreen.class, 64, arguments), directory.resolve(id + ".log"), lines::add);
        owners.add(owner);
        return owner;
    }

    /** Deploys with a pause, and waits until it is reached. */
    private ChildProcess ownAtAPause(String id, String... more) {
        List<String> order = new ArrayList<>(List.of(
                "--service=local/checkout",
                "--revision=checkout:2",
                "--production-route=production",
                "--test-route=test",
                "--target-groups=group-1,group-2",
                "--bake=0s",
                "--pause=PRE_PRODUCTION_TRAFFIC_SHIFT=10m"));
        Collections.addAll(order, more);
        ChildProcess owner = own(id, order.toArray(String[]::new));
        await().atMost(PATIENCE).until(() -> !waitingPauses(id).isEmpty());
        return owner;
    }

    private static List<String> waitingPauses(String id) {
        Cli status = Cli.run("status", id, "--json", "--journal=" + journal);
        if (status.exitCode() != 0) {
            return List.of();
        }
        List<String> names = new ArrayList<>();
        status.json().get(0).get("hooks").forEach(hook -> {
            if (hook.get("status").asText().equals("AWAITING_ACTION")) {
                names.add(hook.get("name").asText());
            }
        });
        return names;
    }

    private static int exitCode(ChildProcess owner) {
        assertThat(owner.awaitExit(PATIENCE)).as("it ended").isTrue();
        return owner.exitCode();
    }

    @Test
    void continueLetsItGoOnAndItsOwnerExitsWith0() {
        ChildProcess owner = ownAtAPause("going-on");

        JsonNode standing = Cli.run("status", "going-on", "--json", "--journal=" + journal)
                .json()
                .get(0);
        assertThat(standing.get("status").asText()).isEqualTo("IN_PROGRESS");
        assertThat(standing.get("lifecycleStage").asText()).isEqualTo("PRE_PRODUCTION_TRAFFIC_SHIFT");
        assertThat(Cli.run("status", "going-on", "--journal=" + journal).out())
                .contains("bluegreen continue going-on " + PAUSE);
        assertThat(Cli.run("continue", "going-on", "another", "--journal=" + journal))
                .satisfies(wrong -> assertThat(wrong.exitCode()).isEqualTo(2))
                .satisfies(wrong -> assertThat(wrong.err()).contains("allowed: " + PAUSE));

        Cli answered = Cli.run("continue", "going-on", "--json", "--journal=" + journal);

        assertThat(answered.exitCode()).as(answered.err()).isZero();
        assertThat(answered.json().get(0).get("command").asText()).isEqualTo("continue");
        assertThat(answered.json().get(0).get("accepted").asBoolean()).isTrue();
        assertThat(exitCode(owner)).isZero();
        assertThat(lines).anyMatch(line -> line.contains("ended SUCCESSFUL"));
        assertThatItIsToldTheSameAfterwards();
    }

    private static Cli answer(String actor, String... more) {
        List<String> arguments =
                new ArrayList<>(List.of("continue", "approved", "--actor=" + actor, "--journal=" + journal));
        Collections.addAll(arguments, more);
        return Cli.run(arguments.toArray(String[]::new));
    }

    @Test
    void aPauseThatNeedsApprovalsContinuesWhenEnoughOthersHaveApproved() {
        ChildProcess owner = ownAtAPause(
                "approved",
                "--pause=POST_TEST_TRAFFIC_SHIFT=10m,name=go-live,approver=me,approver=alice,approver=bob,needed=2",
                "--actor=me");

        assertThat(answer("me")).satisfies(no -> {
            assertThat(no.exitCode()).isEqualTo(4);
            assertThat(no.err()).contains("\"me\" ordered the deployment").contains("allowed: alice, bob");
        });
        assertThat(answer("mallory").err()).contains("actor: \"mallory\" may not answer pause go-live");
        assertThat(answer("alice").out()).contains("approves; the pause waits for 1 more of bob");
        assertThat(answer("alice", "--withdraw").out()).contains("waits for 2 of alice, bob");
        assertThat(answer("alice").exitCode()).isZero();
        assertThat(Cli.run("status", "approved", "--journal=" + journal).out())
                .contains("go-live at POST_TEST_TRAFFIC_SHIFT, needs 2 of alice, bob; approved by alice at ");
        assertThat(Cli.run("explain", "approved", "--journal=" + journal).out())
                .contains("waits for 1 more of bob to approve pause go-live")
                .contains("bluegreen continue approved go-live (as bob)")
                .contains("bluegreen continue approved go-live --reject (as alice or bob)")
                .contains("bluegreen continue approved go-live --withdraw (as alice)");
        JsonNode approvals = Cli.run("status", "approved", "--json", "--journal=" + journal)
                .json()
                .get(0)
                .get("hooks")
                .get(0)
                .get("approvals");
        assertThat(approvals.get("needed").asInt()).isEqualTo(2);
        assertThat(approvals.get("given").get(0).get("actor").asText()).isEqualTo("alice");
        assertThat(answer("bob").exitCode()).isZero();
        await().atMost(PATIENCE).until(() -> waitingPauses("approved").contains(PAUSE));

        assertThat(answer("anybody", "--reject").out()).contains("reject approved: accepted");
        assertThat(exitCode(owner)).isEqualTo(1);
    }

    @Test
    void aStoppedLineHoldsTheDeploymentUntilItIsResumed() {
        ChildProcess owner = ownAtAPause("held");

        Cli stopped = Cli.run("stop-the-line", "--reason=checkout fails", "--actor=alice", "--journal=" + journal);
        assertThat(stopped.exitCode()).as(stopped.err()).isZero();
        assertThat(stopped.out()).contains("the line is stopped by alice").contains(": checkout fails");
        assertThat(Cli.run("stop-the-line", "--reason= ", "--journal=" + journal))
                .satisfies(wrong -> assertThat(wrong.exitCode()).isEqualTo(2))
                .satisfies(wrong -> assertThat(wrong.err()).contains("--reason"));
        assertThat(Cli.run("continue", "held", "--journal=" + journal).exitCode())
                .isZero();
        await().atMost(PATIENCE)
                .until(() -> Cli.run("explain", "held", "--journal=" + journal)
                        .out()
                        .contains("the line is stopped by alice"));
        assertThat(Cli.run("status", "--journal=" + journal).out()).contains("the line is stopped by alice");

        Cli resumed = Cli.run("resume-the-line", "--actor=bob", "--json", "--journal=" + journal);
        assertThat(resumed.json().get(0).get("stopped").asBoolean()).isFalse();
        assertThat(resumed.json().get(0).get("by").get("actor").asText()).isEqualTo("bob");
        assertThat(exitCode(owner)).isZero();
    }

    private static void assertThatItIsToldTheSameAfterwards() {
        List<JsonNode> history =
                Cli.run("history", "going-on", "--json", "--journal=" + journal).json();
        assertThat(history.get(0).get("type").asText()).isEqualTo("DeploymentCreated");
        assertThat(history).extracting(event -> event.get("version").asInt()).isSorted();
        assertThat(history).allSatisfy(event -> {
            assertThat(event.get("deployment").asText()).isEqualTo("going-on");
            assertThat(event.get("event").get("at")).isEqualTo(event.get("at"));
        });
        Cli watched = Cli.run("watch", "going-on", "--json", "--journal=" + journal);
        assertThat(watched.exitCode()).isZero();
        assertThat(watched.json()).hasSize(history.size() + 1);
        assertThat(watched.json().get(history.size()).get("status").asText()).isEqualTo("SUCCESSFUL");
        Cli late = Cli.run("rollback", "going-on", "--journal=" + journal);
        assertThat(late.exitCode()).isEqualTo(4);
        assertThat(late.err()).contains("has ended: SUCCESSFUL");
        assertThat(Cli.run("status", "--service=local/checkout", "--journal=" + journal)
                        .out())
                .contains("going-on  local/checkout  SUCCESSFUL");
    }

    @Test
    void rollbackRestoresProductionAndItsOwnerExitsWith1() {
        ChildProcess owner = ownAtAPause("going-back");

        Cli answered = Cli.run("rollback", "going-back", "--reason=the cart is empty", "--journal=" + journal);

        assertThat(answered.exitCode()).as(answered.err()).isZero();
        assertThat(answered.out()).contains("rollback going-back: accepted");
        assertThat(exitCode(owner)).isEqualTo(1);
        assertThat(lines).anyMatch(line -> line.contains("the cart is empty"));
        assertThat(Cli.run("watch", "going-back", "--journal=" + journal).exitCode())
                .isEqualTo(1);
        assertThat(Cli.run("deploy", "--id=going-back", "--world=local:" + world, "--journal=" + journal)
                        .exitCode())
                .as("the same id is the same deployment")
                .isEqualTo(1);
    }

    @Test
    void abortFreezesItAndItsOwnerExitsWith3AndRecoverRetiresWhatIsLeft() {
        ChildProcess owner = ownAtAPause("stopped");

        assertThat(Cli.run("abort", "stopped", "--journal=" + journal).exitCode())
                .isZero();
        assertThat(exitCode(owner)).isEqualTo(3);
        assertThat(cluster.runner().describe("checkout").revisions())
                .as("green is left beside blue")
                .hasSize(2);

        Cli recovered = Cli.run(
                "recover",
                "--id=recovered",
                "--service=local/checkout",
                "--production-route=production",
                "--test-route=test",
                "--target-groups=group-1,group-2",
                "--world=local:" + world,
                "--journal=" + journal);

        assertThat(recovered.exitCode()).as(recovered.out()).isZero();
        assertThat(cluster.runner().describe("checkout").revisions()).hasSize(1);
        assertThat(Cli.run(
                                "deploy",
                                "--id=recovered",
                                "--limit=stage=1h",
                                "--world=local:" + world,
                                "--journal=" + journal)
                        .err())
                .as("an option of the order makes it an order")
                .contains("--service: is missing");
    }

    @Test
    void aCommandWaitsForTheNextOwnerWhoGoesOnWithTheIdAlone() throws IOException {
        ChildProcess killed = ownAtAPause("handed-over");
        killed.terminate();
        assertThat(exitCode(killed)).isEqualTo(143);
        assertThat(Files.readString(directory.resolve("handed-over.log")))
                .contains("Interrupted. The deployment stays as it is")
                .contains("bluegreen deploy --id handed-over");

        Cli unanswered = Cli.run("continue", "handed-over", "--wait=1s", "--journal=" + journal);
        assertThat(unanswered.exitCode()).isEqualTo(4);
        assertThat(unanswered.err()).contains("not answered within 1s; it stays in the mailbox");

        assertThat(Cli.run(
                        "deploy",
                        "--id=handed-over",
                        "--service=local/checkout",
                        "--revision=checkout:1",
                        "--production-route=production",
                        "--target-groups=group-1,group-2",
                        "--world=local:" + world,
                        "--journal=" + journal))
                .as("another specification under the same id")
                .satisfies(refused -> assertThat(refused.exitCode()).isEqualTo(2))
                .satisfies(refused -> assertThat(refused.err()).contains("ordered with other options"));

        assertThat(exitCode(own("handed-over"))).isZero();
    }

    @Test
    void deployLeavesAtAStageAndALaterOneGoesOn() {
        ChildProcess first = ownAtAPause("staged", "--until=PRE_PRODUCTION_TRAFFIC_SHIFT", "--quiet");

        assertThat(exitCode(first)).isZero();
        assertThat(lines)
                .satisfiesExactly(
                        pause -> assertThat(pause).contains("To answer: bluegreen continue staged " + PAUSE),
                        left -> assertThat(left)
                                .startsWith(
                                        "deployment staged has reached PRE_PRODUCTION_TRAFFIC_SHIFT; it stays as it is, and"
                                                + " no alarm rolls it back, until somebody goes on with it: bluegreen deploy --id staged"));
        assertThat(Cli.run("status", "staged", "--journal=" + journal).out()).contains("status      IN_PROGRESS");
        assertThat(Cli.run("continue", "staged", "--wait=0s", "--journal=" + journal)
                        .exitCode())
                .isZero();

        assertThat(exitCode(own("staged", "--until=CLEAN_UP"))).isZero();
        assertThat(exitCode(own("staged"))).isZero();
        assertThat(Cli.run("status", "staged", "--journal=" + journal).out()).contains("status      SUCCESSFUL");
    }

    @Test
    void aDeploymentThatRollsBackBeforeTheStageIsFollowedToItsEnd() {
        ChildProcess owner = ownAtAPause("turning", "--until=BAKE_TIME");
        CompletableFuture<Cli> watching = CompletableFuture.supplyAsync(
                () -> Cli.run("watch", "turning", "--until=BAKE_TIME", "--journal=" + journal));

        assertThat(Cli.run("rollback", "turning", "--journal=" + journal).exitCode())
                .isZero();

        assertThat(exitCode(owner)).isEqualTo(1);
        assertThat(lines).anyMatch(line -> line.contains("ended ROLLBACK_SUCCESSFUL"));
        assertThat(watching)
                .succeedsWithin(PATIENCE)
                .satisfies(watched -> assertThat(watched.exitCode()).isEqualTo(1))
                .satisfies(watched -> assertThat(watched.out()).contains("ended ROLLBACK_SUCCESSFUL"));
    }

    @Test
    void aSecondDeploymentSupersedesTheOneOfAnotherProcess() {
        ChildProcess first = ownAtAPause("first");

        ChildProcess second = ownAtAPause("second");

        assertThat(exitCode(first)).isEqualTo(3);
        assertThat(Cli.run("status", "first", "--journal=" + journal).out())
                .contains("superseded by deployment second");
        Cli rejected = Cli.run(
                "deploy",
                "--service=local/checkout",
                "--revision=checkout:2",
                "--production-route=production",
                "--target-groups=group-1,group-2",
                "--concurrency=reject",
                "--world=local:" + world,
                "--journal=" + journal);
        assertThat(rejected.exitCode()).isEqualTo(2);
        assertThat(Cli.run("rollback", "second", "--journal=" + journal).exitCode())
                .isZero();
        assertThat(exitCode(second)).isEqualTo(1);
    }
}
