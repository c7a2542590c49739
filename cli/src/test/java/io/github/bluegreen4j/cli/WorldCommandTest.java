package io.github.bluegreen4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.bluegreen4j.examples.local.dataplane.DataPlaneClient;
import io.github.bluegreen4j.examples.local.http.AdminClient;
import io.github.bluegreen4j.examples.local.process.ChildProcess;
import io.github.bluegreen4j.examples.local.process.JavaCommand;
import io.github.bluegreen4j.journal.jdbc.JdbcJournal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(600)
class WorldCommandTest {
    @TempDir
    Path directory;

    private static Cli plan(Path world, String revision, String... more) {
        return run("plan", world, revision, more);
    }

    private static Cli run(String command, Path world, String revision, String... more) {
        List<String> words = new ArrayList<>(List.of(
                command,
                "--world=local:" + world,
                "--service=local/checkout",
                "--revision=" + revision,
                "--production-route=production",
                "--test-route=test",
                "--target-groups=group-1,group-2",
                "--strategy=canary",
                "--percent=20",
                "--step-bake=5s"));
        words.addAll(List.of(more));
        return Cli.run(words.toArray(String[]::new));
    }

    /** What a plan prints in a process whose environment names a journal. */
    private static String planWith(String journal, Path world) throws IOException {
        ProcessBuilder process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        BlueGreen.class.getName(),
                        "plan",
                        "--world=local:" + world,
                        "--service=local/checkout",
                        "--revision=checkout:2",
                        "--production-route=production",
                        "--test-route=test",
                        "--target-groups=group-1,group-2")
                .redirectErrorStream(true);
        process.environment().put("BLUEGREEN_JOURNAL", journal);
        return new String(process.start().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void aWorldServesUnderLoadUntilItIsStoppedCanBePlannedWithAndTakesItsFileAlong() throws IOException {
        Path file = directory.resolve("world.json");
        JavaCommand command = new JavaCommand(BlueGreen.class, 64, List.of("world", "--file=" + file, "--load=50"));
        try (ChildProcess world = ChildProcess.start(command, directory.resolve("world.log"))) {
            await().atMost(Duration.ofMinutes(3)).until(() -> Files.exists(file));
            DataPlaneClient dataPlane = new DataPlaneClient(
                    new AdminClient(LocalWorldFile.read(file).dataPlane()));
            await().atMost(Duration.ofMinutes(3))
                    .until(() -> dataPlane.metrics("production", 10).requests() > 20);

            assertThat(Files.getPosixFilePermissions(file))
                    .as("only its owner reads it")
                    .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

            Cli plan = plan(file, "checkout:2");
            assertThat(plan.err()).isEmpty();
            assertThat(plan.exitCode()).isZero();
            assertThat(plan.out())
                    .startsWith("plan for local/checkout: checkout:2 replaces checkout-1")
                    .contains("  write  route production: group-1=800 group-2=200")
                    .contains("  back   not possible: blue is being retired");
            assertThat(plan(file, "checkout:2", "--format=mermaid").out()).startsWith("flowchart TD");
            assertThat(plan(file, "checkout:2", "--json")
                            .json()
                            .get(0)
                            .at("/tasksAtPeak")
                            .asInt())
                    .isEqualTo(4);

            String journal = "h2:" + directory.resolve("journal");
            assertThat(plan(file, "checkout:2", "--journal=" + journal))
                    .as("a journal that does not exist is not made")
                    .satisfies(missing -> assertThat(missing.exitCode()).isEqualTo(ExitCode.OUT_OF_REACH))
                    .satisfies(missing -> assertThat(missing.err()).contains("there is no journal"));
            JdbcJournal.h2(directory.resolve("journal")).close();
            assertThat(plan(file, "checkout:2", "--journal=" + journal).out()).doesNotContain("the line is");
            assertThat(Cli.run("stop-the-line", "--reason=checkout fails", "--actor=alice", "--journal=" + journal)
                            .exitCode())
                    .isZero();
            Cli held = plan(file, "checkout:2", "--journal=" + journal);
            assertThat(held.exitCode()).as(held.err()).isZero();
            assertThat(held.out())
                    .contains("the line is stopped by alice")
                    .contains("checkout fails; until it is resumed, green gets no more weight");
            assertThat(plan(file, "checkout:2", "--journal=" + journal, "--json")
                            .json()
                            .get(0)
                            .at("/line")
                            .asText())
                    .contains("stopped by alice");
            assertThat(planWith("h2:" + directory.resolve("nowhere"), file))
                    .as("the environment may name a journal that is not there")
                    .contains("so the plan does not say whether the line is stopped: ")
                    .contains("plan for local/checkout");

            Cli preflight = run("preflight", file, "checkout:2");
            assertThat(preflight.err()).isEmpty();
            assertThat(preflight.exitCode()).isZero();
            assertThat(preflight.out())
                    .startsWith("preflight for local/checkout: checkout:2\n0 errors, 0 warnings, 0 not checked")
                    .contains("deploy would start");
            Cli faulty = run(
                    "preflight",
                    file,
                    "checkout:none",
                    "--alarm=no-such-alarm",
                    "--waive=typo",
                    "--actor=alice",
                    "--json");
            assertThat(faulty.exitCode()).isEqualTo(ExitCode.REFUSED);
            assertThat(faulty.json().get(0).at("/refused").asBoolean()).isTrue();
            assertThat(faulty.json().get(0).at("/findings/0/severity").asText()).isEqualTo("ERROR");
            assertThat(faulty.out()).contains("\"revision\"", "no-such-alarm", "waivers[0].check");

            world.terminate();

            assertThat(world.awaitExit(Duration.ofMinutes(3))).isTrue();
            assertThat(file).doesNotExist();
        }
    }
}
