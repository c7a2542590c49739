package io.github.bluegreen4j.examples.local.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.bluegreen4j.examples.local.BreakingServer;
import io.github.bluegreen4j.examples.local.process.ChildProcess;
import io.github.bluegreen4j.examples.local.process.JavaCommand;
import io.github.bluegreen4j.examples.local.task.TaskProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The clients as a real process, without a load balancer in between. */
@Timeout(600)
class LoadProcessTest {

    @TempDir
    Path directory;

    @Test
    void everyRequestSentIsAccountedFor() {
        try (TaskProcess task = TaskProcess.start(directory, "blue");
                ChildProcess process = load(task.port())) {
            LoadClient load = client(process);
            await().until(() -> load.summary().allSucceeded() >= 50);

            LoadSummary end = load.stop();

            assertThat(end.running()).isFalse();
            assertThat(end.failed()).isEmpty();
            assertThat(end.succeeded()).containsOnlyKeys("blue").containsEntry("blue", end.sent());
            assertThat(task.counts().promised()).isEqualTo(end.sent());
            assertThat(load.stop()).isEqualTo(end);
        }
    }

    @Test
    void aRequestDroppedByTheServerIsNotSentAgain() throws IOException {
        try (BreakingServer breaking = new BreakingServer(2);
                ChildProcess process = load(breaking.port())) {
            LoadClient load = client(process);
            await().until(() -> load.summary().sent() >= 30);

            LoadSummary end = load.stop();

            assertThat(end.failed()).containsOnlyKeys("connection");
            assertThat(end.sent()).isEqualTo(end.allSucceeded() + end.allFailed());
            assertThat((long) breaking.posts()).isEqualTo(end.sent());
        }
    }

    @Test
    void refusalsAreCountedByTheirStatus() {
        try (TaskProcess task = TaskProcess.start(directory, "bad", "break-after-requests=0");
                ChildProcess process = load(task.port())) {
            LoadClient load = client(process);
            await().until(() -> load.summary().allFailed() >= 5);

            LoadSummary end = load.stop();

            assertThat(end.failed()).containsOnlyKeys("HTTP 500").containsEntry("HTTP 500", end.sent());
        }
    }

    private ChildProcess load(int port) {
        List<String> arguments = List.of("--port", String.valueOf(port), "--rate", "200", "--connections", "4");
        return ChildProcess.start(new JavaCommand(LoadMain.class, 48, arguments), directory.resolve("load.log"));
    }

    private static LoadClient client(ChildProcess process) {
        return new LoadClient(process.awaitReady(Duration.ofSeconds(30)).port("admin"));
    }
}
