package io.github.bluegreen4j.awstestkit.elb;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Everything about a route except the groups, weights and stickiness, which the world stores. The forward action has only
 * its order here.
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

    /** Returns a setting with only a forward action. */
    static RouteSetting forwarding(ArrayNode conditions) {
        ArrayNode actions = JsonNodeFactory.instance.arrayNode();
        actions.addObject().put("Type", "forward");
        return new RouteSetting(conditions, JsonNodeFactory.instance.arrayNode(), actions);
    }

    /** Returns the conditions in the format of a description. */
    ArrayNode conditions() {
        return conditions;
    }

    /** Returns the transforms in the format of a description. */
    ArrayNode transforms() {
        return transforms;
    }

    /** Returns the actions as they were written, with secrets, in order. */
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

    /** Returns the whole setting as text, for the terms of the world's route. */
    String terms() {
        return terms;
    }
}
