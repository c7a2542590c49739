package io.github.bluegreen4j.engine.loop;

import io.github.bluegreen4j.model.Given;
import io.github.bluegreen4j.spi.PortException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.event.Level;
import org.slf4j.helpers.MessageFormatter;

/**
 * Logs repeated failures: each once, and then now and then with a count. In an outage a thousand deployments fail in
 * the same way, and an operator needs one line. A message stays in its line. Uses the engine's clock; safe for use by
 * many threads.
 */
public final class FailureLog {
    /** For how long a failure that continues is only counted. */
    private static final Duration BETWEEN = Duration.ofMinutes(2);

    /** After this time without a failure the next one counts as new. */
    private static final Duration FORGOTTEN = Duration.ofMinutes(10);

    /** More kinds than an engine has; what comes from outside can't fill the memory. */
    private static final int MOST_KNOWN = 1_000;

    private static final int LONGEST_CAUSE = 500;
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss'Z'").withZone(ZoneOffset.UTC);

    private final Supplier<Instant> clock;
    private final Map<Kind, FailureSeries> courses = new LinkedHashMap<>();
    private final Map<String, Instant> stacks = new LinkedHashMap<>();

    /** What is the same although it is about another deployment: the sentence, and what failed. */
    private record Kind(String sentence, String cause) {}

    /** How a failure has gone on: how often it happened again since the first time. */
    private record FailureSeries(Instant since, Instant toldAt, Instant lastAt, long again) {
        String text() {
            return again == 0 ? "" : "; again, " + again + " times since " + CLOCK.format(since);
        }
    }

    FailureLog(Supplier<Instant> clock) {
        this.clock = clock;
    }

    /**
     * Logs a warning, or counts it.
     *
     * @param thrown what failed; its stack is logged once
     * @param sentence what that means, with {@code {}} for each of the arguments
     */
    public void warn(Logger log, Throwable thrown, String sentence, Object... arguments) {
        tell(log, Level.WARN, thrown, sentence, arguments);
    }

    /** The same as an error. */
    public void error(Logger log, Throwable thrown, String sentence, Object... arguments) {
        tell(log, Level.ERROR, thrown, sentence, arguments);
    }

    private void tell(Logger log, Level level, Throwable thrown, String sentence, Object... arguments) {
        String cause = cause(thrown);
        due(sentence, cause).ifPresent(due -> {
            boolean isNew = due.again() == 0 && isNewStack(cause);
            log.atLevel(level)
                    .setCause(isNew ? thrown : null)
                    .log("{}: {}{}", sentence(sentence, arguments), text(thrown), due.text());
        });
    }

    /** Logs a warning about something that is no exception, or counts it; those with one reason are one. */
    public void warn(Logger log, String reason, String sentence, Object... arguments) {
        tell(log, Level.WARN, reason, sentence, arguments);
    }

    /** The same as information. */
    public void info(Logger log, String reason, String sentence, Object... arguments) {
        tell(log, Level.INFO, reason, sentence, arguments);
    }

    private void tell(Logger log, Level level, String reason, String sentence, Object... arguments) {
        due(sentence, reason)
                .ifPresent(due -> log.atLevel(level)
                        .log("{}: {}{}", sentence(sentence, arguments), Given.visible(reason), due.text()));
    }

    private static String sentence(String sentence, Object... arguments) {
        return MessageFormatter.arrayFormat(
                        sentence, Arrays.stream(arguments).map(Given::visible).toArray())
                .getMessage();
    }

    /** The course of a failure that is to be told now; empty when it is only counted. */
    private synchronized Optional<FailureSeries> due(String sentence, String cause) {
        Instant now = clock.get();
        Kind kind = new Kind(sentence, cause);
        FailureSeries before = courses.get(kind);
        if (before == null || before.lastAt().plus(FORGOTTEN).isBefore(now)) {
            if (courses.size() >= MOST_KNOWN) {
                courses.clear();
            }
            FailureSeries begun = new FailureSeries(now, now, now, 0);
            courses.put(kind, begun);
            return Optional.of(begun);
        }
        boolean isDue = !before.toldAt().plus(BETWEEN).isAfter(now);
        FailureSeries counted =
                new FailureSeries(before.since(), isDue ? now : before.toldAt(), now, before.again() + 1);
        courses.put(kind, counted);
        return isDue ? Optional.of(counted) : Optional.empty();
    }

    private synchronized boolean isNewStack(String cause) {
        Instant now = clock.get();
        if (stacks.size() >= MOST_KNOWN) {
            stacks.clear();
        }
        Instant before = stacks.put(cause, now);
        return before == null || before.plus(FORGOTTEN).isBefore(now);
    }

    /** What a failure has in common with others of other deployments and calls. */
    private static String cause(Throwable thrown) {
        if (thrown instanceof PortException known) {
            return known.getClass().getName()
                    + known.problem().kind()
                    + (known.getCause() == null
                            ? ""
                            : known.getCause().getClass().getName());
        }
        StackTraceElement[] stack = thrown.getStackTrace();
        return thrown.getClass().getName() + (stack.length == 0 ? "" : stack[0]);
    }

    private static String text(Throwable thrown) {
        String text = thrown instanceof PortException ? String.valueOf(thrown.getMessage()) : thrown.toString();
        return Given.visible(text.length() <= LONGEST_CAUSE ? text : text.substring(0, LONGEST_CAUSE) + "…");
    }
}
