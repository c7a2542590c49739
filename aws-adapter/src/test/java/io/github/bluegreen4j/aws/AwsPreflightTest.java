package io.github.bluegreen4j.aws;

import static io.github.bluegreen4j.aws.AwsShop.ARNS;
import static io.github.bluegreen4j.aws.AwsShop.FIRST;
import static io.github.bluegreen4j.aws.AwsShop.SECOND;
import static io.github.bluegreen4j.aws.AwsShop.SHOP;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.aws.ecs.TaskSetSettings;
import io.github.bluegreen4j.aws.elb.ElbRouter;
import io.github.bluegreen4j.awstestkit.AwsRequest;
import io.github.bluegreen4j.awstestkit.FakeAws;
import io.github.bluegreen4j.awstestkit.fault.WireFault;
import io.github.bluegreen4j.awstestkit.lambda.LambdaAnswer;
import io.github.bluegreen4j.engine.Deployment;
import io.github.bluegreen4j.engine.DeploymentEngine;
import io.github.bluegreen4j.engine.EngineBuilder;
import io.github.bluegreen4j.engine.memory.InMemoryJournal;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.model.AlarmReading;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentLimits;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.Finding;
import io.github.bluegreen4j.model.Finding.Severity;
import io.github.bluegreen4j.model.HookSpec;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.report.PreflightReport;
import io.github.bluegreen4j.testkit.time.VirtualEngine;
import io.github.bluegreen4j.testkit.time.VirtualTime;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;

/** What the checks of the AWS adapter find, on the wire. */
class AwsPreflightTest {
    private static final RouteRef WEB = ARNS.rule("web", 443, 10);
    private static final RouteRef TEST = ARNS.rule("web", 8443, 10);
    private static final List<String> NEVER_TRIED = List.of("ecs-permissions", "elb-permissions");

    private final VirtualTime time = VirtualTime.startingAt(Instant.parse("2026-03-02T10:00:00Z"));
    private final SimulatedWorld world = SimulatedWorld.create(time);
    private final FakeAws aws = FakeAws.of(world);
    private final AwsShop shop = new AwsShop(world);
    private final EngineBuilder builder =
            DeploymentEngine.builder().journal(InMemoryJournal.create(time)).lambdaHooks(shop.lambdaHooks());

    AwsPreflightTest() {
        world.addService(SHOP, 3);
        world.addRoute(WEB, TrafficSplit.allOn(FIRST, SECOND));
        world.addRoute(TEST, TrafficSplit.allOn(FIRST, SECOND));
        world.addRevision(SHOP, "shop:1", FIRST);
        world.alarm("5xx", AlarmReading.State.OK);
        world.autoScaled(SHOP, false, "");
        aws.lambda().function("smoke", payload -> LambdaAnswer.returned("{\"hookStatus\":\"SUCCEEDED\"}"));
        shop.into(builder);
    }

    private static DeploymentSpec.Builder order() {
        return DeploymentSpec.blueGreen(SHOP)
                .revision("shop:2")
                .productionRoute(WEB)
                .testRoute(TEST)
                .targetGroups(FIRST, SECOND)
                .alarm("5xx")
                .hook(HookSpec.lambda("smoke-test", ARNS.function("smoke"), LifecycleStage.POST_SCALE_UP));
    }

    private PreflightReport preflight(DeploymentSpec spec) {
        try (VirtualEngine engine = VirtualEngine.of(time, builder)) {
            PreflightReport report = engine.engine().preflight(spec);
            assertThat(world.changes()).isEmpty();
            return report;
        }
    }

    private static List<Finding> notPassed(PreflightReport report) {
        return report.findings().stream()
                .filter(finding -> finding.severity() != Severity.PASSED)
                .filter(finding -> !NEVER_TRIED.contains(finding.check()))
                .toList();
    }

    @Test
    void aServiceThatCanBeDeployedPassesEveryCheck() {
        PreflightReport report = preflight(order().build());

        assertThat(notPassed(report)).isEmpty();
        assertThat(report.findings(Severity.PASSED).stream().map(Finding::check))
                .contains("deregistration-delay", "health-check", "scaling-policies", "hook-functions");
    }

    @Test
    void permissionsThatCannotBeTriedAreNamed() {
        assertThat(preflight(order().build()).findings(Severity.NOT_CHECKED))
                .extracting(Finding::check)
                .containsExactlyInAnyOrderElementsOf(NEVER_TRIED);
        assertThat(preflight(order().build()).toText())
                .contains("aws iam simulate-principal-policy --policy-source-arn ROLE_ARN --action-names"
                        + " ecs:CreateTaskSet ecs:UpdateTaskSet");
    }

    private static void onInstances(DeploymentSpec.Builder spec) {
        spec.revision("shop:2", TaskSetSettings.fromBlue().launchType("EC2").asMap());
    }

    @Test
    void containerInstancesWithRoomForGreenAreEnough() {
        aws.ecs().containerInstance("prod", 1024, 600);
        aws.ecs().containerInstance("prod", 512, 2048);
        DeploymentSpec.Builder spec = order();
        onInstances(spec);

        assertThat(notPassed(preflight(spec.build()))).isEmpty();
    }

    /** One thing that is wrong, and the check that finds it. */
    private record Broken(
            String check,
            Severity severity,
            String seen,
            Consumer<AwsPreflightTest> breaks,
            Consumer<DeploymentSpec.Builder> order) {
        Broken(String check, Severity severity, String seen, Consumer<AwsPreflightTest> breaks) {
            this(check, severity, seen, breaks, spec -> {});
        }
    }

    private static Stream<Broken> broken() {
        String label = "app/web/0123/" + SECOND.id().substring(SECOND.id().lastIndexOf(':') + 1);
        return Stream.of(
                new Broken(
                        "deregistration-delay",
                        Severity.WARNING,
                        "drains its targets for up to PT1H",
                        test -> test.aws.elb().attribute(SECOND, "deregistration_delay.timeout_seconds", "3600")),
                new Broken(
                        "health-check",
                        Severity.WARNING,
                        "may be accepted",
                        test -> test.aws.elb().healthCheck(SECOND, Duration.ofSeconds(300), 2, 3)),
                new Broken(
                        "health-check",
                        Severity.WARNING,
                        "can't become healthy within limits.stage",
                        test -> test.aws.elb().healthCheck(SECOND, Duration.ofSeconds(300), 10, 2),
                        spec -> spec.limits(DeploymentLimits.DEFAULTS.withStage(Duration.ofMinutes(50)))),
                new Broken(
                        "headroom",
                        Severity.WARNING,
                        "room for 2 more tasks of 256 CPU units and 512 MiB",
                        test -> {
                            test.aws.ecs().containerInstance("prod", 1024, 600);
                            test.aws.ecs().containerInstance("prod", 300, 2048);
                        },
                        AwsPreflightTest::onInstances),
                new Broken(
                        "headroom",
                        Severity.NOT_CHECKED,
                        "gets its capacity from [ours]",
                        test -> {},
                        spec -> spec.revision(
                                "shop:2",
                                TaskSetSettings.fromBlue()
                                        .capacityProvider("ours", 1, 0)
                                        .asMap())),
                new Broken(
                        "scaling-policies",
                        Severity.WARNING,
                        "averages both revisions",
                        test -> test.aws.autoScaling().policy(SHOP, "cpu-50", "ECSServiceAverageCPUUtilization", "")),
                new Broken(
                        "scaling-policies",
                        Severity.WARNING,
                        "alone, which serves only every second deployment",
                        test -> test.aws.autoScaling().policy(SHOP, "requests", "ALBRequestCountPerTarget", label)),
                new Broken(
                        "hook-functions",
                        Severity.ERROR,
                        "Function not found",
                        test -> test.aws.lambda().remove("smoke")),
                new Broken(
                        "hook-functions",
                        Severity.ERROR,
                        "lambda:InvokeFunction",
                        test -> test.aws.denies("lambda:InvokeFunction")),
                new Broken(
                        "deregistration-delay",
                        Severity.NOT_CHECKED,
                        "elasticloadbalancing:DescribeTargetGroupAttributes",
                        test -> test.aws.denies("elasticloadbalancing:DescribeTargetGroupAttributes")),
                new Broken(
                        "scaling-policies",
                        Severity.NOT_CHECKED,
                        "application-autoscaling:DescribeScalingPolicies",
                        test -> test.aws.denies("application-autoscaling:DescribeScalingPolicies")),
                new Broken(
                        "network-settle",
                        Severity.WARNING,
                        "for which the router waits PT5M",
                        test -> {
                            RouteRef network = ARNS.networkListener("tcp", 443);
                            test.world.addRoute(network, TrafficSplit.allOn(FIRST, SECOND));
                            test.builder.router(ElbRouter.builder(
                                            FakeClients.of(test.aws, ElasticLoadBalancingV2Client.builder()),
                                            test.shop.taskSets().owners())
                                    .networkSettle(Duration.ofMinutes(5))
                                    .build());
                        },
                        spec -> spec.productionRoute(ARNS.networkListener("tcp", 443))),
                new Broken(
                        "revision",
                        Severity.ERROR,
                        "a task definition that exists",
                        test -> test.world.hasNo("shop:2")),
                new Broken(
                        "target-groups",
                        Severity.ERROR,
                        "target type instance",
                        test -> test.aws.elb().targetType(SECOND, "instance")),
                new Broken("alarms", Severity.ERROR, "does not exist", test -> test.world.removeAlarm("5xx")),
                new Broken(
                        "group-stickiness",
                        Severity.ERROR,
                        "pins clients to a group for PT10M",
                        test -> test.world.stick(WEB, Optional.of(Duration.ofMinutes(10)))));
    }

    @TestFactory
    Stream<DynamicTest> eachFaultIsFoundByItsCheckAlone() {
        return broken().map(broken -> DynamicTest.dynamicTest(broken.check() + ": " + broken.seen(), () -> {
            AwsPreflightTest test = new AwsPreflightTest();
            broken.breaks().accept(test);
            DeploymentSpec.Builder spec = order();
            broken.order().accept(spec);
            PreflightReport report = test.preflight(spec.build());

            assertThat(notPassed(report))
                    .filteredOn(finding -> finding.severity().compareTo(Severity.NOT_CHECKED) > 0
                            || broken.severity() == Severity.NOT_CHECKED)
                    .singleElement()
                    .satisfies(finding -> {
                        assertThat(finding.check()).isEqualTo(broken.check());
                        assertThat(finding.severity()).isEqualTo(broken.severity());
                        assertThat(finding.seen() + finding.wanted()).contains(broken.seen());
                    });
        }));
    }

    private List<Object> deployed(DeploymentSpec spec, DeploymentStatus end) {
        try (VirtualEngine engine = VirtualEngine.of(time, builder)) {
            Deployment deployment = engine.engine().deploy(new DeploymentId("d-1"), spec);
            engine.advance(Duration.ofHours(2));
            assertThat(deployment.view().status())
                    .as("%s", deployment.history())
                    .isEqualTo(end);
            return List.copyOf(deployment.history());
        }
    }

    @Test
    void aFunctionThatDoesNotExistRefusesTheDeploymentBeforeAnythingIsTouched() {
        aws.lambda().remove("smoke");

        List<Object> events = deployed(order().build(), DeploymentStatus.STOPPED);

        assertThat(events)
                .filteredOn(ProgressEvent.DeploymentRefused.class::isInstance)
                .singleElement()
                .asString()
                .contains("hooks[0].functionArn", "a waiver of the check \"hook-functions\"");
        assertThat(world.changes()).isEmpty();
    }

    @Test
    void aWarningIsJournaledAndCostsNoDeploymentItsStart() {
        aws.elb().attribute(SECOND, "deregistration_delay.timeout_seconds", "3600");
        aws.faults()
                .on("application-autoscaling:DescribeScalingPolicies")
                .always()
                .happens(WireFault.THROTTLED);

        List<Object> events = deployed(order().build(), DeploymentStatus.SUCCESSFUL);

        assertThat(events)
                .filteredOn(ProgressEvent.PreflightWarned.class::isInstance)
                .singleElement()
                .satisfies(event -> assertThat(((ProgressEvent.PreflightWarned) event).findings())
                        .extracting(Finding::check)
                        .containsExactly("deregistration-delay"));
    }

    @Test
    void theChecksCostFourRequests() {
        preflight(order().build());

        assertThat(aws.requests().stream().map(AwsRequest::action))
                .filteredOn(action -> action.matches(".*(Attributes|ScalingPolicies|InvokeFunction)"))
                .containsExactlyInAnyOrder(
                        "elasticloadbalancing:DescribeTargetGroupAttributes",
                        "elasticloadbalancing:DescribeTargetGroupAttributes",
                        "application-autoscaling:DescribeScalingPolicies",
                        "lambda:InvokeFunction");
    }
}
