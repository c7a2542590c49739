package io.github.bluegreen4j.cli;

import io.github.bluegreen4j.aws.SdkClients;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;

/** The rules of a load balancer that forward to a target group. */
final class LiveRules {
    private static final String FIELD = "loadBalancers[0].advancedConfiguration";

    private LiveRules() {}

    /**
     * A rule that gives a target group weight, and has one other.
     *
     * @param rule the ARN of the rule, or of the listener of a Network Load Balancer
     * @param alternate the ARN of the other target group
     */
    record Production(String rule, String alternate) {}

    private record Forward(String rule, List<TargetGroupTuple> groups) {
        boolean has(String group) {
            return groups.stream().anyMatch(one -> group.equals(one.targetGroupArn()));
        }

        /** A group without a weight has all of it. */
        boolean givesWeight(String group) {
            return groups.stream()
                    .anyMatch(one -> group.equals(one.targetGroupArn()) && (one.weight() == null || one.weight() > 0));
        }

        @Override
        public String toString() {
            return rule + " ("
                    + groups.stream()
                            .map(one -> one.targetGroupArn() + "=" + (one.weight() == null ? "1" : one.weight()))
                            .collect(Collectors.joining(", "))
                    + ")";
        }
    }

    /**
     * The production rule, if only one can be it. Otherwise all that forward to the group are told.
     *
     * @param group the ARN of the target group that serves
     * @param notes is told what was found
     */
    static Optional<Production> find(AwsOptions aws, String group, Consumer<String> notes) {
        List<Forward> forwards = new ArrayList<>();
        try (ElasticLoadBalancingV2Client elb =
                aws.build(SdkClients.oneAttempt(ElasticLoadBalancingV2Client.builder()))) {
            for (TargetGroup known :
                    elb.describeTargetGroups(ask -> ask.targetGroupArns(group)).targetGroups()) {
                for (String balancer : known.loadBalancerArns()) {
                    elb.describeListenersPaginator(ask -> ask.loadBalancerArn(balancer)).listeners().stream()
                            .forEach(listener -> forwards.addAll(forwards(elb, listener)));
                }
            }
        } catch (SdkException unreadable) {
            notes.accept(FIELD + ": the rules can't be read: " + unreadable.getMessage());
            return Optional.empty();
        }
        List<Forward> ours = forwards.stream().filter(one -> one.has(group)).toList();
        List<Forward> possible = ours.stream()
                .filter(one -> one.groups().size() == 2 && one.givesWeight(group))
                .toList();
        if (possible.size() == 1) {
            Forward production = possible.get(0);
            notes.accept(
                    FIELD + ": " + production
                            + " is the only rule that forwards to this service and to one other target"
                            + " group, and was taken for the production rule; check it, and add the testListenerRule if there is one");
            return production.groups().stream()
                    .map(TargetGroupTuple::targetGroupArn)
                    .filter(other -> !other.equals(group))
                    .findFirst()
                    .map(other -> new Production(production.rule(), other));
        }
        notes.accept(FIELD + ": which rule is the production rule is for you to say; these forward to the service: "
                + (ours.isEmpty()
                        ? "none"
                        : ours.stream().map(Forward::toString).collect(Collectors.joining("; "))));
        return Optional.empty();
    }

    /** A Network Load Balancer has no rules, and its listener moves. */
    private static List<Forward> forwards(ElasticLoadBalancingV2Client elb, Listener listener) {
        if (listener.listenerArn().contains(":listener/net/")) {
            return List.of(new Forward(listener.listenerArn(), groups(listener.defaultActions())));
        }
        List<Forward> forwards = new ArrayList<>();
        for (Rule rule : elb.describeRulesPaginator(ask -> ask.listenerArn(listener.listenerArn()))
                .rules()) {
            forwards.add(new Forward(rule.ruleArn(), groups(rule.actions())));
        }
        return forwards;
    }

    private static List<TargetGroupTuple> groups(List<Action> actions) {
        List<TargetGroupTuple> groups = new ArrayList<>();
        for (Action action : actions) {
            if (action.forwardConfig() != null && action.forwardConfig().hasTargetGroups()) {
                groups.addAll(action.forwardConfig().targetGroups());
            } else if (action.targetGroupArn() != null) {
                groups.add(TargetGroupTuple.builder()
                        .targetGroupArn(action.targetGroupArn())
                        .build());
            }
        }
        return groups;
    }
}
