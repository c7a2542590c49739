package io.github.bluegreen4j.model;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong with a value, so that all of it can be reported at once. Not thread-safe: use it and drop it. */
final class Faults {
    static final String MISSING = "(missing)";

    private final List<InvalidSpecException.Fault> found = new ArrayList<>();

    /** Throws at once, for a value that has but one thing to check. */
    static void check(boolean holds, String field, @Nullable Object value, String allowed) {
        if (!holds) {
            throw new InvalidSpecException(List.of(new InvalidSpecException.Fault(field, text(value), allowed)));
        }
    }

    /** Notes a fault unless that holds; says whether it does. */
    boolean require(boolean holds, String field, @Nullable Object value, String allowed) {
        if (!holds) {
            found.add(new InvalidSpecException.Fault(field, text(value), allowed));
        }
        return holds;
    }

    /** Notes a fault if there is no value; says whether there is one. */
    boolean present(String field, @Nullable Object value) {
        return require(value != null, field, null, "a value");
    }

    /** A text that is not blank; {@code what} names it ("a task definition"). */
    boolean text(String field, @Nullable String value, String what) {
        return text(field, value, Integer.MAX_VALUE, what);
    }

    /** A text that is not blank and has at most that many characters. */
    boolean text(String field, @Nullable String value, int maxLength, String what) {
        boolean holds = value != null && !value.isBlank() && value.length() <= maxLength;
        return require(holds, field, value == null ? null : '"' + value + '"', what);
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

    /** Refuses the value if anything was wrong with it. */
    void throwIfAny() {
        if (!found.isEmpty()) {
            throw new InvalidSpecException(found);
        }
    }

    private static String text(@Nullable Object value) {
        return value == null ? MISSING : value.toString();
    }
}
