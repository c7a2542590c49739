package io.github.bluegreen4j.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.StreamDataWriter;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.emitter.Emitter;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import org.snakeyaml.engine.v2.serializer.Serializer;

/** A tree as YAML in block style. */
final class YamlPrinter {
    private static final DumpSettings SETTINGS = DumpSettings.builder()
            .setSchema(new CoreSchema())
            .setDefaultFlowStyle(FlowStyle.BLOCK)
            .setIndent(2)
            .setIndicatorIndent(2)
            .setIndentWithIndicator(true)
            .setSplitLines(false)
            .build();

    private static final Pattern HALF =
            Pattern.compile("[\\uD800-\\uDBFF](?![\\uDC00-\\uDFFF])|(?<![\\uD800-\\uDBFF])[\\uDC00-\\uDFFF]");

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private YamlPrinter() {}

    /**
     * Prints a tree. The emitter breaks texts with half of a pair of surrogates, so a tree that has one is printed as JSON.
     *
     * @param text changes the texts among its values
     */
    static String print(JsonNode tree, UnaryOperator<String> text) {
        if (HALF.matcher(tree.toString()).find()) {
            return json(tree, text);
        }
        Lines lines = new Lines();
        Serializer serializer = new Serializer(SETTINGS, new Emitter(SETTINGS, lines));
        serializer.emitStreamStart();
        serializer.serializeDocument(node(tree, text));
        serializer.emitStreamEnd();
        return lines.out.toString();
    }

    private static String json(JsonNode tree, UnaryOperator<String> text) {
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(changed(tree, text)) + "\n";
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static JsonNode changed(JsonNode tree, UnaryOperator<String> text) {
        if (tree.isObject()) {
            ObjectNode object = SourceDocument.NODES.objectNode();
            tree.properties().forEach(member -> object.set(member.getKey(), changed(member.getValue(), text)));
            return object;
        }
        if (tree.isArray()) {
            ArrayNode array = SourceDocument.NODES.arrayNode();
            tree.forEach(element -> array.add(changed(element, text)));
            return array;
        }
        return tree.isTextual() ? TextNode.valueOf(text.apply(tree.textValue())) : tree;
    }

    /** Where the emitter writes. */
    private static final class Lines implements StreamDataWriter {
        private final StringBuilder out = new StringBuilder();

        @Override
        public void write(String text) {
            out.append(text);
        }

        @Override
        public void write(String text, int offset, int length) {
            out.append(text, offset, offset + length);
        }
    }

    private static Node node(JsonNode tree, UnaryOperator<String> text) {
        if (tree.isObject()) {
            List<NodeTuple> tuples = new ArrayList<>();
            for (Map.Entry<String, JsonNode> member : tree.properties()) {
                tuples.add(new NodeTuple(scalar(Tag.STR, member.getKey()), node(member.getValue(), text)));
            }
            return new MappingNode(Tag.MAP, tuples, tuples.isEmpty() ? FlowStyle.FLOW : FlowStyle.BLOCK);
        }
        if (tree.isArray()) {
            List<Node> nodes = new ArrayList<>();
            tree.forEach(element -> nodes.add(node(element, text)));
            return new SequenceNode(Tag.SEQ, nodes, nodes.isEmpty() ? FlowStyle.FLOW : FlowStyle.BLOCK);
        }
        if (tree.isTextual()) {
            String printed = text.apply(tree.textValue());
            // Without quotes, so that it may be a number.
            return scalar(Variables.isOne(printed) ? Tag.ENV_TAG : Tag.STR, printed);
        }
        Tag tag =
                tree.isBoolean() ? Tag.BOOL : tree.isNull() ? Tag.NULL : tree.isIntegralNumber() ? Tag.INT : Tag.FLOAT;
        return new ScalarNode(tag, tree.asText(), ScalarStyle.PLAIN);
    }

    /** The emitter quotes what would read as something else. */
    private static ScalarNode scalar(Tag tag, String value) {
        return new ScalarNode(tag, value, ScalarStyle.PLAIN);
    }
}
