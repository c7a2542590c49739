package io.github.bluegreen4j.awstestkit.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * Formats a tree as XML of the query protocol. The elements of a list are {@code <member>}, those of a map {@code <entry>}.
 */
final class XmlText {
    private final StringBuilder text = new StringBuilder(512);

    XmlText open(String tag) {
        text.append('<').append(tag).append('>');
        return this;
    }

    XmlText close(String name) {
        text.append("</").append(name).append('>');
        return this;
    }

    XmlText text(String name, String value) {
        open(name);
        escape(value);
        return close(name);
    }

    void element(String name, JsonNode value) {
        if (value instanceof ArrayNode list && name.equals("entry")) {
            list.forEach(entry -> element("entry", entry));
        } else if (value instanceof ArrayNode list) {
            open(name);
            list.forEach(member -> element("member", member));
            close(name);
        } else if (value instanceof ObjectNode object) {
            open(name);
            for (Map.Entry<String, JsonNode> field : object.properties()) {
                element(field.getKey(), field.getValue());
            }
            close(name);
        } else if (!value.isNull()) {
            text(name, value.asText());
        }
    }

    private void escape(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '<' -> text.append("&lt;");
                case '>' -> text.append("&gt;");
                case '&' -> text.append("&amp;");
                case '"' -> text.append("&quot;");
                case '\r' -> text.append("&#13;");
                default -> text.append(c);
            }
        }
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
