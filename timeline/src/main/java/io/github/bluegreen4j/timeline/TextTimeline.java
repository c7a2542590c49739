package io.github.bluegreen4j.timeline;

import io.github.bluegreen4j.story.Sentence;
import io.github.bluegreen4j.story.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A timeline in characters. */
final class TextTimeline {
    private static final String EIGHTHS = " ▁▂▃▄▅▆▇█";
    private static final int MOST_FOR_NAMES = 40;

    private final Timeline timeline;
    private final int width;
    private final int names;
    private final int columns;
    private final StringBuilder out = new StringBuilder();

    TextTimeline(Timeline timeline, int width) {
        this.timeline = timeline;
        this.width = width;
        int longest = timeline.spans().stream()
                .mapToInt(span -> length(span.name()))
                .max()
                .orElse(0);
        this.names = Math.min(Math.max(longest, 16), Math.min(MOST_FOR_NAMES, width / 2 - 4));
        // Name, two spaces, chart, a space, and a duration of at most 12 characters.
        this.columns = width - names - 15;
    }

    String render() {
        wrapped("", timeline.title() + (timeline.definition().isEmpty() ? "" : ": " + timeline.definition()));
        wrapped(
                "",
                timeline.status().map(Object::toString).orElse("in progress") + " after "
                        + TimeTexts.duration(Duration.between(timeline.start(), timeline.end())) + ", from "
                        + timeline.start() + " to " + timeline.end());
        timeline.rollback().ifPresent(back -> {
            out.append('\n');
            rollback(back);
        });
        out.append('\n');
        axis();
        timeline.spans(Timeline.Track.STAGE).forEach(span -> row(span.name(), List.of(span)));
        timeline.routes().forEach(this::route);
        for (Timeline.Track track :
                List.of(Timeline.Track.BAKE, Timeline.Track.WATCH, Timeline.Track.HOOK, Timeline.Track.PAUSE)) {
            Map<String, List<Timeline.Span>> byName = new LinkedHashMap<>();
            timeline.spans(track)
                    .forEach(span -> byName.computeIfAbsent(span.name(), name -> new ArrayList<>())
                            .add(span));
            byName.forEach(this::row);
        }
        wrapped("", "█ good or done   ▒ in progress   X bad   ? unknown   ▁▅█ green's share of a route");
        out.append('\n');
        timeline.sentences().stream()
                .filter(told -> told.kind() != Sentence.Kind.DETAIL)
                .forEach(told -> wrapped(TimeTexts.offset(timeline.start(), told.at()) + "  ", told.text()));
        return out.toString();
    }

    private void rollback(Timeline.Rollback back) {
        wrapped(
                TimeTexts.offset(timeline.start(), back.causeAt()) + "  ",
                "cause: " + back.cause() + ", " + back.reason());
        wrapped(
                TimeTexts.offset(timeline.start(), back.startedAt()) + "  ",
                "rollback began" + after(back, back.startedAt()));
        back.restoredAt()
                .ifPresentOrElse(
                        at -> wrapped(
                                TimeTexts.offset(timeline.start(), at) + "  ", "production restored" + after(back, at)),
                        () -> wrapped("           ", "production was not restored"));
        back.retiredAt()
                .ifPresent(at ->
                        wrapped(TimeTexts.offset(timeline.start(), at) + "  ", "green retired" + after(back, at)));
    }

    private static String after(Timeline.Rollback back, Instant at) {
        return ", " + TimeTexts.duration(Duration.between(back.causeAt(), at)) + " after the cause";
    }

    private void axis() {
        String from = "0 s";
        String to = TimeTexts.duration(Duration.between(timeline.start(), timeline.end()));
        out.append(" ".repeat(names + 2))
                .append(from)
                .append(" ".repeat(Math.max(1, columns - from.length() - to.length())))
                .append(to)
                .append('\n');
    }

    private int column(Instant at) {
        long whole =
                Math.max(1, Duration.between(timeline.start(), timeline.end()).toMillis());
        long since = Duration.between(timeline.start(), at).toMillis();
        return (int) Math.max(0, Math.min(columns - 1L, since * columns / whole));
    }

    private void row(String name, List<Timeline.Span> spans) {
        char[] chart = " ".repeat(columns).toCharArray();
        Duration sum = Duration.ZERO;
        for (Timeline.Span span : spans) {
            char mark = switch (span.tone()) {
                case GOOD -> '█';
                case NEUTRAL -> '▒';
                case BAD -> 'X';
                case UNKNOWN -> '?';
            };
            for (int i = column(span.from()); i <= Math.max(column(span.from()), column(span.to()) - 1); i++) {
                chart[i] = mark;
            }
            sum = sum.plus(Duration.between(span.from(), span.to()));
        }
        line(name, new String(chart), spans.get(0).track() == Timeline.Track.WATCH ? "" : TimeTexts.duration(sum));
    }

    private void route(Timeline.Route route) {
        char[] chart = " ".repeat(columns).toCharArray();
        for (Timeline.Share share : route.shares()) {
            for (int i = column(share.at()); i < columns; i++) {
                chart[i] = EIGHTHS.charAt((int) Math.ceil(share.green() * 8 / 100));
            }
        }
        line("green on " + route.name(), new String(chart), "");
    }

    private void line(String name, String chart, String duration) {
        String shown = length(name) <= names ? name : cut(name, names - 1) + "…";
        String text = shown + " ".repeat(names - length(shown) + 2) + chart + " " + duration;
        out.append(text.stripTrailing()).append('\n');
    }

    /** Breaks a text at spaces so that no line is wider than the terminal. */
    private void wrapped(String lead, String text) {
        int room = width - lead.length();
        String rest = text;
        String before = lead;
        while (length(rest) > room) {
            String fits = cut(rest, room);
            int space = fits.lastIndexOf(' ');
            String first = space > 0 ? fits.substring(0, space) : fits;
            out.append(before).append(first).append('\n');
            rest = rest.substring(first.length()).stripLeading();
            before = " ".repeat(lead.length());
        }
        out.append(before).append(rest).append('\n');
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    private static String cut(String text, int most) {
        return length(text) <= most ? text : text.substring(0, text.offsetByCodePoints(0, most));
    }
}
