package io.github.bluegreen4j.awstestkit.elb;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.bluegreen4j.awstestkit.arn.ElbArn;
import io.github.bluegreen4j.awstestkit.wire.Inputs;
import io.github.bluegreen4j.awstestkit.wire.Paging;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.testkit.world.WorldRoute;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Describes and modifies listeners of both kinds of load balancers. Guarded by the lock of its fake. */
final class Listeners {
    private static final int HTTPS = 443;

    private final Routes routes;

    Listeners(Routes routes) {
        this.routes = routes;
    }

    /** Returns the ARNs of all listeners, in the order in which their routes were added. */
    private Set<String> all() {
        Set<String> all = new LinkedHashSet<>();
        for (RouteRef route : routes.all()) {
            all.add(routes.requireArn(route).listenerArn());
        }
        return all;
    }

    /** Returns the route of a listener's default action. */
    private static RouteRef defaultRoute(ElbArn listener) {
        return new RouteRef(listener.isNetwork() ? listener.listenerArn() : listener.defaultRuleArn());
    }

    ObjectNode describeListeners(ObjectNode input) {
        List<String> asked = Inputs.texts(input, "ListenerArns");
        Optional<String> balancer = Inputs.text(input, "LoadBalancerArn");
        if (asked.isEmpty() == balancer.isEmpty()) {
            throw ElbRefusals.invalid("You must specify either listener ARNs or a load balancer ARN");
        }
        List<ObjectNode> listeners = new ArrayList<>();
        Set<String> all = all();
        for (String arn : all) {
            ElbArn parsed = ElbArn.of(arn).orElseThrow();
            if (asked.contains(arn) || balancer.equals(Optional.of(parsed.balancerArn()))) {
                listeners.add(describe(parsed));
            }
        }
        if (!all.containsAll(asked)) {
            throw ElbRefusals.noListener();
        }
        if (balancer.isPresent() && listeners.isEmpty()) {
            throw ElbRefusals.noBalancer();
        }
        return Paging.MARKER.answer(input, listeners, routes.pageSize(), "Listeners", listener -> listener);
    }

    private ObjectNode describe(ElbArn arn) {
        ObjectNode listener = JsonNodeFactory.instance.objectNode();
        listener.put("ListenerArn", arn.listenerArn()).put("LoadBalancerArn", arn.balancerArn());
        listener.put("Port", arn.port());
        listener.put("Protocol", arn.isNetwork() ? "TCP" : arn.port() == HTTPS ? "HTTPS" : "HTTP");
        RouteRef route = defaultRoute(arn);
        listener.set(
                "DefaultActions",
                routes.find(route).map(found -> routes.actions(route, found)).orElseGet(Rules::notFound));
        return listener;
    }

    ObjectNode modifyListener(ObjectNode input) {
        String asked = Inputs.text(input, "ListenerArn").orElse("");
        ElbArn arn = ElbArn.of(asked)
                .filter(parsed -> !parsed.isRule())
                .orElseThrow(() -> ElbRefusals.invalid("'" + asked + "' is not a valid listener ARN"));
        if (!all().contains(asked)) {
            throw ElbRefusals.noListener();
        }
        RouteRef route = defaultRoute(arn);
        var actions = Inputs.list(input, "DefaultActions");
        Optional<WorldRoute> found = routes.find(route);
        if (found.isPresent()) {
            routes.write(route, found.get(), routes.setting(route, found.get()), actions);
        } else if (!actions.isEmpty()) {
            ForwardAction forward = Actions.forward(actions)
                    .orElseThrow(() -> ElbRefusals.action("This fake keeps no default rule that does not forward"));
            routes.appear(route, forward, actions);
        }
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.putArray("Listeners").add(describe(arn));
        return answer;
    }
}
