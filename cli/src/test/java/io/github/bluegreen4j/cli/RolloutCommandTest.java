package io.github.bluegreen4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.bluegreen4j.examples.local.LocalCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Rollouts from the command line, in a real, local world. */
@Timeout(600)
class RolloutCommandTest {
    @TempDir
    static Path directory;

    private static LocalCluster cluster;
    private static Path world;

    @BeforeAll
    static void start() {
        cluster = LocalWorlds.start(directory);
        world = directory.resolve("world.json");
        LocalWorldFile.of(cluster).write(world);
    }

    @AfterAll
    static void end() {
        cluster.close();
    }

    private static Cli run(String journal, String... more) {
        List<String> args = new ArrayList<>(List.of("rollout"));
        args.addAll(Arrays.asList(more));
        args.add("--journal=h2:" + directory.resolve(journal));
        return Cli.run(args.toArray(String[]::new));
    }

    private static Path file(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    private static Path rollout(String name, String service) throws IOException {
        Path unused = file(service + ".yaml", """
                cluster: local
                serviceName: %s
                taskDefinition: checkout:2
                deploymentConfiguration: {bakeTimeInMinutes: 0}
                loadBalancers:
                  - targetGroupArn: group-1
                    advancedConfiguration:
                      alternateTargetGroupArn: group-2
                      productionListenerRule: production
                      testListenerRule: test
                """.formatted(service));
        return file(name, """
                rollback: JOINT
                holdLimit: 1h
                waves:
                  - name: canary
                    soak: 1s
                    deployments: [%s.*]
                """.formatted(service));
    }

    @Test
    void aRolloutIsPlannedStartedAndToldToItsEnd() throws IOException {
        Path file = rollout("good.yaml", "checkout");

        Cli plan = Cli.run("rollout", "plan", "--file=" + file, "--world=local:" + world);
        assertThat(plan.exitCode()).as(plan.err()).isZero();
        assertThat(plan.out())
                .contains("wave 1 canary: 1 deployment in 1 turn, begins after PT0S at the earliest")
                .contains("local/checkout to checkout:2")
                .contains("then: all held or ended, at most 0 failed, soaked for PT1S, and the line runs");

        Cli started =
                run("good", "start", "--id=release-1", "--file=" + file, "--world=local:" + world, "--actor=alice");
        assertThat(started.exitCode()).as(started.out() + started.err()).isZero();
        assertThat(started.out())
                .contains("Wave 1 (canary) begins with 1 deployment.")
                .contains("Wave 1 is released")
                .contains("waits: wave canary")
                .contains("The rollout ended SUCCESSFUL: 1 successful, 0 failed, 0 not started.");

        assertThat(run("good", "status").out()).contains("release-1 SUCCESSFUL, started by alice");
        JsonNode status = run("good", "status", "release-1", "--json").json().get(0);
        assertThat(status.get("status").asText()).isEqualTo("SUCCESSFUL");
        assertThat(status.get("waves").get(0).get("progress").asText()).isEqualTo("PASSED");
        assertThat(run("good", "timeline", "release-1").out())
                .contains("1 canary, released")
                .contains("Wave 1 has passed");
        assertThat(run("good", "timeline", "release-1", "--json").json()).hasSize(4);
        assertThat(run("good", "timeline", "release-1", "--format=mermaid").out())
                .startsWith("gantt");
        assertThat(Cli.run("status", "release-1.1.1", "--journal=h2:" + directory.resolve("good"))
                        .out())
                .contains("SUCCESSFUL");

        Cli again = run("good", "start", "--id=release-1", "--world=local:" + world);
        assertThat(again.exitCode()).as(again.err()).isZero();
        Cli purged = Cli.run("purge", "--older-than=1d", "--json", "--journal=h2:" + directory.resolve("good"));
        assertThat(purged.exitCode()).as(purged.err()).isZero();
        assertThat(purged.json().get(0).toString())
                .as("all of it is too young")
                .isEqualTo("{\"deployments\":0,\"rollouts\":[]}");
        Cli late = run("good", "pause", "release-1");
        assertThat(late.exitCode()).isEqualTo(4);
        assertThat(late.err()).contains("the rollout has ended SUCCESSFUL");
    }

    @Test
    void aRolloutThatIsOnlyStoredTakesEveryCommand() throws IOException {
        Path file = rollout("stored.yaml", "cart");
        Cli stored = run("stored", "start", "--detach", "--id=r", "--file=" + file, "--world=local:" + world);
        assertThat(stored.exitCode()).as(stored.err()).isZero();
        assertThat(stored.out()).contains("rollout r is stored");

        assertThat(run("stored", "pause", "r", "--reason=cart is slow", "--actor=bob")
                        .out())
                .contains("rollout r: PAUSED")
                .contains("waits: it is paused by bob")
                .contains("cart is slow");
        assertThat(run("stored", "resume", "r").out()).contains("rollout r: IN_PROGRESS");
        assertThat(run("stored", "abort", "r").out()).contains("rollout r: ABORTING");
        assertThat(run("stored", "rollback", "r", "--json")
                        .json()
                        .get(0)
                        .get("status")
                        .asText())
                .isEqualTo("ROLLING_BACK");
        assertThat(run("stored", "rollback", "r").exitCode()).isEqualTo(4);
        assertThat(run("stored", "status", "nope").exitCode()).isEqualTo(4);
        Cli other =
                run("stored", "start", "--id=r", "--file=" + rollout("other.yaml", "search"), "--world=local:" + world);
        assertThat(other.exitCode()).isEqualTo(2);
        assertThat(other.err()).contains("this one belongs to another rollout");
    }

    @Test
    void everyFaultOfAFileIsTold() throws IOException {
        Path file = file("wrong.yaml", """
                concurrency: many
                rollback: together
                weaves: []
                waves:
                  - name: one
                    soak: soon
                    deployments: [nowhere.yaml]
                """);

        Cli refused = Cli.run("rollout", "plan", "--file=" + file, "--world=local:" + world);

        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err())
                .contains("wrong.yaml: concurrency: \"many\" is not allowed; allowed: a whole number")
                .contains("wrong.yaml: rollback: \"together\" is not allowed; allowed: ")
                .contains(
                        "wrong.yaml: weaves: \"[]\" is not allowed; allowed: nothing: known are concurrency, holdLimit")
                .contains(
                        "wrong.yaml: waves[0].deployments: \"nowhere.yaml\" is not allowed; allowed: a file that exists");
    }
}
