package io.github.bluegreen4j.model;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The durations a field may have, both ends included.
 *
 * @param inMinutes whether it is told in minutes
 * @param wholeSeconds whether fractions of a second are refused
 */
record DurationRange(Duration min, Duration max, boolean inMinutes, boolean wholeSeconds) {
    private static final List<ChronoUnit> UNITS =
            List.of(ChronoUnit.DAYS, ChronoUnit.HOURS, ChronoUnit.MINUTES, ChronoUnit.SECONDS);

    /** A range that ECS states in minutes; ours has a resolution of seconds. */
    static DurationRange minutes(int min, int max) {
        return new DurationRange(Duration.ofMinutes(min), Duration.ofMinutes(max), true, true);
    }

    /** A range with a resolution of seconds. */
    static DurationRange seconds(Duration min, Duration max) {
        return new DurationRange(min, max, false, true);
    }

    /** A range without a resolution. */
    static DurationRange precise(Duration min, Duration max) {
        return new DurationRange(min, max, false, false);
    }

    boolean contains(@Nullable Duration value) {
        return value != null
                && inside(value)
                && (!wholeSeconds || value.truncatedTo(ChronoUnit.SECONDS).equals(value));
    }

    /** What to tell whoever gave a value that is not contained. */
    String allowed(@Nullable Duration value) {
        String text =
                inMinutes ? min.toMinutes() + " to " + max.toMinutes() + " minutes" : words(min) + " to " + words(max);
        return value != null && inside(value) && !contains(value) ? text + ", in whole seconds" : text;
    }

    private boolean inside(Duration value) {
        return value.compareTo(min) >= 0 && value.compareTo(max) <= 0;
    }

    private static String words(Duration duration) {
        long millis = duration.toMillis();
        for (ChronoUnit unit : UNITS) {
            long size = unit.getDuration().toMillis();
            if (millis > 0 && millis % size == 0) {
                String plural = unit.toString().toLowerCase(Locale.ROOT);
                long count = millis / size;
                return count == 1 ? "1 " + plural.substring(0, plural.length() - 1) : count + " " + plural;
            }
        }
        return millis == 0 ? "0" : millis + " ms";
    }
}
