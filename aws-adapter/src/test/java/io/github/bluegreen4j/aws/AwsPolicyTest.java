package io.github.bluegreen4j.aws;

import static io.github.bluegreen4j.aws.AwsShop.ARNS;
import static io.github.bluegreen4j.aws.AwsShop.FIRST;
import static io.github.bluegreen4j.aws.AwsShop.SECOND;
import static io.github.bluegreen4j.aws.AwsShop.SHOP;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.bluegreen4j.aws.cloudwatch.CloudWatchMetrics;
import io.github.bluegreen4j.aws.dynamodb.DynamoDbUse;
import io.github.bluegreen4j.aws.ecs.TaskSetSettings;
import io.github.bluegreen4j.aws.events.EventBridgeEvents;
import io.github.bluegreen4j.awstestkit.AwsRequest;
import io.github.bluegreen4j.awstestkit.FakeAws;
import io.github.bluegreen4j.awstestkit.ecs.FakeEcs;
import io.github.bluegreen4j.awstestkit.ecs.bluegreen.UndocumentedBehaviour.AbortAnswer;
import io.github.bluegreen4j.awstestkit.lambda.LambdaAnswer;
import io.github.bluegreen4j.engine.DeploymentEngine;
import io.github.bluegreen4j.engine.EngineBuilder;
import io.github.bluegreen4j.engine.memory.InMemoryJournal;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.HookSpec;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.spi.MetricSource;
import io.github.bluegreen4j.testkit.simulation.Scenario;
import io.github.bluegreen4j.testkit.simulation.Simulation;
import io.github.bluegreen4j.testkit.time.VirtualTime;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;

/** The policy in the guide permits what the adapter asks for, and nothing else. */
class AwsPolicyTest {
    private static final String OF_TASK_SETS = "<!-- iam policy: a test reads it -->\n```json\n";
    private static final String OF_PAIRS = "<!-- iam policy of a pair: a test reads it -->\n```json\n";
    private static final String OF_NATIVE = "<!-- iam policy of ecs's own controller: a test reads it -->\n```json\n";
    private static final String READS_ECS = "ReadEcs";
    private static final String CHANGES_TASK_SETS = "ChangeTaskSets";
    private static final String SUSPENDS_SCALE_IN = "SuspendScaleIn";

    /** How revisions run. */
    private enum Way {
        TASK_SETS,
        PAIR,
        NATIVE;

        void into(SimulatedWorld world, EngineBuilder builder) {
            AwsShop shop = new AwsShop(world);
            switch (this) {
                case TASK_SETS -> shop.into(builder);
                case PAIR -> shop.intoPair(world, builder);
                case NATIVE -> shop.intoNative(world, builder);
            }
        }
    }

    /** How a deployment ends. */
    private enum End {
        SUCCESS,
        ROLLBACK,
        /** ECS stops and leaves the weights as they are, so that the engine restores them. */
        STOPPED_BY_SOMEBODY
    }

    private static JsonNode statements(String begins) throws IOException {
        String page = Files.readString(Path.of("..", "docs", "aws.md"));
        int begin = page.indexOf(begins) + begins.length();
        return new ObjectMapper()
                .readTree(page.substring(begin, page.indexOf("```", begin)))
                .get("Statement");
    }

    private static Set<String> permitted(JsonNode statements, String... except) {
        Set<String> actions = new TreeSet<>();
        for (JsonNode statement : statements) {
            if (List.of(except).contains(statement.get("Sid").asText())) {
                continue;
            }
            assertThat(statement.get("Effect").asText()).isEqualTo("Allow");
            JsonNode action = statement.get("Action");
            if (action.isTextual()) {
                actions.add(action.asText());
            }
            action.forEach(one -> actions.add(one.asText()));
        }
        return actions;
    }

    private static Set<String> asked(RouteRef production, RouteRef test, Way way, End end) {
        DeploymentSpec spec = DeploymentSpec.blueGreen(SHOP)
                .revision("shop:2")
                .productionRoute(production)
                .testRoute(test)
                .targetGroups(FIRST, SECOND)
                .alarm("errors")
                .hook(HookSpec.lambda("smoke-test", ARNS.function("smoke"), LifecycleStage.POST_SCALE_UP))
                .bakeTime(Duration.ofMinutes(5))
                .build();
        Simulation simulation = Scenario.of(spec)
                .autoscaled()
                .newWorld(world -> {
                    FakeAws.of(world)
                            .lambda()
                            .function("smoke", payload -> LambdaAnswer.returned("{\"hookStatus\":\"SUCCEEDED\"}"));
                    if (way == Way.PAIR) {
                        AwsShop.pairIn(world);
                    }
                })
                .world(world -> {
                    if (way == Way.NATIVE) {
                        FakeEcs ecs = FakeAws.of(world).ecs();
                        ecs.blueGreen(SHOP, FIRST, SECOND, production, Optional.of(test));
                        ecs.undocumented().answersAbort(AbortAnswer.STOPS);
                    }
                })
                .lambdaHooks(world -> new AwsShop(world).lambdaHooks())
                .ports((world, builder) -> {
                    way.into(world, builder);
                    builder.listener(EventBridgeEvents.create(
                            FakeClients.of(FakeAws.of(world), EventBridgeClient.builder()),
                            InMemoryJournal.create(),
                            ARNS.account()));
                })
                .simulate();
        if (end == End.ROLLBACK) {
            simulation.when(ProgressEvent.BakeStarted.class, s -> s.rollBack("to see what that asks for"));
        } else if (end == End.STOPPED_BY_SOMEBODY) {
            simulation.when(
                    ProgressEvent.BakeStarted.class,
                    s -> s.happens("somebody stops it in the console", OwnedAttributeTest::stopInTheConsole));
        }
        assertThat(simulation.run().status().isTerminal()).isTrue();
        Set<String> actions = new TreeSet<>();
        for (AwsRequest request : FakeAws.of(simulation.world()).requests()) {
            actions.add(request.action());
        }
        return actions;
    }

    /** The actions that permit what a transaction does are those of its parts ("Amazon DynamoDB Transactions: How it works"). */
    private static Set<String> askedByTheJournal() {
        Set<String> actions = new TreeSet<>();
        for (String action : DynamoDbUse.requests()) {
            switch (action) {
                case "dynamodb:TransactWriteItems" ->
                    actions.addAll(Set.of(
                            "dynamodb:ConditionCheckItem",
                            "dynamodb:PutItem",
                            "dynamodb:UpdateItem",
                            "dynamodb:DeleteItem"));
                case "dynamodb:TransactGetItems" -> actions.add("dynamodb:GetItem");
                default -> actions.add(action);
            }
        }
        return actions;
    }

    /** The room on container instances is read for the launch type EC2 only. */
    private static Set<String> askedOnInstances() {
        DeploymentSpec spec = DeploymentSpec.blueGreen(SHOP)
                .revision("shop:2", TaskSetSettings.fromBlue().launchType("EC2").asMap())
                .productionRoute(ARNS.rule("web", 443, 10))
                .testRoute(ARNS.rule("web", 8443, 10))
                .targetGroups(FIRST, SECOND)
                .build();
        Simulation simulation = Scenario.of(spec)
                .newWorld(world -> FakeAws.of(world).ecs().containerInstance("prod", 4096, 8192))
                .simulate();
        EngineBuilder ports = DeploymentEngine.builder();
        new AwsShop(simulation.world()).into(ports);
        try (DeploymentEngine engine = ports.build()) {
            assertThat(engine.preflight(spec).hasErrors()).isFalse();
        }
        return FakeAws.of(simulation.world()).requests().stream()
                .map(AwsRequest::action)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** An analysis reads the metrics of both target groups. */
    private static Set<String> askedByAnAnalysis() {
        VirtualTime time = VirtualTime.startingAt(Instant.parse("2026-01-01T10:00:00Z"));
        SimulatedWorld world = SimulatedWorld.create(time);
        world.addRoute(ARNS.rule("web", 443, 10), TrafficSplit.allOn(FIRST, SECOND));
        FakeAws aws = FakeAws.of(world);
        CloudWatchMetrics.create(
                        FakeClients.of(aws, CloudWatchClient.builder()),
                        FakeClients.of(aws, ElasticLoadBalancingV2Client.builder()),
                        AwsShop.generous(time),
                        time,
                        CloudWatchMetrics.DEFAULT_DELAY)
                .read(List.of(new MetricSource.Query(FIRST, time.wall().minusSeconds(600))));
        return aws.requests().stream().map(AwsRequest::action).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> asked(Way way) {
        Set<String> asked = new TreeSet<>();
        List<End> ends = way == Way.NATIVE ? List.of(End.values()) : List.of(End.SUCCESS, End.ROLLBACK);
        for (End end : ends) {
            asked.addAll(asked(ARNS.rule("web", 443, 10), ARNS.defaultRule("web", 8443), way, end));
            asked.addAll(asked(ARNS.networkListener("tcp", 443), ARNS.networkListener("tcp", 8443), way, end));
        }
        if (way != Way.NATIVE) {
            asked.addAll(askedOnInstances());
        }
        asked.addAll(askedByAnAnalysis());
        asked.addAll(askedByTheJournal());
        asked.add("iam:PassRole"); // Of no request of ours: ECS asks for it when tasks get a definition with roles.
        return asked;
    }

    @Test
    void thePolicyOfTheGuideIsWhatDeploymentsAskFor() throws IOException {
        assertThat(permitted(statements(OF_TASK_SETS))).isEqualTo(asked(Way.TASK_SETS));
    }

    @Test
    void thePolicyOfAPairIsWhatItsDeploymentsAskFor() throws IOException {
        Set<String> permitted = permitted(statements(OF_TASK_SETS), CHANGES_TASK_SETS);
        permitted.addAll(permitted(statements(OF_PAIRS)));

        assertThat(permitted).isEqualTo(asked(Way.PAIR));
    }

    @Test
    void thePolicyOfEcsOwnControllerIsWhatItsDeploymentsAskFor() throws IOException {
        Set<String> permitted = permitted(statements(OF_TASK_SETS), READS_ECS, CHANGES_TASK_SETS, SUSPENDS_SCALE_IN);
        permitted.addAll(permitted(statements(OF_NATIVE)));

        assertThat(permitted).isEqualTo(asked(Way.NATIVE));
    }
}
