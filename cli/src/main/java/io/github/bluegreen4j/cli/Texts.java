package io.github.bluegreen4j.cli;

import io.github.bluegreen4j.model.InvalidSpecException;
import io.github.bluegreen4j.model.Percent;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.story.Sentence;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What people type, as values; empty when it is none. */
final class Texts {
    static final String DURATION = "a duration: 30s, 10m, 2h, 1d, or ISO-8601 as PT1H30M";
    static final String SERVICE = "CLUSTER/NAME";
    static final String PERCENT = "0 to 100 in multiples of 0.1";

    private static final Pattern SHORT = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");

    private Texts() {}

    static Optional<Duration> duration(String text) {
        Matcher matcher = SHORT.matcher(text.toLowerCase(Locale.ROOT));
        if (matcher.matches()) {
            long number = Long.parseLong(matcher.group(1));
            return Optional.of(
                    switch (matcher.group(2)) {
                        case "ms" -> Duration.ofMillis(number);
                        case "s" -> Duration.ofSeconds(number);
                        case "m" -> Duration.ofMinutes(number);
                        case "h" -> Duration.ofHours(number);
                        default -> Duration.ofDays(number);
                    });
        }
        try {
            return Optional.of(Duration.parse(text));
        } catch (DateTimeParseException noDuration) {
            return Optional.empty();
        }
    }

    /** Whatever is before the last slash is the cluster, so that it may be an ARN. */
    static Optional<ServiceRef> service(String text) {
        int slash = text.lastIndexOf('/');
        String cluster = slash < 0 ? "" : text.substring(0, slash);
        String name = text.substring(slash + 1);
        return cluster.isBlank() || name.isBlank() ? Optional.empty() : Optional.of(new ServiceRef(cluster, name));
    }

    /** A sentence; a refusal has a line for each of its faults. */
    static String lines(Sentence told) {
        List<String> faults = told.facts("fault");
        return faults.isEmpty()
                ? told.text()
                : told.text().substring(0, told.text().indexOf(": ") + 1) + "\n"
                        + faultLines(String.join("\n", faults));
    }

    /** Puts each of several faults in one text on a line of its own. */
    static String faultLines(String text) {
        return text.replaceAll("; (?=(?!allowed: )[\\w.\\[\\]]+: (\"|is missing))", "\n");
    }

    /** A text whose lines after the first one begin at that column. */
    static String indented(String text, int column) {
        return text.replace("\n", System.lineSeparator() + " ".repeat(column));
    }

    /** A number, with or without a percent sign. */
    static Optional<Double> number(String text) {
        try {
            return Optional.of(Double.valueOf(text.endsWith("%") ? text.substring(0, text.length() - 1) : text))
                    .filter(value -> !value.isNaN() && !value.isInfinite());
        } catch (NumberFormatException noNumber) {
            return Optional.empty();
        }
    }

    static Optional<Percent> percent(String text) {
        try {
            return number(text).map(Percent::of);
        } catch (InvalidSpecException outOfRange) {
            return Optional.empty();
        }
    }

    /** The constants of an enum, for messages. */
    static String words(Class<?> type) {
        return Arrays.stream(type.getEnumConstants()).map(Object::toString).collect(Collectors.joining(", "));
    }

    static <E extends Enum<E>> Optional<E> word(Class<E> type, String text) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.name().equals(constant(text)))
                .findFirst();
    }

    /** A constant may be typed in small letters, with dashes. */
    static String constant(String text) {
        return text.toUpperCase(Locale.ROOT).replace('-', '_');
    }
}
