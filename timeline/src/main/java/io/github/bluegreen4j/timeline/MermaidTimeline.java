package io.github.bluegreen4j.timeline;

import io.github.bluegreen4j.story.Timeline;
import java.time.Instant;
import java.util.Map;

/** A Gantt chart of Mermaid. */
final class MermaidTimeline {
    private static final Map<Timeline.Track, String> SECTIONS = Map.of(
            Timeline.Track.STAGE, "Stages",
            Timeline.Track.BAKE, "Bakes",
            Timeline.Track.HOOK, "Hooks",
            Timeline.Track.PAUSE, "Pauses",
            Timeline.Track.WATCH, "Watched");

    private MermaidTimeline() {}

    static String render(Timeline timeline) {
        StringBuilder out = new StringBuilder("gantt\n");
        out.append("    title ").append(escape(title(timeline))).append('\n');
        out.append("    dateFormat x\n    axisFormat %H:%M:%S\n");
        for (Timeline.Track track : Timeline.Track.values()) {
            if (!timeline.spans(track).isEmpty()) {
                out.append("    section ").append(SECTIONS.get(track)).append('\n');
                timeline.spans(track).forEach(span -> task(out, track, span));
            }
        }
        for (Timeline.Route route : timeline.routes()) {
            out.append("    section Route ").append(escape(route.name())).append('\n');
            for (int i = 0; i < route.shares().size(); i++) {
                Timeline.Share share = route.shares().get(i);
                Instant until = i + 1 < route.shares().size()
                        ? route.shares().get(i + 1).at()
                        : timeline.end();
                line(
                        out,
                        "green " + TimeTexts.percent(share.green()),
                        share.green() > 0 ? "active, " : "",
                        share.at(),
                        until);
            }
        }
        return out.toString();
    }

    private static String title(Timeline timeline) {
        return timeline.title() + timeline.status().map(status -> ", " + status).orElse("");
    }

    private static void task(StringBuilder out, Timeline.Track track, Timeline.Span span) {
        // The prefix keeps a name from outside from being a keyword.
        String name = switch (track) {
                    case STAGE -> "stage ";
                    case BAKE -> "";
                    case HOOK -> "hook ";
                    case PAUSE -> "pause ";
                    case WATCH -> "";
                }
                + span.name();
        String mark = switch (span.tone()) {
            case GOOD -> "done, ";
            case BAD -> "crit, ";
            case UNKNOWN -> "";
            case NEUTRAL -> "active, ";
        };
        String tone = track == Timeline.Track.WATCH ? " (" + TimeTexts.tone(span) + ")" : "";
        line(out, name + tone, mark, span.from(), span.to());
    }

    private static void line(StringBuilder out, String name, String mark, Instant from, Instant to) {
        long begin = from.toEpochMilli();
        out.append("    ")
                .append(escape(name))
                .append(" :")
                .append(mark)
                .append(begin)
                .append(", ")
                .append(Math.max(begin + 1, to.toEpochMilli()))
                .append('\n');
    }

    /** What has a meaning in Mermaid becomes a similar character without one. */
    private static String escape(String text) {
        return text.replace(':', '\u2236')
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
