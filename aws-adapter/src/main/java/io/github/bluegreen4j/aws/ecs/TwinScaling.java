package io.github.bluegreen4j.aws.ecs;

import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.applicationautoscaling.model.CustomizedMetricSpecification;
import software.amazon.awssdk.services.applicationautoscaling.model.MetricDimension;
import software.amazon.awssdk.services.applicationautoscaling.model.PolicyType;
import software.amazon.awssdk.services.applicationautoscaling.model.PredefinedMetricSpecification;
import software.amazon.awssdk.services.applicationautoscaling.model.PutScalingPolicyRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.PutScheduledActionRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableTarget;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalingPolicy;
import software.amazon.awssdk.services.applicationautoscaling.model.ScheduledAction;
import software.amazon.awssdk.services.applicationautoscaling.model.TargetTrackingMetricDataQuery;
import software.amazon.awssdk.services.applicationautoscaling.model.TargetTrackingMetricDimension;
import software.amazon.awssdk.services.applicationautoscaling.model.TargetTrackingScalingPolicyConfiguration;

/**
 * Registers the scalable target of a twin, at rest, with copies of the service's scaling policies and scheduled actions. What the twin has
 * already stays as it is.
 */
final class TwinScaling {
    private final ScalableTargets api;
    private final PairedService service;
    private final ServiceRef twin;
    private final TargetGroupRef group;
    private final List<String> notes = new ArrayList<>();

    /** @param group the twin's target group */
    TwinScaling(ScalableTargets api, PairedService service, ServiceRef twin, TargetGroupRef group) {
        this.api = api;
        this.service = service;
        this.twin = twin;
        this.group = group;
    }

    /** Returns what is left to do for somebody else, one sentence each. */
    List<String> create(boolean isTwinIdle) {
        Map<ServiceRef, ScalableTarget> targets = api.of(List.of(service.ref(), twin));
        if (!targets.containsKey(service.ref())) {
            return List.of();
        }
        if (!targets.containsKey(twin) && !isTwinIdle) {
            return List.of(
                    twin + " runs tasks and has no scalable target: register one with the limits that it shall have");
        }
        if (!targets.containsKey(twin)) {
            api.set(twin, ScalingLimits.AT_REST, PairScaling.EVERYTHING);
        }
        Set<String> policies = names(api.policies(twin), ScalingPolicy::policyName);
        api.policies(service.ref()).stream()
                .filter(policy -> !policies.contains(policy.policyName()))
                .forEach(this::copy);
        Set<String> actions = names(api.schedules(twin), ScheduledAction::scheduledActionName);
        api.schedules(service.ref()).stream()
                .filter(action -> !actions.contains(action.scheduledActionName()))
                .forEach(this::copy);
        return List.copyOf(notes);
    }

    private static <T> Set<String> names(List<T> all, Function<T, String> name) {
        return all.stream().map(name).collect(Collectors.toSet());
    }

    private void copy(ScalingPolicy policy) {
        if (policy.policyType() == PolicyType.PREDICTIVE_SCALING) {
            notes.add("scaling policy \"" + policy.policyName() + "\" is predictive: create one for " + twin
                    + ", which has a history of its own");
            return;
        }
        PutScalingPolicyRequest.Builder copy = PutScalingPolicyRequest.builder()
                .policyName(policy.policyName())
                .policyType(policy.policyTypeAsString());
        if (policy.targetTrackingScalingPolicyConfiguration() != null) {
            copy.targetTrackingScalingPolicyConfiguration(ofTwin(policy.targetTrackingScalingPolicyConfiguration()));
        }
        if (policy.stepScalingPolicyConfiguration() != null) {
            copy.stepScalingPolicyConfiguration(policy.stepScalingPolicyConfiguration());
            notes.add("scaling policy \"" + policy.policyName() + "\" steps when its alarms call it: let alarms of "
                    + twin + " call the policy of the same name there");
        }
        api.put(twin, copy);
    }

    private void copy(ScheduledAction action) {
        PutScheduledActionRequest.Builder copy = PutScheduledActionRequest.builder()
                .scheduledActionName(action.scheduledActionName())
                .schedule(action.schedule())
                .timezone(action.timezone())
                .startTime(action.startTime())
                .endTime(action.endTime())
                .scalableTargetAction(action.scalableTargetAction());
        api.put(twin, copy);
    }

    private TargetTrackingScalingPolicyConfiguration ofTwin(TargetTrackingScalingPolicyConfiguration policy) {
        TargetTrackingScalingPolicyConfiguration.Builder copy = policy.toBuilder();
        PredefinedMetricSpecification predefined = policy.predefinedMetricSpecification();
        if (predefined != null && predefined.resourceLabel() != null) {
            copy.predefinedMetricSpecification(predefined.toBuilder()
                    .resourceLabel(predefined.resourceLabel().replace(name(service.group()), name(group)))
                    .build());
        }
        CustomizedMetricSpecification customized = policy.customizedMetricSpecification();
        // A metric that counts both target groups is right for both services.
        if (customized != null && !customized.toString().contains(name(group))) {
            copy.customizedMetricSpecification(ofTwin(customized));
        }
        return copy.build();
    }

    private CustomizedMetricSpecification ofTwin(CustomizedMetricSpecification metric) {
        CustomizedMetricSpecification.Builder copy = metric.toBuilder();
        if (metric.hasDimensions()) {
            copy.dimensions(metric.dimensions().stream()
                    .map(dimension -> MetricDimension.builder()
                            .name(dimension.name())
                            .value(ofTwin(dimension.name(), dimension.value()))
                            .build())
                    .toList());
        }
        if (metric.hasMetrics()) {
            copy.metrics(metric.metrics().stream().map(this::ofTwin).toList());
        }
        return copy.build();
    }

    private TargetTrackingMetricDataQuery ofTwin(TargetTrackingMetricDataQuery query) {
        if (query.metricStat() == null || query.metricStat().metric() == null) {
            return query;
        }
        List<TargetTrackingMetricDimension> dimensions = query.metricStat().metric().dimensions().stream()
                .map(dimension -> dimension.toBuilder()
                        .value(ofTwin(dimension.name(), dimension.value()))
                        .build())
                .toList();
        return query.toBuilder()
                .metricStat(query.metricStat().toBuilder()
                        .metric(query.metricStat().metric().toBuilder()
                                .dimensions(dimensions)
                                .build())
                        .build())
                .build();
    }

    private String ofTwin(String dimension, String value) {
        return switch (dimension) {
            case "ServiceName" ->
                value.equals(EcsPlaces.last(service.ref().name())) ? EcsPlaces.last(twin.name()) : value;
            case "TargetGroup" -> value.equals(name(service.group())) ? name(group) : value;
            default -> value;
        };
    }

    /** The part of the ARN by which metrics name a target group: {@code targetgroup/blue/0123}. */
    static String name(TargetGroupRef group) {
        return group.id().substring(group.id().lastIndexOf(':') + 1);
    }
}
