package io.github.bluegreen4j.aws.ecs;

import io.github.bluegreen4j.model.Finding;
import io.github.bluegreen4j.model.TargetGroupRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.applicationautoscaling.model.PredefinedMetricSpecification;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalingPolicy;
import software.amazon.awssdk.services.applicationautoscaling.model.TargetTrackingScalingPolicyConfiguration;

/** Finds scaling policies that only one service of a pair has, or that count the requests of the other one's target group. */
final class PairPolicyCheck {
    static final String NAME = "scaling-policies";

    private final PairedService service;
    private final List<ScalingPolicy> policies;
    private final PairedService twin;
    private final List<ScalingPolicy> policiesOfTwin;

    PairPolicyCheck(
            PairedService service,
            List<ScalingPolicy> policies,
            PairedService twin,
            List<ScalingPolicy> policiesOfTwin) {
        this.service = service;
        this.policies = policies;
        this.twin = twin;
        this.policiesOfTwin = policiesOfTwin;
    }

    static Finding passed(String service, String seen) {
        return Finding.passed(NAME, "service", service, seen);
    }

    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        onlyOf(service, policies, twin, policiesOfTwin, findings);
        onlyOf(twin, policiesOfTwin, service, policies, findings);
        strangers(service, policies, twin.group(), findings);
        strangers(twin, policiesOfTwin, service.group(), findings);
        return findings.isEmpty()
                ? List.of(passed(
                        service.ref().toString(),
                        policies.isEmpty()
                                ? "has no scaling policy"
                                : "has the same scaling policies as its twin: "
                                        + String.join(
                                                ", ",
                                                policies.stream()
                                                        .map(ScalingPolicy::policyName)
                                                        .toList())))
                : findings;
    }

    private static Finding mended(Finding finding, PairedService service) {
        return finding.mend(
                "Give both services the same policies, each for its own target group. \"bluegreen pair create\" copies those of"
                        + " the service that its twin lacks.",
                "aws application-autoscaling describe-scaling-policies --service-namespace ecs --resource-id "
                        + ScalableTargets.id(service.ref()));
    }

    private static void onlyOf(
            PairedService one,
            List<ScalingPolicy> policies,
            PairedService other,
            List<ScalingPolicy> others,
            List<Finding> findings) {
        policies.stream()
                .map(ScalingPolicy::policyName)
                .filter(name -> others.stream().noneMatch(policy -> name.equals(policy.policyName())))
                .map(name -> Finding.warning(
                        NAME,
                        "scaling policy",
                        name,
                        "scales " + one.ref() + " alone: while " + other.ref() + " serves, nothing scales it by that",
                        "a policy of the same name for " + other.ref()))
                .forEach(finding -> findings.add(mended(finding, other)));
    }

    private static void strangers(
            PairedService one, List<ScalingPolicy> policies, TargetGroupRef groupOfOther, List<Finding> findings) {
        policies.stream()
                .filter(policy -> label(policy).endsWith(TwinScaling.name(groupOfOther)))
                .map(policy -> Finding.warning(
                        NAME,
                        "scaling policy",
                        policy.policyName(),
                        "scales " + one.ref() + " by the requests of target group " + TwinScaling.name(groupOfOther)
                                + ", which is that of the other service",
                        TwinScaling.name(one.group())))
                .forEach(finding -> findings.add(mended(finding, one)));
    }

    private static String label(ScalingPolicy policy) {
        return Optional.ofNullable(policy.targetTrackingScalingPolicyConfiguration())
                .map(TargetTrackingScalingPolicyConfiguration::predefinedMetricSpecification)
                .map(PredefinedMetricSpecification::resourceLabel)
                .orElse("");
    }
}
