package io.github.bluegreen4j.aws.elb;

import io.github.bluegreen4j.aws.call.ApiGroup;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.RequestCost;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TargetGroups;
import io.github.bluegreen4j.spi.CallRunner.Urgency;
import io.github.bluegreen4j.spi.PortException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import software.amazon.awssdk.awscore.AwsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenersResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeRulesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;

/**
 * Finds the routes that use target groups. It reads the load balancers of the groups, all their listeners and, for
 * Application Load Balancers, all rules including default rules. That is one request for each group, for each load balancer
 * and for each listener with rules, and more if AWS answers in pages.
 */
final class RouteFinder {
    private static final String APPLICATION = ":listener/app/";

    /** The requests for both groups, one load balancer and one listener. */
    static final Map<ApiGroup, Integer> USUAL_COST = Map.of(ApiGroup.ELB_READ, 4);

    private final ElasticLoadBalancingV2Client client;
    private final ElbCalls calls;

    RouteFinder(ElasticLoadBalancingV2Client client, ElbCalls calls) {
        this.client = client;
        this.calls = calls;
    }

    RouteFinder at(Urgency urgency) {
        return new RouteFinder(client, calls.at(urgency));
    }

    List<RequestCost> costs(Map<ApiGroup, Integer> cost) {
        return calls.calls().costs(cost);
    }

    Set<RouteRef> routesTo(TargetGroups groups) {
        return calls.within(
                "routes to", groups.toString(), USUAL_COST, within -> new RouteFinder(client, within).find(groups));
    }

    private Set<RouteRef> find(TargetGroups groups) {
        Set<String> balancers = new TreeSet<>();
        for (TargetGroupRef group : List.of(groups.first(), groups.second())) {
            balancers.addAll(balancers(group));
        }
        Set<RouteRef> routes = new LinkedHashSet<>();
        for (String balancer : balancers) {
            for (Listener listener : listeners(balancer)) {
                add(listener, groups, routes);
            }
        }
        return routes;
    }

    private List<String> balancers(TargetGroupRef group) {
        calls.checkRegion("targetGroups", group.id());
        return calls.readOne(
                        "DescribeTargetGroups",
                        group.id(),
                        () -> client.describeTargetGroups(request -> request.targetGroupArns(group.id())),
                        DescribeTargetGroupsResponse::targetGroups)
                .loadBalancerArns();
    }

    private List<Listener> listeners(String balancer) {
        return all(
                "DescribeListeners",
                balancer,
                marker -> client.describeListeners(
                        request -> request.loadBalancerArn(balancer).marker(marker.orElse(null))),
                DescribeListenersResponse::listeners,
                DescribeListenersResponse::nextMarker);
    }

    /**
     * Adds routes in the form of a specification: rules and default rules by their ARNs, listeners without rules by the
     * listener's ARN.
     */
    private void add(Listener listener, TargetGroups groups, Set<RouteRef> routes) {
        String arn = listener.listenerArn();
        if (!arn.contains(APPLICATION)) {
            if (leadsTo(groups, listener.defaultActions())) {
                routes.add(new RouteRef(arn));
            }
            return;
        }
        List<Rule> rules = all(
                "DescribeRules",
                arn,
                marker ->
                        client.describeRules(request -> request.listenerArn(arn).marker(marker.orElse(null))),
                DescribeRulesResponse::rules,
                DescribeRulesResponse::nextMarker);
        for (Rule rule : rules) {
            if (leadsTo(groups, rule.actions())) {
                routes.add(new RouteRef(rule.ruleArn()));
            }
        }
    }

    private static boolean leadsTo(TargetGroups groups, List<Action> actions) {
        return actions.stream()
                .filter(action -> action.type() == ActionTypeEnum.FORWARD)
                .flatMap(action -> LiveRoute.split(action).weights().entrySet().stream())
                .anyMatch(entry -> entry.getValue() > 0 && groups.contains(entry.getKey()));
    }

    /** Reads all pages; returns nothing if the resource was deleted meanwhile. */
    private <R extends AwsResponse, T> List<T> all(
            String operation,
            String resource,
            Function<Optional<String>, R> ask,
            Function<R, List<T>> elements,
            Function<R, String> next) {
        List<T> all = new ArrayList<>();
        Optional<String> marker = Optional.empty();
        do {
            Optional<String> from = marker;
            try {
                R page = calls.read(operation, resource, () -> ask.apply(from));
                all.addAll(elements.apply(page));
                marker = Optional.ofNullable(next.apply(page)).filter(text -> !text.isEmpty());
            } catch (PortException failed) {
                if (failed.problem().kind() != Problem.Kind.GONE) {
                    throw failed;
                }
                return List.of();
            }
        } while (marker.isPresent());
        return all;
    }
}
