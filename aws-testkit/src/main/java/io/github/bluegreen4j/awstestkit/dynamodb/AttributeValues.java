package io.github.bluegreen4j.awstestkit.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.OptionalInt;
import java.util.Set;

/** Attribute values. A value is an object with one field, its type: {@code {"N": "42"}}. */
final class AttributeValues {
    private AttributeValues() {}

    static String type(JsonNode value) {
        return value.fieldNames().hasNext() ? value.fieldNames().next() : "";
    }

    static JsonNode content(JsonNode value) {
        return value.path(type(value));
    }

    static BigDecimal number(JsonNode value) {
        if (!type(value).equals("N")) {
            throw DynamoRefusals.invalid("An operand in the update expression has an incorrect data type");
        }
        return new BigDecimal(content(value).asText());
    }

    static ObjectNode number(BigDecimal number) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("N", number.stripTrailingZeros().toPlainString());
    }

    /** Compares two values of the same ordered type; empty for any others. */
    static OptionalInt compare(JsonNode one, JsonNode other) {
        String type = type(one);
        if (!type.equals(type(other))) {
            return OptionalInt.empty();
        }
        return switch (type) {
            case "N" -> OptionalInt.of(number(one).compareTo(number(other)));
            case "S" -> OptionalInt.of(bytes(one, false, other));
            case "B" -> OptionalInt.of(bytes(one, true, other));
            default -> OptionalInt.empty();
        };
    }

    private static int bytes(JsonNode one, boolean binary, JsonNode other) {
        return Arrays.compareUnsigned(bytes(one, binary), bytes(other, binary));
    }

    private static byte[] bytes(JsonNode value, boolean binary) {
        String text = content(value).asText();
        return binary ? Base64.getDecoder().decode(text) : text.getBytes(StandardCharsets.UTF_8);
    }

    static boolean same(JsonNode one, JsonNode other) {
        OptionalInt order = compare(one, other);
        if (order.isPresent()) {
            return order.getAsInt() == 0;
        }
        boolean sets =
                type(one).length() == 2 && type(one).endsWith("S") && type(one).equals(type(other));
        return sets ? elements(one).equals(elements(other)) : one.equals(other);
    }

    private static Set<String> elements(JsonNode set) {
        Set<String> elements = new HashSet<>();
        content(set).forEach(element -> elements.add(element.asText()));
        return elements;
    }

    /** Tells whether a text contains another one, or a set or list contains a value. */
    static boolean contains(JsonNode whole, JsonNode part) {
        if (type(whole).equals("S")) {
            return type(part).equals("S")
                    && content(whole).asText().contains(content(part).asText());
        }
        for (JsonNode element : content(whole)) {
            boolean found = type(whole).equals("L")
                    ? same(element, part)
                    : element.asText().equals(content(part).asText());
            if (found) {
                return true;
            }
        }
        return false;
    }

    static int size(JsonNode value) {
        JsonNode content = content(value);
        return switch (type(value)) {
            case "S" -> content.asText().length();
            case "B" -> bytes(value, true).length;
            default -> content.size();
        };
    }
}
