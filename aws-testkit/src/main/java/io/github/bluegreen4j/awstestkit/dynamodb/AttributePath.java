package io.github.bluegreen4j.awstestkit.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/**
 * The path of an attribute in an item.
 *
 * @param steps names, and indexes of list elements
 */
record AttributePath(List<Object> steps) {

    /** Returns the name of the item's own attribute. */
    String top() {
        return (String) steps.get(0);
    }

    Optional<JsonNode> in(ObjectNode item) {
        return Optional.ofNullable(item.get(top())).flatMap(value -> below(value, 1));
    }

    private Optional<JsonNode> below(JsonNode value, int next) {
        if (next == steps.size()) {
            return Optional.of(value);
        }
        JsonNode child = steps.get(next) instanceof Integer index
                ? value.path("L").get(index)
                : value.path("M").get((String) steps.get(next));
        return child == null ? Optional.empty() : below(child, next + 1);
    }

    private Optional<JsonNode> parent(ObjectNode item) {
        return new AttributePath(steps.subList(0, steps.size() - 1)).in(item);
    }

    void set(ObjectNode item, JsonNode value) {
        if (steps.size() == 1) {
            item.set(top(), value);
            return;
        }
        JsonNode parent = parent(item).orElseThrow(AttributePath::invalid);
        Object last = steps.get(steps.size() - 1);
        if (last instanceof Integer index && parent.get("L") instanceof ArrayNode list) {
            if (index < list.size()) {
                list.set(index, value);
            } else {
                list.add(value);
            }
        } else if (last instanceof String name && parent.get("M") instanceof ObjectNode map) {
            map.set(name, value);
        } else {
            throw invalid();
        }
    }

    void remove(ObjectNode item) {
        Object last = steps.get(steps.size() - 1);
        if (steps.size() == 1) {
            item.remove(top());
        } else if (last instanceof Integer index) {
            parent(item).map(parent -> parent.get("L")).ifPresent(list -> ((ArrayNode) list).remove(index));
        } else {
            parent(item).map(parent -> parent.get("M")).ifPresent(map -> ((ObjectNode) map).remove((String) last));
        }
    }

    private static RuntimeException invalid() {
        return DynamoRefusals.invalid("The document path provided in the update expression is invalid for update");
    }
}
