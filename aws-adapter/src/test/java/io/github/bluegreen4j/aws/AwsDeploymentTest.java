package io.github.bluegreen4j.aws;

import static io.github.bluegreen4j.aws.AwsShop.ARNS;
import static io.github.bluegreen4j.aws.AwsShop.FIRST;
import static io.github.bluegreen4j.aws.AwsShop.SECOND;
import static io.github.bluegreen4j.aws.AwsShop.SHOP;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.awstestkit.AwsRequest;
import io.github.bluegreen4j.awstestkit.FakeAws;
import io.github.bluegreen4j.awstestkit.ecs.Controller;
import io.github.bluegreen4j.awstestkit.fault.WireFault;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.event.WorkEvent;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.spi.CallRunner.Operation;
import io.github.bluegreen4j.testkit.simulation.DeploymentRecord;
import io.github.bluegreen4j.testkit.simulation.Scenario;
import io.github.bluegreen4j.testkit.simulation.Simulation;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole deployments on a fake AWS, in virtual time. */
class AwsDeploymentTest {
    private static final RouteRef PRODUCTION = ARNS.rule("web", 443, 10);
    private static final RouteRef TEST = ARNS.rule("web", 8443, 10);
    private static final RouteRef THEIRS = ARNS.rule("web", 443, 20);

    private static DeploymentSpec.Builder spec() {
        return DeploymentSpec.blueGreen(SHOP)
                .revision("shop:2")
                .productionRoute(PRODUCTION)
                .testRoute(TEST)
                .targetGroups(FIRST, SECOND)
                .canary(10, Duration.ofMinutes(5))
                .bakeTime(Duration.ofMinutes(10));
    }

    private static Simulation simulate(DeploymentSpec spec) {
        return Scenario.of(spec)
                .newWorld(world -> {
                    FakeAws.of(world);
                    world.addRoute(THEIRS, new TrafficSplit(Map.of(ARNS.targetGroup("theirs"), 1)));
                })
                .ports((world, builder) -> new AwsShop(world).into(builder))
                .simulate();
    }

    private static FakeAws aws(Simulation simulation) {
        return FakeAws.of(simulation.world());
    }

    private static void isSuccessful(Simulation simulation, DeploymentRecord record) {
        assertThat(record.status()).as(simulation.story()).isEqualTo(DeploymentStatus.SUCCESSFUL);
        assertThat(simulation.world().split(PRODUCTION)).isEqualTo(TrafficSplit.allOn(SECOND, FIRST));
        assertThat(simulation.world().describe(SHOP).revisions()).hasSize(1);
        assertThat(simulation.traffic(PRODUCTION).lost()).isZero();
    }

    private static void nothingWasTouched(Simulation simulation, DeploymentRecord record, String... named) {
        assertThat(record.status()).isEqualTo(DeploymentStatus.STOPPED);
        assertThat(record.count(ProgressEvent.DeploymentRefused.class)).isEqualTo(1);
        assertThat(record.reason()).contains(named);
        assertThat(aws(simulation).requests())
                .extracting(AwsRequest::action)
                .noneMatch(action -> action.matches(".*:(Create|Modify|Update|Delete|Register).*"));
    }

    @Test
    void aDeploymentMovesProductionAndTouchesNobodyElsesRule() {
        Simulation simulation = simulate(spec().build());
        String theirs = simulation.world().terms(THEIRS);

        isSuccessful(simulation, simulation.run());

        assertThat(simulation.world().terms(THEIRS)).isEqualTo(theirs);
        assertThat(aws(simulation).requests())
                .filteredOn(request -> request.action().endsWith("ModifyRule"))
                .flatExtracting(AwsRequest::resources)
                .containsOnly(PRODUCTION.id(), TEST.id());
    }

    /** Nobody knows whether a green was launched: it is looked for, and adopted. */
    @ParameterizedTest
    @EnumSource(
            value = WireFault.class,
            names = {"RESET_AFTERWARDS", "TIMED_OUT_AFTERWARDS", "INTERNAL_ERROR_AFTERWARDS", "NONSENSE", "RESET"})
    void oneGreenIsLaunchedWhateverBecomesOfTheAnswer(WireFault fault) {
        Simulation simulation = simulate(spec().build());
        aws(simulation).faults().on("ecs:CreateTaskSet").next().happens(fault);

        isSuccessful(simulation, simulation.run());

        assertThat(aws(simulation).requests("ecs:CreateTaskSet"))
                .filteredOn(request -> request.refusal().isEmpty() || fault.takesEffect())
                .hasSizeBetween(1, 1);
    }

    @Test
    void anEngineThatDiesDuringALaunchLeavesOneGreen() {
        Simulation simulation = simulate(spec().build());
        simulation.killDuring(Operation.LAUNCH, 1, Duration.ofMinutes(1));

        isSuccessful(simulation, simulation.run());
    }

    @ParameterizedTest
    @ValueSource(doubles = {100, 50})
    void aDeploymentIsUndoneWhileItKeepsBlueAndNoRequestIsLost(double scale) {
        Simulation simulation =
                simulate(spec().keepBlue(Duration.ofHours(24), scale).build());
        simulation.when(WorkEvent.BlueKept.class, then -> then.after(Duration.ofHours(3), soon -> soon.undo("odd")));

        DeploymentRecord record = simulation.run();

        assertThat(record.status()).as(simulation.story()).isEqualTo(DeploymentStatus.SUCCESSFUL);
        assertThat(simulation.records().get(1).status()).as(simulation.story()).isEqualTo(DeploymentStatus.SUCCESSFUL);
        assertThat(simulation.world().split(PRODUCTION)).isEqualTo(TrafficSplit.allOn(FIRST, SECOND));
        assertThat(simulation.world().describe(SHOP).revisions())
                .singleElement()
                .matches(blue -> blue.primary() && blue.definition().equals("blue"));
        assertThat(simulation.traffic(PRODUCTION).lost()).isZero();
    }

    @Test
    void whatIsKeptIsRetiredWhenItsTimeIsOver() {
        Simulation simulation = simulate(spec().keepBlue(Duration.ofHours(24)).build());

        DeploymentRecord record = simulation.run();

        assertThat(simulation.records()).hasSize(2).allMatch(each -> each.status() == DeploymentStatus.SUCCESSFUL);
        assertThat(simulation.time().sinceStart()).isGreaterThan(Duration.ofHours(24));
        isSuccessful(simulation, record);
    }

    @Test
    void aMissingPermissionToLaunchRollsBackAndIsNamed() {
        Simulation simulation = simulate(spec().build());
        aws(simulation).denies("ecs:CreateTaskSet");

        DeploymentRecord record = simulation.run();

        assertThat(record.status()).isEqualTo(DeploymentStatus.ROLLBACK_SUCCESSFUL);
        assertThat(record.reason()).contains("the missing permission is ecs:CreateTaskSet");
    }

    private static void isRefused(Consumer<FakeAws> trouble, DeploymentSpec spec, String... named) {
        Simulation simulation = simulate(spec);
        trouble.accept(aws(simulation));
        nothingWasTouched(simulation, simulation.run(), named);
    }

    @Test
    void whatCannotWorkIsRefusedBeforeAnythingIsTouched() {
        isRefused(
                aws -> aws.ecs().controller(SHOP, Controller.ECS),
                spec().build(),
                "service.deploymentController",
                "EXTERNAL");
        isRefused(aws -> aws.world().hasNo("shop:2"), spec().build(), "revision", "shop:2");
        isRefused(aws -> aws.elb().targetType(SECOND, "instance"), spec().build(), "target type instance");
        isRefused(aws -> aws.denies("ecs:DescribeServices"), spec().build(), "ecs:DescribeServices");
        isRefused(
                aws -> aws.denies("elasticloadbalancing:DescribeTargetHealth"), spec().build(), "DescribeTargetHealth");
    }

    @Test
    void routesAndGroupsThatDoNotFitAreRefusedBeforeAnythingIsTouched() {
        TargetGroupRef third = ARNS.targetGroup("third");
        isRefused(
                aws -> aws.world().rewrite(PRODUCTION, new TrafficSplit(Map.of(FIRST, 100, SECOND, 0, third, 0))),
                spec().build(),
                PRODUCTION.id(),
                third.id());
        isRefused(
                aws -> {
                    aws.world().rewrite(PRODUCTION, new TrafficSplit(Map.of(FIRST, 1)));
                    aws.world().rewrite(TEST, new TrafficSplit(Map.of(FIRST, 1)));
                },
                spec().build(),
                SECOND.id(),
                "referenced by no route");
        isRefused(
                aws -> aws.world().stick(PRODUCTION, Optional.of(Duration.ofMinutes(10))),
                spec().build(),
                PRODUCTION.id(),
                "allowStickiness");
    }

    /** pipe-cd/pipecd#4692: task sets that nobody cleaned up blocked every deployment once there were five. */
    @Test
    void abandonedTaskSetsOfOursAreRetiredBeforeTheLimitOfFiveBites() {
        Simulation simulation = simulate(spec().build());
        for (int i = 1; i <= 4; i++) {
            simulation.world().launched(SHOP, "shop:1", SECOND, new DeploymentId("abandoned-" + i));
        }

        isSuccessful(simulation, simulation.run());

        assertThat(aws(simulation).requests("ecs:CreateTaskSet"))
                .allMatch(request -> request.refusal().isEmpty());
    }
}
