package io.github.bluegreen4j.examples.local.dataplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.bluegreen4j.examples.local.BreakingServer;
import io.github.bluegreen4j.examples.local.Http;
import io.github.bluegreen4j.examples.local.http.AdminClient;
import io.github.bluegreen4j.examples.local.process.ChildProcess;
import io.github.bluegreen4j.examples.local.process.JavaCommand;
import io.github.bluegreen4j.examples.local.process.Ready;
import io.github.bluegreen4j.examples.local.task.TaskProcess;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The load balancer as a real process, in front of real tasks; each test has groups of its own. */
@Timeout(600)
class DataPlaneProcessTest {

    @TempDir
    static Path logs;

    @TempDir
    Path directory;

    private static ChildProcess process;
    private static Ready ready;
    private static DataPlaneClient dataPlane;
    private static int groups;

    private String first;
    private String second;

    @BeforeAll
    static void startDataPlane() {
        JavaCommand command = new JavaCommand(DataPlaneMain.class, 64, List.of("--check-interval", "PT0.1S"));
        process = ChildProcess.start(command, logs.resolve("data-plane.log"));
        ready = process.awaitReady(Duration.ofSeconds(30));
        dataPlane = new DataPlaneClient(new AdminClient(ready.port("admin")));
    }

    @AfterAll
    static void stopDataPlane() {
        process.close();
    }

    @BeforeEach
    void twoNewGroups() {
        groups++;
        first = "first-" + groups;
        second = "second-" + groups;
        dataPlane.createGroup(first);
        dataPlane.createGroup(second);
        dataPlane.overwrite("production", Map.of(first, 100, second, 0));
    }

    @Test
    void weightsAreObeyed() {
        try (TaskProcess blue = TaskProcess.start(directory, "blue", "work=PT0S");
                TaskProcess green = TaskProcess.start(directory, "green", "work=PT0S")) {
            serve(first, blue.port());
            serve(second, green.port());
            dataPlane.overwrite("production", Map.of(first, 950, second, 50));

            Map<String, Integer> answered = new TreeMap<>();
            for (int i = 0; i < 100; i++) {
                answered.merge(Http.revision(post()), 1, Integer::sum);
            }

            assertThat(answered).isEqualTo(Map.of("blue", 95, "green", 5));
        }
    }

    @Test
    void routesHaveWeightsOfTheirOwn() {
        try (TaskProcess blue = TaskProcess.start(directory, "blue");
                TaskProcess green = TaskProcess.start(directory, "green")) {
            serve(first, blue.port());
            serve(second, green.port());
            dataPlane.overwrite("test", Map.of(first, 0, second, 100));

            assertThat(Http.revision(post())).isEqualTo("blue");
            assertThat(Http.revision(Http.post(ready.port("test"), "/work"))).isEqualTo("green");
        }
    }

    @Test
    void aWriteIsRefusedWhenSomebodyElseWasFaster() {
        String read = dataPlane.route("production").fingerprint();
        dataPlane.overwrite("production", Map.of(first, 7, second, 3));

        assertThat(dataPlane.weigh("production", read, Map.of(first, 0, second, 100)))
                .isEmpty();
        assertThat(dataPlane.route("production").weights()).isEqualTo(Map.of(first, 7, second, 3));

        Optional<RouteView> written = dataPlane.weigh(
                "production", dataPlane.route("production").fingerprint(), Map.of(first, 0, second, 100));
        assertThat(written).contains(dataPlane.route("production"));
    }

    @Test
    void aRequestOutsideTheRoutesPathIsNotFoundAndGoesNowhere() {
        try (TaskProcess blue = TaskProcess.start(directory, "blue")) {
            serve(first, blue.port());
            dataPlane.admit("production", "/shop");

            assertThat(post().statusCode()).isEqualTo(404);
            dataPlane.admit("production", "/");

            assertThat(post().statusCode()).isEqualTo(200);
            assertThat(blue.counts().received()).isEqualTo(1);
        }
    }

    @Test
    void aStickyRouteTellsItsClientsWhereTheyArePinned() {
        try (TaskProcess blue = TaskProcess.start(directory, "blue")) {
            serve(first, blue.port());
            assertThat(post().headers().firstValue("Set-Cookie")).isEmpty();

            dataPlane.stick("production", Duration.ofMinutes(1));

            assertThat(post().headers().firstValue("Set-Cookie").orElseThrow())
                    .startsWith("target-group=" + first)
                    .contains("Max-Age=60");
            dataPlane.stick("production", Duration.ZERO);
        }
    }

    @Test
    void aGroupWithoutHealthyTargetGets503AndNoFailOver() {
        try (TaskProcess blue = TaskProcess.start(directory, "blue");
                TaskProcess sick = TaskProcess.start(directory, "sick", "never-healthy=true")) {
            serve(first, blue.port());
            dataPlane.register(second, "sick", "sick-revision", sick.port());
            await().until(() -> dataPlane.targets(second).get(0).state() == TargetState.UNHEALTHY);
            dataPlane.overwrite("production", Map.of(first, 0, second, 100));
            RouteCounts before = dataPlane.counts("production");

            assertThat(post().statusCode()).isEqualTo(503);

            assertThat(dataPlane.counts("production").noTarget()).isEqualTo(before.noTarget() + 1);
            assertThat(dataPlane.metrics("production", 10).errors()).isPositive();
            assertThat(sick.counts().received()).isZero();
        }
    }

    @Test
    void aTargetRemovedFinishesWhatItHasAndIsThenGone() {
        try (TaskProcess blue = TaskProcess.start(directory, "blue", "work=PT0.7S")) {
            serve(first, blue.port());
            CompletableFuture<HttpResponse<String>> inFlight = Http.postLater(ready.port("production"), "/work");
            await().until(() -> blue.counts().received() == 1);

            dataPlane.deregister(first, "target");

            assertThat(dataPlane.targets(first))
                    .containsExactly(new TargetView("target", "owner", blue.port(), TargetState.DRAINING, 1));
            assertThat(post().statusCode()).isEqualTo(503);
            await().until(() -> dataPlane.targets(first).isEmpty());
            assertThat(inFlight.join().statusCode()).isEqualTo(200);
            assertThat(blue.counts().received()).isEqualTo(1);
        }
    }

    @Test
    void aRequestThatATargetDroppedIsNotSentAgain() throws IOException {
        try (BreakingServer breaking = new BreakingServer(0);
                TaskProcess healthy = TaskProcess.start(directory, "healthy")) {
            serve(first, breaking.port());
            dataPlane.register(first, "healthy", "owner", healthy.port());
            await().until(() -> dataPlane.targets(first).stream().allMatch(t -> t.state() == TargetState.HEALTHY));

            int dropped = 0;
            for (int i = 0; i < 10; i++) {
                dropped += post().statusCode() == 502 ? 1 : 0;
            }

            assertThat(dropped).isEqualTo(5);
            assertThat(breaking.posts()).isEqualTo(5);
            assertThat(healthy.counts().received()).isEqualTo(5);
        }
    }

    @Test
    void anAnswerThatIsBrokenOffIsABadGatewayAndNoErrorOfTheTarget() throws IOException {
        try (BreakingServer breaking = new BreakingServer(0, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n")) {
            serve(first, breaking.port());
            long before = dataPlane.metrics("production", 60).targetErrors();

            assertThat(post().statusCode()).isEqualTo(502);

            assertThat(dataPlane.metrics("production", 60).targetErrors()).isEqualTo(before);
        }
    }

    @Test
    void aRequestDroppedOnAConnectionUsedBeforeIsNotSentAgain() throws IOException {
        try (BreakingServer breaking = new BreakingServer(1)) {
            serve(first, breaking.port());

            assertThat(post().statusCode()).isEqualTo(200);
            assertThat(post().statusCode()).isEqualTo(502);

            assertThat(breaking.posts()).isEqualTo(2);
        }
    }

    private static HttpResponse<String> post() {
        return Http.post(ready.port("production"), "/work");
    }

    private static void serve(String group, int port) {
        dataPlane.register(group, "target", "owner", port);
        await().until(() -> dataPlane.targets(group).get(0).state() == TargetState.HEALTHY);
    }
}
