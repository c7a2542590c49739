package io.github.bluegreen4j.awstestkit.elb;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Everything about a route but the groups, their weights and the stickiness, which the world knows. The action that forwards is
 * empty here but for its order.
 */
final class RouteSetting {
    private final ArrayNode conditions;
    private final ArrayNode transforms;
    private final ArrayNode actions;
    private final String terms;

    private RouteSetting(ArrayNode conditions, ArrayNode transforms, ArrayNode actions) {
        this.conditions = conditions;
        this.transforms = transforms;
        this.actions = actions;
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        all.set("if", conditions);
        if (!transforms.isEmpty()) {
            all.set("rewrite", transforms);
        }
        all.set("then", actions);
        this.terms = all.toString();
    }

    /** A setting with nothing but a forward action. */
    static RouteSetting forwarding(ArrayNode conditions) {
        ArrayNode actions = JsonNodeFactory.instance.arrayNode();
        actions.addObject().put("Type", "forward");
        return new RouteSetting(conditions, JsonNodeFactory.instance.arrayNode(), actions);
    }

    /** As they are described. */
    ArrayNode conditions() {
        return conditions;
    }

    /** As they are described. */
    ArrayNode transforms() {
        return transforms;
    }

    /** As they were written, secrets included, in their order. */
    ArrayNode actions() {
        return actions;
    }

    RouteSetting withConditions(ArrayNode newConditions) {
        return new RouteSetting(newConditions, transforms, actions);
    }

    RouteSetting withTransforms(ArrayNode newTransforms) {
        return new RouteSetting(conditions, newTransforms, actions);
    }

    RouteSetting withActions(ArrayNode newActions) {
        return new RouteSetting(conditions, transforms, newActions);
    }

    /** All of it as text: the terms of a route. */
    String terms() {
        return terms;
    }
}
