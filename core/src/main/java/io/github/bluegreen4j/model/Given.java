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

    /** The most characters of a name or an id: what every journal keeps. */
    public static final int MAX_NAME = 512;

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
     * A name or id: one line of 1 to {@value #MAX_NAME} characters, not blank.
     *
     * @throws InvalidSpecException when it is none
     */
    public static String name(String field, @Nullable String name) {
        Faults faults = new Faults();
        faults.text(field, name, MAX_NAME, "one line of 1 to " + MAX_NAME + " characters");
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
