package io.github.bluegreen4j.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import io.github.bluegreen4j.engine.DeploymentEngine;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.spi.PortException;
import io.github.bluegreen4j.testkit.time.VirtualEngine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Posts to a real server on the loopback interface. */
class HttpEndpointTest {
    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private final List<Map<String, List<String>>> headers = new CopyOnWriteArrayList<>();
    private final Deque<Integer> statuses = new ArrayDeque<>();
    private final CountDownLatch gate = new CountDownLatch(1);
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            headers.add(Map.copyOf(exchange.getRequestHeaders()));
            Integer status = statuses.poll();
            if (status != null && status == 0) {
                await();
            }
            if (status != null && status == 429) {
                exchange.getResponseHeaders().set("Retry-After", "120");
            }
            exchange.sendResponseHeaders(status == null ? 204 : Math.max(status, 200), -1);
            exchange.close();
        });
        server.start();
    }

    private void await() {
        try {
            gate.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @AfterEach
    void stop() {
        gate.countDown();
        server.stop(0);
    }

    private HttpEndpoint endpoint() {
        return HttpEndpoint.of(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/services/s3cr3t"));
    }

    private static PortException failure(HttpEndpoint endpoint) {
        return catchThrowableOfType(PortException.class, () -> endpoint.post("application/json", "{}", Map.of()));
    }

    @Test
    void aMessageArrivesWithItsHeaders() {
        endpoint()
                .header("Authorization", "Bearer token")
                .post("application/json", "{\"text\":\"hällo\"}", Map.of("ce-id", "1"));

        assertThat(bodies).containsExactly("{\"text\":\"hällo\"}");
        assertThat(headers.get(0))
                .containsEntry("Content-type", List.of("application/json"))
                .containsEntry("Authorization", List.of("Bearer token"))
                .containsEntry("Ce-id", List.of("1"));
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 408, 425, 500, 502, 503, 504})
    void whatMayPassIsSentAgainLater(int status) {
        statuses.add(status);
        PortException failed = failure(endpoint().retry(Duration.ofSeconds(3)));
        assertThat(failed.again()).contains(Duration.ofSeconds(3));
        assertThat(failed.problem().kind()).isEqualTo(Problem.Kind.UNAVAILABLE);
        assertThat(failed).hasMessageContaining("status " + status).hasMessageNotContaining("s3cr3t");
    }

    @Test
    void aReceiverSaysHowLongToWait() {
        statuses.add(429);
        assertThat(failure(endpoint()).again()).contains(Duration.ofMinutes(2));
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 400, 404, 410, 413})
    void whatIsRefusedForGoodIsNotSentForEver(int status) {
        statuses.add(status);
        PortException failed = failure(endpoint());
        assertThat(failed.again()).isEmpty();
        assertThat(failed.problem().kind()).isEqualTo(Problem.Kind.REFUSED);
        assertThat(bodies).as("no redirect is followed").hasSize(1);
    }

    @Test
    void nobodyAndSilenceAreTriedAgain() {
        statuses.add(0);
        PortException silent = failure(endpoint().timeout(Duration.ofMillis(200)));
        assertThat(silent.again()).contains(Duration.ofSeconds(10));
        gate.countDown();
        server.stop(0);
        PortException nobody = failure(endpoint());
        assertThat(nobody.again()).contains(Duration.ofSeconds(10));
        assertThat(nobody).hasMessageNotContaining("s3cr3t");
        assertThat(endpoint()).hasToString("http://127.0.0.1");
    }

    @Test
    void otherSchemesAndImpossibleTimesAreRefused() {
        assertThatThrownBy(() -> HttpEndpoint.of(URI.create("file:/etc/passwd")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"file\"");
        assertThatThrownBy(() -> endpoint().timeout(Duration.ofMinutes(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> endpoint().timeout(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> endpoint().retry(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aHeaderThatIsNotAllowedIsRefusedWithoutItsValue() {
        for (String name : List.of("Authorization", "Content-Length")) {
            assertThatThrownBy(() -> endpoint().header(name, "Bearer s3cr3t\n"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("\"" + name + "\"")
                    .hasMessageNotContaining("s3cr3t")
                    .hasNoCause();
        }
    }

    /** The whole way: an engine, its listener, the receiver that is away at first. */
    @Test
    void anEngineSendsACloudEventUntilTheReceiverHasIt() {
        NotifiedShop shop = new NotifiedShop();
        statuses.addAll(List.of(503, 500, 429));
        CdEvents events = CdEvents.overHttp(shop.journal, URI.create("https://deploy.example.com"), endpoint());
        try (VirtualEngine virtual = VirtualEngine.of(shop.time, events.addTo(shop.builder("a")))) {
            DeploymentEngine engine = virtual.engine();
            NotifiedShop.run(
                    virtual, engine.deploy(NotifiedShop.ID, NotifiedShop.spec().build()));
            virtual.advance(Duration.ofMinutes(3));
        }

        assertThat(bodies).hasSize(4);
        assertThat(bodies.stream().distinct()).as("the same event each time").hasSize(1);
        Map<String, List<String>> last = headers.get(3);
        assertThat(last)
                .containsEntry("Ce-specversion", List.of("1.0"))
                .containsEntry("Ce-type", List.of("dev.cdevents.service.upgraded.0.1.1"))
                .containsEntry("Ce-source", List.of("https://deploy.example.com"))
                .containsEntry("Ce-subject", List.of("prod/checkout"));
        assertThat(bodies.get(0)).contains("\"id\":\"" + last.get("Ce-id").get(0) + "\"");
        assertThat(Optional.ofNullable(last.get("Ce-time"))).isPresent();
    }
}
