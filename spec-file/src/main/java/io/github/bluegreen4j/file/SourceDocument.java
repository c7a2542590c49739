package io.github.bluegreen4j.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.bluegreen4j.model.InvalidSpecException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.resolver.CoreScalarResolver;
import org.snakeyaml.engine.v2.scanner.StreamReader;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * A YAML or JSON text as a tree, with the line of each member. Short forms of
 * CloudFormation become long ones: {@code !Ref Rule} is {@code {"Ref": "Rule"}}.
 */
final class SourceDocument {
    /** Keeps every digit, so that what is written is what was read. */
    static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** A specification with 20 hooks of 32 KiB of details each is smaller. */
    private static final int MOST_CHARACTERS = 3_000_000;

    /** Details of hooks are 32 deep; a template is less. */
    private static final int MOST_DEPTH = 64;

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MOST_DEPTH)
                    .maxDocumentLength(MOST_CHARACTERS)
                    .maxNumberLength(MOST_CHARACTERS)
                    .maxStringLength(MOST_CHARACTERS)
                    .maxNameLength(MOST_CHARACTERS)
                    .build())
            .build();

    private static final CoreScalarResolver RESOLVER = new CoreScalarResolver(false);

    private final String name;
    private final Variables variables;
    private final Map<String, Integer> lines = new HashMap<>();
    private final List<InvalidSpecException.Fault> faults = new ArrayList<>();
    private JsonNode root = NullNode.instance;

    private SourceDocument(String name, Variables variables) {
        this.name = name;
        this.variables = variables;
    }

    /**
     * Parses a text.
     *
     * @param name what it is called in messages
     * @param variables replaces variables in its values
     * @throws InvalidSpecException if it is neither YAML nor JSON, or with every variable that can't be replaced
     */
    static SourceDocument parse(String name, String text, Variables variables) {
        SourceDocument document = new SourceDocument(name, variables);
        document.read(text);
        if (!document.faults.isEmpty()) {
            throw new InvalidSpecException(document.faults);
        }
        return document;
    }

    String name() {
        return name;
    }

    JsonNode root() {
        return root;
    }

    /** A fault of a member, with the line of it or of what it is missing in. */
    InvalidSpecException.Fault fault(String path, String value, String wrong, String allowed) {
        return new InvalidSpecException.Fault(at(line(path), path), value, wrong, allowed);
    }

    /** A member with its line. */
    String place(String path) {
        return at(line(path), path);
    }

    private String at(int line, String path) {
        return name + ":" + line + (path.isEmpty() ? "" : ": " + path);
    }

    private int line(String path) {
        for (String known = path; !known.isEmpty(); known = within(known)) {
            Integer line = lines.get(known);
            if (line != null) {
                return line;
            }
        }
        return lines.getOrDefault("", 1);
    }

    private static String within(String path) {
        return path.substring(0, Math.max(0, Math.max(path.lastIndexOf('.'), path.lastIndexOf('['))));
    }

    static String member(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    static String element(String path, int index) {
        return path + "[" + index + "]";
    }

    private void read(String text) {
        if (text.stripLeading().startsWith("{")) {
            readJson(text);
        } else {
            readYaml(text);
        }
    }

    /** Not as YAML, in which tabs may not indent, and a long name is none. */
    private void readJson(String text) {
        try (JsonParser parser = JSON.createParser(text)) {
            parser.nextToken();
            root = tree("", parser);
            if (parser.nextToken() != null) {
                int line = parser.currentTokenLocation().getLineNr();
                faults.add(new InvalidSpecException.Fault(at(line, ""), "more than one object", "is there", "one"));
            }
        } catch (JsonProcessingException wrong) {
            JsonLocation location = wrong.getLocation();
            unparsable(text, location == null ? 1 : location.getLineNr(), wrong.getOriginalMessage(), "JSON");
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private JsonNode tree(String path, JsonParser parser) throws IOException {
        lines.putIfAbsent(path, parser.currentTokenLocation().getLineNr());
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            ObjectNode object = NODES.objectNode();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String key = parser.currentName();
                String at = member(path, key);
                lines.put(at, parser.currentTokenLocation().getLineNr());
                parser.nextToken();
                put(object, key, at, tree(at, parser));
            }
            return object;
        }
        if (token == JsonToken.START_ARRAY) {
            ArrayNode array = NODES.arrayNode();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                array.add(tree(element(path, array.size()), parser));
            }
            return array;
        }
        return switch (token) {
            case VALUE_STRING -> TextNode.valueOf(replaced(path, parser.getText()));
            case VALUE_NUMBER_INT -> NODES.numberNode(parser.getBigIntegerValue());
            case VALUE_NUMBER_FLOAT -> NODES.numberNode(parser.getDecimalValue());
            case VALUE_TRUE, VALUE_FALSE -> BooleanNode.valueOf(parser.getBooleanValue());
            default -> NullNode.instance;
        };
    }

    private void put(ObjectNode object, String key, String path, JsonNode value) {
        if (object.has(key)) {
            faults.add(fault(path, key, "is there twice", "each field once"));
        }
        object.set(key, value);
    }

    private String replaced(String path, String text) {
        return variables.replace(text, (use, allowed) -> faults.add(fault(path, use, "can't be replaced", allowed)));
    }

    private void unparsable(String text, int line, String problem, String what) {
        String shown = text.lines().skip(line - 1L).findFirst().orElse("").strip();
        faults.add(new InvalidSpecException.Fault(at(line, ""), shown, "can't be parsed: " + problem, what));
    }

    private void readYaml(String text) {
        LoadSettings settings = LoadSettings.builder()
                .setSchema(new CoreSchema())
                .setCodePointLimit(MOST_CHARACTERS)
                .setAllowDuplicateKeys(true) // reported here, with their path
                .build();
        try {
            List<Node> documents = new ArrayList<>();
            new Composer(settings, new ParserImpl(settings, new StreamReader(settings, text)))
                    .forEachRemaining(documents::add);
            if (documents.size() != 1) {
                faults.add(new InvalidSpecException.Fault(name, documents.size() + " documents", "are there", "one"));
                return;
            }
            root = tree("", documents.get(0), 0);
        } catch (MarkedYamlEngineException wrong) {
            int line = wrong.getProblemMark().map(Mark::getLine).orElse(0) + 1;
            unparsable(text, line, wrong.getProblem(), "YAML");
        } catch (YamlEngineException wrong) {
            faults.add(new InvalidSpecException.Fault(
                    name, String.valueOf(wrong.getMessage()), "can't be parsed", "YAML or JSON"));
        }
    }

    private JsonNode tree(String path, Node node, int depth) {
        node.getStartMark().ifPresent(mark -> lines.putIfAbsent(path, mark.getLine() + 1));
        if (depth > MOST_DEPTH) {
            faults.add(fault(path, "more than " + MOST_DEPTH + " levels", "is too deep", ""));
            return NullNode.instance;
        }
        JsonNode content = content(path, node, depth);
        return isFunction(node.getTag()) ? function(node.getTag().getValue().substring(1), content) : content;
    }

    /** The parser has a tag of its own for a variable without quotes. */
    private static boolean isFunction(Tag tag) {
        return tag.getValue().matches("![A-Z].*") && !tag.equals(Tag.ENV_TAG);
    }

    private JsonNode content(String path, Node node, int depth) {
        if (node instanceof MappingNode mapping) {
            return object(path, mapping, depth);
        }
        if (node instanceof SequenceNode sequence) {
            ArrayNode array = NODES.arrayNode();
            sequence.getValue().forEach(element -> array.add(tree(element(path, array.size()), element, depth + 1)));
            return array;
        }
        return scalar(path, (ScalarNode) node);
    }

    private ObjectNode object(String path, MappingNode mapping, int depth) {
        ObjectNode object = NODES.objectNode();
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                faults.add(fault(path, "a list or an object", "is not a name", ""));
                continue;
            }
            String at = member(path, key.getValue());
            key.getStartMark().ifPresent(mark -> lines.put(at, mark.getLine() + 1));
            put(object, key.getValue(), at, tree(at, tuple.getValueNode(), depth + 1));
        }
        return object;
    }

    /** A function of CloudFormation in its long form. */
    private static JsonNode function(String name, JsonNode argument) {
        String key = name.equals("Ref") || name.equals("Condition") ? name : "Fn::" + name;
        return NODES.objectNode().set(key, argument);
    }

    private JsonNode scalar(String path, ScalarNode scalar) {
        String written = scalar.getValue();
        boolean isPlain = scalar.getScalarStyle() == ScalarStyle.PLAIN;
        String value = replaced(path, written);
        boolean isFunction = isFunction(scalar.getTag());
        // A variable alone and without quotes may be a number.
        boolean isText = !isPlain || isFunction || (!value.equals(written) && !Variables.isOne(written));
        return isText ? TextNode.valueOf(value) : plain(path, value);
    }

    private JsonNode plain(String path, String value) {
        Tag tag = RESOLVER.resolve(value, true);
        if (tag.equals(Tag.NULL)) {
            return NullNode.instance;
        }
        if (tag.equals(Tag.BOOL)) {
            return BooleanNode.valueOf(Boolean.parseBoolean(value));
        }
        try {
            if (tag.equals(Tag.INT)) {
                return NODES.numberNode(new BigInteger(value.startsWith("+") ? value.substring(1) : value));
            }
            if (tag.equals(Tag.FLOAT)) {
                return NODES.numberNode(new BigDecimal(value));
            }
        } catch (NumberFormatException otherBase) {
            faults.add(fault(path, value, "is not a number here", "digits; a text in quotes"));
        }
        return TextNode.valueOf(value);
    }
}
