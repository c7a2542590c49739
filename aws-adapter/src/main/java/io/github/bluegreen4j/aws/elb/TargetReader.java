package io.github.bluegreen4j.aws.elb;

import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TargetHealth;
import io.github.bluegreen4j.spi.CallRunner.Urgency;
import io.github.bluegreen4j.spi.PortException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetTypeEnum;

/** Reads the targets of a group and finds their owners. */
final class TargetReader {
    private static final Pattern ARN = Pattern.compile("arn:[\\w-]+:elasticloadbalancing:[\\w-]+:\\d+:targetgroup/.+");

    private final ElasticLoadBalancingV2Client client;
    private final ElbCalls calls;
    private final TargetOwners owners;
    private final Set<TargetGroupRef> ofAddresses;

    /** @param ofAddresses cache of the groups that are known to have the target type {@code ip}, which never changes */
    private TargetReader(
            ElasticLoadBalancingV2Client client, ElbCalls calls, TargetOwners owners, Set<TargetGroupRef> ofAddresses) {
        this.client = client;
        this.calls = calls;
        this.owners = owners;
        this.ofAddresses = ofAddresses;
    }

    TargetReader(ElasticLoadBalancingV2Client client, ElbCalls calls, TargetOwners owners) {
        this(client, calls, owners, ConcurrentHashMap.newKeySet());
    }

    TargetReader at(Urgency urgency) {
        return new TargetReader(client, calls.at(urgency), owners.at(urgency), ofAddresses);
    }

    TargetHealth health(ServiceRef service, TargetGroupRef group) {
        check(group);
        List<TargetHealthDescription> described = calls.read(
                        "DescribeTargetHealth",
                        group,
                        () -> client.describeTargetHealth(request -> request.targetGroupArn(group.id())))
                .targetHealthDescriptions();
        Set<String> addresses =
                described.stream().map(target -> target.target().id()).collect(Collectors.toSet());
        Map<String, RevisionRef> owned = addresses.isEmpty() ? Map.of() : owners.ownersOf(service, addresses);
        return new TargetHealth(
                group, described.stream().map(target -> target(target, owned)).toList());
    }

    private static TargetHealth.Target target(TargetHealthDescription described, Map<String, RevisionRef> owned) {
        String address = described.target().id();
        return new TargetHealth.Target(
                address + ":" + described.target().port(),
                state(described),
                Optional.ofNullable(owned.get(address)),
                reason(described));
    }

    /**
     * Returns AWS's reason code and description, for example {@code Target.ResponseCodeMismatch: Health checks failed with
     * these codes: [502]}.
     */
    private static String reason(TargetHealthDescription described) {
        if (described.targetHealth() == null) {
            return "";
        }
        return Stream.of(
                        described.targetHealth().reasonAsString(),
                        described.targetHealth().description())
                .filter(text -> text != null && !text.isBlank())
                .collect(Collectors.joining(": "));
    }

    private static TargetHealth.State state(TargetHealthDescription described) {
        if (described.targetHealth() == null || described.targetHealth().state() == null) {
            return TargetHealth.State.UNAVAILABLE;
        }
        return switch (described.targetHealth().state()) {
            case INITIAL -> TargetHealth.State.INITIAL;
            case HEALTHY -> TargetHealth.State.HEALTHY;
            case UNHEALTHY -> TargetHealth.State.UNHEALTHY;
            case UNHEALTHY_DRAINING, DRAINING -> TargetHealth.State.DRAINING;
            case UNUSED -> TargetHealth.State.UNUSED;
            case UNAVAILABLE, UNKNOWN_TO_SDK_VERSION -> TargetHealth.State.UNAVAILABLE;
        };
    }

    /** Reads the target type of a group once. */
    private void check(TargetGroupRef group) {
        if (ofAddresses.contains(group)) {
            return;
        }
        if (!ARN.matcher(group.id()).matches()) {
            throw refused(group, group.id(), "the ARN of a target group (...:targetgroup/...)");
        }
        calls.checkRegion("targetGroups", group.id());
        TargetGroup found = calls.readOne(
                "DescribeTargetGroups",
                group.id(),
                () -> client.describeTargetGroups(request -> request.targetGroupArns(group.id())),
                DescribeTargetGroupsResponse::targetGroups);
        if (found.targetType() != TargetTypeEnum.IP) {
            throw refused(
                    group,
                    "target type " + found.targetTypeAsString(),
                    "target type ip: tasks with network mode awsvpc");
        }
        ofAddresses.add(group);
    }

    private static PortException refused(TargetGroupRef group, String value, String allowed) {
        return new PortException(new Problem(
                Problem.Kind.REFUSED,
                "read targets",
                group.id(),
                "targetGroups: \"" + value + "\" is not allowed; allowed: " + allowed));
    }
}
