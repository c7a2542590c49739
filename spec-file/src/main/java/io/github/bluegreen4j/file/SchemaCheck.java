package io.github.bluegreen4j.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.path.NodePath;
import io.github.bluegreen4j.model.InvalidSpecException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Checks a tree against the published JSON Schema. Every fault names its line, its field, and what would be right. */
final class SchemaCheck {
    /** The text of the schema. */
    static final String TEXT = resource("spec-file-1.json");

    private static final JsonNode TREE = tree(TEXT);
    private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(TREE);

    private SchemaCheck() {}

    private static String resource(String name) {
        try (InputStream in = SchemaCheck.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not beside this class");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static JsonNode tree(String text) {
        try {
            return JsonMapper.builder().build().readTree(text);
        } catch (JsonProcessingException wrong) {
            throw new IllegalStateException(wrong);
        }
    }

    /** Everything that is wrong, in the order of the lines. */
    static List<InvalidSpecException.Fault> faults(SourceDocument document) {
        return SCHEMA.validate(document.root()).stream()
                .map(error -> fault(document, error))
                .distinct()
                .toList();
    }

    private static InvalidSpecException.Fault fault(SourceDocument document, Error error) {
        String path = path(error.getInstanceLocation());
        JsonNode rule = error.getSchemaNode();
        String value = shown(error.getInstanceNode());
        return switch (error.getKeyword()) {
            case "additionalProperties" -> unknown(document, path, error);
            case "required" ->
                document.fault(SourceDocument.member(path, error.getProperty()), "(missing)", "", "a value");
            case "enum" -> document.fault(path, value, "is not allowed", words(rule));
            case "type" -> document.fault(path, value, "is not " + type(rule), hint(rule, error.getInstanceNode()));
            case "minimum" -> document.fault(path, value, "is not allowed", rule.asText() + " or more");
            case "maximum" -> document.fault(path, value, "is not allowed", rule.asText() + " or less");
            case "multipleOf" -> document.fault(path, value, "is not allowed", "a multiple of " + rule.asText());
            case "minItems" -> document.fault(path, elements(error), "are not allowed", rule.asText() + " or more");
            case "maxItems" -> document.fault(path, elements(error), "are not allowed", rule.asText() + " or fewer");
            case "uniqueItems" -> document.fault(path, value, "is not allowed", "each element once");
            case "pattern", "minLength" -> document.fault(path, value, "is not allowed", title(error));
            default -> document.fault(path, value, "is not allowed: " + error.getMessage(), "");
        };
    }

    private static String elements(Error error) {
        return error.getInstanceNode().size() + " elements";
    }

    /** What stands beside the rule. */
    private static String title(Error error) {
        NodePath fragment = error.getSchemaLocation().getFragment();
        JsonNode around = TREE.at(pointer(fragment.getParent()));
        return around.path("title").asText("another text");
    }

    private static String pointer(NodePath path) {
        StringBuilder pointer = new StringBuilder();
        for (int i = 0; i < path.getNameCount(); i++) {
            pointer.append('/').append(path.getElement(i));
        }
        return pointer.toString();
    }

    private static InvalidSpecException.Fault unknown(SourceDocument document, String path, Error error) {
        String name = error.getProperty();
        JsonNode around =
                TREE.at(pointer(error.getSchemaLocation().getFragment().getParent()));
        List<String> known = new ArrayList<>();
        around.path("properties").fieldNames().forEachRemaining(known::add);
        String allowed = closest(name, known).map(one -> one + "?").orElseGet(() -> String.join(", ", known));
        String wrong = path.isEmpty() ? "is not a field of a specification" : "is not a field of " + path;
        return document.fault(SourceDocument.member(path, name), name, wrong, allowed);
    }

    /** The name that was probably meant. */
    static Optional<String> closest(String name, List<String> known) {
        return known.stream()
                .filter(one -> distance(name, one) <= Math.max(2, name.length() / 3))
                .min(Comparator.comparingInt(one -> distance(name, one)));
    }

    /** How many letters have to be changed, added or taken away, whatever their case. */
    private static int distance(String one, String other) {
        int[] before = new int[other.length() + 1];
        for (int j = 0; j < before.length; j++) {
            before[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int[] row = new int[before.length];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                boolean same = Character.toLowerCase(one.charAt(i - 1)) == Character.toLowerCase(other.charAt(j - 1));
                row[j] = Math.min(before[j - 1] + (same ? 0 : 1), 1 + Math.min(before[j], row[j - 1]));
            }
            before = row;
        }
        return before[other.length()];
    }

    private static String words(JsonNode rule) {
        return StreamSupport.stream(rule.spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.joining(", "));
    }

    private static String type(JsonNode rule) {
        return switch (rule.asText()) {
            case "string" -> "a text";
            case "object" -> "an object";
            case "array" -> "a list";
            case "integer" -> "a whole number";
            case "boolean" -> "true or false";
            default -> "a " + rule.asText();
        };
    }

    private static String hint(JsonNode rule, JsonNode value) {
        boolean isQuotable = rule.asText().equals("string") && value.isValueNode() && !value.isNull();
        return isQuotable ? "the same in quotes" : "";
    }

    static String shown(JsonNode value) {
        return value.isTextual() ? value.textValue() : value.isNull() ? "null" : value.toString();
    }

    private static String path(NodePath location) {
        String path = "";
        for (int i = 0; i < location.getNameCount(); i++) {
            Object element = location.getElement(i);
            path = element instanceof Integer index
                    ? SourceDocument.element(path, index)
                    : SourceDocument.member(path, String.valueOf(element));
        }
        return path;
    }
}
