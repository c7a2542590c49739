package io.github.bluegreen4j.awstestkit;

import static io.github.bluegreen4j.awstestkit.WireRefusals.refused;
import static io.github.bluegreen4j.awstestkit.WireShop.CHECKOUT;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.model.ServiceRef;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.applicationautoscaling.model.RegisterScalableTargetRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableDimension;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableTarget;
import software.amazon.awssdk.services.applicationautoscaling.model.ServiceNamespace;

class AutoScalingTest {
    private final WireShop shop = new WireShop();

    private ScalableTarget target() {
        return shop.autoScaling
                .describeScalableTargets(request -> request.serviceNamespace(ServiceNamespace.ECS)
                        .resourceIds("service/prod/checkout")
                        .scalableDimension(ScalableDimension.ECS_SERVICE_DESIRED_COUNT))
                .scalableTargets()
                .get(0);
    }

    private void register(String id, Consumer<RegisterScalableTargetRequest.Builder> change) {
        shop.autoScaling.registerScalableTarget(request -> {
            request.serviceNamespace(ServiceNamespace.ECS)
                    .resourceId(id)
                    .scalableDimension(ScalableDimension.ECS_SERVICE_DESIRED_COUNT);
            change.accept(request);
        });
    }

    @Test
    void aServiceWithoutAnAutoscalerIsNoTarget() {
        assertThat(shop.autoScaling
                        .describeScalableTargets(request ->
                                request.serviceNamespace(ServiceNamespace.ECS).resourceIds("service/prod/checkout"))
                        .scalableTargets())
                .isEmpty();
    }

    @Test
    void scaleInIsSuspendedInTheWorldAndEverythingElseStays() {
        shop.world.autoScaled(CHECKOUT, false, "policies of the test");
        register(
                "service/prod/checkout",
                request -> request.suspendedState(state -> state.dynamicScalingInSuspended(true)
                        .dynamicScalingOutSuspended(false)
                        .scheduledScalingSuspended(false)));

        assertThat(shop.world.isScaleInSuspended(CHECKOUT)).isTrue();
        assertThat(shop.world.otherScaling(CHECKOUT)).isEqualTo("policies of the test");
        assertThat(target().suspendedState().dynamicScalingInSuspended()).isTrue();
        assertThat(target().minCapacity()).isEqualTo(1);
        assertThat(target().maxCapacity()).isEqualTo(100);
        assertThat(shop.world.changes()).singleElement().asString().startsWith("suspend");
    }

    @Test
    void capacitiesThatAreNotSentStay() {
        shop.world.autoScaled(CHECKOUT, true, "");
        register("service/prod/checkout", request -> request.minCapacity(2).maxCapacity(8));
        register("service/prod/checkout", request -> request.minCapacity(3));

        assertThat(target().minCapacity()).isEqualTo(3);
        assertThat(target().maxCapacity()).isEqualTo(8);
        assertThat(target().suspendedState().dynamicScalingInSuspended()).isTrue();
        assertThat(shop.world.otherScaling(CHECKOUT)).contains("min=3");
    }

    @Test
    void aSuspensionThatIsLeftOutWhileOthersAreSentEnds() {
        shop.world.autoScaled(CHECKOUT, false, "");
        register(
                "service/prod/checkout",
                request -> request.suspendedState(state -> state.scheduledScalingSuspended(true)));
        assertThat(target().suspendedState().scheduledScalingSuspended()).isTrue();
        register(
                "service/prod/checkout",
                request -> request.suspendedState(state -> state.dynamicScalingInSuspended(true)));

        assertThat(target().suspendedState().scheduledScalingSuspended()).isFalse();
        assertThat(target().suspendedState().dynamicScalingInSuspended()).isTrue();
    }

    @Test
    void aNewTargetNeedsItsCapacities() {
        refused(() -> register("service/prod/checkout", request -> {}), "ValidationException", "MinCapacity");
        register("service/prod/checkout", request -> request.minCapacity(1).maxCapacity(4));
        assertThat(target().maxCapacity()).isEqualTo(4);
        refused(
                () -> register(
                        "service/prod/other", request -> request.minCapacity(1).maxCapacity(4)),
                "ValidationException",
                "ECS service doesn't exist: service/prod/other");
        refused(() -> register("service/prod/checkout", request -> request.minCapacity(9)), "ValidationException", "");
    }

    @Test
    void theyComeInPages() {
        for (int i = 0; i < 60; i++) {
            ServiceRef service = new ServiceRef("prod", "service-" + i);
            shop.world.addService(service, 1);
            shop.world.autoScaled(service, false, "");
        }

        assertThat(shop.autoScaling
                        .describeScalableTargets(request -> request.serviceNamespace(ServiceNamespace.ECS))
                        .scalableTargets())
                .hasSize(50);
        assertThat(shop.autoScaling
                        .describeScalableTargetsPaginator(request -> request.serviceNamespace(ServiceNamespace.ECS))
                        .scalableTargets())
                .hasSize(60);
        refused(
                () -> shop.autoScaling.describeScalableTargets(request -> request.serviceNamespace(ServiceNamespace.ECS)
                        .scalableDimension(ScalableDimension.ECS_SERVICE_DESIRED_COUNT)),
                "ValidationException",
                "resource ID");
    }
}
