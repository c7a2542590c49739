package io.github.bluegreen4j.examples.cli;

import io.github.bluegreen4j.model.ServiceRef;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What people type, as values; empty when it is none. */
final class Texts {
    static final String DURATION = "a duration: 30s, 10m, 2h, 1d, or ISO-8601 as PT1H30M";
    static final String SERVICE = "CLUSTER/NAME";

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

    static <E extends Enum<E>> Optional<E> word(Class<E> type, String text) {
        String name = text.toUpperCase(Locale.ROOT).replace('-', '_');
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equals(name)) {
                return Optional.of(constant);
            }
        }
        return Optional.empty();
    }
}
