package io.github.bluegreen4j.journal.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Text to JSON and back: strictly, and with every number as exactly as it is written. */
final class JsonParser {
    /** Details of hooks are 32 deep and lie 6 deep at most. */
    private static final int MOST_DEPTH = 100;

    /** The longest number of the details of a hook has 4096 bits, which are 1234 digits. */
    private static final int MOST_DIGITS = 1300;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MOST_DEPTH)
                            .maxNumberLength(MOST_DIGITS)
                            // As long as they were written: the model sets the limits.
                            .maxStringLength(Integer.MAX_VALUE)
                            .maxNameLength(Integer.MAX_VALUE)
                            .build())
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .build();
    private static final ObjectReader READER = MAPPER.readerFor(JsonNode.class);
    private static final ObjectWriter WRITER = MAPPER.writer();

    private JsonParser() {}

    static String write(JsonNode node) {
        try {
            return withoutHalfCharacters(WRITER.writeValueAsString(node));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("what was built can't be written", impossible);
        }
    }

    static ObjectNode read(String text) {
        JsonNode node;
        try {
            node = READER.readTree(text);
        } catch (JsonProcessingException wrong) {
            throw new MisfitException(Place.TOP, position(wrong.getLocation()) + wrong.getOriginalMessage(), wrong);
        } catch (ArithmeticException | NumberFormatException beyondAllNumbers) {
            throw new MisfitException(Place.TOP, "a number is out of range", beyondAllNumbers);
        }
        if (!(node instanceof ObjectNode object)) {
            throw Place.TOP.wanted("an object", node);
        }
        return object;
    }

    private static String position(JsonLocation location) {
        return location == null ? "" : "after character " + location.getCharOffset() + ": ";
    }

    /** Half of a pair of surrogates has no form in UTF-8, so it is written in ASCII: no database would keep it. */
    private static String withoutHalfCharacters(String text) {
        StringBuilder out = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean pair = Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            boolean half = Character.isSurrogate(c) && !pair;
            if (half && out == null) {
                out = new StringBuilder(text.substring(0, i));
            }
            if (out != null) {
                out.append(half ? String.format("\\u%04x", (int) c) : pair ? text.substring(i, i + 2) : c);
            }
            if (pair) {
                i++;
            }
        }
        return out == null ? text : out.toString();
    }
}
