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

    private static final ServiceRef TWIN = new ServiceRef("prod", "checkout-twin");

    /** The service becomes an ordinary one, with a twin. */
    private void pair() {
        shop.aws.ecs().ordinary(CHECKOUT, CHECKOUT, shop.first, "checkout:41");
        shop.aws.ecs().ordinary(TWIN, CHECKOUT, shop.second, "checkout:41");
        shop.world.autoScaled(CHECKOUT, false, "");
    }

    private int desired(ServiceRef service) {
        return shop.ecs
                .describeServices(request -> request.cluster("prod").services(service.name()))
                .services()
                .get(0)
                .desiredCount();
    }

    @Test
    void eachOrdinaryServiceHasATargetOfItsOwn() {
        pair();
        assertThat(shop.autoScaling
                        .describeScalableTargets(request -> request.serviceNamespace(ServiceNamespace.ECS))
                        .scalableTargets())
                .extracting(target -> target.resourceId() + " " + target.minCapacity() + "-" + target.maxCapacity())
                .containsExactly("service/prod/checkout 1-100", "service/prod/checkout-twin 0-0");

        register("service/prod/checkout-twin", request -> request.minCapacity(2).maxCapacity(5));

        assertThat(target().maxCapacity()).isEqualTo(100);
        shop.aws.autoScaling().deregistered(TWIN);
        refused(() -> register("service/prod/checkout-twin", request -> {}), "ValidationException", "MinCapacity");
    }

    /** What the world calls suspended is suspended on the service that runs tasks. */
    @Test
    void theWorldSeesTheSuspensionOfTheServiceThatRunsTasks() {
        pair();
        register(
                "service/prod/checkout",
                request -> request.suspendedState(state -> state.dynamicScalingInSuspended(true)));
        assertThat(shop.world.isScaleInSuspended(CHECKOUT)).isTrue();

        register(
                "service/prod/checkout",
                request -> request.suspendedState(state -> state.dynamicScalingInSuspended(false)));
        assertThat(shop.world.isScaleInSuspended(CHECKOUT))
                .as("that of the twin, which runs nothing, is suspended")
                .isFalse();
    }

    @Test
    void policiesScaleWithinTheLimitsUnlessThatIsSuspended() {
        pair();
        shop.aws.autoScaling().target(CHECKOUT, 2, 6);
        shop.aws.autoScaling().wants(CHECKOUT, 9);
        shop.aws.autoScaling().wants(TWIN, 9);
        assertThat(desired(CHECKOUT)).isEqualTo(6);
        assertThat(desired(TWIN)).as("it is at rest").isZero();

        shop.aws.autoScaling().wants(CHECKOUT, 1);
        assertThat(desired(CHECKOUT)).isEqualTo(2);

        register(
                "service/prod/checkout",
                request -> request.suspendedState(state -> state.dynamicScalingOutSuspended(true)));
        shop.aws.autoScaling().wants(CHECKOUT, 9);
        assertThat(desired(CHECKOUT)).isEqualTo(2);
    }

    @Test
    void newLimitsScaleAtOnceOrNotAtAll() {
        pair();
        shop.aws.autoScaling().target(CHECKOUT, 5, 6);
        assertThat(desired(CHECKOUT)).isEqualTo(3);

        shop.aws.autoScaling().enforcesLimits(true);
        register("service/prod/checkout", request -> request.minCapacity(5));
        assertThat(desired(CHECKOUT)).isEqualTo(5);
        register("service/prod/checkout", request -> request.minCapacity(1).maxCapacity(2));
        assertThat(desired(CHECKOUT)).isEqualTo(2);
    }

    @Test
    void aPolicyNeedsAScalableTargetAndReplacesOneOfItsName() {
        pair();
        Consumer<String> put =
                metric -> shop.autoScaling.putScalingPolicy(request -> request.serviceNamespace(ServiceNamespace.ECS)
                        .resourceId("service/prod/checkout-twin")
                        .scalableDimension(ScalableDimension.ECS_SERVICE_DESIRED_COUNT)
                        .policyName("load")
                        .policyType("TargetTrackingScaling")
                        .targetTrackingScalingPolicyConfiguration(tracking -> tracking.targetValue(50.0)
                                .predefinedMetricSpecification(predefined -> predefined.predefinedMetricType(metric))));
        put.accept("ECSServiceAverageCPUUtilization");
        put.accept("ECSServiceAverageMemoryUtilization");
        assertThat(shop.autoScaling
                        .describeScalingPolicies(request ->
                                request.serviceNamespace(ServiceNamespace.ECS).resourceId("service/prod/checkout-twin"))
                        .scalingPolicies())
                .singleElement()
                .satisfies(policy -> assertThat(policy.targetTrackingScalingPolicyConfiguration()
                                .predefinedMetricSpecification()
                                .predefinedMetricTypeAsString())
                        .isEqualTo("ECSServiceAverageMemoryUtilization"));

        shop.aws.autoScaling().deregistered(TWIN);
        refused(
                () -> put.accept("ECSServiceAverageCPUUtilization"),
                "ObjectNotFoundException",
                "No scalable target registered");
    }
}
