package io.github.bluegreen4j.aws.autoscaling;

import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.Finding;
import io.github.bluegreen4j.model.TargetGroupRef;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.applicationautoscaling.model.MetricType;
import software.amazon.awssdk.services.applicationautoscaling.model.PredefinedMetricSpecification;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalingPolicy;
import software.amazon.awssdk.services.applicationautoscaling.model.TargetTrackingScalingPolicyConfiguration;

/**
 * Finds scaling policies that misread a service with two revisions. An average over the service covers both revisions, so it
 * falls when green starts; requests of one target group no longer count when production moves to the other group.
 */
final class ScalingPolicyCheck {
    static final String NAME = "scaling-policies";

    private ScalingPolicyCheck() {}

    static List<Finding> findings(DeploymentSpec spec, String resource, List<ScalingPolicy> policies) {
        List<Finding> misreading = policies.stream()
                .flatMap(policy -> misreading(spec, policy).stream())
                .toList();
        String names = String.join(
                ", ", policies.stream().map(ScalingPolicy::policyName).toList());
        return misreading.isEmpty()
                ? List.of(Finding.passed(
                        NAME,
                        "service",
                        spec.service().toString(),
                        names.isEmpty()
                                ? "has no scaling policy"
                                : "has scaling policies that read two revisions right: " + names))
                : misreading.stream()
                        .map(finding -> finding.mend(
                                "Scale on a metric of both target groups together, for example the sum of their request"
                                        + " counts as metric math.",
                                "aws application-autoscaling describe-scaling-policies --service-namespace ecs --resource-id "
                                        + resource))
                        .toList();
    }

    private static Optional<Finding> misreading(DeploymentSpec spec, ScalingPolicy policy) {
        Optional<PredefinedMetricSpecification> metric = Optional.ofNullable(
                        policy.targetTrackingScalingPolicyConfiguration())
                .map(TargetTrackingScalingPolicyConfiguration::predefinedMetricSpecification);
        MetricType type = metric.map(PredefinedMetricSpecification::predefinedMetricType)
                .orElse(MetricType.UNKNOWN_TO_SDK_VERSION);
        if (type == MetricType.ECS_SERVICE_AVERAGE_CPU_UTILIZATION
                || type == MetricType.ECS_SERVICE_AVERAGE_MEMORY_UTILIZATION) {
            return Optional.of(Finding.warning(
                    NAME,
                    "scaling policy",
                    policy.policyName(),
                    "tracks " + type
                            + ", which averages both revisions: it falls when green starts, so the service scales"
                            + " out too late until blue is retired",
                    "a metric that counts both revisions"));
        }
        String label = metric.map(PredefinedMetricSpecification::resourceLabel).orElse("");
        return type == MetricType.ALB_REQUEST_COUNT_PER_TARGET
                ? Stream.of(spec.targetGroups().first(), spec.targetGroups().second())
                        .filter(group -> label.endsWith(suffix(group)))
                        .findFirst()
                        .map(group -> Finding.warning(
                                NAME,
                                "scaling policy",
                                policy.policyName(),
                                "tracks the requests of target group " + suffix(group)
                                        + " alone, which serves only every second deployment",
                                "a metric that counts both target groups"))
                : Optional.empty();
    }

    /** The part of the ARN that a resource label ends with: {@code targetgroup/blue/0123}. */
    private static String suffix(TargetGroupRef group) {
        String arn = group.id();
        return arn.substring(arn.lastIndexOf(':') + 1);
    }
}
