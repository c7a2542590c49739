package io.github.bluegreen4j.aws.events;

import static io.github.bluegreen4j.aws.AwsShop.ARNS;
import static io.github.bluegreen4j.aws.AwsShop.FIRST;
import static io.github.bluegreen4j.aws.AwsShop.SECOND;
import static io.github.bluegreen4j.aws.AwsShop.SHOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.bluegreen4j.aws.AwsShop;
import io.github.bluegreen4j.aws.FakeClients;
import io.github.bluegreen4j.awstestkit.FakeAws;
import io.github.bluegreen4j.awstestkit.events.PublishedEvent;
import io.github.bluegreen4j.awstestkit.fault.WireFault;
import io.github.bluegreen4j.engine.memory.InMemoryJournal;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.RollbackCause;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TimeoutAction;
import io.github.bluegreen4j.spi.CallRunner.Operation;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.testkit.simulation.Scenario;
import io.github.bluegreen4j.testkit.simulation.Simulation;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;

class EventBridgeEventsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static DeploymentSpec.Builder spec() {
        return DeploymentSpec.blueGreen(SHOP)
                .revision("shop:2")
                .productionRoute(ARNS.rule("web", 443, 10))
                .targetGroups(FIRST, SECOND)
                .canary(10, Duration.ofMinutes(5))
                .hook(LifecycleStage.POST_SCALE_UP, "smoke-test")
                .pause(LifecycleStage.PRE_SCALE_UP, Duration.ofMinutes(5), TimeoutAction.CONTINUE)
                .bakeTime(Duration.ofMinutes(10));
    }

    /** Every engine publishes, and all share the journal. */
    private static Simulation simulate(DeploymentSpec spec) {
        AtomicReference<Journal> shared = new AtomicReference<>(InMemoryJournal.create());
        return Scenario.of(spec)
                .newWorld(FakeAws::of)
                .journal(journal -> {
                    shared.set(journal);
                    return journal;
                })
                .ports((world, builder) -> builder.listener(EventBridgeEvents.builder(
                                FakeClients.of(FakeAws.of(world), EventBridgeClient.builder()),
                                shared.get(),
                                ARNS.account())
                        .budget(AwsShop.generous(AwsShop.timeOf(world)))
                        .build()))
                .simulate();
    }

    private static List<PublishedEvent> published(Simulation simulation) {
        simulation.time().advance(Duration.ofMinutes(1));
        return FakeAws.of(simulation.world()).events().published();
    }

    private static JsonNode detail(PublishedEvent event) {
        try {
            return JSON.readTree(event.detail());
        } catch (JsonProcessingException nonsense) {
            throw new AssertionError(nonsense);
        }
    }

    private static List<String> names(Simulation simulation, String type) {
        return published(simulation).stream()
                .filter(event -> event.detailType().equals(type))
                .map(event -> detail(event).get("eventName").asText())
                .toList();
    }

    @Test
    void aDeploymentIsToldInTheWordsOfEcs() {
        Simulation simulation = simulate(spec().build());
        assertThat(simulation.run().status()).isEqualTo(DeploymentStatus.SUCCESSFUL);

        assertThat(names(simulation, "ECS Deployment State Change"))
                .containsExactly("SERVICE_DEPLOYMENT_IN_PROGRESS", "SERVICE_DEPLOYMENT_COMPLETED");
        assertThat(names(simulation, "ECS Hook State Change"))
                .containsExactly("HOOK_AWAITING_ACTION", "HOOK_TIMED_OUT", "HOOK_IN_PROGRESS", "HOOK_SUCCEEDED");
        assertThat(names(simulation, "Traffic Weight Change")).containsExactly("TRAFFIC_SHIFTED", "TRAFFIC_SHIFTED");
        assertThat(published(simulation))
                .allMatch(event -> event.source().equals("bluegreen4j"))
                .filteredOn(event -> event.detailType().equals("Deployment Stage Change"))
                .extracting(event -> detail(event).get("lifecycleStage").asText())
                .startsWith("PRE_SCALE_UP", "SCALE_UP")
                .endsWith("BAKE_TIME", "CLEAN_UP");
    }

    @Test
    void aClusterThatIsNamedByItsArnHasItsOwnAccountAndRegion() {
        ServiceRef elsewhere = new ServiceRef("arn:aws:ecs:us-east-1:210987654321:cluster/prod", "shop");
        Simulation simulation = simulate(DeploymentSpec.blueGreen(elsewhere)
                .revision("shop:2")
                .productionRoute(ARNS.rule("web", 443, 10))
                .targetGroups(FIRST, SECOND)
                .build());
        simulation.run();

        assertThat(published(simulation))
                .isNotEmpty()
                .allSatisfy(event -> assertThat(detail(event).get("serviceArn").asText())
                        .isEqualTo("arn:aws:ecs:us-east-1:210987654321:service/prod/shop"));
    }

    @Test
    void aHookIsToldWithTheFieldsOfEcs() throws JsonProcessingException {
        Simulation simulation = simulate(spec().build());
        simulation.run();

        PublishedEvent pause = published(simulation).stream()
                .filter(event -> event.detailType().equals("ECS Hook State Change"))
                .findFirst()
                .orElseThrow();

        assertThat(pause.resources())
                .containsExactly("arn:aws:ecs:eu-west-1:123456789012:service-deployment/prod/shop/d-1");
        JsonNode detail = detail(pause);
        assertThat(detail).isEqualTo(JSON.readTree("""
                                {
                                  "eventType": "INFO",
                                  "eventName": "HOOK_AWAITING_ACTION",
                                  "updatedAt": "%s",
                                  "clusterArn": "arn:aws:ecs:eu-west-1:123456789012:cluster/prod",
                                  "serviceArn": "arn:aws:ecs:eu-west-1:123456789012:service/prod/shop",
                                  "serviceDeploymentArn": "arn:aws:ecs:eu-west-1:123456789012:service-deployment/prod/shop/d-1",
                                  "deployment": "d-1",
                                  "version": %d,
                                  "hookId": "%s",
                                  "hookType": "PAUSE",
                                  "lifecycleStage": "PRE_SCALE_UP",
                                  "expiresAt": "%s"
                                }""".formatted(
                        detail.get("updatedAt").asText(),
                        detail.get("version").asInt(),
                        detail.get("hookId").asText(),
                        detail.get("expiresAt").asText())));
        assertThat(detail.get("hookId").asText()).isNotBlank();
    }

    @Test
    void whoOrderedAndWhoAskedForTheRollbackIsTold() {
        Instant at = Instant.parse("2026-03-01T03:00:00Z");
        Simulation simulation = simulate(spec().build());
        DeploymentId id = new DeploymentId("d-2");
        EventBridgeEvents events = EventBridgeEvents.create(
                FakeClients.of(FakeAws.of(simulation.world()), EventBridgeClient.builder()),
                InMemoryJournal.create(),
                ARNS.account());
        Optional<Command.Origin> job = Optional.of(new Command.Origin("ci-job-17", at));
        Optional<Command.Origin> alice = Optional.of(new Command.Origin("alice", at.plusSeconds(60)));
        events.onEvent(id, 1, new ProgressEvent.DeploymentCreated(at, id, spec().build(), job));
        events.onEvent(id, 2, new ProgressEvent.RollbackRequested(at, "the cart is empty", alice));
        events.onEvent(id, 3, new ProgressEvent.RollbackStarted(at, RollbackCause.REQUESTED, "the cart is empty"));
        events.onEvent(
                id,
                4,
                new ProgressEvent.DeploymentEnded(
                        at, DeploymentStatus.ROLLBACK_SUCCESSFUL, "", List.of(), List.of(), List.of()));

        List<JsonNode> told = FakeAws.of(simulation.world()).events().published().stream()
                .map(EventBridgeEventsTest::detail)
                .toList();
        assertThat(told).hasSize(2).allSatisfy(detail -> {
            assertThat(detail.at("/requestedBy/actor").asText()).isEqualTo("alice");
            assertThat(detail.at("/requestedBy/at").asText()).isEqualTo("2026-03-01T03:01:00Z");
        });
        assertThat(told.get(1).at("/orderedBy/actor").asText()).isEqualTo("ci-job-17");
    }

    @Test
    void aRollbackIsToldAndItsReason() {
        Simulation simulation = simulate(spec().build());
        simulation.when(ProgressEvent.BakeStarted.class, s -> s.rollBack("the cart is empty"));
        assertThat(simulation.run().status()).isEqualTo(DeploymentStatus.ROLLBACK_SUCCESSFUL);

        assertThat(names(simulation, "ECS Deployment State Change"))
                .containsExactly(
                        "SERVICE_DEPLOYMENT_IN_PROGRESS",
                        "SERVICE_DEPLOYMENT_IN_PROGRESS",
                        "SERVICE_DEPLOYMENT_FAILED");
        assertThat(names(simulation, "Traffic Weight Change")).contains("TRAFFIC_RESTORED");
        assertThat(published(simulation)).anyMatch(event -> event.detail().contains("the cart is empty"));
    }

    /** Another engine goes on: it knows the service and the plan from the journal. */
    @Test
    void anHeirGoesOnTelling() {
        Simulation simulation = simulate(spec().build());
        simulation.killDuring(Operation.LAUNCH, 1, Duration.ofMinutes(1));
        assertThat(simulation.run().status()).isEqualTo(DeploymentStatus.SUCCESSFUL);

        assertThat(names(simulation, "ECS Deployment State Change")).endsWith("SERVICE_DEPLOYMENT_COMPLETED");
        Map<Long, String> named = new HashMap<>();
        assertThat(published(simulation))
                .as("what is told twice has the same version")
                .allMatch(event -> named.computeIfAbsent(
                                detail(event).get("version").asLong(), version -> event.detailType())
                        .equals(event.detailType()));
    }

    @Test
    void whatEventBridgeDoesNotTakeHurtsNoDeployment() {
        Simulation simulation = simulate(spec().build());
        FakeAws aws = FakeAws.of(simulation.world());
        aws.events().fails(2, "InternalFailure");
        aws.faults()
                .on("events:PutEvents")
                .between(Duration.ofMinutes(5), Duration.ofHours(9))
                .happens(WireFault.THROTTLED);

        assertThat(simulation.run().status()).isEqualTo(DeploymentStatus.SUCCESSFUL);

        assertThat(names(simulation, "ECS Deployment State Change"))
                .as("the first is told again until it is taken, the last is lost")
                .containsExactly("SERVICE_DEPLOYMENT_IN_PROGRESS");
    }

    @ParameterizedTest
    @ValueSource(strings = {"aws.ecs", " "})
    void aSourceThatIsKeptForAwsIsRefused(String source) {
        FakeAws aws = FakeAws.of(simulate(spec().build()).world());
        EventBridgeEvents.Builder builder = EventBridgeEvents.builder(
                FakeClients.of(aws, EventBridgeClient.builder()), InMemoryJournal.create(), ARNS.account());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.source(source))
                .withMessageContaining("aws.");
    }
}
