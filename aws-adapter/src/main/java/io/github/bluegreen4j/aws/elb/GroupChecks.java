package io.github.bluegreen4j.aws.elb;

import io.github.bluegreen4j.aws.call.WarningCheck;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.Finding;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.spi.CallRunner.Urgency;
import io.github.bluegreen4j.spi.PreflightCheck;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupAttribute;

/** Checks the times of target groups and load balancers against those of a deployment. */
final class GroupChecks {
    private static final String DELAY = "deregistration_delay.timeout_seconds";

    /** How long ECS waits after a shift ("Network Load Balancer resources for blue/green deployments"). */
    private static final Duration NETWORK_SETTLE = Duration.ofMinutes(10);

    private final ElasticLoadBalancingV2Client client;
    private final ElbCalls calls;
    private final Duration networkSettle;

    GroupChecks(ElasticLoadBalancingV2Client client, ElbCalls calls, Duration networkSettle) {
        this.client = client;
        this.calls = calls;
        this.networkSettle = networkSettle;
    }

    GroupChecks at(Urgency urgency) {
        return new GroupChecks(client, calls.at(urgency), networkSettle);
    }

    List<PreflightCheck> all() {
        return List.of(
                new WarningCheck("deregistration-delay", this::deregistrationDelay),
                new WarningCheck("health-check", this::healthCheck),
                new WarningCheck("network-settle", this::networkSettle),
                WarningCheck.ofWrites(
                        "elb-permissions",
                        List.of("elasticloadbalancing:ModifyRule", "elasticloadbalancing:ModifyListener")));
    }

    private static List<TargetGroupRef> groups(DeploymentSpec spec) {
        return List.of(spec.targetGroups().first(), spec.targetGroups().second());
    }

    private static String field(DeploymentSpec spec, String group) {
        return "targetGroups." + (group.equals(spec.targetGroups().first().id()) ? "first" : "second");
    }

    /** A revision is retired when its targets have drained; CLEAN_UP and a rollback wait for that within their limits. */
    private List<Finding> deregistrationDelay(DeploymentSpec spec) {
        String check = "deregistration-delay";
        Duration limit = spec.limits().cleanUp();
        List<Finding> findings = new ArrayList<>();
        for (TargetGroupRef group : groups(spec)) {
            String field = field(spec, group.id());
            Duration delay = Duration.ofSeconds(attributes(group).stream()
                    .filter(attribute -> DELAY.equals(attribute.key()))
                    .mapToLong(attribute -> Long.parseLong(attribute.value()))
                    .findFirst()
                    .orElse(300)); // AWS's default
            String drains = "drains its targets for up to " + delay;
            findings.add(
                    delay.compareTo(limit) < 0
                            ? Finding.passed(check, field, group.id(), drains)
                            : Finding.warning(
                                            check,
                                            field,
                                            group.id(),
                                            drains + ", so its revision can't be retired within limits.cleanUp, "
                                                    + limit + ", and is left over",
                                            "a deregistration delay below " + limit)
                                    .mend(
                                            "Shorten the deregistration delay, or lengthen limits.cleanUp.",
                                            "aws elbv2 modify-target-group-attributes --target-group-arn " + group.id()
                                                    + " --attributes Key=" + DELAY + ",Value=300"));
        }
        return findings;
    }

    private List<TargetGroupAttribute> attributes(TargetGroupRef group) {
        return calls.read(
                        "DescribeTargetGroupAttributes",
                        group,
                        () -> client.describeTargetGroupAttributes(request -> request.targetGroupArn(group.id())))
                .attributes();
    }

    /** Green must become healthy within its stage, and unhealthy targets must be found within the bake. */
    private List<Finding> healthCheck(DeploymentSpec spec) {
        List<String> arns = groups(spec).stream().map(TargetGroupRef::id).toList();
        List<TargetGroup> described = calls.read(
                        "DescribeTargetGroups",
                        arns,
                        () -> client.describeTargetGroups(request -> request.targetGroupArns(arns)))
                .targetGroups();
        return described.stream().map(group -> healthCheck(spec, group)).toList();
    }

    private static Finding healthCheck(DeploymentSpec spec, TargetGroup group) {
        String check = "health-check";
        String arn = group.targetGroupArn();
        Duration interval = Duration.ofSeconds(group.healthCheckIntervalSeconds());
        Duration healthy = interval.multipliedBy(group.healthyThresholdCount());
        Duration unhealthy = interval.multipliedBy(group.unhealthyThresholdCount());
        String seen = "finds a target healthy after " + healthy + ", unhealthy after " + unhealthy;
        String command = "aws elbv2 modify-target-group --target-group-arn " + arn
                + " --health-check-interval-seconds 10 --healthy-threshold-count 3 --unhealthy-threshold-count 2";
        Duration bake = spec.bakeTime();
        if (healthy.compareTo(spec.limits().stage()) >= 0) {
            return Finding.warning(
                            check,
                            field(spec, arn),
                            arn,
                            seen + ", so green can't become healthy within limits.stage, "
                                    + spec.limits().stage(),
                            "interval times healthy threshold below "
                                    + spec.limits().stage())
                    .mend("Shorten the interval of the health check, or lengthen limits.stage.", command);
        }
        if (!bake.isZero() && unhealthy.compareTo(bake) >= 0) {
            return Finding.warning(
                            check,
                            field(spec, arn),
                            arn,
                            seen + ", so a green that fails in the bake of " + bake + " may be accepted",
                            "interval times unhealthy threshold below " + bake)
                    .mend("Shorten the interval of the health check, or lengthen the bake.", command);
        }
        return Finding.passed(check, field(spec, arn), arn, seen);
    }

    /** A Network Load Balancer follows a shift late. A router that does not wait for it retires what still serves. */
    private List<Finding> networkSettle(DeploymentSpec spec) {
        String check = "network-settle";
        List<Finding> findings = new ArrayList<>();
        for (RouteRef route : spec.routes()) {
            if (RouteKind.of(route) == RouteKind.LISTENER) {
                String waits = "is of a Network Load Balancer, for which the router waits " + networkSettle;
                findings.add(
                        networkSettle.compareTo(NETWORK_SETTLE) >= 0
                                ? Finding.passed(check, "routes", route.id(), waits)
                                : Finding.warning(check, "routes", route.id(), waits, NETWORK_SETTLE + ", as ECS does")
                                        .mend("Build the ElbRouter with networkSettle of 10 minutes."));
            }
        }
        return findings;
    }
}
