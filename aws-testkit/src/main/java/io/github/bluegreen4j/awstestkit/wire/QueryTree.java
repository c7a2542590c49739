package io.github.bluegreen4j.awstestkit.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Builds the tree that the flat names of the query protocol describe. {@code Actions.member.1.Type} is the field {@code
 * Type} of the first element of {@code Actions}. The entries of a map are a list named {@code entry}.
 */
final class QueryTree {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final ObjectNode root = NODES.objectNode();

    ObjectNode root() {
        return root;
    }

    void put(String name, String value) {
        String[] path = name.split("\\.", -1);
        JsonNode at = root;
        for (int i = 0; i < path.length; i++) {
            boolean last = i == path.length - 1;
            JsonNode leaf = last ? NODES.textNode(value) : null;
            boolean listFollows = !last && (path[i + 1].equals("member") || path[i + 1].equals("entry"));
            if (listFollows && path[i + 1].equals("member")) {
                at = child(at, path[i], i + 2 < path.length ? NODES.arrayNode() : NODES.textNode(value));
                i++; // skips the word "member" or "entry"
            } else if (!last && path[i].equals("entry")) {
                at = child(at, path[i], NODES.arrayNode());
            } else {
                at = child(at, path[i], leaf == null ? NODES.objectNode() : leaf);
            }
        }
    }

    /** Returns the child with a name or, in a list, with a number from 1; adds it if it is missing. */
    private static JsonNode child(JsonNode at, String name, JsonNode fresh) {
        if (at instanceof ArrayNode list) {
            int index = number(name);
            while (list.size() <= index) {
                list.add(NODES.nullNode());
            }
            if (list.get(index).isNull()) {
                list.set(index, fresh);
            }
            return list.get(index);
        }
        if (at instanceof ObjectNode object) {
            JsonNode known = object.get(name);
            if (known == null) {
                object.set(name, fresh);
                return fresh;
            }
            return known;
        }
        throw AwsRefusal.of("MalformedQueryString", name + " is part of a value");
    }

    private static int number(String text) {
        try {
            int number = Integer.parseInt(text);
            if (number >= 1 && number <= 10_000) {
                return number - 1;
            }
        } catch (NumberFormatException notANumber) {
            // reported below
        }
        throw AwsRefusal.of("MalformedQueryString", text + " is no index of a list");
    }
}
