package io.github.bluegreen4j.awstestkit.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads parameters from a request. In some protocols numbers and flags arrive as text. */
public final class Inputs {
    private Inputs() {}

    /**
     * Reads a text.
     *
     * @param input the parameters
     * @param name the name of the parameter
     * @return the text; empty if it is missing or empty
     */
    public static Optional<String> text(JsonNode input, String name) {
        JsonNode value = input.get(name);
        return value == null
                        || !value.isValueNode()
                        || value.isNull()
                        || value.asText().isEmpty()
                ? Optional.empty()
                : Optional.of(value.asText());
    }

    /**
     * Reads a list of texts.
     *
     * @param input the parameters
     * @param name the name of the parameter
     * @return the texts; empty if the parameter is missing
     */
    public static List<String> texts(JsonNode input, String name) {
        List<String> texts = new ArrayList<>();
        list(input, name).forEach(node -> texts.add(node.asText()));
        return texts;
    }

    /**
     * Reads a list.
     *
     * @param input the parameters
     * @param name the name of the parameter
     * @return the elements; empty if the parameter is missing
     */
    public static List<JsonNode> list(JsonNode input, String name) {
        List<JsonNode> elements = new ArrayList<>();
        JsonNode value = input.get(name);
        if (value != null && value.isArray()) {
            value.forEach(elements::add);
        }
        return elements;
    }

    /**
     * Reads an integer.
     *
     * @param input the parameters
     * @param name the name of the parameter
     * @return the number; empty if the parameter is missing
     * @throws AwsRefusal if it is not an integer
     */
    public static Optional<Integer> number(JsonNode input, String name) {
        try {
            return text(input, name).map(Integer::valueOf);
        } catch (NumberFormatException nonsense) {
            throw AwsRefusal.of("ValidationException", name + ": " + input.get(name) + " is no number");
        }
    }

    /**
     * Reads a flag.
     *
     * @param input the parameters
     * @param name the name of the parameter
     * @return the flag; false if the parameter is missing
     */
    public static boolean flag(JsonNode input, String name) {
        return text(input, name).filter("true"::equals).isPresent();
    }
}
