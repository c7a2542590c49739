package io.github.bluegreen4j.timeline;

import io.github.bluegreen4j.story.Sentence;
import io.github.bluegreen4j.story.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A timeline as an HTML document. Each row of the chart is an SVG whose horizontal coordinates are percentages, so the
 * chart fits every window and its texts keep their size. What a colour says, a mark or a pattern says, too.
 */
final class HtmlTimeline {
    private static final int BAR = 22;
    private static final int AREA = 56;

    /** What the charts need: on a page of its own, and on a page of somebody else that has a light and a dark scheme. */
    static final String CHART_STYLE = """
            :root { color-scheme: light dark; --bg: #ffffff; --fg: #1a1f26; --muted: #57606a; --line: #d0d7de; --panel: #f6f8fa;
              --blue: #6ea8fe; --green: #1a7f37; --bad: #b42318; --unknown: #8a6100; --neutral: #6e7781; }
            @media (prefers-color-scheme: dark) { :root { --bg: #0d1117; --fg: #e6edf3; --muted: #9aa5b1; --line: #30363d;
              --panel: #161b22; --blue: #2c5ea8; --green: #3fb950; --bad: #ff7b72; --unknown: #d29922; --neutral: #8b949e; } }
            .muted, .dur { color: var(--muted); } .dur { white-space: nowrap; }
            .GOOD { color: var(--green); } .BAD { color: var(--bad); } .UNKNOWN { color: var(--unknown); } .NEUTRAL { color: var(--neutral); }
            .steps { list-style: none; margin: 0; padding: 0; display: grid; gap: .75rem;
              grid-template-columns: repeat(auto-fit, minmax(12rem, 1fr)); }
            .steps li { background: var(--panel); border: 1px solid var(--line); border-left: 4px solid var(--bad); border-radius: .4rem;
              padding: .5rem .75rem; color: var(--fg); }
            .steps li.GOOD { border-left-color: var(--green); } .steps b { display: block; }
            .row { display: grid; grid-template-columns: 17rem 1fr; gap: .75rem; align-items: center; padding: 1px 0; }
            .row + .row { border-top: 1px solid var(--line); }
            .name { font-size: .85rem; } .row svg { display: block; overflow: visible; } svg.defs { position: absolute; }
            .row svg text { font: 11px system-ui, sans-serif; fill: var(--fg); } .row svg .tick { fill: var(--muted); }
            .grid { stroke: var(--line); } .rollback { stroke: var(--bad); stroke-width: 2; stroke-dasharray: 4 3; }
            rect.GOOD { fill: var(--green); } rect.NEUTRAL { fill: var(--neutral); } rect.BAD { fill: url(#bad); stroke: var(--bad); }
            rect.UNKNOWN { fill: none; stroke: var(--unknown); stroke-width: 2; stroke-dasharray: 3 2; }
            line.GOOD { stroke: var(--green); } line.NEUTRAL { stroke: var(--neutral); } line.BAD { stroke: var(--bad); }
            line.UNKNOWN { stroke: var(--unknown); } line.begin { stroke-width: 3; }
            .hatch { stroke: var(--bad); stroke-width: 3; } .blue { fill: var(--blue); } .green { fill: var(--green); }
            .label { paint-order: stroke; stroke: var(--bg); stroke-width: 3px; }
            .legend { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; font-size: .85rem; margin: .75rem 0; }
            .legend svg { display: inline-block; vertical-align: middle; margin-right: .35rem; overflow: hidden; }
            @media (max-width: 44rem) { .row { grid-template-columns: 1fr; gap: 0; padding: 4px 0; } .wide { display: none; } }
            """;

    private static final String PAGE_STYLE = """
            * { box-sizing: border-box; }
            body { margin: 0; background: var(--bg); color: var(--fg); font: 15px/1.45 system-ui, sans-serif; }
            main { max-width: 76rem; margin: 0 auto; padding: 1rem 1.25rem 3rem; overflow-wrap: anywhere; }
            h1 { font-size: 1.5rem; margin: .5rem 0; } h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; } p { margin: .25rem 0; }
            .status { display: inline-block; border: 2px solid currentColor; border-radius: .4rem; padding: 0 .5rem; font-weight: 600; }
            table { border-collapse: collapse; width: 100%; font-size: .9rem; }
            th, td { text-align: left; vertical-align: top; padding: .25rem .75rem .25rem 0; border-bottom: 1px solid var(--line); }
            td:first-child { white-space: nowrap; font-variant-numeric: tabular-nums; } summary { cursor: pointer; margin: 1rem 0; }
            @media (max-width: 44rem) { main { padding: .5rem .75rem 2rem; } }
            """;

    private static final String DEFINITIONS = "<svg class=\"defs\" width=\"0\" height=\"0\" aria-hidden=\"true\"><defs>"
            + "<pattern id=\"bad\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">"
            + "<line class=\"hatch\" x1=\"0\" y1=\"0\" x2=\"0\" y2=\"6\"/></pattern></defs></svg>\n";

    private final Timeline timeline;
    private final int heading;
    private final StringBuilder out = new StringBuilder();
    private int titles;

    /** A stretch of time, as wide as the chart. */
    private record Scale(Instant from, Instant to) {
        double x(Instant at) {
            double whole = Math.max(1, Duration.between(from, to).toMillis());
            return Math.max(0, Math.min(100, Duration.between(from, at).toMillis() * 100 / whole));
        }
    }

    HtmlTimeline(Timeline timeline, int heading) {
        this.timeline = timeline;
        this.heading = heading;
    }

    /** The rollback and the charts alone, for a page that has {@link #CHART_STYLE}. */
    String charts() {
        out.append(DEFINITIONS);
        timeline.rollback().ifPresent(this::rollback);
        chart();
        return out.toString();
    }

    private void heading(String text) {
        out.append("<h")
                .append(heading)
                .append('>')
                .append(text)
                .append("</h")
                .append(heading)
                .append(">\n");
    }

    String render() {
        out.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
                .append(
                        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n")
                .append("<title>")
                .append(escape(timeline.title()))
                .append("</title>\n")
                .append("<style>\n")
                .append(CHART_STYLE)
                .append(PAGE_STYLE)
                .append("</style>\n</head>\n<body>\n<main>\n");
        out.append(DEFINITIONS);
        head();
        timeline.rollback().ifPresent(this::rollback);
        chart();
        sentences("Changes", "Every change of the outside world, with what was read afterwards.", timeline.writes());
        sentences(
                "What happened",
                "",
                timeline.sentences().stream()
                        .filter(told -> told.kind() != Sentence.Kind.DETAIL)
                        .toList());
        out.append("<details><summary>All ")
                .append(timeline.sentences().size())
                .append(" events, with the engine's own steps</summary>\n");
        table(timeline.sentences());
        out.append("</details>\n</main>\n</body>\n</html>\n");
        return out.toString();
    }

    private void head() {
        String tone = timeline.status()
                .map(status -> switch (status) {
                    case SUCCESSFUL -> "GOOD";
                    case PENDING, IN_PROGRESS, STOP_REQUESTED, ROLLBACK_REQUESTED, ROLLBACK_IN_PROGRESS -> "NEUTRAL";
                    case STOPPED, ROLLBACK_SUCCESSFUL, ROLLBACK_FAILED -> "BAD";
                })
                .orElse("NEUTRAL");
        out.append("<h1>Deployment ").append(escape(timeline.title())).append("</h1>\n");
        out.append("<p><span class=\"status ")
                .append(tone)
                .append("\">")
                .append(timeline.status().map(Object::toString).orElse("IN PROGRESS"))
                .append("</span> ")
                .append(escape(timeline.definition()))
                .append(" <span class=\"muted\">in ")
                .append(TimeTexts.duration(Duration.between(timeline.start(), timeline.end())))
                .append(", from ")
                .append(seconds(timeline.start()))
                .append(" to ")
                .append(seconds(timeline.end()))
                .append("</span></p>\n");
        if (!timeline.sentences().isEmpty()) {
            out.append("<p>")
                    .append(escape(timeline.sentences()
                            .get(timeline.sentences().size() - 1)
                            .text()))
                    .append("</p>\n");
        }
    }

    private void rollback(Timeline.Rollback back) {
        heading("The rollback");
        out.append("<ol class=\"steps\">\n");
        step("BAD", "Cause: " + back.cause(), back.causeAt(), back, back.reason());
        step("BAD", "Rollback began", back.startedAt(), back, "");
        back.restoredAt()
                .ifPresentOrElse(
                        at -> step("GOOD", "✓ Production restored", at, back, ""),
                        () -> out.append(
                                timeline.status().isPresent()
                                        ? "<li><b>✕ Production was not restored</b></li>\n"
                                        : "<li><b>… Production is being restored</b></li>\n"));
        back.retiredAt().ifPresent(at -> step("GOOD", "✓ Green retired", at, back, ""));
        out.append("</ol>\n");
        Instant last = back.retiredAt().or(back::restoredAt).orElse(timeline.end());
        Duration margin = Duration.between(back.causeAt(), last).dividedBy(6).plusMillis(1);
        Instant from = back.causeAt().minus(margin);
        Scale scale = new Scale(from.isBefore(timeline.start()) ? timeline.start() : from, last.plus(margin));
        out.append("<p class=\"muted\">The same on a scale of its own. The rollback began at the dashed line.</p>\n");
        shares();
        axis(scale);
        timeline.routes().stream().filter(Timeline.Route::production).forEach(route -> area(scale, route));
        watches(scale);
    }

    private void step(String tone, String what, Instant at, Timeline.Rollback back, String more) {
        out.append("<li class=\"")
                .append(tone)
                .append("\"><b>")
                .append(escape(what))
                .append("</b>")
                .append(TimeTexts.offset(timeline.start(), at))
                .append(" <span class=\"muted\">")
                .append(
                        at.equals(back.causeAt())
                                ? ""
                                : TimeTexts.duration(Duration.between(back.causeAt(), at)) + " after the cause")
                .append("</span>")
                .append(more.isEmpty() ? "" : "<br>" + escape(more))
                .append("</li>\n");
    }

    private void chart() {
        Scale scale = new Scale(timeline.start(), timeline.end());
        heading("Stages");
        axis(scale);
        timeline.spans(Timeline.Track.STAGE).forEach(span -> single(scale, span));
        heading("Traffic");
        shares();
        timeline.routes().forEach(route -> area(scale, route));
        if (!timeline.spans(Timeline.Track.WATCH).isEmpty()) {
            heading("Health, alarms and routes");
            out.append("<p class=\"legend\"><span>")
                    .append(key("GOOD"))
                    .append("good</span><span>")
                    .append(key("BAD"))
                    .append("bad (hatched)</span><span>")
                    .append(key("UNKNOWN"))
                    .append("unknown (dashed)</span></p>\n");
            watches(scale);
        }
        List<Timeline.Span> calls = new ArrayList<>(timeline.spans(Timeline.Track.BAKE));
        calls.addAll(timeline.spans(Timeline.Track.HOOK));
        calls.addAll(timeline.spans(Timeline.Track.PAUSE));
        if (!calls.isEmpty()) {
            heading("Bakes, hooks and pauses");
            calls.forEach(span -> single(scale, span));
        }
    }

    private void shares() {
        out.append("<p class=\"legend\"><span>")
                .append(key("blue"))
                .append("blue's share</span><span>")
                .append(key("green"))
                .append("green's share</span></p>\n");
    }

    private static String key(String tone) {
        return "<svg width=\"20\" height=\"12\" aria-hidden=\"true\"><rect class=\"" + tone
                + "\" x=\"1\" y=\"1\" width=\"18\" height=\"10\"/></svg>";
    }

    private void axis(Scale scale) {
        out.append(
                "<div class=\"row\" aria-hidden=\"true\"><div class=\"name\"></div><svg width=\"100%\" height=\"18\">");
        for (int percent = 0; percent <= 100; percent += 25) {
            Instant at = scale.from()
                    .plus(Duration.between(scale.from(), scale.to())
                            .multipliedBy(percent)
                            .dividedBy(100));
            String anchor = percent == 0 ? "start" : percent == 100 ? "end" : "middle";
            out.append("<text class=\"tick")
                    .append(percent % 50 == 0 ? "" : " wide")
                    .append("\" x=\"")
                    .append(percent)
                    .append("%\" y=\"13\" text-anchor=\"")
                    .append(anchor)
                    .append("\">")
                    .append(TimeTexts.offset(timeline.start(), at))
                    .append("</text>");
        }
        out.append("</svg></div>\n");
    }

    private void single(Scale scale, Timeline.Span span) {
        String mark = switch (span.tone()) {
            case GOOD -> "✓ ";
            case BAD -> "✕ ";
            case UNKNOWN -> "? ";
            case NEUTRAL -> "… ";
        };
        boolean named = span.name().toLowerCase(Locale.ROOT).startsWith("pause");
        String name = span.track() == Timeline.Track.PAUSE && !named ? "pause " + span.name() : span.name();
        row(
                "<span class=\"" + span.tone() + "\">" + mark + "</span>" + escape(name) + " <span class=\"dur\">"
                        + TimeTexts.duration(Duration.between(span.from(), span.to())) + "</span>"
                        + (span.note().isEmpty() ? "" : "<br><span class=\"muted\">" + escape(span.note()) + "</span>"),
                name,
                described(span),
                BAR,
                scale,
                () -> bar(scale, span));
    }

    private void watches(Scale scale) {
        Map<String, List<Timeline.Span>> byName = new LinkedHashMap<>();
        timeline.spans(Timeline.Track.WATCH).stream()
                .filter(span ->
                        !span.to().isBefore(scale.from()) && !span.from().isAfter(scale.to()))
                .forEach(span -> byName.computeIfAbsent(span.name(), name -> new ArrayList<>())
                        .add(span));
        byName.forEach((name, spans) -> row(
                escape(name),
                name,
                String.join("; ", spans.stream().map(this::described).toList()),
                BAR,
                scale,
                () -> {
                    StringBuilder bars = new StringBuilder();
                    spans.forEach(span -> bars.append(bar(scale, span)));
                    return bars.toString();
                }));
    }

    private String described(Timeline.Span span) {
        return "from " + TimeTexts.offset(timeline.start(), span.from()) + " to "
                + TimeTexts.offset(timeline.start(), span.to()) + ": "
                + TimeTexts.tone(span) + (span.note().isEmpty() ? "" : ", " + span.note());
    }

    private void row(
            String label, String title, String description, int height, Scale scale, Supplier<String> content) {
        String id = "t" + ++titles;
        out.append("<div class=\"row\"><div class=\"name\">")
                .append(label)
                .append("</div><svg width=\"100%\" height=\"")
                .append(height)
                .append("\" role=\"img\" aria-labelledby=\"")
                .append(id)
                .append(' ')
                .append(id)
                .append("d\"><title id=\"")
                .append(id)
                .append("\">")
                .append(escape(title))
                .append("</title><desc id=\"")
                .append(id)
                .append("d\">")
                .append(escape(description))
                .append("</desc>");
        for (int percent = 0; percent <= 100; percent += 25) {
            out.append("<line class=\"grid\" x1=\"")
                    .append(percent)
                    .append("%\" x2=\"")
                    .append(percent)
                    .append("%\" y1=\"0\" y2=\"")
                    .append(height)
                    .append("\"/>");
        }
        out.append(content.get());
        timeline.rollback()
                .ifPresent(back -> out.append("<line class=\"rollback\" x1=\"")
                        .append(number(scale.x(back.startedAt())))
                        .append("%\" x2=\"")
                        .append(number(scale.x(back.startedAt())))
                        .append("%\" y1=\"0\" y2=\"")
                        .append(height)
                        .append("\"/>"));
        out.append("</svg></div>\n");
    }

    /** A bar, and a line at its begin that is visible however short the bar is. */
    private static String bar(Scale scale, Timeline.Span span) {
        double from = scale.x(span.from());
        double to = scale.x(span.to());
        return "<rect class=\"" + span.tone() + "\" x=\"" + number(from) + "%\" y=\"4\" width=\"" + number(to - from)
                + "%\" height=\"14\"/><line class=\"begin " + span.tone() + "\" x1=\"" + number(from) + "%\" x2=\""
                + number(from) + "%\" y1=\"3\" y2=\"19\"/>";
    }

    private void area(Scale scale, Timeline.Route route) {
        StringBuilder described = new StringBuilder();
        StringBuilder areas = new StringBuilder();
        for (int i = 0; i < route.shares().size(); i++) {
            Timeline.Share share = route.shares().get(i);
            Instant until =
                    i + 1 < route.shares().size() ? route.shares().get(i + 1).at() : timeline.end();
            described
                    .append(i == 0 ? "" : "; ")
                    .append(TimeTexts.offset(timeline.start(), share.at()))
                    .append(" green ")
                    .append(TimeTexts.percent(share.green()))
                    .append(" (")
                    .append(share.split())
                    .append(')');
            if (until.isBefore(scale.from()) || share.at().isAfter(scale.to())) {
                continue;
            }
            double from = scale.x(share.at());
            double to = scale.x(until);
            double height = share.green() == 0 ? 0 : Math.max(3, share.green() * AREA / 100);
            areas.append("<rect class=\"blue\" x=\"")
                    .append(number(from))
                    .append("%\" y=\"0\" width=\"")
                    .append(number(to - from))
                    .append("%\" height=\"")
                    .append(AREA)
                    .append("\"/><rect class=\"green\" x=\"")
                    .append(number(from))
                    .append("%\" y=\"")
                    .append(number(AREA - height))
                    .append("\" width=\"")
                    .append(number(to - from))
                    .append("%\" height=\"")
                    .append(number(height))
                    .append("\"/>");
            if (to - from > 7) {
                areas.append("<text class=\"label\" x=\"")
                        .append(number((from + to) / 2))
                        .append("%\" y=\"")
                        .append(AREA / 2 + 4)
                        .append("\" text-anchor=\"middle\">")
                        .append(TimeTexts.percent(share.green()))
                        .append("</text>");
            }
        }
        String kind = route.production() ? "production route " : "test route ";
        row(
                kind + escape(route.name()) + " <span class=\"dur\">green in %</span>",
                kind + route.name(),
                described.toString(),
                AREA,
                scale,
                areas::toString);
    }

    private void sentences(String title, String about, List<Sentence> sentences) {
        heading(title);
        out.append(about.isEmpty() ? "" : "<p class=\"muted\">" + about + "</p>\n");
        table(sentences);
    }

    private void table(List<Sentence> sentences) {
        out.append("<table><thead><tr><th scope=\"col\">Time</th><th scope=\"col\">Event</th></tr></thead><tbody>\n");
        for (Sentence told : sentences) {
            boolean loud = told.kind() == Sentence.Kind.WARNING || told.kind() == Sentence.Kind.FAILURE;
            out.append("<tr><td>")
                    .append(TimeTexts.offset(timeline.start(), told.at()))
                    .append("</td><td>")
                    .append(loud ? "<span class=\"BAD\">▲ " + told.kind() + "</span> " : "")
                    .append(escape(told.text()))
                    .append("</td></tr>\n");
        }
        out.append("</tbody></table>\n");
    }

    private static String seconds(Instant at) {
        return Instant.ofEpochSecond(at.getEpochSecond()).toString();
    }

    private static String number(double value) {
        return String.valueOf(Math.round(value * 100) / 100.0);
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
