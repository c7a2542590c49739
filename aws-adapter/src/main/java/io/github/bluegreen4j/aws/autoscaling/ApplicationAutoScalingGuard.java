package io.github.bluegreen4j.aws.autoscaling;

import io.github.bluegreen4j.aws.SdkClients;
import io.github.bluegreen4j.aws.call.ApiBudget;
import io.github.bluegreen4j.aws.call.ApiCalls;
import io.github.bluegreen4j.aws.call.ApiGroup;
import io.github.bluegreen4j.aws.call.WarningCheck;
import io.github.bluegreen4j.model.RequestCost;
import io.github.bluegreen4j.model.ScaleInSetting;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.AutoScalingGuard;
import io.github.bluegreen4j.spi.CallRunner;
import io.github.bluegreen4j.spi.CallRunner.SendPermit;
import io.github.bluegreen4j.spi.CallRunner.Urgency;
import io.github.bluegreen4j.spi.PreflightCheck;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableDimension;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableTarget;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalingPolicy;
import software.amazon.awssdk.services.applicationautoscaling.model.ServiceNamespace;
import software.amazon.awssdk.services.applicationautoscaling.model.SuspendedState;

/**
 * Reads and sets the flag {@code DynamicScalingInSuspended} of a service's scalable target. ECS suspends scale-in during its
 * own deployments, but not during those of other controllers ("Automatically scale your Amazon ECS service" in the ECS
 * developer guide).
 *
 * <p>The other suspension flags are sent as they were just read. Capacities are not sent and stay as they are. A service
 * without a scalable target reads as not scalable. Thread-safe.
 */
public final class ApplicationAutoScalingGuard implements AutoScalingGuard {
    private final ApplicationAutoScalingClient client;
    private final ApiCalls calls;

    private ApplicationAutoScalingGuard(ApplicationAutoScalingClient client, ApiCalls calls) {
        this.client = client;
        this.calls = calls;
    }

    /**
     * Creates a guard with the default budget.
     *
     * @param client makes one attempt per call, see {@link SdkClients#oneAttempt}
     * @return the guard
     */
    public static ApplicationAutoScalingGuard create(ApplicationAutoScalingClient client) {
        return create(client, ApiBudget.ofDefaults());
    }

    /**
     * Creates a guard.
     *
     * @param client makes one attempt per call, see {@link SdkClients#oneAttempt}
     * @param budget limits the rate of requests; adapters may share one
     * @return the guard
     */
    public static ApplicationAutoScalingGuard create(ApplicationAutoScalingClient client, ApiBudget budget) {
        SdkClients.reportRetries(client);
        return new ApplicationAutoScalingGuard(client, ApiCalls.of(client, budget));
    }

    @Override
    public AutoScalingGuard within(SendPermit permit) {
        return new ApplicationAutoScalingGuard(client, calls.within(permit));
    }

    private static String resource(ServiceRef service) {
        return "service/" + lastPart(service.cluster()) + "/" + lastPart(service.name());
    }

    private static String lastPart(String arn) {
        return arn.substring(arn.lastIndexOf('/') + 1);
    }

    private Optional<ScalableTarget> target(ServiceRef service) {
        return calls.read(
                ApiGroup.AUTO_SCALING_READ,
                "application-autoscaling:DescribeScalableTargets",
                service,
                () -> client
                        .describeScalableTargets(request -> request.serviceNamespace(ServiceNamespace.ECS)
                                .resourceIds(resource(service))
                                .scalableDimension(ScalableDimension.ECS_SERVICE_DESIRED_COUNT))
                        .scalableTargets()
                        .stream()
                        .findFirst());
    }

    private static boolean isSuspended(ScalableTarget target) {
        return Optional.ofNullable(target.suspendedState())
                .map(SuspendedState::dynamicScalingInSuspended)
                .orElse(false);
    }

    @Override
    public List<RequestCost> costs(CallRunner.Operation operation) {
        return switch (operation) {
            case READ_SCALE_IN -> calls.costs(Map.of(ApiGroup.AUTO_SCALING_READ, 1));
            case SUSPEND_SCALE_IN, RESTORE_SCALE_IN ->
                calls.costs(Map.of(ApiGroup.AUTO_SCALING_READ, 1, ApiGroup.AUTO_SCALING_MODIFY, 1));
            default -> List.of();
        };
    }

    @Override
    public ScaleInSetting read(ServiceRef service) {
        return target(service)
                .map(target -> new ScaleInSetting(true, isSuspended(target)))
                .orElse(ScaleInSetting.NOT_SCALABLE);
    }

    /**
     * {@inheritDoc}
     *
     * <p>{@code scaling-policies} warns of policies that misread a service with two revisions, in one request.
     */
    @Override
    public List<PreflightCheck> preflightChecks() {
        return List.of(new WarningCheck(
                ScalingPolicyCheck.NAME,
                spec -> ScalingPolicyCheck.findings(spec, resource(spec.service()), policies(spec.service()))));
    }

    private List<ScalingPolicy> policies(ServiceRef service) {
        return calls.at(Urgency.START)
                .read(
                        ApiGroup.AUTO_SCALING_READ,
                        "application-autoscaling:DescribeScalingPolicies",
                        service,
                        () -> client.describeScalingPolicies(request -> request.serviceNamespace(ServiceNamespace.ECS)
                                        .resourceId(resource(service))
                                        .scalableDimension(ScalableDimension.ECS_SERVICE_DESIRED_COUNT))
                                .scalingPolicies());
    }

    @Override
    public void suspend(ServiceRef service) {
        change(service, true);
    }

    @Override
    public void restore(ServiceRef service) {
        change(service, false);
    }

    private void change(ServiceRef service, boolean suspended) {
        target(service).filter(target -> isSuspended(target) != suspended).ifPresent(target -> {
            SuspendedState.Builder state =
                    target.suspendedState() == null ? SuspendedState.builder() : target.suspendedState().toBuilder();
            calls.change(
                    ApiGroup.AUTO_SCALING_MODIFY,
                    "application-autoscaling:RegisterScalableTarget",
                    service,
                    () -> client.registerScalableTarget(request -> request.serviceNamespace(ServiceNamespace.ECS)
                            .resourceId(resource(service))
                            .scalableDimension(ScalableDimension.ECS_SERVICE_DESIRED_COUNT)
                            .suspendedState(
                                    state.dynamicScalingInSuspended(suspended).build())));
        });
    }
}
