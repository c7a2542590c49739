package io.github.bluegreen4j.model;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Collects everything that is wrong with a value, so that it can be reported at once. Not thread-safe; use one for
 * each check.
 */
final class SpecFaults {
    static final String MISSING = "(missing)";

    /** The maximum length of an ARN. */
    static final int MAX_IDENTITY = 2_048;

    /** Formatted once: a simulation checks millions of names. */
    private static final String TOO_LONG_FOR_A_KEY =
            String.format(Locale.ROOT, "is longer than %,d bytes in UTF-8", Given.MAX_NAME_BYTES);

    private final List<InvalidSpecException.Fault> found = new ArrayList<>();

    /** Throws at once; for a value with a single rule. */
    static void check(boolean holds, String field, @Nullable Object value, String allowed) {
        if (!holds) {
            throw InvalidSpecException.refused(field, text(value), allowed);
        }
    }

    /** Records a fault unless the rule holds; returns whether it holds. */
    boolean require(boolean holds, String field, @Nullable Object value, String allowed) {
        if (!holds) {
            found.add(new InvalidSpecException.Fault(field, text(value), allowed));
        }
        return holds;
    }

    private boolean require(boolean holds, String field, @Nullable String value, String wrong, String allowed) {
        if (!holds) {
            found.add(new InvalidSpecException.Fault(field, text(value), wrong, allowed));
        }
        return holds;
    }

    /** Records a fault if the value is missing; returns whether it is present. */
    boolean present(String field, @Nullable Object value) {
        return require(value != null, field, null, "a value");
    }

    /** Checks an identity of at most {@link #MAX_IDENTITY} characters; {@code what} names it ("a task definition"). */
    boolean text(String field, @Nullable String value, String what) {
        return text(field, value, MAX_IDENTITY, what);
    }

    /** A text in one line that is not blank and has at most that many characters. */
    boolean text(String field, @Nullable String value, int maxLength, String what) {
        return require(value == null || !value.isBlank(), field, value, "is blank", what)
                && freeText(field, value, maxLength, what)
                && require(!hasLineBreak(value), field, value, "has a line break or a tab", what);
    }

    /** Checks a name or an id that every journal must be able to store in a key. */
    boolean name(String field, @Nullable String value, String what) {
        return text(field, value, Given.MAX_NAME, what) && fitsIntoAKey(field, value, what);
    }

    /** Checks that a text fits into a key of every journal. */
    boolean fitsIntoAKey(String field, @Nullable String value, String what) {
        return require(
                value == null || value.getBytes(StandardCharsets.UTF_8).length <= Given.MAX_NAME_BYTES,
                field,
                value,
                TOO_LONG_FOR_A_KEY,
                what);
    }

    /** A text that may be empty, with line breaks and tabs, of at most that many characters. */
    boolean freeText(String field, @Nullable String value, int maxLength, String what) {
        if (value == null) {
            return require(false, field, null, what);
        }
        String wrong = wrong(value, maxLength);
        return require(wrong.isEmpty(), field, value, wrong, what);
    }

    private static boolean hasLineBreak(@Nullable String value) {
        return value != null && (value.indexOf('\n') >= 0 || value.indexOf('\r') >= 0 || value.indexOf('\t') >= 0);
    }

    private static String wrong(String value, int maxLength) {
        if (value.length() > maxLength) {
            return String.format(Locale.ROOT, "is longer than %,d characters", maxLength);
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (Character.isISOControl(c) && c != '\n' && c != '\r' && c != '\t') {
                return String.format("has the control character U+%04X", (int) c);
            }
            if (Given.isHalf(value, i)) {
                return String.format("has half a character, U+%04X", (int) c);
            }
        }
        return "";
    }

    /** Throws at once unless that is the identity of something. */
    static void checkText(String field, @Nullable String value, String what) {
        SpecFaults faults = new SpecFaults();
        faults.text(field, value, what);
        faults.throwIfAny();
    }

    /** A duration in its range. */
    boolean duration(String field, @Nullable Duration value, DurationRange range) {
        return require(range.contains(value), field, value, range.allowed(value));
    }

    /** A whole number in its range, both ends included. */
    void number(String field, int value, int min, int max) {
        require(value >= min && value <= max, field, value, min + " to " + max);
    }

    /** A percentage in its range, both ends included. */
    boolean percent(String field, @Nullable Percent value, Percent min, Percent max) {
        boolean holds = value != null && value.compareTo(min) >= 0 && value.compareTo(max) <= 0;
        return require(holds, field, value, min + " to " + max);
    }

    /** Throws if any fault was recorded. */
    void throwIfAny() {
        if (!found.isEmpty()) {
            throw new InvalidSpecException(found);
        }
    }

    private static String text(@Nullable Object value) {
        return value == null ? MISSING : value.toString();
    }
}
