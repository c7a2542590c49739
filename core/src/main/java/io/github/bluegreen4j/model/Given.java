package io.github.bluegreen4j.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks for the constructors of values. A missing value is refused, with its field name. Text from outside (from a
 * hook, an AWS error, an exception) is never refused: it is cleaned for journals and logs, so that its content is not
 * lost.
 */
public final class Given {
    /** The maximum length of a text from outside, in characters. */
    public static final int MAX_FOREIGN_TEXT = 8_192;

    /** The maximum length of a name or an id, in characters. */
    public static final int MAX_NAME = 512;

    /**
     * The maximum length of a name or an id, and of the two names of a service together, in bytes of UTF-8. Every
     * journal can store a key of this length: a sort key of DynamoDB has 1,024 bytes, an index row of PostgreSQL
     * 2,704.
     */
    public static final int MAX_NAME_BYTES = 1_000;

    private static final char REPLACEMENT = '\uFFFD';

    private Given() {}

    /**
     * Refuses a missing value.
     *
     * @param <T> the type of the value
     * @param field the field as the user knows it, for the message
     * @param value the value
     * @return the same value
     * @throws InvalidSpecException if the value is null
     */
    public static <T> T value(String field, @Nullable T value) {
        if (value == null) {
            throw InvalidSpecException.refused(field, SpecFaults.MISSING, "a value");
        }
        return value;
    }

    /**
     * Checks a name or id: one line of 1 to {@value #MAX_NAME} characters and at most {@value #MAX_NAME_BYTES} bytes
     * in UTF-8, not blank, without control characters or unpaired surrogates.
     *
     * @param field the field as the user knows it, for the message
     * @param name the name
     * @return the same name
     * @throws InvalidSpecException if the name is missing or not allowed
     */
    public static String name(String field, @Nullable String name) {
        SpecFaults faults = new SpecFaults();
        faults.name(field, name, "one line of 1 to " + MAX_NAME + " characters");
        faults.throwIfAny();
        return value(field, name);
    }

    /**
     * Copies a list.
     *
     * @param <T> the type of the elements
     * @param field the field as the user knows it, for the message
     * @param values the list
     * @return an unmodifiable copy
     * @throws InvalidSpecException if the list or one of its elements is null
     */
    public static <T> List<T> list(String field, @Nullable List<T> values) {
        List<T> given = value(field, values);
        try {
            return List.copyOf(given);
        } catch (NullPointerException hasNull) {
            elements(field, given); // says which
            throw hasNull;
        }
    }

    /**
     * Copies a set.
     *
     * @param <T> the type of the elements
     * @param field the field as the user knows it, for the message
     * @param values the set
     * @return an unmodifiable copy
     * @throws InvalidSpecException if the set or one of its elements is null
     */
    public static <T> Set<T> set(String field, @Nullable Set<T> values) {
        elements(field, value(field, values));
        return Set.copyOf(values);
    }

    /**
     * Copies a map.
     *
     * @param <K> the type of the keys
     * @param <V> the type of the values
     * @param field the field as the user knows it, for the message
     * @param values the map
     * @return an unmodifiable copy
     * @throws InvalidSpecException if the map or one of its keys or values is null
     */
    public static <K, V> Map<K, V> map(String field, @Nullable Map<K, V> values) {
        entries(field, value(field, values));
        return Map.copyOf(values);
    }

    /** Throws an {@link InvalidSpecException} if the collection or one of its elements is null. */
    static void elements(String field, @Nullable Collection<?> values) {
        int index = 0;
        for (Object element : value(field, values)) {
            if (element == null) {
                value(field + "[" + index + "]", null);
            }
            index++;
        }
    }

    /** Throws an {@link InvalidSpecException} if the map or one of its keys or values is null. */
    static void entries(String field, @Nullable Map<?, ?> values) {
        for (Map.Entry<?, ?> entry : value(field, values).entrySet()) {
            // The texts are made for the message only.
            if (entry.getKey() == null) {
                value(field + " key", null);
            }
            if (entry.getValue() == null) {
                value(field + "[" + entry.getKey() + "]", null);
            }
        }
    }

    /**
     * Cleans a text from outside, so that it can be journaled and logged. Control characters other than line breaks
     * and tabs, and unpaired surrogates, become U+FFFD. Carriage returns are removed. A text longer than {@value
     * #MAX_FOREIGN_TEXT} characters is cut, and the cut is noted in it. A clean text stays unchanged.
     *
     * @param field the field as the user knows it, for the message
     * @param text the text
     * @return the clean text
     * @throws InvalidSpecException if the text is null
     */
    public static String foreignText(String field, @Nullable String text) {
        return fit(value(field, text), MAX_FOREIGN_TEXT);
    }

    /**
     * Cleans each text of a list; see {@link #foreignText}.
     *
     * @param field the field as the user knows it, for the message
     * @param texts the texts
     * @return an unmodifiable list of clean texts, in the same order
     * @throws InvalidSpecException if the list or one of the texts is null
     */
    public static List<String> foreignTexts(String field, @Nullable List<String> texts) {
        List<String> fit = new ArrayList<>();
        for (String text : list(field, texts)) {
            fit.add(fit(text, MAX_FOREIGN_TEXT));
        }
        return List.copyOf(fit);
    }

    /**
     * Escapes a text for display in one line. Line breaks and tabs become {@code \\n}, {@code \\r} and {@code \\t}.
     * Other control characters, characters that only control layout (such as the text direction) and unpaired
     * surrogates become {@code \\u001b} and the like. The result cannot start a line of its own, control a terminal
     * or change the order of text. Everything else stays unchanged.
     *
     * @param text the text; null is shown as {@code null}
     * @return the escaped text
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

    /** Cleans a text and cuts it to that many characters, the note about the cut included. */
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

    /** Whether that is an unpaired surrogate, which cannot be encoded in UTF-8. */
    static boolean isHalf(String text, int at) {
        char c = text.charAt(at);
        if (Character.isHighSurrogate(c)) {
            return at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1));
        }
        return Character.isLowSurrogate(c) && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
    }
}
