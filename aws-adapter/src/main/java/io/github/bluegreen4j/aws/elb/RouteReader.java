package io.github.bluegreen4j.aws.elb;

import io.github.bluegreen4j.aws.call.ApiCalls;
import io.github.bluegreen4j.aws.call.ApiGroup;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.spi.PortException;
import java.time.Duration;
import java.util.List;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;

/** Reads routes whole, and writes their actions. */
final class RouteReader {
    private final ElasticLoadBalancingV2Client client;
    private final ApiCalls calls;
    private final Duration settle;
    private final Duration networkSettle;

    RouteReader(ElasticLoadBalancingV2Client client, ApiCalls calls, Duration settle, Duration networkSettle) {
        this.client = client;
        this.calls = calls;
        this.settle = settle;
        this.networkSettle = networkSettle;
    }

    RouteReader restoring() {
        return new RouteReader(client, calls.restoring(), settle, networkSettle);
    }

    LiveRoute read(RouteRef route) {
        return switch (RouteKind.of(route)) {
            case RULE -> rule(route);
            case LISTENER -> listener(route);
        };
    }

    private LiveRoute rule(RouteRef route) {
        List<Rule> rules = calls.read(
                ApiGroup.ELB_READ,
                "elasticloadbalancing:DescribeRules",
                route,
                () -> client.describeRules(request -> request.ruleArns(route.id()))
                        .rules());
        Rule rule = only(rules, route);
        return new LiveRoute(route, Boolean.TRUE.equals(rule.isDefault()), rule.actions(), settle);
    }

    private LiveRoute listener(RouteRef route) {
        List<Listener> listeners = calls.read(
                ApiGroup.ELB_READ,
                "elasticloadbalancing:DescribeListeners",
                route,
                () -> client.describeListeners(request -> request.listenerArns(route.id()))
                        .listeners());
        return new LiveRoute(route, true, only(listeners, route).defaultActions(), networkSettle);
    }

    private static <T> T only(List<T> found, RouteRef route) {
        if (found.isEmpty()) {
            throw new PortException(new Problem(Problem.Kind.GONE, "read", route.id(), "there is no such route"));
        }
        return found.get(0);
    }

    void write(LiveRoute live, TrafficSplit split) {
        String arn = live.route().id();
        if (!live.isDefault()) {
            calls.change(
                    ApiGroup.ELB_MODIFY,
                    "elasticloadbalancing:ModifyRule",
                    arn,
                    () -> client.modifyRule(request -> request.ruleArn(arn).actions(live.weighed(split))));
            return;
        }
        String listener = switch (RouteKind.of(live.route())) {
            case RULE -> RouteKind.listenerOf(arn);
            case LISTENER -> arn;
        };
        calls.change(
                ApiGroup.ELB_MODIFY,
                "elasticloadbalancing:ModifyListener",
                listener,
                () -> client.modifyListener(
                        request -> request.listenerArn(listener).defaultActions(live.weighed(split))));
    }
}
