package io.github.bluegreen4j.examples.spring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The example is started and driven over HTTP, as docs/spring-boot.md says: ordered, watched, continued. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class GreeterApplicationTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final HttpClient client = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();

    @LocalServerPort
    private int port;

    @Test
    void theSecondGreeterTakesOverAfterSomebodyHasSaidSo() throws Exception {
        assertThat(greetings()).containsExactly("hello from greeter:1");

        JsonNode ordered = post("/actuator/deployments", Map.of("spec", Files.readString(Path.of("deployment.yaml"))));
        String deployment =
                "/actuator/deployments/" + ordered.path("deployment").asText();

        JsonNode paused =
                until(deployment, view -> view.path("hooks").toString().contains("AWAITING_ACTION"));
        assertThat(paused.path("explanation").asText()).contains("pause");
        assertThat(greetings()).containsExactly("hello from greeter:1");

        assertThat(post(deployment, Map.of("command", "continue", "actor", "alice"))
                        .path("accepted")
                        .asBoolean())
                .isTrue();
        JsonNode ended = until(deployment, view -> view.has("endedAt"));

        assertThat(ended.path("status").asText()).as("%s", ended).isEqualTo("SUCCESSFUL");
        assertThat(ended.path("story").toString()).contains("alice");
        assertThat(greetings()).containsExactly("hello from greeter:2");
        assertThat(get("/actuator/health").at("/components/bluegreen4j/status").asText())
                .isEqualTo("UP");
    }

    /** The answers to many requests. A request without an answer fails the test. */
    private Set<String> greetings() throws Exception {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            seen.add(send(HttpRequest.newBuilder(address("/hello"))));
        }
        return seen;
    }

    private URI address(String path) {
        return URI.create("http://localhost:" + port + path);
    }

    private JsonNode get(String path) throws Exception {
        return json.readTree(send(HttpRequest.newBuilder(address(path))));
    }

    private JsonNode post(String path, Map<String, String> body) throws Exception {
        return json.readTree(send(HttpRequest.newBuilder(address(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json.writeValueAsString(body)))));
    }

    private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> answer =
                client.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as("%s", answer.body()).isEqualTo(200);
        return answer.body();
    }

    private JsonNode until(String path, Predicate<JsonNode> isGood) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        JsonNode view = get(path);
        while (!isGood.test(view)) {
            assertThat(System.nanoTime()).as("still %s", view).isLessThan(end);
            Thread.sleep(50);
            view = get(path);
        }
        return view;
    }
}
