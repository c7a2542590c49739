package io.github.bluegreen4j.awstestkit.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads parameters from a tree: whatever the protocol, a number or a flag may have come as text. */
public final class Inputs {
    private Inputs() {}

    /** A text, if it was given and is not empty. */
    public static Optional<String> text(JsonNode input, String name) {
        JsonNode value = input.get(name);
        return value == null
                        || !value.isValueNode()
                        || value.isNull()
                        || value.asText().isEmpty()
                ? Optional.empty()
                : Optional.of(value.asText());
    }

    /** The texts of a list; empty when it was not given. */
    public static List<String> texts(JsonNode input, String name) {
        List<String> texts = new ArrayList<>();
        list(input, name).forEach(node -> texts.add(node.asText()));
        return texts;
    }

    /** The elements of a list; empty when it was not given. */
    public static List<JsonNode> list(JsonNode input, String name) {
        List<JsonNode> elements = new ArrayList<>();
        JsonNode value = input.get(name);
        if (value != null && value.isArray()) {
            value.forEach(elements::add);
        }
        return elements;
    }

    /** A whole number, if it was given. */
    public static Optional<Integer> number(JsonNode input, String name) {
        try {
            return text(input, name).map(Integer::valueOf);
        } catch (NumberFormatException nonsense) {
            throw AwsRefusal.of("ValidationException", name + ": " + input.get(name) + " is no number");
        }
    }

    /** A flag; false when it was not given. */
    public static boolean flag(JsonNode input, String name) {
        return text(input, name).filter("true"::equals).isPresent();
    }
}
