package io.github.bluegreen4j.aws.autoscaling;

import static io.github.bluegreen4j.aws.AwsShop.SHOP;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.aws.AwsShop;
import io.github.bluegreen4j.aws.FakeClients;
import io.github.bluegreen4j.awstestkit.AwsRequest;
import io.github.bluegreen4j.awstestkit.FakeAws;
import io.github.bluegreen4j.awstestkit.fault.WireFault;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.AutoScalingGuard;
import io.github.bluegreen4j.testkit.contract.AutoScalingGuardContract;
import io.github.bluegreen4j.testkit.contract.AutoScalingGuardFixture;
import io.github.bluegreen4j.testkit.time.VirtualTime;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableDimension;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableTarget;
import software.amazon.awssdk.services.applicationautoscaling.model.ServiceNamespace;
import software.amazon.awssdk.services.applicationautoscaling.model.SuspendedState;

class ApplicationAutoScalingGuardTest extends AutoScalingGuardContract {
    private static final ServiceRef TOOL = new ServiceRef("prod", "tool");

    private final VirtualTime time = VirtualTime.startingAt(Instant.EPOCH);
    private final SimulatedWorld world = SimulatedWorld.create(time);
    private final FakeAws aws = FakeAws.of(world);
    private final ApplicationAutoScalingClient client = FakeClients.of(aws, ApplicationAutoScalingClient.builder());
    private final AutoScalingGuard guard =
            ApplicationAutoScalingGuard.create(client, AwsShop.generous(AwsShop.timeOf(world)));

    ApplicationAutoScalingGuardTest() {
        world.addService(SHOP, 2);
        world.addService(TOOL, 1);
        world.autoScaled(SHOP, false, "");
        register(false);
    }

    private void register(boolean scaleInSuspended) {
        client.registerScalableTarget(request -> request.serviceNamespace(ServiceNamespace.ECS)
                .resourceId("service/prod/shop")
                .scalableDimension(ScalableDimension.ECS_SERVICE_DESIRED_COUNT)
                .minCapacity(2)
                .maxCapacity(17)
                .suspendedState(state -> state.dynamicScalingInSuspended(scaleInSuspended)
                        .dynamicScalingOutSuspended(true)
                        .scheduledScalingSuspended(false)));
    }

    private ScalableTarget target() {
        return client.describeScalableTargets(request ->
                        request.serviceNamespace(ServiceNamespace.ECS).resourceIds("service/prod/shop"))
                .scalableTargets()
                .get(0);
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
                return TOOL;
            }

            @Override
            public void setByHand(boolean suspended) {
                register(suspended);
            }

            @Override
            public boolean isSuspended() {
                return target().suspendedState().dynamicScalingInSuspended();
            }

            @Override
            public String everythingElse() {
                SuspendedState others = target().suspendedState().toBuilder()
                        .dynamicScalingInSuspended(null)
                        .build();
                return target().toBuilder().suspendedState(others).build().toString();
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
    void whatIsSuspendedAlreadyIsNotWritten() {
        register(true);
        int before =
                aws.requests("application-autoscaling:RegisterScalableTarget").size();

        guard.suspend(SHOP);

        assertThat(aws.requests("application-autoscaling:RegisterScalableTarget"))
                .extracting(AwsRequest::action)
                .hasSize(before);
    }
}
