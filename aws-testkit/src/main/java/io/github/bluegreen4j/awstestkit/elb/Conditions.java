package io.github.bluegreen4j.awstestkit.elb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.bluegreen4j.awstestkit.wire.Inputs;
import java.util.Map;

/** The conditions of rules. Values of hosts and paths are described in both forms, whichever one was written. */
final class Conditions {
    private static final Map<String, String> TWICE =
            Map.of("host-header", "HostHeaderConfig", "path-pattern", "PathPatternConfig");

    private Conditions() {}

    /** Returns the condition that a path matches a pattern. */
    static ObjectNode path(String pattern) {
        ObjectNode condition = JsonNodeFactory.instance.objectNode();
        condition.put("Field", "path-pattern").putArray("Values").add(pattern);
        return twice(condition);
    }

    static ArrayNode kept(ArrayNode written) {
        ArrayNode kept = JsonNodeFactory.instance.arrayNode();
        written.forEach(condition -> kept.add(twice((ObjectNode) condition)));
        return kept;
    }

    private static ObjectNode twice(ObjectNode written) {
        String config = TWICE.get(written.path("Field").asText());
        if (config == null) {
            return written.deepCopy();
        }
        ObjectNode kept = JsonNodeFactory.instance.objectNode();
        kept.set("Field", written.get("Field"));
        JsonNode values =
                Inputs.list(written, "Values").isEmpty() ? written.path(config).path("Values") : written.get("Values");
        if (values instanceof ArrayNode list) {
            kept.set("Values", list.deepCopy());
            kept.putObject(config).set("Values", list.deepCopy());
        }
        if (written.hasNonNull("RegexValues")) {
            kept.set("RegexValues", written.get("RegexValues"));
        }
        return kept;
    }
}
