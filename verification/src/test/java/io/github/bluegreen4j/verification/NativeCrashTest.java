package io.github.bluegreen4j.verification;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.aws.call.ApiBudget;
import io.github.bluegreen4j.aws.ecs.EcsNative;
import io.github.bluegreen4j.aws.elb.ElbRouter;
import io.github.bluegreen4j.awstestkit.FakeAws;
import io.github.bluegreen4j.awstestkit.arn.Arns;
import io.github.bluegreen4j.engine.EngineBuilder;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.testkit.simulation.Scenario;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import io.github.bluegreen4j.testkit.world.TaskBehaviour;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;

/** Wherever an engine dies while it guards a deployment by ECS's own controller, the deployment ends as it would have ended. */
@Tag("exploration-large")
class NativeCrashTest {
    private static final Arns ARNS = Arns.standard();
    private static final ServiceRef SHOP = new ServiceRef("prod", "shop");
    private static final TargetGroupRef FIRST = ARNS.targetGroup("first");
    private static final TargetGroupRef SECOND = ARNS.targetGroup("second");
    private static final RouteRef PRODUCTION = ARNS.rule("web", 443, 10);

    private static void furnish(SimulatedWorld world, EngineBuilder builder) {
        FakeAws aws = FakeAws.of(world);
        ApiBudget budget = FakeAwsClients.budget(world);
        EcsNative ecs = EcsNative.builder(FakeAwsClients.of(aws, EcsClient.builder()))
                .budget(budget)
                .time(FakeAwsClients.timeOf(world))
                .build();
        builder.runtime(ecs)
                .router(ecs.router(
                        ElbRouter.builder(FakeAwsClients.of(aws, ElasticLoadBalancingV2Client.builder()), ecs.owners())
                                .budget(budget)
                                .build()))
                .autoScaling(ecs.pauses());
    }

    private static Scenario scenario() {
        return Scenario.of(DeploymentSpec.blueGreen(SHOP)
                        .revision("shop:2")
                        .productionRoute(PRODUCTION)
                        .targetGroups(FIRST, SECOND)
                        .bakeTime(Duration.ofSeconds(10))
                        .build())
                .load(0)
                .newWorld(FakeAws::of)
                .world(world -> FakeAws.of(world).ecs().blueGreen(SHOP, FIRST, SECOND, PRODUCTION, Optional.empty()))
                .ports(NativeCrashTest::furnish);
    }

    private static void endsAs(DeploymentStatus end, CrashEverywhere crashes) {
        CrashEverywhere.Report report = crashes.run().orThrow();
        System.out.println(report);
        assertThat(report.end()).isEqualTo(end);
    }

    @Test
    void aDeploymentThatSucceeds() {
        endsAs(DeploymentStatus.SUCCESSFUL, CrashEverywhere.of(NativeCrashTest::scenario));
    }

    @Test
    void aDeploymentThatIsRolledBack() {
        endsAs(
                DeploymentStatus.ROLLBACK_SUCCESSFUL,
                CrashEverywhere.of(NativeCrashTest::scenario)
                        .meanwhile(simulation ->
                                simulation.when(ProgressEvent.BakeStarted.class, then -> then.rollBack("crash test"))));
    }

    @Test
    void aGreenThatNeverStarts() {
        endsAs(
                DeploymentStatus.ROLLBACK_SUCCESSFUL,
                CrashEverywhere.of(() -> scenario().tasks(TaskBehaviour.fails(Duration.ofSeconds(10)))));
    }
}
