package io.github.bluegreen4j.console;

import io.github.bluegreen4j.model.Given;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Builds HTML. {@link #raw} takes constants of this module alone; everything else goes through {@link #text}, which escapes it for elements
 * and for quoted attributes. Not thread-safe.
 */
final class Html {
    private static final DateTimeFormatter UTC = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static final Pattern INSTANT =
            Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,9})?)?Z");

    private final StringBuilder out = new StringBuilder(4_096);

    Html raw(String markup) {
        out.append(markup);
        return this;
    }

    Html raw(long number) {
        out.append(number);
        return this;
    }

    Html add(Html other) {
        out.append(other.out);
        return this;
    }

    Html text(Object text) {
        escape(Given.visible(text), out);
        return this;
    }

    /** The name of a stage or a status, which may break after an underscore. */
    Html name(Object name) {
        StringBuilder escaped = new StringBuilder();
        escape(Given.visible(name), escaped);
        out.append(escaped.toString().replace("_", "_<wbr>"));
        return this;
    }

    /** A sentence, with its instants as {@link #time}. */
    Html prose(Object text) {
        String line = Given.visible(text);
        Matcher instants = INSTANT.matcher(line);
        int from = 0;
        while (instants.find()) {
            escape(line.substring(from, instants.start()), out);
            try {
                time(Instant.parse(instants.group()));
            } catch (DateTimeParseException noInstant) {
                escape(instants.group(), out);
            }
            from = instants.end();
        }
        escape(line.substring(from), out);
        return this;
    }

    /** An instant. The script of the page shortens it, and says how far away it is. */
    Html time(Instant at) {
        Instant second = Instant.ofEpochSecond(at.getEpochSecond());
        out.append("<time datetime=\"").append(second).append("\">");
        out.append(UTC.format(second)).append("</time>");
        return this;
    }

    /** The address of a deployment's page, relative to every page. */
    Html address(String id) {
        return raw("deployment?id=").raw(URLEncoder.encode(id, StandardCharsets.UTF_8));
    }

    private static void escape(String text, StringBuilder out) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.append(c);
            }
        }
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
