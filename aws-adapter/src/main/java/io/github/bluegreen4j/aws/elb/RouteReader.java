package io.github.bluegreen4j.aws.elb;

import io.github.bluegreen4j.aws.call.ApiGroup;
import io.github.bluegreen4j.model.RouteReading;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.spi.CallRunner.SendPermit;
import io.github.bluegreen4j.spi.CallRunner.Urgency;
import io.github.bluegreen4j.spi.PortException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
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

    /** Reads what can be read of several routes. If one does not exist, AWS answers for none. */
    List<RouteReading> readAll(List<RouteRef> refs) {
        Map<RouteKind, List<String>> arns = new EnumMap<>(RouteKind.class);
        for (RouteRef route : refs) {
            arns.computeIfAbsent(RouteKind.of(route), kind -> new ArrayList<>()).add(route.id());
        }
        List<RouteReading> readings = new ArrayList<>();
        arns.forEach((kind, some) -> {
            for (LiveRoute live : known(() -> live(kind, some))) {
                known(() -> List.of(live.reading())).forEach(readings::add);
            }
        });
        return readings;
    }

    private List<LiveRoute> live(RouteKind kind, List<String> arns) {
        return switch (kind) {
            case RULE ->
                calls
                        .read("DescribeRules", arns, () -> client.describeRules(request -> request.ruleArns(arns)))
                        .rules()
                        .stream()
                        .map(this::live)
                        .toList();
            case LISTENER ->
                calls
                        .read(
                                "DescribeListeners",
                                arns,
                                () -> client.describeListeners(request -> request.listenerArns(arns)))
                        .listeners()
                        .stream()
                        .map(this::live)
                        .toList();
        };
    }

    /** Nothing of what is gone or refused: read alone, it says so. */
    private static <T> List<T> known(Supplier<List<T>> read) {
        try {
            return read.get();
        } catch (PortException failed) {
            return switch (failed.problem().kind()) {
                case GONE, REFUSED -> List.of();
                default -> throw failed;
            };
        }
    }

    private LiveRoute rule(RouteRef route) {
        return live(calls.readOne(
                "DescribeRules",
                route.id(),
                () -> client.describeRules(request -> request.ruleArns(route.id())),
                DescribeRulesResponse::rules));
    }

    private LiveRoute live(Rule rule) {
        return new LiveRoute(
                new RouteRef(rule.ruleArn()), Boolean.TRUE.equals(rule.isDefault()), rule.actions(), settle);
    }

    private LiveRoute live(Listener listener) {
        return new LiveRoute(new RouteRef(listener.listenerArn()), true, listener.defaultActions(), networkSettle);
    }

    private LiveRoute listener(RouteRef route) {
        return live(calls.readOne(
                "DescribeListeners",
                route.id(),
                () -> client.describeListeners(request -> request.listenerArns(route.id())),
                DescribeListenersResponse::listeners));
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
