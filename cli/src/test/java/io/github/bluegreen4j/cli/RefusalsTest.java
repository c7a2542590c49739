package io.github.bluegreen4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.journal.jdbc.JdbcJournal;
import io.github.bluegreen4j.model.InvalidSpecException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the command line refuses, in which words, and with which exit code. */
class RefusalsTest {
    @TempDir
    Path directory;

    private String journal() {
        return "h2:" + directory.resolve("journal");
    }

    @Test
    void allFaultsOfASpecificationAreToldAndNothingIsTouched() throws IOException {
        Cli refused = Cli.run(
                "deploy",
                "--journal=" + journal(),
                "--service=checkout",
                "--strategy=canary",
                "--bake=1y",
                "--pause=CLEAN_UP=1h",
                "--pause=PRE_SCALE_UP=1h=MAYBE",
                "--lambda=POST_TEST_TRAFFIC_SHIFT",
                "--setting=cpu",
                "--revision=checkout:42",
                "--concurrency=perhaps");

        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err().lines())
                .anyMatch(line -> line.startsWith("--service: \"checkout\" is not allowed; allowed: CLUSTER/NAME"))
                .anyMatch(line -> line.startsWith("--percent: is missing"))
                .anyMatch(line -> line.startsWith("--step-bake: is missing"))
                .anyMatch(line -> line.startsWith("--bake: \"1y\""))
                .anyMatch(line -> line.startsWith("--pause CLEAN_UP (hook.stages): \"CLEAN_UP\""))
                .anyMatch(line -> line.startsWith("--pause PRE_SCALE_UP: \"MAYBE\""))
                .anyMatch(line -> line.startsWith("--lambda: \"POST_TEST_TRAFFIC_SHIFT\""))
                .anyMatch(line -> line.startsWith("--setting: \"cpu\""))
                .anyMatch(line -> line.startsWith("--concurrency: \"perhaps\""))
                .anyMatch(line -> line.startsWith("--production-route (productionRoutes)"))
                .anyMatch(line -> line.startsWith("--target-groups (targetGroups.first)"));
        assertThat(refused.out()).isEmpty();
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void anUnknownOptionAndNoCommandAreUsage() {
        Cli unknown = Cli.run("deploy", "--colour=green");
        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.err().lines())
                .as("what is wrong, and where to read more; not all of the help")
                .hasSizeLessThan(5)
                .anyMatch(line -> line.contains("--colour"))
                .anyMatch(line -> line.contains("bluegreen deploy --help"));
        assertThat(Cli.run().exitCode()).isEqualTo(2);
    }

    @Test
    void faultsThatWereThrownInAnotherThreadAreToldUnwrapped() {
        InvalidSpecException faults = new InvalidSpecException(List.of(
                new InvalidSpecException.Fault("limits.call", "PT30S", "at most PT20S"),
                new InvalidSpecException.Fault("bakeTime", "PT-1S", "0 to 1440 minutes")));
        StringWriter told = new StringWriter();

        int exitCode =
                BlueGreen.failed(new CompletionException(new ExecutionException(faults)), new PrintWriter(told, true));

        assertThat(exitCode).isEqualTo(2);
        assertThat(told.toString().lines())
                .containsExactly(
                        "limits.call: \"PT30S\" is not allowed; allowed: at most PT20S",
                        "bakeTime: \"PT-1S\" is not allowed; allowed: 0 to 1440 minutes");
    }

    @Test
    void aJournalThatMakesNoSenseIsNamedWithWhatIsAllowedAndWithoutItsPassword() {
        Cli refused = Cli.run("status", "--journal=jdbc:mysql://host/db?password=secret");

        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err())
                .contains("--journal: \"jdbc:mysql://host/db?password=...\"")
                .contains("h2:FILE, jdbc:postgresql://HOST/DB")
                .doesNotContain("secret");
    }

    @Test
    void lookingIntoAJournalThatIsNotThereMakesNone() {
        Cli refused = Cli.run("history", "d-1", "--journal=" + journal());

        assertThat(refused.exitCode()).isEqualTo(5);
        assertThat(refused.err()).contains("there is no journal h2:");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aDatabaseThatIsOutOfReachIsExitCode5() throws IOException {
        Cli refused =
                Cli.run("status", "--journal=jdbc:postgresql://127.0.0.1:" + closedPort() + "/db?password=secret");

        assertThat(refused.exitCode()).isEqualTo(5);
        assertThat(refused.err()).contains("out of reach").doesNotContain("secret");
    }

    @Test
    void aDeploymentThatIsNotThereIsExitCode4() {
        JdbcJournal.h2(directory.resolve("journal")).close();

        for (String command :
                new String[] {"status", "watch", "history", "timeline", "continue", "rollback", "abort"}) {
            Cli refused = Cli.run(command, "d-1", "--journal=" + journal());
            assertThat(refused.exitCode()).as(command).isEqualTo(4);
            assertThat(refused.err()).as(command).contains("there is no deployment d-1 in journal h2:");
        }
        assertThat(Cli.run("status", "--journal=" + journal()).exitCode()).isZero();
    }

    @Test
    void aWorldThatIsNotThereIsExitCode5AndOneThatIsNoneIsExitCode2() {
        Cli absent = Cli.run("deploy", "--journal=" + journal(), "--world=local:" + directory.resolve("world"));
        Cli nonsense = Cli.run("deploy", "--journal=" + journal(), "--world=moon");

        assertThat(absent.exitCode()).isEqualTo(5);
        assertThat(absent.err()).contains("bluegreen world --file");
        assertThat(nonsense.exitCode()).isEqualTo(2);
        assertThat(nonsense.err()).contains("--world: \"moon\" is not allowed; allowed: aws, local:FILE");
    }

    static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
