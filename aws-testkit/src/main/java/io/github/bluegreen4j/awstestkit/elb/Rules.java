package io.github.bluegreen4j.awstestkit.elb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.bluegreen4j.awstestkit.arn.ElbArn;
import io.github.bluegreen4j.awstestkit.wire.AwsRefusal;
import io.github.bluegreen4j.awstestkit.wire.Inputs;
import io.github.bluegreen4j.awstestkit.wire.Paging;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.testkit.world.WorldRoute;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Describes and modifies rules of Application Load Balancers. Guarded by the lock of its fake. */
final class Rules {

    private final Routes routes;

    Rules(Routes routes) {
        this.routes = routes;
    }

    ObjectNode describeRules(ObjectNode input) {
        List<String> asked = Inputs.texts(input, "RuleArns");
        Optional<String> listener = Inputs.text(input, "ListenerArn");
        if (asked.isEmpty() == listener.isEmpty()) {
            throw ElbRefusals.invalid("You must specify either listener ARN or rule ARNs");
        }
        List<ObjectNode> rules = listener.map(this::ofListener)
                .orElseGet(() -> asked.stream().map(this::rule).toList());
        return Paging.MARKER.answer(input, rules, routes.pageSize(), "Rules", rule -> rule);
    }

    private ObjectNode rule(String arn) {
        ElbArn parsed = ElbArn.of(arn)
                .filter(ElbArn::isRule)
                .orElseThrow(() -> ElbRefusals.invalid("'" + arn + "' is not a valid listener rule ARN"));
        RouteRef route = new RouteRef(arn);
        Optional<WorldRoute> found = routes.find(route);
        if (found.isPresent()) {
            return describe(route, found.get());
        }
        if (parsed.isDefaultRule() && hasListener(parsed.listenerArn())) {
            return notFound(arn);
        }
        throw ElbRefusals.noRule();
    }

    boolean hasListener(String listener) {
        return routes.all().stream().anyMatch(route -> listenerOf(route).equals(listener));
    }

    private String listenerOf(RouteRef route) {
        return routes.requireArn(route).listenerArn();
    }

    /** Returns all rules of a listener by priority. The default rule, which every listener has, is last. */
    private List<ObjectNode> ofListener(String listener) {
        if (!hasListener(listener)) {
            throw ElbRefusals.noListener();
        }
        if (ElbArn.of(listener).filter(ElbArn::isNetwork).isPresent()) {
            throw AwsRefusal.of("UnsupportedProtocol", "Rules are unsupported for Network Load Balancer listeners");
        }
        List<ObjectNode> rules = new ArrayList<>();
        for (RouteRef route : routes.all()) {
            if (listenerOf(route).equals(listener)) {
                routes.find(route).ifPresent(found -> rules.add(describe(route, found)));
            }
        }
        if (rules.stream().noneMatch(rule -> rule.get("IsDefault").asBoolean())) {
            rules.add(notFound(ElbArn.of(listener).orElseThrow().defaultRuleArn()));
        }
        rules.sort(Comparator.comparingInt(rule -> rule.get("IsDefault").asBoolean()
                ? Integer.MAX_VALUE
                : rule.get("Priority").asInt()));
        return rules;
    }

    /** Returns the default rule of a listener for which the world has none. It answers 404. */
    private static ObjectNode notFound(String arn) {
        ObjectNode rule = JsonNodeFactory.instance.objectNode();
        rule.put("RuleArn", arn).put("Priority", "default");
        rule.putArray("Conditions");
        rule.set("Actions", notFound());
        return rule.put("IsDefault", true);
    }

    static ArrayNode notFound() {
        ArrayNode actions = JsonNodeFactory.instance.arrayNode();
        ObjectNode action = actions.addObject().put("Type", "fixed-response").put("Order", 1);
        action.putObject("FixedResponseConfig").put("StatusCode", "404").put("ContentType", "text/plain");
        return actions;
    }

    private ObjectNode describe(RouteRef route, WorldRoute found) {
        ElbArn arn = routes.requireArn(route);
        RouteSetting setting = routes.setting(route, found);
        ObjectNode rule = JsonNodeFactory.instance.objectNode();
        rule.put("RuleArn", route.id());
        rule.put("Priority", arn.isDefaultRule() ? "default" : String.valueOf(arn.priority()));
        rule.set("Conditions", setting.conditions());
        rule.set("Actions", routes.actions(route, found));
        rule.put("IsDefault", arn.isDefaultRule());
        if (!setting.transforms().isEmpty()) {
            rule.set("Transforms", setting.transforms());
        }
        return rule;
    }

    ObjectNode modifyRule(ObjectNode input) {
        String arn = Inputs.text(input, "RuleArn").orElse("");
        ElbArn parsed = ElbArn.of(arn)
                .filter(ElbArn::isRule)
                .orElseThrow(() -> ElbRefusals.invalid("'" + arn + "' is not a valid listener rule ARN"));
        RouteRef route = new RouteRef(arn);
        if (parsed.isDefaultRule() && hasListener(parsed.listenerArn())) {
            throw AwsRefusal.of("OperationNotPermitted", "Default rule '" + arn + "' cannot be modified");
        }
        WorldRoute found = routes.find(route).orElseThrow(ElbRefusals::noRule);
        List<JsonNode> actions = Inputs.list(input, "Actions");
        boolean resets = Inputs.flag(input, "ResetTransforms");
        RouteSetting after = routes.setting(route, found);
        if (input.path("Conditions") instanceof ArrayNode conditions) {
            after = after.withConditions(Conditions.kept(conditions));
        }
        if (input.path("Transforms") instanceof ArrayNode transforms) {
            if (resets) {
                throw ElbRefusals.invalid("You cannot both specify transforms and set ResetTransforms to true");
            }
            after = after.withTransforms(transforms);
        } else if (resets) {
            after = after.withTransforms(JsonNodeFactory.instance.arrayNode());
        } else if (actions.isEmpty() && !input.has("Conditions")) {
            throw ElbRefusals.invalid("Either conditions or actions must be specified");
        }
        routes.write(route, found, after, actions);
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.putArray("Rules").add(rule(arn));
        return answer;
    }
}
