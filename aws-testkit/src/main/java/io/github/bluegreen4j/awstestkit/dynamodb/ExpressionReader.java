package io.github.bluegreen4j.awstestkit.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The tokens of an expression, with the request's substitutions for {@code #names} and {@code :values}. */
final class ExpressionReader {
    private static final Pattern WORD =
            Pattern.compile("\\s*(#[A-Za-z0-9_]+|:[A-Za-z0-9_]+|[A-Za-z0-9_]+|<>|<=|>=|[-=<>(),.+\\[\\]])\\s*");

    /** The maximum size of an expression ("Constraints in Amazon DynamoDB" in the DynamoDB developer guide). */
    private static final int MOST_BYTES = 4096;

    private final JsonNode input;
    private final Set<String> used;
    private final List<String> words = new ArrayList<>();
    private final Set<String> attributes = new LinkedHashSet<>();
    private final String text;
    private int next;

    /** @param used collects the names and values that the expressions of the request use */
    ExpressionReader(String text, JsonNode input, Set<String> used) {
        this.text = text;
        this.input = input;
        this.used = used;
        if (text.length() > MOST_BYTES) {
            throw DynamoRefusals.invalid("Invalid expression: Expression size has exceeded the maximum allowed size;"
                    + " expression size: " + text.length());
        }
        Matcher word = WORD.matcher(text);
        int end = 0;
        while (word.find() && word.start() == end) {
            words.add(word.group(1));
            end = word.end();
        }
        if (end != text.length() || words.isEmpty()) {
            throw wrong();
        }
    }

    /** Returns an empty set for the names and values that a request uses. */
    static Set<String> nothingUsed() {
        return new HashSet<>();
    }

    /** Checks that the expressions use every name and value of the request. */
    static void requireAllUsed(JsonNode input, Set<String> used) {
        for (String given : List.of("ExpressionAttributeNames", "ExpressionAttributeValues")) {
            input.path(given).fieldNames().forEachRemaining(key -> {
                if (!used.contains(key)) {
                    throw DynamoRefusals.invalid(
                            "Value provided in " + given + " unused in expressions: keys: {" + key + "}");
                }
            });
        }
    }

    RuntimeException wrong() {
        String near = next < words.size() ? words.get(next) : "<EOF>";
        return DynamoRefusals.invalid(
                "Invalid expression: Syntax error; token: \"" + near + "\", near: \"" + text + "\"");
    }

    boolean isAtEnd() {
        return next == words.size();
    }

    /** Returns the next token in capitals; empty at the end. */
    String peek() {
        return isAtEnd() ? "" : words.get(next).toUpperCase(Locale.ROOT);
    }

    /** Returns the token after the next one; empty at the end. */
    String peekBehind() {
        return next + 1 < words.size() ? words.get(next + 1) : "";
    }

    boolean take(String word) {
        boolean taken = peek().equals(word);
        next += taken ? 1 : 0;
        return taken;
    }

    void require(String word) {
        if (!take(word)) {
            throw wrong();
        }
    }

    private String word() {
        if (isAtEnd()) {
            throw wrong();
        }
        return words.get(next++);
    }

    boolean isValue() {
        return peek().startsWith(":");
    }

    JsonNode value() {
        String key = word();
        used.add(key);
        JsonNode value = input.path("ExpressionAttributeValues").get(key);
        if (value == null) {
            throw DynamoRefusals.invalid(
                    "Invalid expression: An expression attribute value used in expression is not defined; attribute value: "
                            + key);
        }
        return value;
    }

    AttributePath path() {
        List<Object> steps = new ArrayList<>();
        steps.add(name());
        while (peek().equals(".") || peek().equals("[")) {
            if (take(".")) {
                steps.add(name());
            } else {
                require("[");
                steps.add(Integer.valueOf(word()));
                require("]");
            }
        }
        AttributePath path = new AttributePath(steps);
        attributes.add(path.top());
        return path;
    }

    /** Returns the item's own attributes that were named so far. */
    Set<String> attributes() {
        return attributes;
    }

    private String name() {
        String word = word();
        if (!word.startsWith("#")) {
            if (!Character.isLetter(word.charAt(0)) && word.charAt(0) != '_') {
                throw wrong();
            }
            return word;
        }
        used.add(word);
        JsonNode name = input.path("ExpressionAttributeNames").get(word);
        if (name == null) {
            throw DynamoRefusals.invalid(
                    "Invalid expression: An expression attribute name used in the document path is not defined;"
                            + " attribute name: " + word);
        }
        return name.asText();
    }
}
