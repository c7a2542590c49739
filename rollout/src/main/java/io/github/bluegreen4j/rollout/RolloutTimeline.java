package io.github.bluegreen4j.rollout;

import io.github.bluegreen4j.model.Given;
import io.github.bluegreen4j.model.InvalidSpecException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A rollout by time: a bar for each wave, from its begin to its end.
 *
 * @param title the rollout and its status
 * @param from when the rollout was started
 * @param to when it ended, or now
 * @param spans the waves that have begun, in order; a wave that was released has a second one for its bakes
 */
public record RolloutTimeline(String title, Instant from, Instant to, List<Span> spans) {
    /** The least width of a chart, in characters. */
    public static final int LEAST_WIDTH = 60;

    private static final int NAMES = 24;

    /**
     * Copies the list.
     *
     * @param title the rollout and its status
     * @param from when the rollout was started
     * @param to when it ended, or now
     * @param spans the waves that have begun
     */
    public RolloutTimeline {
        spans = List.copyOf(spans);
    }

    /**
     * A part of a wave.
     *
     * @param wave its wave, from 1
     * @param name the name of the wave, and what it does
     * @param from when it began
     * @param to when it ended, or now
     * @param failed whether the rollout stopped in it
     */
    public record Span(int wave, String name, Instant from, Instant to, boolean failed) {}

    /**
     * {@return the timeline of a rollout}
     *
     * @param rollout the rollout
     * @param now ends what has not ended
     */
    public static RolloutTimeline of(RolloutDescription rollout, Instant now) {
        List<Span> spans = new ArrayList<>();
        Optional<Span> open = Optional.empty();
        boolean hasStopped = false;
        Instant end = now;
        for (RolloutEvent event : rollout.history()) {
            if (event instanceof RolloutEvent.WaveOpened opened) {
                open = Optional.of(new Span(opened.wave(), opened.name(), opened.at(), now, false));
            } else if (event instanceof RolloutEvent.WaveReleased released && open.isPresent()) {
                spans.add(until(open.get(), released.at(), false));
                open = Optional.of(
                        new Span(released.wave(), open.get().name() + ", released", released.at(), now, false));
            } else if (event instanceof RolloutEvent.WavePassed passed && open.isPresent()) {
                spans.add(until(open.get(), passed.at(), false));
                open = Optional.empty();
            } else if (event instanceof RolloutEvent.Ended ended) {
                end = ended.at();
            } else if (isStop(event)) {
                hasStopped = true;
            }
        }
        if (open.isPresent()) {
            spans.add(until(open.get(), end, hasStopped));
        }
        return new RolloutTimeline(
                "rollout " + rollout.id() + ", " + rollout.status(),
                rollout.startedBy().at(),
                end,
                spans);
    }

    private static boolean isStop(RolloutEvent event) {
        return event instanceof RolloutEvent.WaveFailed
                || (event instanceof RolloutEvent.Commanded command
                        && (command.order() == RolloutEvent.Order.ABORT
                                || command.order() == RolloutEvent.Order.ROLL_BACK));
    }

    private static Span until(Span open, Instant end, boolean failed) {
        return new Span(open.wave(), open.name(), open.from(), end, failed);
    }

    /**
     * {@return the timeline for a terminal: a line for each span} Every line ends with a line feed.
     *
     * @param width the width in characters, {@value #LEAST_WIDTH} or more
     * @throws InvalidSpecException if it is less
     */
    public String toText(int width) {
        if (width < LEAST_WIDTH) {
            throw InvalidSpecException.refused("width", Integer.toString(width), LEAST_WIDTH + " or more");
        }
        int chart = width - NAMES - 12;
        StringBuilder out = new StringBuilder();
        out.append(Given.visible(title)).append('\n');
        for (Span span : spans) {
            int begin = Math.min(chart - 1, column(span.from(), chart));
            int end = Math.max(begin + 1, column(span.to(), chart));
            String name = Given.visible(span.wave() + " " + span.name());
            out.append(String.format("%-" + NAMES + "s", name.length() < NAMES ? name : name.substring(0, NAMES - 1)))
                    .append(" ".repeat(begin))
                    .append((span.failed() ? "x" : "=").repeat(end - begin))
                    .append(" ".repeat(chart - end))
                    .append(' ')
                    .append(lasts(span))
                    .append('\n');
        }
        return out.append(from.truncatedTo(ChronoUnit.SECONDS))
                .append(" to ")
                .append(to.truncatedTo(ChronoUnit.SECONDS))
                .append('\n')
                .toString();
    }

    private static Duration lasts(Span span) {
        return Duration.between(span.from(), span.to()).truncatedTo(ChronoUnit.SECONDS);
    }

    private int column(Instant at, int chart) {
        long all = Math.max(1, Duration.between(from, to).toMillis());
        long part = Math.max(0, Math.min(all, Duration.between(from, at).toMillis()));
        return (int) (part * chart / all);
    }

    /** {@return the timeline as a Gantt chart of Mermaid} */
    public String toMermaid() {
        StringBuilder out = new StringBuilder("gantt\n    title ")
                .append(escape(title))
                .append("\n    dateFormat x\n    axisFormat %H:%M:%S\n");
        int section = 0;
        for (Span span : spans) {
            if (span.wave() != section) {
                section = span.wave();
                out.append("    section Wave ").append(section).append('\n');
            }
            long begin = span.from().toEpochMilli();
            out.append("    wave ")
                    .append(escape(span.name()))
                    .append(" :")
                    .append(span.failed() ? "crit, " : "done, ")
                    .append(begin)
                    .append(", ")
                    .append(Math.max(begin + 1, span.to().toEpochMilli()))
                    .append('\n');
        }
        return out.toString();
    }

    /** What has a meaning in Mermaid becomes a similar character without one. */
    private static String escape(String text) {
        return Given.visible(text)
                .replace(':', '\u2236')
                .replace(';', '\u204f')
                .replace('#', '\u266f')
                .replace("%%", "% %")
                .replace('<', '\u2039')
                .replace('>', '\u203a')
                .replace('"', '\u2033')
                .replace('`', '\u2032')
                .replace('{', '(')
                .replace('}', ')');
    }
}
