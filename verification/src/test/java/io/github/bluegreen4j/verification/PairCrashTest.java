package io.github.bluegreen4j.verification;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.aws.call.ApiBudget;
import io.github.bluegreen4j.aws.ecs.EcsServicePair;
import io.github.bluegreen4j.aws.elb.ElbRouter;
import io.github.bluegreen4j.awstestkit.FakeAws;
import io.github.bluegreen4j.awstestkit.arn.Arns;
import io.github.bluegreen4j.engine.EngineBuilder;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.testkit.simulation.Scenario;
import io.github.bluegreen4j.testkit.simulation.Simulation;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import io.github.bluegreen4j.testkit.world.TaskBehaviour;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableTarget;
import software.amazon.awssdk.services.applicationautoscaling.model.ServiceNamespace;
import software.amazon.awssdk.services.applicationautoscaling.model.SuspendedState;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;

/** Wherever an engine dies while it deploys a pair of ordinary services, the deployment ends as it would have ended. */
@Tag("exploration-large")
class PairCrashTest {
    private static final Arns ARNS = Arns.standard();
    private static final ServiceRef SHOP = new ServiceRef("prod", "shop");
    private static final ServiceRef TWIN = new ServiceRef("prod", "shop-twin");
    private static final TargetGroupRef FIRST = ARNS.targetGroup("first");
    private static final TargetGroupRef SECOND = ARNS.targetGroup("second");

    private static void furnish(SimulatedWorld world, EngineBuilder builder) {
        FakeAws aws = FakeAws.of(world);
        ApiBudget budget = FakeAwsClients.budget(world);
        EcsServicePair pair = EcsServicePair.builder(FakeAwsClients.of(aws, EcsClient.builder()))
                .budget(budget)
                .time(FakeAwsClients.timeOf(world))
                .autoScaling(FakeAwsClients.of(aws, ApplicationAutoScalingClient.builder()))
                .build();
        builder.runtime(pair)
                .autoScaling(pair.autoScalingGuard())
                .router(ElbRouter.builder(FakeAwsClients.of(aws, ElasticLoadBalancingV2Client.builder()), pair.owners())
                        .budget(budget)
                        .build());
    }

    private static Scenario scenario() {
        return Scenario.of(DeploymentSpec.blueGreen(SHOP)
                        .revision("shop:2")
                        .productionRoute(ARNS.rule("web", 443, 10))
                        .targetGroups(FIRST, SECOND)
                        .bakeTime(Duration.ofSeconds(10))
                        .build())
                .load(0)
                .newWorld(world -> {
                    FakeAws aws = FakeAws.of(world);
                    aws.ecs().ordinary(SHOP, SHOP, FIRST, "shop:1");
                    aws.ecs().ordinary(TWIN, SHOP, SECOND, "shop:1");
                    aws.ecs().tag(TWIN, "bluegreen4j:twin-of", ARNS.service(SHOP));
                })
                .ports(PairCrashTest::furnish);
    }

    /** A service that may scale between 2 and 20, and a twin at rest. */
    private static Scenario autoscaled() {
        return scenario()
                .autoscaled()
                .world(world -> FakeAws.of(world).autoScaling().target(SHOP, 2, 20));
    }

    private static String target(FakeAws aws, ServiceRef service) {
        ScalableTarget target = FakeAwsClients.of(aws, ApplicationAutoScalingClient.builder())
                .describeScalableTargets(request ->
                        request.serviceNamespace(ServiceNamespace.ECS).resourceIds("service/prod/" + service.name()))
                .scalableTargets()
                .get(0);
        SuspendedState suspended = target.suspendedState();
        return target.minCapacity() + "-" + target.maxCapacity()
                + (suspended.dynamicScalingInSuspended() ? " in" : "")
                + (suspended.dynamicScalingOutSuspended() ? " out" : "");
    }

    /** Where the scalable targets must be in the end. */
    private static void checkTargets(Simulation simulation, String ofService, String ofTwin) {
        simulation.when(ProgressEvent.DeploymentEnded.class, then -> {
            FakeAws aws = FakeAws.of(simulation.world());
            assertThat(target(aws, SHOP) + ", " + target(aws, TWIN))
                    .as("the scalable targets of the service and its twin")
                    .isEqualTo(ofService + ", " + ofTwin);
        });
    }

    private static void endsAs(DeploymentStatus end, CrashEverywhere crashes) {
        CrashEverywhere.Report report = crashes.run().orThrow();
        System.out.println(report);
        assertThat(report.end()).isEqualTo(end);
    }

    @Test
    void aDeploymentThatSucceeds() {
        endsAs(DeploymentStatus.SUCCESSFUL, CrashEverywhere.of(PairCrashTest::scenario));
    }

    @Test
    void aDeploymentThatIsRolledBack() {
        endsAs(
                DeploymentStatus.ROLLBACK_SUCCESSFUL,
                CrashEverywhere.of(PairCrashTest::scenario)
                        .meanwhile(simulation ->
                                simulation.when(ProgressEvent.BakeStarted.class, then -> then.rollBack("crash test"))));
    }

    @Test
    void aGreenThatNeverStarts() {
        endsAs(
                DeploymentStatus.ROLLBACK_SUCCESSFUL,
                CrashEverywhere.of(() -> scenario().tasks(TaskBehaviour.fails(Duration.ofSeconds(10)))));
    }

    @Test
    void aDeploymentOfAnAutoscaledPair() {
        endsAs(
                DeploymentStatus.SUCCESSFUL,
                CrashEverywhere.of(PairCrashTest::autoscaled)
                        .meanwhile(simulation -> checkTargets(simulation, "0-0 in out", "2-20")));
    }

    @Test
    void aDeploymentOfAnAutoscaledPairThatIsRolledBack() {
        endsAs(
                DeploymentStatus.ROLLBACK_SUCCESSFUL,
                CrashEverywhere.of(PairCrashTest::autoscaled).meanwhile(simulation -> {
                    checkTargets(simulation, "2-20", "0-0 in out");
                    simulation.when(ProgressEvent.BakeStarted.class, then -> then.rollBack("crash test"));
                }));
    }
}
