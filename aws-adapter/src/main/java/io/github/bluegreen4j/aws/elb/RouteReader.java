package io.github.bluegreen4j.aws.elb;

import io.github.bluegreen4j.aws.call.ApiGroup;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.spi.CallRunner.SendPermit;
import io.github.bluegreen4j.spi.CallRunner.Urgency;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenersResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeRulesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;

/** Reads routes with all their actions, and writes the actions. */
final class RouteReader {
    private final ElasticLoadBalancingV2Client client;
    private final ElbCalls calls;
    private final Duration settle;
    private final Duration networkSettle;

    RouteReader(ElasticLoadBalancingV2Client client, ElbCalls calls, Duration settle, Duration networkSettle) {
        this.client = client;
        this.calls = calls;
        this.settle = settle;
        this.networkSettle = networkSettle;
    }

    RouteReader at(Urgency urgency) {
        return new RouteReader(client, calls.at(urgency), settle, networkSettle);
    }

    /** Makes a call that reads a route, and may write it. */
    <T> T within(RouteRef route, Map<ApiGroup, Integer> cost, Function<RouteReader, T> body) {
        return calls.within(
                "write",
                route.id(),
                cost,
                within -> body.apply(new RouteReader(client, within, settle, networkSettle)));
    }

    RouteReader within(SendPermit permit) {
        return new RouteReader(client, calls.within(permit), settle, networkSettle);
    }

    LiveRoute read(RouteRef route) {
        RouteKind kind = RouteKind.of(route);
        calls.checkRegion("route", route.id());
        return switch (kind) {
            case RULE -> rule(route);
            case LISTENER -> listener(route);
        };
    }

    private LiveRoute rule(RouteRef route) {
        Rule rule = calls.readOne(
                "DescribeRules",
                route.id(),
                () -> client.describeRules(request -> request.ruleArns(route.id())),
                DescribeRulesResponse::rules);
        return new LiveRoute(route, Boolean.TRUE.equals(rule.isDefault()), rule.actions(), settle);
    }

    private LiveRoute listener(RouteRef route) {
        Listener listener = calls.readOne(
                "DescribeListeners",
                route.id(),
                () -> client.describeListeners(request -> request.listenerArns(route.id())),
                DescribeListenersResponse::listeners);
        return new LiveRoute(route, true, listener.defaultActions(), networkSettle);
    }

    void write(LiveRoute live, TrafficSplit split) {
        String arn = live.route().id();
        if (!live.isDefault()) {
            calls.change(
                    "ModifyRule",
                    arn,
                    () -> client.modifyRule(request -> request.ruleArn(arn).actions(live.weighed(split))));
            return;
        }
        String listener = switch (RouteKind.of(live.route())) {
            case RULE -> RouteKind.listenerOf(arn);
            case LISTENER -> arn;
        };
        calls.change(
                "ModifyListener",
                listener,
                () -> client.modifyListener(
                        request -> request.listenerArn(listener).defaultActions(live.weighed(split))));
    }
}
