package io.github.bluegreen4j.aws.ecs;

import static io.github.bluegreen4j.aws.AwsShop.ARNS;
import static io.github.bluegreen4j.aws.AwsShop.FIRST;
import static io.github.bluegreen4j.aws.AwsShop.SECOND;
import static io.github.bluegreen4j.aws.AwsShop.SHOP;
import static io.github.bluegreen4j.aws.AwsShop.TWIN;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.aws.AwsShop;
import io.github.bluegreen4j.aws.FakeClients;
import io.github.bluegreen4j.awstestkit.FakeAws;
import io.github.bluegreen4j.awstestkit.fault.WireFault;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.ScaleInSetting;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.spi.AutoScalingGuard;
import io.github.bluegreen4j.testkit.contract.AutoScalingGuardContract;
import io.github.bluegreen4j.testkit.contract.AutoScalingGuardFixture;
import io.github.bluegreen4j.testkit.time.VirtualTime;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableDimension;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableTarget;
import software.amazon.awssdk.services.applicationautoscaling.model.ServiceNamespace;
import software.amazon.awssdk.services.applicationautoscaling.model.SuspendedState;
import software.amazon.awssdk.services.ecs.EcsClient;

/** The guard of a pair: of the service that runs tasks, or of both. */
class PairAutoScalingTest extends AutoScalingGuardContract {
    private static final ServiceRef BANK = new ServiceRef("finance", "bank");

    private final VirtualTime time = VirtualTime.startingAt(Instant.EPOCH);
    private final SimulatedWorld world = SimulatedWorld.create(time);
    private final FakeAws aws = FakeAws.of(world);
    private final ApplicationAutoScalingClient client = FakeClients.of(aws, ApplicationAutoScalingClient.builder());
    private final AutoScalingGuard guard;

    PairAutoScalingTest() {
        world.addService(SHOP, 2);
        world.addService(BANK, 1);
        AwsShop.pairIn(world);
        aws.ecs().ordinary(BANK, BANK, ARNS.targetGroup("bank"), "bank:1");
        world.addRoute(ARNS.rule("web", 443, 10), TrafficSplit.allOn(FIRST, SECOND));
        world.addRevision(SHOP, "shop:1", FIRST);
        world.autoScaled(SHOP, false, "");
        register(SHOP, false);
        guard = AwsShop.pair(world).autoScalingGuard();
    }

    private void register(ServiceRef service, boolean scaleInSuspended) {
        client.registerScalableTarget(request -> request.serviceNamespace(ServiceNamespace.ECS)
                .resourceId("service/prod/" + service.name())
                .scalableDimension(ScalableDimension.ECS_SERVICE_DESIRED_COUNT)
                .minCapacity(2)
                .maxCapacity(17)
                .suspendedState(state -> state.dynamicScalingInSuspended(scaleInSuspended)
                        .dynamicScalingOutSuspended(true)
                        .scheduledScalingSuspended(false)));
    }

    private List<ScalableTarget> targets() {
        return client.describeScalableTargets(request -> request.serviceNamespace(ServiceNamespace.ECS))
                .scalableTargets();
    }

    private boolean isSuspended(ServiceRef service) {
        return targets().stream()
                .filter(target -> target.resourceId().equals("service/prod/" + service.name()))
                .allMatch(target -> target.suspendedState().dynamicScalingInSuspended());
    }

    @Override
    protected AutoScalingGuardFixture fixture() {
        return new AutoScalingGuardFixture() {
            @Override
            public AutoScalingGuard guard() {
                return guard;
            }

            @Override
            public ServiceRef scaled() {
                return SHOP;
            }

            @Override
            public ServiceRef unscaled() {
                return BANK;
            }

            @Override
            public void setByHand(boolean suspended) {
                register(SHOP, suspended);
            }

            @Override
            public boolean isSuspended() {
                return PairAutoScalingTest.this.isSuspended(SHOP);
            }

            /** The flag of the twin stays, too: it is at rest. */
            @Override
            public String everythingElse() {
                return targets().stream()
                        .map(target -> target.resourceId().endsWith("/shop") ? withoutFlag(target) : target)
                        .map(ScalableTarget::toString)
                        .collect(Collectors.joining("\n"));
            }

            private ScalableTarget withoutFlag(ScalableTarget target) {
                SuspendedState others = target.suspendedState().toBuilder()
                        .dynamicScalingInSuspended(null)
                        .build();
                return target.toBuilder().suspendedState(others).build();
            }

            @Override
            public void goOutOfReach() {
                aws.faults().on("application-autoscaling:*").always().happens(WireFault.CONNECTION_REFUSED);
            }

            @Override
            public void pause() {
                time.advance(Duration.ofSeconds(1));
            }
        };
    }

    @Test
    void scaleInOfBothIsSuspendedAndRestoredWhileBothRunTasks() {
        world.addRevision(SHOP, "shop:2", SECOND);
        register(TWIN, false);
        assertThat(guard.read(SHOP)).isEqualTo(new ScaleInSetting(true, false));

        guard.suspend(SHOP);
        assertThat(List.of(isSuspended(SHOP), isSuspended(TWIN))).containsExactly(true, true);
        assertThat(guard.read(SHOP)).isEqualTo(new ScaleInSetting(true, true));

        guard.restore(SHOP);
        assertThat(List.of(isSuspended(SHOP), isSuspended(TWIN))).containsExactly(false, false);
        assertThat(guard.read(SHOP)).isEqualTo(new ScaleInSetting(true, false));
    }

    /** The engine died between the two: the first is allowed again, the second not yet. */
    @Test
    void aHalfRestoredPairCountsAsSuspended() {
        world.addRevision(SHOP, "shop:2", SECOND);
        register(TWIN, true);

        assertThat(guard.read(SHOP)).isEqualTo(new ScaleInSetting(true, true));
        guard.restore(SHOP);

        assertThat(isSuspended(TWIN)).isFalse();
    }

    /** A launch woke it, and never took effect. */
    @Test
    void theTargetOfAnIdleServiceIsPutToRestWithTheRestoration() {
        register(SHOP, true);
        register(TWIN, true);

        guard.restore(SHOP);

        assertThat(isSuspended(SHOP)).isFalse();
        assertThat(targets())
                .filteredOn(target -> target.resourceId().endsWith("twin"))
                .allMatch(target -> target.maxCapacity() == 0 && target.minCapacity() == 0)
                .allMatch(target -> target.suspendedState().dynamicScalingOutSuspended())
                .allMatch(target -> target.suspendedState().scheduledScalingSuspended());
    }

    private List<String> policyFindings() {
        DeploymentSpec spec = DeploymentSpec.blueGreen(SHOP)
                .revision("shop:2")
                .productionRoute(ARNS.rule("web", 443, 10))
                .targetGroups(FIRST, SECOND)
                .build();
        return guard.preflightChecks().get(0).check(spec).stream()
                .map(finding -> finding.severity() + " " + finding.value() + ": " + finding.seen())
                .toList();
    }

    private static String name(TargetGroupRef group) {
        return group.id().substring(group.id().lastIndexOf(':') + 1);
    }

    @Test
    void aPreflightWarnsOfPoliciesThatOneServiceLacksAndOfThoseOfTheOthersTargetGroup() {
        assertThat(policyFindings()).containsExactly("PASSED prod/shop: has no scaling policy");

        aws.autoScaling().policy(SHOP, "cpu", "ECSServiceAverageCPUUtilization", "");
        aws.autoScaling().policy(SHOP, "requests", "ALBRequestCountPerTarget", "app/web/1/" + name(FIRST));
        aws.autoScaling().policy(TWIN, "requests", "ALBRequestCountPerTarget", "app/web/1/" + name(FIRST));
        assertThat(policyFindings())
                .containsExactly(
                        "WARNING cpu: scales prod/shop alone: while prod/shop-twin serves, nothing scales it by that",
                        "WARNING requests: scales prod/shop-twin by the requests of target group " + name(FIRST)
                                + ", which is that of the other service");

        aws.autoScaling().policy(TWIN, "cpu", "ECSServiceAverageCPUUtilization", "");
        aws.autoScaling().policy(TWIN, "requests", "ALBRequestCountPerTarget", "app/web/1/" + name(SECOND));
        assertThat(policyFindings())
                .containsExactly("PASSED prod/shop: has the same scaling policies as its twin: cpu, requests");
    }

    @Test
    void withoutAClientForAutoScalingNothingIsScalable() {
        EcsServicePair unaware = EcsServicePair.create(FakeClients.of(aws, EcsClient.builder()));

        assertThat(unaware.autoScalingGuard().read(SHOP)).isEqualTo(ScaleInSetting.NOT_SCALABLE);
    }
}
