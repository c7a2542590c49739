package io.github.bluegreen4j.aws.ecs;

import io.github.bluegreen4j.aws.call.ApiBudget;
import io.github.bluegreen4j.aws.call.ApiCalls;
import io.github.bluegreen4j.aws.call.ApiGroup;
import io.github.bluegreen4j.model.RequestCost;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.CallRunner.SendPermit;
import io.github.bluegreen4j.spi.CallRunner.Urgency;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.applicationautoscaling.model.PutScalingPolicyRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.PutScheduledActionRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.RegisterScalableTargetRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableDimension;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableTarget;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalingPolicy;
import software.amazon.awssdk.services.applicationautoscaling.model.ScheduledAction;
import software.amazon.awssdk.services.applicationautoscaling.model.ServiceNamespace;
import software.amazon.awssdk.services.applicationautoscaling.model.SuspendedState;

/** The requests to Application Auto Scaling that pairs of services need. */
final class ScalableTargets {
    private final ApplicationAutoScalingClient client;
    private final ApiCalls calls;

    ScalableTargets(ApplicationAutoScalingClient client, ApiBudget budget) {
        this(client, ApiCalls.of(client, budget));
    }

    private ScalableTargets(ApplicationAutoScalingClient client, ApiCalls calls) {
        this.client = client;
        this.calls = calls;
    }

    ScalableTargets at(Urgency urgency) {
        return new ScalableTargets(client, calls.at(urgency));
    }

    ScalableTargets within(SendPermit permit) {
        return new ScalableTargets(client, calls.within(permit));
    }

    List<RequestCost> costs(Map<ApiGroup, Integer> cost) {
        return calls.costs(cost);
    }

    static String id(ServiceRef service) {
        return "service/" + EcsPlaces.last(service.cluster()) + "/" + EcsPlaces.last(service.name());
    }

    /** Returns the scalable targets of those services that have one. */
    Map<ServiceRef, ScalableTarget> of(Collection<ServiceRef> services) {
        List<String> ids = services.stream().map(ScalableTargets::id).toList();
        List<ScalableTarget> found = calls.read(
                ApiGroup.AUTO_SCALING_READ,
                "application-autoscaling:DescribeScalableTargets",
                services,
                () -> client.describeScalableTargets(request -> request.serviceNamespace(ServiceNamespace.ECS)
                                .resourceIds(ids)
                                .scalableDimension(ScalableDimension.ECS_SERVICE_DESIRED_COUNT))
                        .scalableTargets());
        Map<ServiceRef, ScalableTarget> targets = new LinkedHashMap<>();
        for (ServiceRef service : services) {
            Optional<ScalableTarget> target = found.stream()
                    .filter(one -> id(service).equals(one.resourceId()))
                    .findFirst();
            target.ifPresent(one -> targets.put(service, one));
        }
        return targets;
    }

    private void register(ServiceRef service, Consumer<RegisterScalableTargetRequest.Builder> change) {
        calls.change(
                ApiGroup.AUTO_SCALING_MODIFY,
                "application-autoscaling:RegisterScalableTarget",
                service,
                () -> client.registerScalableTarget(
                        request -> change.accept(request.serviceNamespace(ServiceNamespace.ECS)
                                .resourceId(id(service))
                                .scalableDimension(ScalableDimension.ECS_SERVICE_DESIRED_COUNT))));
    }

    /** Registers a target, or changes its limits and what is suspended. */
    void set(ServiceRef service, ScalingLimits limits, SuspendedState suspended) {
        register(
                service,
                request -> request.minCapacity(limits.min())
                        .maxCapacity(limits.max())
                        .suspendedState(suspended));
    }

    void set(ServiceRef service, ScalingLimits limits) {
        register(service, request -> request.minCapacity(limits.min()).maxCapacity(limits.max()));
    }

    void set(ServiceRef service, SuspendedState suspended) {
        register(service, request -> request.suspendedState(suspended));
    }

    List<ScalingPolicy> policies(ServiceRef service) {
        return calls.read(
                ApiGroup.AUTO_SCALING_READ,
                "application-autoscaling:DescribeScalingPolicies",
                service,
                () -> client.describeScalingPolicies(request -> request.serviceNamespace(ServiceNamespace.ECS)
                                .resourceId(id(service))
                                .scalableDimension(ScalableDimension.ECS_SERVICE_DESIRED_COUNT))
                        .scalingPolicies());
    }

    List<ScheduledAction> schedules(ServiceRef service) {
        return calls.read(
                ApiGroup.AUTO_SCALING_READ,
                "application-autoscaling:DescribeScheduledActions",
                service,
                () -> client.describeScheduledActions(request -> request.serviceNamespace(ServiceNamespace.ECS)
                                .resourceId(id(service))
                                .scalableDimension(ScalableDimension.ECS_SERVICE_DESIRED_COUNT))
                        .scheduledActions());
    }

    void put(ServiceRef service, PutScalingPolicyRequest.Builder policy) {
        PutScalingPolicyRequest request = policy.serviceNamespace(ServiceNamespace.ECS)
                .resourceId(id(service))
                .scalableDimension(ScalableDimension.ECS_SERVICE_DESIRED_COUNT)
                .build();
        calls.change(
                ApiGroup.AUTO_SCALING_MODIFY,
                "application-autoscaling:PutScalingPolicy",
                service,
                () -> client.putScalingPolicy(request));
    }

    void put(ServiceRef service, PutScheduledActionRequest.Builder action) {
        PutScheduledActionRequest request = action.serviceNamespace(ServiceNamespace.ECS)
                .resourceId(id(service))
                .scalableDimension(ScalableDimension.ECS_SERVICE_DESIRED_COUNT)
                .build();
        calls.change(
                ApiGroup.AUTO_SCALING_MODIFY,
                "application-autoscaling:PutScheduledAction",
                service,
                () -> client.putScheduledAction(request));
    }
}
