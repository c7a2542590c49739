package io.github.bluegreen4j.notify;

import java.util.List;
import java.util.Map;

/** JSON from maps, lists, texts and booleans. */
final class JsonText {
    private JsonText() {}

    static String of(Object value) {
        StringBuilder json = new StringBuilder();
        write(value, json);
        return json.toString();
    }

    private static void write(Object value, StringBuilder json) {
        if (value instanceof Map<?, ?> object) {
            json.append('{');
            String separator = "";
            for (Map.Entry<?, ?> entry : object.entrySet()) {
                json.append(separator);
                text(entry.getKey().toString(), json);
                json.append(':');
                write(entry.getValue(), json);
                separator = ",";
            }
            json.append('}');
        } else if (value instanceof List<?> array) {
            json.append('[');
            String separator = "";
            for (Object element : array) {
                json.append(separator);
                write(element, json);
                separator = ",";
            }
            json.append(']');
        } else if (value instanceof Boolean) {
            json.append(value);
        } else {
            text(value.toString(), json);
        }
    }

    /** Everything outside ASCII is escaped, too: the result is the same in every encoding, half a character included. */
    private static void text(String text, StringBuilder json) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c >= ' ' && c < 127) {
                json.append(c);
            } else {
                json.append(String.format("\\u%04x", (int) c));
            }
        }
        json.append('"');
    }
}
