package io.github.bluegreen4j.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.console.Console;
import io.github.bluegreen4j.engine.DeploymentEngine;
import io.github.bluegreen4j.engine.memory.InMemoryJournal;
import io.github.bluegreen4j.file.SpecFile;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentLimits;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.PolicyAnswer;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.rollout.RolloutDescription;
import io.github.bluegreen4j.rollout.RolloutDriver;
import io.github.bluegreen4j.rollout.RolloutSpec;
import io.github.bluegreen4j.rollout.RolloutStatus;
import io.github.bluegreen4j.rollout.Rollouts;
import io.github.bluegreen4j.rollout.WaveCondition;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Rollouts of an application: what performs them, what they wait for, and who sees and steers them. */
class RolloutsInAnApplicationTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final ApplicationContextRunner shop = new ApplicationContextRunner()
            .withConfiguration(
                    AutoConfigurations.of(BlueGreenAutoConfiguration.class, BlueGreenRolloutAutoConfiguration.class))
            .withUserConfiguration(ShopPorts.class)
            .withPropertyValues("bluegreen4j.rollouts.poll-interval=100ms", "bluegreen4j.journal.type=memory");

    /** Two waves would be two services: the shop has one. */
    private static RolloutSpec rollout(String... conditions) {
        String file = ShopPorts.SPEC.replaceAll("(?s)  lifecycleHooks:.*?loadBalancers", "loadBalancers");
        DeploymentSpec spec = SpecFile.parse(
                "spec",
                file,
                Map.of(),
                builder -> builder.limits(DeploymentLimits.DEFAULTS
                        .withDrain(Duration.ofSeconds(1))
                        .withPoll(Duration.ofMillis(200))));
        RolloutSpec.Wave wave = RolloutSpec.wave("all", List.of(spec));
        for (String condition : conditions) {
            wave = wave.condition(condition);
        }
        return RolloutSpec.builder().wave(wave).build();
    }

    private static void until(BooleanSupplier holds, Object what) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not within " + PATIENCE + ": " + what);
            }
            Thread.sleep(50);
        }
    }

    private static RolloutStatus status(Rollouts rollouts, String id) {
        return rollouts.describe(id).map(RolloutDescription::status).orElseThrow();
    }

    @Test
    void aRolloutIsPerformedAndWaitsForTheConditionThatIsABean() {
        AtomicBoolean isGood = new AtomicBoolean();
        shop.withBean(
                        "error-budget",
                        WaveCondition.class,
                        () -> question -> isGood.get() ? PolicyAnswer.yes() : PolicyAnswer.no("it is spent"))
                .run(context -> {
                    Rollouts rollouts = context.getBean(Rollouts.class);
                    SimulatedWorld world = context.getBean(SimulatedWorld.class);
                    RolloutLifecycle driver = context.getBean(RolloutLifecycle.class);

                    rollouts.by("alice").start("release-1", rollout("error-budget"));
                    until(
                            () -> driver.describe("release-1").stream()
                                    .flatMap(one -> one.waits().stream())
                                    .anyMatch(wait -> wait.what().contains("it is spent")),
                            "waits for the condition");
                    assertThat(world.split(ShopPorts.PRODUCTION))
                            .isEqualTo(TrafficSplit.allOn(ShopPorts.SECOND, ShopPorts.FIRST));

                    isGood.set(true);
                    until(() -> status(rollouts, "release-1") == RolloutStatus.SUCCESSFUL, "the end");
                });
    }

    @Test
    void theEngineHoldsADeploymentWhoseRolloutHasEnded() {
        shop.withPropertyValues("bluegreen4j.rollouts.poll-interval=1h").run(context -> {
            Rollouts rollouts = context.getBean(Rollouts.class).by("alice");
            RolloutSpec spec = rollout();
            rollouts.start("release-1", spec);
            assertThat(rollouts.abort("release-1", "fire drill")).isEmpty();
            DeploymentEngine engine = context.getBean(DeploymentEngine.class);
            DeploymentId late = RolloutSpec.deployment("release-1", 0, 0);

            engine.deploy(late, spec.waves().get(0).deployments().get(0), "alice");

            until(
                    () -> engine.explain(late)
                            .filter(why -> why.sentence().contains("rollout release-1 is ABORT"))
                            .isPresent(),
                    "held by the policy");
        });
    }

    @Test
    void rolloutsCanBeTurnedOffAndTheirModuleCanBeMissing() {
        WebApplicationContextRunner web = new WebApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        BlueGreenAutoConfiguration.class,
                        BlueGreenRolloutAutoConfiguration.class,
                        BlueGreenConsoleAutoConfiguration.class))
                .withUserConfiguration(ShopPorts.class);
        web.run(context -> assertThat(context)
                .hasSingleBean(Rollouts.class)
                .hasSingleBean(RolloutLifecycle.class)
                .hasSingleBean(Console.class));
        web.withPropertyValues("bluegreen4j.rollouts.enabled=false")
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean(Rollouts.class)
                        .doesNotHaveBean(RolloutLifecycle.class)
                        .hasSingleBean(Console.class));
        web.withClassLoader(new FilteredClassLoader("io.github.bluegreen4j.rollout"))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(Console.class)
                        .hasSingleBean(DeploymentEngine.class)
                        .doesNotHaveBean("blueGreenRollouts")
                        .doesNotHaveBean("rolloutLifecycle"));
    }

    @Test
    void aPropertyThatIsWrongIsNamedAndStopsTheStart() {
        for (String wrong : List.of("0s", "-5s", "99ms")) {
            shop.withPropertyValues("bluegreen4j.rollouts.poll-interval=" + wrong)
                    .run(context -> assertThat(context)
                            .getFailure()
                            .rootCause()
                            .hasMessageContaining("bluegreen4j.rollouts.poll-interval")
                            .hasMessageContaining("100ms or more"));
        }
        shop.withPropertyValues("bluegreen4j.rollouts.poll-interval=200000000d")
                .run(context -> assertThat(context).hasNotFailed());
        shop.withPropertyValues("bluegreen4j.rollouts.poll-intervall=5s")
                .run(context -> assertThat(context).getFailure().rootCause().hasMessageContaining("poll-intervall"));
        shop.withPropertyValues("bluegreen4j.rollouts.enabled=maybe")
                .run(context -> assertThat(context).hasFailed());
        shop.withPropertyValues("bluegreen4j.journal.type=jdbc")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("needs a bean of javax.sql.DataSource"));
    }

    @Test
    void anApplicationContinuesARolloutOfAnotherOneThatCloses() {
        Journal journal = InMemoryJournal.create();
        shop.withBean("journal", Journal.class, () -> journal).run(first -> {
            shop.withBean("journal", Journal.class, () -> journal).run(second -> {
                second.getBean(Rollouts.class).by("alice").start("release-1", rollout("good"));
                until(
                        () -> Stream.of(first, second)
                                .allMatch(one -> one.getBean(RolloutLifecycle.class)
                                        .describe("release-1")
                                        .isPresent()),
                        "both see it");
            });
            assertThat(first.getBean(RolloutLifecycle.class).isRunning()).isTrue();
            assertThat(first.getBean(RolloutLifecycle.class).describe("release-1"))
                    .isPresent();
            first.getBean(RolloutLifecycle.class).stop();
            first.getBean(RolloutLifecycle.class).stop();
            first.getBean(RolloutLifecycle.class).start();
            assertThat(first.getBean(RolloutLifecycle.class).isRunning()).isTrue();
        });
    }

    @Test
    void anApplicationsOwnDriverTakesThePlaceOfThisOne() {
        shop.withUserConfiguration(OwnDriver.class)
                .run(context -> assertThat(context)
                        .hasSingleBean(RolloutDriver.class)
                        .hasSingleBean(Rollouts.class)
                        .doesNotHaveBean(RolloutLifecycle.class));
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnDriver {
        @Bean
        Journal journal() {
            return InMemoryJournal.create();
        }

        @Bean(destroyMethod = "close")
        RolloutDriver driver(DeploymentEngine engine, Rollouts rollouts) {
            return RolloutDriver.builder(engine, rollouts).driven();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(ShopPorts.class)
    static class Application {}

    @Test
    void aRolloutIsSeenAndSteeredOverHttpAndInTheConsole() throws Exception {
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
                .properties(
                        "server.port=0",
                        "spring.datasource.url=jdbc:h2:mem:rollouts",
                        "bluegreen4j.journal.type=memory",
                        "bluegreen4j.rollouts.poll-interval=1h",
                        "management.endpoints.web.exposure.include=rollouts",
                        "management.endpoint.rollouts.access=unrestricted")
                .run()) {
            int port = context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
            Http http = new Http(port);
            context.getBean(Rollouts.class).by("alice").start("release-1", rollout());

            Http.Answer all = http.get("/actuator/rollouts");
            assertThat(all.status()).as("%s", all).isEqualTo(200);
            assertThat(all.body().at("/rollouts/0/rollout").asText()).isEqualTo("release-1");
            assertThat(all.body().at("/rollouts/0/startedBy").asText()).isEqualTo("alice");
            assertThat(http.get("/actuator/rollouts/nobody").status()).isEqualTo(404);
            assertThat(http.post("/actuator/rollouts/nobody", Map.of("command", "pause", "actor", "bob"))
                            .status())
                    .isEqualTo(404);
            assertThat(http.post("/actuator/rollouts/release-1", Map.of("command", "stop", "actor", "bob"))
                            .status())
                    .isEqualTo(400);
            Http.Answer nobody = http.post("/actuator/rollouts/release-1", Map.of("command", "pause"));
            assertThat(nobody.status()).isEqualTo(400);
            assertThat(nobody.body().get("message").asText()).contains("actor");

            Http.Answer paused = http.post(
                    "/actuator/rollouts/release-1",
                    Map.of("command", "pause", "reason", "checkout is slow", "actor", "bob"));
            assertThat(paused.status()).as("%s", paused).isEqualTo(200);
            assertThat(paused.body().get("status").asText()).isEqualTo("PAUSED");
            assertThat(http.post("/actuator/rollouts/release-1", Map.of("command", "pause", "actor", "bob"))
                            .status())
                    .isEqualTo(409);
            Http.Answer whole = http.get("/actuator/rollouts/release-1");
            assertThat(whole.body().at("/waves/0/name").asText()).isEqualTo("all");
            assertThat(whole.body().get("story").toString()).contains("bob", "checkout is slow");
            assertThat(whole.body().get("waitingFor").toString()).contains("paused");

            assertThat(context.getBean(Journal.class)
                            .storeDocument(new Journal.Document("rollout", "newer", 1, true, "{\"format\":99}")))
                    .isTrue();
            Http.Answer withNewer = http.get("/actuator/rollouts");
            assertThat(withNewer.status()).as("%s", withNewer).isEqualTo(200);
            assertThat(withNewer.body().at("/rollouts/0/waitingFor/0").asText()).startsWith("it can't be read: ");
            assertThat(withNewer.body().at("/rollouts/1/status").asText()).isEqualTo("PAUSED");

            HttpResponse<String> page = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/deployments/rollouts"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.body()).contains("release-1");
        }
    }

    @Test
    void theEndpointIsThereOnlyIfItIsExposed() {
        WebApplicationContextRunner web = new WebApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        EndpointAutoConfiguration.class,
                        BlueGreenAutoConfiguration.class,
                        BlueGreenRolloutAutoConfiguration.class))
                .withUserConfiguration(ShopPorts.class);
        web.run(context -> assertThat(context).doesNotHaveBean(RolloutsEndpoint.class));
        web.withPropertyValues("management.endpoints.web.exposure.include=rollouts")
                .run(context -> assertThat(context).hasSingleBean(RolloutsEndpoint.class));
        web.run(context -> assertThat(context.getBean(RolloutLifecycle.class).getPhase())
                .as("it starts after the engine and stops before it")
                .isGreaterThan(context.getBean(EngineLifecycle.class).getPhase()));
    }
}
