package io.github.bluegreen4j.timeline;

import io.github.bluegreen4j.story.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** Times, shares and tones as text. */
final class TimeTexts {
    private TimeTexts() {}

    /** {@code +00:01:50}, since the start. */
    static String offset(Instant start, Instant at) {
        Duration since = Duration.between(start, at);
        return String.format(
                Locale.ROOT, "+%02d:%02d:%02d", since.toHours(), since.toMinutesPart(), since.toSecondsPart());
    }

    /** {@code 1 h 5 min}: the two largest units. */
    static String duration(Duration duration) {
        if (duration.toSeconds() < 1 && !duration.isZero()) {
            return duration.toMillis() + " ms";
        }
        if (duration.toMinutes() < 1) {
            return duration.toSeconds() + " s";
        }
        if (duration.toHours() < 1) {
            return two(duration.toMinutes(), "min", duration.toSecondsPart(), "s");
        }
        return duration.toDays() < 1
                ? two(duration.toHours(), "h", duration.toMinutesPart(), "min")
                : two(duration.toDays(), "d", duration.toHoursPart(), "h");
    }

    private static String two(long large, String largeUnit, int small, String smallUnit) {
        return large + " " + largeUnit + (small == 0 ? "" : " " + small + " " + smallUnit);
    }

    /** How a span went; a watched condition that is neither good nor bad is not there yet. */
    static String tone(Timeline.Span span) {
        boolean awaited = span.track() == Timeline.Track.WATCH && span.tone() == Timeline.Tone.NEUTRAL;
        return awaited ? "not yet" : span.tone().name().toLowerCase(Locale.ROOT);
    }

    /** {@code 12.5%}. */
    static String percent(double share) {
        double tenths = Math.round(share * 10) / 10.0;
        return (tenths == Math.rint(tenths) ? String.valueOf(Math.round(tenths)) : String.valueOf(tenths)) + "%";
    }
}
