package io.github.bluegreen4j.examples.local.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.bluegreen4j.examples.local.Http;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One task as a real process. */
@Timeout(600)
class TaskProcessTest {

    @TempDir
    Path directory;

    @Test
    void anAnswerNamesItsRevisionAndIsCountedOnce() {
        try (TaskProcess task = TaskProcess.start(directory, "blue")) {
            HttpResponse<String> answer = Http.post(task.port(), "/work");

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(Http.revision(answer)).isEqualTo("blue");
            await().untilAsserted(() -> assertThat(task.counts()).isEqualTo(new Counts(1, 1, 1, 0)));
        }
    }

    @Test
    void healthChecksAndSmokeTestsAreNotCounted() {
        try (TaskProcess task = TaskProcess.start(directory, "blue")) {
            assertThat(Http.get(task.port(), "/health").statusCode()).isEqualTo(200);
            assertThat(Http.get(task.port(), "/version").body()).isEqualTo("blue");
            assertThat(Http.get(task.port(), "/smoke").body()).isEqualTo("the cart has 1 item");

            assertThat(task.counts()).isEqualTo(Counts.ZERO);
        }
    }

    @Test
    void countsSurviveSigkill() {
        try (TaskProcess task = TaskProcess.start(directory, "blue")) {
            for (int i = 0; i < 20; i++) {
                Http.post(task.port(), "/work");
            }

            task.process().kill();

            assertThat(task.process().awaitExit(Duration.ofMinutes(3))).isTrue();
            assertThat(task.counts().promised()).isEqualTo(20);
        }
    }

    @Test
    void aRequestCaughtBySigkillIsReceivedButNotPromised() {
        try (TaskProcess task = TaskProcess.start(directory, "blue", "work=PT30S")) {
            CompletableFuture<HttpResponse<String>> caught = Http.postLater(task.port(), "/work");
            await().until(() -> task.counts().received() == 1);

            task.process().kill();

            assertThatThrownBy(caught::join).hasRootCauseInstanceOf(java.io.IOException.class);
            assertThat(task.counts()).isEqualTo(new Counts(1, 0, 0, 0));
        }
    }

    @Test
    void sigtermLetsARequestFinish() {
        try (TaskProcess task = TaskProcess.start(directory, "blue", "work=PT0.7S")) {
            CompletableFuture<HttpResponse<String>> caught = Http.postLater(task.port(), "/work");
            await().until(() -> task.counts().received() == 1);

            task.process().terminate();

            assertThat(caught.join().statusCode()).isEqualTo(200);
            assertThat(task.process().awaitExit(Duration.ofMinutes(3))).isTrue();
            assertThat(task.counts()).isEqualTo(new Counts(1, 1, 1, 0));
        }
    }

    @Test
    void aTaskEndsWhenItsParentLetsGo() {
        TaskProcess task = TaskProcess.start(directory, "blue");
        task.port();

        task.close();

        assertThat(task.process().isAlive()).isFalse();
    }

    @Test
    void aTaskThatExitsAtStartIsNeverReady() {
        try (TaskProcess task = TaskProcess.start(directory, "green", "exit-at-start=true")) {
            assertThatThrownBy(task::port).hasMessageContaining("ended before it was ready");
        }
    }

    @Test
    void aTaskThatIsNeverHealthyStillAnswersItsChecks() {
        try (TaskProcess task = TaskProcess.start(directory, "green", "never-healthy=true", "fail-smoke=true")) {
            assertThat(Http.get(task.port(), "/health").statusCode()).isEqualTo(503);
            assertThat(Http.get(task.port(), "/smoke").body()).isEqualTo("the cart is empty");
        }
    }

    @Test
    void aTaskBreaksAfterItsRequestsWhileItsHealthStaysGood() {
        try (TaskProcess task = TaskProcess.start(directory, "green", "break-after-requests=2")) {
            assertThat(Http.post(task.port(), "/work").statusCode()).isEqualTo(200);
            assertThat(Http.post(task.port(), "/work").statusCode()).isEqualTo(200);
            assertThat(Http.post(task.port(), "/work").statusCode()).isEqualTo(500);

            assertThat(Http.get(task.port(), "/health").statusCode()).isEqualTo(200);
            assertThat(task.counts().refused()).isEqualTo(1);
        }
    }

    @Test
    void aTaskBreaksWhenToldSo() {
        try (TaskProcess task = TaskProcess.start(directory, "green")) {
            assertThat(Http.post(task.port(), "/work").statusCode()).isEqualTo(200);

            Http.post(task.port(), "/break");

            assertThat(Http.post(task.port(), "/work").statusCode()).isEqualTo(500);
        }
    }
}
