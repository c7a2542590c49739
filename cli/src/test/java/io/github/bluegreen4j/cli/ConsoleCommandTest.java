package io.github.bluegreen4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.examples.local.process.ChildProcess;
import io.github.bluegreen4j.examples.local.process.JavaCommand;
import io.github.bluegreen4j.journal.jdbc.JdbcJournal;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.ServiceRef;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The console of a journal, in a process of its own. */
@Timeout(600)
class ConsoleCommandTest {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    Path directory;

    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeEach
    void fill() {
        Instant at = Instant.parse("2026-03-01T03:00:00Z");
        DeploymentSpec spec = DeploymentSpec.blueGreen(new ServiceRef("prod", "checkout"))
                .revision("checkout:42")
                .productionRoute("web")
                .targetGroups("first", "second")
                .build();
        List<DeploymentEvent> events = List.of(
                new ProgressEvent.DeploymentCreated(at, new DeploymentId("d-42"), spec),
                new ProgressEvent.DeploymentAdmitted(at),
                new ProgressEvent.ClosingStarted(at, DeploymentStatus.STOPPED, "somebody aborted", List.of()),
                new ProgressEvent.DeploymentEnded(
                        at, DeploymentStatus.STOPPED, "somebody aborted", List.of(), List.of(), List.of()));
        try (JdbcJournal journal = JdbcJournal.h2(directory.resolve("journal"))) {
            JournalCopies.copy(journal, "d-42", events);
        }
    }

    private ChildProcess console(String... more) {
        List<String> words = new ArrayList<>(
                List.of("console", "--journal=h2:" + directory.resolve("journal"), "--port=0", "--actor=alice"));
        words.addAll(List.of(more));
        return ChildProcess.start(
                new JavaCommand(BlueGreen.class, 128, words), directory.resolve("console.log"), lines::add);
    }

    private String line() {
        await().atMost(PATIENCE).until(() -> !lines.isEmpty());
        return lines.element();
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void itPrintsItsAddressShowsTheJournalAndIsReadOnly() throws Exception {
        try (ChildProcess console = console("--json")) {
            URI address = URI.create(Cli.parse(line()).at("/console").asText());

            assertThat(send(HttpRequest.newBuilder(address.resolve("deployment?id=d-42")))
                            .body())
                    .contains("prod/checkout", "somebody aborted", "STOPPED", "read-only");
            assertThat(send(HttpRequest.newBuilder(address.resolve("command"))
                                    .POST(HttpRequest.BodyPublishers.ofString("id=d-42&command=abort")))
                            .body())
                    .contains("read-only");

            console.terminate();
            assertThat(console.awaitExit(PATIENCE)).isTrue();
        }
    }

    @Test
    void withCommandsItSaysInWhoseNameTheyAreGiven() throws Exception {
        try (ChildProcess console = console("--commands")) {
            assertThat(line())
                    .startsWith("console of journal h2:")
                    .contains("http://127.0.0.1:", "commands are given by alice");
            assertThat(console.isAlive()).isTrue();
        }
    }

    @Test
    void aPortThatCannotBeUsedIsSaid() throws Exception {
        String journal = "--journal=h2:" + directory.resolve("journal");
        try (ServerSocket taken = new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            Cli refused = Cli.run("console", journal, "--port=" + taken.getLocalPort());

            assertThat(refused.exitCode()).isEqualTo(ExitCode.OUT_OF_REACH);
            assertThat(refused.err()).contains("--port: " + taken.getLocalPort() + " can't be used");
        }
        assertThat(Cli.run("console", journal, "--port=70000").err()).contains("--port", "0 to 65535");
    }
}
