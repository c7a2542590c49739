package io.github.bluegreen4j.file;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as a file has them: {@code 30s}, {@code 10m}, {@code PT10M}, or minutes where Amazon ECS counts minutes. */
final class FileDurations {
    private static final Pattern SHORT = Pattern.compile("(\\d+)(ms|s|m|h|d)");

    private FileDurations() {}

    /**
     * The duration in ISO 8601, as the JSON form of a specification has it.
     *
     * @param text what the schema admits
     * @throws ArithmeticException if it is too long for a duration
     */
    static String iso(String text) {
        Matcher matcher = SHORT.matcher(text);
        if (!matcher.matches()) {
            return Duration.parse(text).toString();
        }
        long number;
        try {
            number = Long.parseLong(matcher.group(1));
        } catch (NumberFormatException tooLong) {
            throw new ArithmeticException(text);
        }
        Duration duration = switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
        return duration.toString();
    }

    static String ofMinutes(int minutes) {
        return Duration.ofMinutes(minutes).toString();
    }

    /** The whole minutes of a duration in ISO 8601, if it has no other part. */
    static OptionalInt minutes(String iso) {
        Duration duration = Duration.parse(iso);
        boolean isWhole = duration.equals(Duration.ofMinutes(duration.toMinutes()));
        return isWhole ? OptionalInt.of(Math.toIntExact(duration.toMinutes())) : OptionalInt.empty();
    }
}
