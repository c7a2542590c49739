package io.github.bluegreen4j.aws.ecs;

import io.github.bluegreen4j.aws.call.ApiBudget;
import io.github.bluegreen4j.aws.call.ApiCalls;
import io.github.bluegreen4j.aws.call.ApiGroup;
import io.github.bluegreen4j.model.ServiceRef;
import java.util.List;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableDimension;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableTarget;
import software.amazon.awssdk.services.applicationautoscaling.model.ServiceNamespace;

/** Finds the scalable targets of services: their autoscalers would scale the service at rest, too. */
final class ScalableTargets {
    private final ApplicationAutoScalingClient client;
    private final ApiCalls calls;

    ScalableTargets(ApplicationAutoScalingClient client, ApiBudget budget) {
        this.client = client;
        this.calls = ApiCalls.of(client, budget);
    }

    /** Returns the resource ids of those services that have a scalable target. */
    List<String> of(List<ServiceRef> services) {
        List<String> ids = services.stream()
                .map(service -> "service/" + EcsPlaces.last(service.cluster()) + "/" + EcsPlaces.last(service.name()))
                .toList();
        return calls.read(
                ApiGroup.AUTO_SCALING_READ,
                "application-autoscaling:DescribeScalableTargets",
                services,
                () -> client
                        .describeScalableTargets(request -> request.serviceNamespace(ServiceNamespace.ECS)
                                .resourceIds(ids)
                                .scalableDimension(ScalableDimension.ECS_SERVICE_DESIRED_COUNT))
                        .scalableTargets()
                        .stream()
                        .map(ScalableTarget::resourceId)
                        .toList());
    }
}
