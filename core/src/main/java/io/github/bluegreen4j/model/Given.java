package io.github.bluegreen4j.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks what a value is made from. What is missing is refused by its name; text from outside (a hook, an AWS error, an
 * exception) is never refused but made fit for journals and logs, since what it tells must not be lost.
 */
public final class Given {
    /** The most characters that a text from outside keeps. */
    public static final int MAX_FOREIGN_TEXT = 8_192;

    /** The most characters of a name or an id. */
    public static final int MAX_NAME = 512;

    /**
     * The most bytes of a name or an id in UTF-8, and of the two names of a service together: what every journal can store in a key. A
     * sort key of DynamoDB has 1,024 bytes, a row of an index of PostgreSQL 2,704.
     */
    public static final int MAX_NAME_BYTES = 1_000;

    private static final char REPLACEMENT = '\uFFFD';

    private Given() {}

    /**
     * The value.
     *
     * @throws InvalidSpecException when there is none
     */
    public static <T> T value(String field, @Nullable T value) {
        if (value == null) {
            throw InvalidSpecException.refused(field, Faults.MISSING, "a value");
        }
        return value;
    }

    /**
     * A name or id: one line of 1 to {@value #MAX_NAME} characters, of at most {@value #MAX_NAME_BYTES} bytes in UTF-8, not blank, without
     * control characters and halves of characters.
     *
     * @throws InvalidSpecException when it is none
     */
    public static String name(String field, @Nullable String name) {
        Faults faults = new Faults();
        faults.name(field, name, "one line of 1 to " + MAX_NAME + " characters");
        faults.throwIfAny();
        return value(field, name);
    }

    /**
     * An unmodifiable copy of a list.
     *
     * @throws InvalidSpecException when the list or one of its elements is missing
     */
    public static <T> List<T> list(String field, @Nullable List<T> values) {
        elements(field, value(field, values));
        return List.copyOf(values);
    }

    /**
     * An unmodifiable copy of a set.
     *
     * @throws InvalidSpecException when the set or one of its elements is missing
     */
    public static <T> Set<T> set(String field, @Nullable Set<T> values) {
        elements(field, value(field, values));
        return Set.copyOf(values);
    }

    /**
     * An unmodifiable copy of a map.
     *
     * @throws InvalidSpecException when the map or one of its keys or values is missing
     */
    public static <K, V> Map<K, V> map(String field, @Nullable Map<K, V> values) {
        entries(field, value(field, values));
        return Map.copyOf(values);
    }

    /** Throws an {@link InvalidSpecException} when the collection or one of its elements is missing. */
    static void elements(String field, @Nullable Collection<?> values) {
        int index = 0;
        for (Object element : value(field, values)) {
            if (element == null) {
                value(field + "[" + index + "]", null);
            }
            index++;
        }
    }

    /** Throws an {@link InvalidSpecException} when the map or one of its keys or values is missing. */
    static void entries(String field, @Nullable Map<?, ?> values) {
        value(field, values).forEach((key, element) -> {
            value(field + " key", key);
            value(field + "[" + key + "]", element);
        });
    }

    /**
     * A text from outside, fit to be journaled and logged: control characters other than line breaks and tabs, and halves of
     * characters, are replaced by U+FFFD, carriage returns are dropped, and what is longer than {@value #MAX_FOREIGN_TEXT}
     * characters is cut and says so. A text that is fit already stays as it is.
     *
     * @throws InvalidSpecException when there is none
     */
    public static String foreignText(String field, @Nullable String text) {
        return fit(value(field, text), MAX_FOREIGN_TEXT);
    }

    /**
     * The same for each text of a list.
     *
     * @throws InvalidSpecException when the list or one of the texts is missing
     */
    public static List<String> foreignTexts(String field, @Nullable List<String> texts) {
        List<String> fit = new ArrayList<>();
        for (String text : list(field, texts)) {
            fit.add(fit(text, MAX_FOREIGN_TEXT));
        }
        return List.copyOf(fit);
    }

    /**
     * A text as people may be shown it, in one line: line breaks and tabs as {@code \\n}, {@code \\r} and {@code \\t}; other control
     * characters, characters that only steer how text is laid out (those that change its direction among them), and halves of characters
     * as {@code \\u001b}. Nothing in it can begin a line of its own, drive a terminal or show text in another order. Everything else
     * stays as it is.
     */
    public static String visible(@Nullable Object text) {
        String raw = String.valueOf(text);
        StringBuilder out = null;
        for (int at = 0; at < raw.length(); ) {
            int character = raw.codePointAt(at);
            int length = Character.charCount(character);
            boolean steers = steers(character);
            if (steers && out == null) {
                out = new StringBuilder(raw.length() + 16).append(raw, 0, at);
            }
            if (out != null && steers) {
                escape(out, raw.substring(at, at + length));
            } else if (out != null) {
                out.append(raw, at, at + length);
            }
            at += length;
        }
        return out == null ? raw : out.toString();
    }

    private static boolean steers(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> true;
            default -> false;
        };
    }

    private static void escape(StringBuilder out, String character) {
        switch (character) {
            case "\n" -> out.append("\\n");
            case "\r" -> out.append("\\r");
            case "\t" -> out.append("\\t");
            default -> {
                for (int i = 0; i < character.length(); i++) {
                    out.append(String.format(Locale.ROOT, "\\u%04x", (int) character.charAt(i)));
                }
            }
        }
    }

    /** A fit text of at most that many characters, the remark that it was cut included. */
    static String fit(String text, int longest) {
        String clean = isClean(text) ? text : cleaned(text);
        if (clean.length() <= longest) {
            return clean;
        }
        String remark = String.format(Locale.ROOT, "… (%,d characters, cut)", text.length());
        int end = longest - remark.length();
        boolean splits = Character.isHighSurrogate(clean.charAt(end - 1));
        return clean.substring(0, splits ? end - 1 : end) + remark;
    }

    private static boolean isClean(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isUnfit(text, i)) {
                return false;
            }
        }
        return true;
    }

    private static String cleaned(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isUnfit(text, i)) {
                clean.append(c);
            } else if (c != '\r') {
                clean.append(REPLACEMENT);
            }
        }
        return clean.toString();
    }

    private static boolean isUnfit(String text, int at) {
        char c = text.charAt(at);
        return (Character.isISOControl(c) && c != '\n' && c != '\t') || isHalf(text, at);
    }

    /** Whether that is one half of a character beyond 16 bits, without the other: it has no form in UTF-8. */
    static boolean isHalf(String text, int at) {
        char c = text.charAt(at);
        if (Character.isHighSurrogate(c)) {
            return at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1));
        }
        return Character.isLowSurrogate(c) && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
    }
}
