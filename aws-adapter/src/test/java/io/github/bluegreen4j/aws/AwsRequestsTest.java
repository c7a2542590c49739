package io.github.bluegreen4j.aws;

import static io.github.bluegreen4j.aws.AwsShop.ARNS;
import static io.github.bluegreen4j.aws.AwsShop.FIRST;
import static io.github.bluegreen4j.aws.AwsShop.SECOND;
import static io.github.bluegreen4j.aws.AwsShop.SHOP;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.awstestkit.AwsRequest;
import io.github.bluegreen4j.awstestkit.FakeAws;
import io.github.bluegreen4j.engine.DeploymentEngine;
import io.github.bluegreen4j.engine.EngineBuilder;
import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.PlannedStage;
import io.github.bluegreen4j.report.Plan;
import io.github.bluegreen4j.testkit.simulation.DeploymentRecord;
import io.github.bluegreen4j.testkit.simulation.Scenario;
import io.github.bluegreen4j.testkit.simulation.Simulation;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a deployment costs in requests, printed and kept in the guide. */
class AwsRequestsTest {
    private record Span(String name, Instant from, Instant to) {
        boolean holds(AwsRequest request) {
            return !request.at().isBefore(from) && request.at().isBefore(to);
        }

        Duration length() {
            return Duration.between(from, to);
        }
    }

    private static DeploymentSpec spec() {
        return DeploymentSpec.blueGreen(SHOP)
                .revision("shop:2")
                .productionRoute(ARNS.rule("web", 443, 10))
                .testRoute(ARNS.rule("web", 8443, 10))
                .targetGroups(FIRST, SECOND)
                .canary(10, Duration.ofMinutes(10))
                .bakeTime(Duration.ofMinutes(15))
                .alarm("checkout-5xx")
                .build();
    }

    private static Simulation simulate(AwsWay way) {
        Scenario scenario = way.scenario(spec());
        return (way == AwsWay.ECS_CONTROLLER ? scenario : scenario.autoscaled()).simulate();
    }

    /** The stages of a deployment as they followed each other; what comes before the first is the inspection. */
    private static List<Span> spans(DeploymentRecord record, Instant begin, Instant end) {
        List<PlannedStage> plan = new ArrayList<>();
        List<Span> spans = new ArrayList<>();
        String name = "inspection";
        Instant from = begin;
        for (DeploymentEvent event : record.events()) {
            if (event instanceof ProgressEvent.DeploymentStarted started) {
                plan.addAll(started.plan());
            } else if (event instanceof ProgressEvent.StageEntered entered) {
                spans.add(new Span(name, from, entered.at()));
                name = "`" + plan.get(entered.position()).stage() + "`";
                from = entered.at();
            }
        }
        spans.add(new Span(name, from, end));
        return spans;
    }

    private static Map<String, Long> counts(List<AwsRequest> requests, Span span) {
        return requests.stream()
                .filter(span::holds)
                .collect(Collectors.groupingBy(AwsRequest::action, TreeMap::new, Collectors.counting()));
    }

    private static String line(String name, String length, Map<String, Long> counts) {
        String actions = counts.entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey().replaceAll(".*:", ""))
                .collect(Collectors.joining(", "));
        long all = counts.values().stream().mapToLong(Long::longValue).sum();
        return "| " + name + " | " + length + " | " + all + " | " + actions + " |";
    }

    private static String text(Duration length) {
        return length.toSeconds() == 0
                ? "at once"
                : length.toString()
                        .substring(2)
                        .toLowerCase(Locale.ROOT)
                        .replace("m", " min ")
                        .replace("s", " s")
                        .trim();
    }

    private static String table(Simulation simulation, DeploymentRecord record) {
        List<AwsRequest> requests = FakeAws.of(simulation.world()).requests();
        Instant end = simulation.time().now().plusSeconds(1);
        Instant begin = simulation.time().now().minus(simulation.time().sinceStart());
        List<Span> spans = spans(record, begin, end);
        List<String> lines = new ArrayList<>();
        lines.add("| Stage | Took | Requests | Which |");
        lines.add("| --- | --- | --- | --- |");
        // Instants that are equal belong to the later stage: what happens at once is counted where it ends.
        for (Span span : spans) {
            Map<String, Long> counts = counts(requests, span);
            if (!counts.isEmpty()) {
                lines.add(line(span.name(), text(span.length()), counts));
            }
        }
        Span bake = spans.stream()
                .filter(span -> span.name().contains("BAKE_TIME"))
                .findFirst()
                .orElseThrow();
        Span minute = new Span("", bake.from().plusSeconds(300), bake.from().plusSeconds(360));
        lines.add(line("all of it", text(record.took()), counts(requests, new Span("", begin, end))));
        lines.add(line("a minute of the bake", "1 min", counts(requests, minute)));
        return String.join("\n", lines) + "\n\n";
    }

    private static void isInTheGuide(String name, String text, AwsWay way) throws IOException {
        Simulation simulation = simulate(way);
        DeploymentRecord record = simulation.run();
        assertThat(record.status()).as(simulation.story()).isEqualTo(DeploymentStatus.SUCCESSFUL);
        String table = text + "\n\n" + table(simulation, record);
        System.out.println(table);
        GuidePart.is(name, table, AwsRequestsTest.class);
    }

    @Test
    void theGuideSaysHowManyRequestsADeploymentMakes() throws IOException {
        isInTheGuide(
                "requests",
                "A canary of 10 % for 10 minutes, a test route, a bake of 15 minutes, two tasks, one alarm, an autoscaler:",
                AwsWay.TASK_SETS);
    }

    @Test
    void theGuideSaysHowManyRequestsADeploymentOfAPairMakes() throws IOException {
        isInTheGuide("requests of a pair", "The same canary with a pair of ordinary services:", AwsWay.PAIR);
    }

    @Test
    void theGuideSaysHowManyRequestsADeploymentOfEcsItselfMakes() throws IOException {
        isInTheGuide(
                "requests of ecs's own controller",
                "The same canary by ECS's own controller, without an autoscaler:",
                AwsWay.ECS_CONTROLLER);
    }

    private static String group(String action) {
        String name = action.replaceAll(".*:", "");
        return switch (name) {
            case "DescribeServices" -> "ECS_SERVICE_READ";
            case "ListTasks", "DescribeTasks" -> "ECS_CLUSTER_READ";
            case "DescribeTaskDefinition" -> "ECS_TASK_DEFINITION_READ";
            case "CreateTaskSet", "UpdateTaskSet", "DeleteTaskSet" -> "ECS_TASK_SET_MODIFY";
            case "UpdateServicePrimaryTaskSet", "UpdateService", "TagResource" -> "ECS_SERVICE_MODIFY";
            case "ModifyRule" -> "ELB_MODIFY";
            case "DescribeAlarms" -> "CLOUDWATCH_DESCRIBE_ALARMS";
            case "GetMetricData" -> "CLOUDWATCH_GET_METRIC_DATA";
            case "DescribeScalableTargets", "DescribeScalingPolicies" -> "AUTO_SCALING_READ";
            case "RegisterScalableTarget" -> "AUTO_SCALING_MODIFY";
            default -> "ELB_READ";
        };
    }

    /** Of a pair, each description is planned with a list of the tasks of both services; the failures of blue are not counted. */
    private static long most(long made, AwsWay way) {
        return made + 1 + (way == AwsWay.PAIR ? made / 8 : 0);
    }

    /** A plan takes the shortest time, so it plans fewer polls than there are; it must not miss a kind of request, nor a big part. */
    @ParameterizedTest
    @EnumSource(
            value = AwsWay.class,
            names = {"TASK_SETS", "PAIR"})
    void aPlanSaysHowManyRequestsADeploymentMakesAndHowManyAreAllowed(AwsWay way) {
        Simulation simulation = simulate(way);
        EngineBuilder ports = DeploymentEngine.builder();
        way.ports(simulation.world(), ports);
        Plan plan;
        try (DeploymentEngine engine = ports.build()) {
            plan = engine.plan(spec());
        }
        int before = FakeAws.of(simulation.world()).requests().size();
        assertThat(simulation.run().status()).isEqualTo(DeploymentStatus.SUCCESSFUL);

        Map<String, Long> made = FakeAws.of(simulation.world()).requests().stream()
                .skip(before)
                .collect(
                        Collectors.groupingBy(request -> group(request.action()), TreeMap::new, Collectors.counting()));
        Map<String, Plan.Requests> planned = plan.requests().stream()
                .collect(Collectors.toMap(Plan.Requests::api, api -> api, (one, other) -> one, TreeMap::new));
        System.out.println(made + "\n" + planned.values());
        assertThat(planned.keySet()).isEqualTo(made.keySet());
        planned.forEach((api, requests) -> {
            assertThat(requests.total()).as(api).isBetween(made.get(api) / 2, most(made.get(api), way));
            assertThat(requests.busiestMinute()).as(api).isLessThan(requests.perMinute());
        });
    }
}
