package io.github.bluegreen4j.spring;

import static io.github.bluegreen4j.spring.ShopPorts.FIRST;
import static io.github.bluegreen4j.spring.ShopPorts.PRODUCTION;
import static io.github.bluegreen4j.spring.ShopPorts.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.engine.DeploymentEngine;
import io.github.bluegreen4j.model.DeploymentLimits;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.Lifecycle;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** An application with a web server: a deployment is ordered, watched and steered over HTTP. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "spring.application.name=deployer",
            "spring.datasource.url=jdbc:h2:async:./${build.folder:target}/watched;DB_CLOSE_ON_EXIT=FALSE",
            "bluegreen4j.journal.poll-interval=1s",
            "management.endpoints.web.exposure.include=health,deployments",
            "management.endpoint.health.show-details=always",
            "management.endpoint.deployments.access=unrestricted"
        })
class WatchedDeploymentTest {
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(ShopPorts.class)
    static class Application {
        /** A policy of the application: the deployment's specification does not mention it. */
        @Bean
        DeploymentLimits shortWaits() {
            return DeploymentLimits.DEFAULTS.withDrain(Duration.ofSeconds(1)).withPoll(Duration.ofMillis(200));
        }
    }

    @LocalServerPort
    private int port;

    @Autowired
    private SimulatedWorld world;

    @Autowired
    private DeploymentEngine engine;

    @Autowired
    private Map<String, SmartLifecycle> lifecycles;

    @Test
    void aDeploymentIsOrderedWatchedAndContinued() throws Exception {
        Http http = new Http(port);
        String id = "d-" + System.nanoTime();

        Http.Answer ordered =
                http.post("/actuator/deployments", Map.of("spec", ShopPorts.SPEC, "id", id, "actor", "alice"));
        assertThat(ordered.status()).as("%s", ordered).isEqualTo(200);
        assertThat(ordered.body().get("service").asText()).isEqualTo("prod/checkout");

        Http.Answer paused = http.until(
                "/actuator/deployments/" + id,
                answer -> answer.status() == 200
                        && answer.body().path("explanation").asText().contains("go"));
        assertThat(paused.body().path("story").toString()).contains("alice");
        assertThat(paused.body().path("commands").toString()).contains("proceed CONTINUE", "rollBack");

        Http.Answer continued = http.post("/actuator/deployments/" + id, Map.of("command", "continue", "actor", "bob"));
        assertThat(continued.status()).as("%s", continued).isEqualTo(200);
        assertThat(continued.body().get("accepted").asBoolean()).isTrue();

        Http.Answer ended = http.until(
                "/actuator/deployments/" + id, answer -> answer.body().has("endedAt"));
        assertThat(ended.body().get("status").asText()).as("%s", ended).isEqualTo("SUCCESSFUL");
        assertThat(world.split(PRODUCTION)).isEqualTo(TrafficSplit.allOn(SECOND, FIRST));

        Http.Answer listed = http.get("/actuator/deployments");
        assertThat(listed.body().path("phase").asText()).isEqualTo("RUNNING");
        assertThat(listed.body().path("deployments").toString()).contains(id, "SUCCESSFUL");
        Http.Answer ofService = http.get("/actuator/deployments?service=prod/checkout");
        assertThat(ofService.body().path("deployments").toString()).contains(id);

        Http.Answer tooLate =
                http.post("/actuator/deployments/" + id, Map.of("command", "rollback", "reason", "why not"));
        assertThat(tooLate.status()).isEqualTo(409);
        assertThat(tooLate.body().get("message").asText()).contains("has ended");
    }

    @Test
    void whatIsWrongIsAnsweredWithTheReason() throws Exception {
        Http http = new Http(port);

        assertThat(http.get("/actuator/deployments/nobody").status()).isEqualTo(404);
        assertThat(http.post("/actuator/deployments/nobody", Map.of("command", "abort"))
                        .status())
                .isEqualTo(404);
        Http.Answer fault = http.post("/actuator/deployments", Map.of("spec", "cluster: prod\nservice: checkout\n"));
        assertThat(fault.status()).isEqualTo(400);
        assertThat(fault.body().get("message").asText())
                .contains("spec:2: service: \"service\" is not a field", "serviceName: is missing");
        assertThat(http.get("/actuator/deployments?service=checkout").status()).isEqualTo(400);
    }

    @Test
    void theHealthOfTheEngineIsPartOfTheApplications() throws Exception {
        assertThat(BlueGreenAutoConfigurationTest.untilItHoldsItsLease(engine)).isTrue();

        Http.Answer health = new Http(port).get("/actuator/health");

        assertThat(health.status()).as("%s", health).isEqualTo(200);
        assertThat(health.body().at("/components/bluegreen4j/status").asText()).isEqualTo("UP");
        assertThat(health.body().at("/components/bluegreen4j/details/engine").asText())
                .startsWith("deployer/");
    }

    @Test
    void theConsoleIsThereAndReadOnly() throws Exception {
        HttpClient browser = HttpClient.newHttpClient();
        HttpResponse<String> page = browser.send(
                HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/deployments/"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(page.statusCode()).as("%s", page.body()).isEqualTo(200);
        assertThat(page.body()).contains("<html", "Deployments").doesNotContain("<form method=\"post\"");
        int stopped = phase("consoleLifecycle");
        assertThat(stopped)
                .as("its streams end before the server waits for requests")
                .isGreaterThan(phase("webServerGracefulShutdown"));
    }

    /** Phases start in ascending order and stop in descending order. */
    @Test
    void theEngineStartsAfterTheWebServerAndClosesWhenTheServerHasFinishedItsRequests() {
        int server = phase("webServerStartStop");
        int graceful = phase("webServerGracefulShutdown");

        assertThat(EngineLifecycle.PHASE).isBetween(server + 1, graceful - 1);
        assertThat(lifecycles.values())
                .filteredOn(EngineLifecycle.class::isInstance)
                .allMatch(Lifecycle::isRunning);
    }

    private int phase(String bean) {
        return lifecycles.get(bean).getPhase();
    }
}
