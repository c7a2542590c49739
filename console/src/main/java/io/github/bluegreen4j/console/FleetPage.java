package io.github.bluegreen4j.console;

import io.github.bluegreen4j.engine.DeploymentDescription;
import io.github.bluegreen4j.engine.DeploymentSnapshot;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.report.Explanation;
import io.github.bluegreen4j.story.Timeline;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The first page: a line for each deployment. */
final class FleetPage {
    private static final int LONGEST_WAIT = 160;

    private final String title;
    private final boolean hasRollouts;
    private final Map<DeploymentId, Rendered> lines = new ConcurrentHashMap<>();

    /** The line of an entry, made once for each change. */
    private record Rendered(JournalFeed.Entry entry, String line) {}

    FleetPage(String title, boolean hasRollouts) {
        this.title = title;
        this.hasRollouts = hasRollouts;
    }

    String title() {
        return title;
    }

    /** The page's content, without its frame. */
    Html render(JournalFeed.View view, String epoch, String search, String kind, LinePage.Visitor visitor) {
        Html html = new Html();
        html.raw("<main id=\"fleet\" data-stream=\"fleet-events?since=")
                // A page that was made before the first reading is loaded again after it, so that its lines are in
                // order.
                .raw(epoch + "-" + (view.readAt().isEmpty() ? "none" : view.stamp()))
                .raw("\"><h1>")
                .text(title)
                .raw("</h1>")
                .raw(hasRollouts ? "<p><a href=\"rollouts\">Rollouts</a></p>" : "")
                .add(notice(view))
                .add(LinePage.part(view.line(), visitor))
                .add(summary(view))
                .add(filters(search, kind));
        html.raw(
                "<div class=\"columns\" aria-hidden=\"true\"><span>Service</span><span>Stage</span><span>Production</span>"
                        + "<span>Health</span><span>Waits for</span><span>Next deadline</span></div>"
                        + "<ul id=\"lines\" class=\"lines\" aria-label=\"Deployments\">");
        List<JournalFeed.Entry> wanted = view.entries().stream()
                .filter(wanted(search, kind))
                .sorted(Comparator.comparing(FleetPage::kind)
                        .thenComparing(entry -> entry.head().service().toString()))
                .toList();
        wanted.forEach(entry -> html.raw(line(entry)));
        html.raw("</ul><p id=\"nothing\" class=\"muted\"").raw(wanted.isEmpty() ? ">" : " hidden>");
        html.raw(
                view.readAt().isEmpty()
                        ? "The journal is being read."
                        : "No deployment matches, or the journal has none yet.");
        return html.raw("</p></main>");
    }

    /** Whether the journal can be read. */
    Html notice(JournalFeed.View view) {
        Html html = new Html().raw("<div id=\"notice\" role=\"status\">");
        if (!view.problem().isEmpty()) {
            html.raw("<p class=\"notice BAD\"><b>The journal can't be read.</b> ")
                    .text(view.problem());
            view.readAt()
                    .ifPresent(at -> html.raw(" This page shows what was read at ")
                            .time(at)
                            .raw("."));
            html.raw(" The console tries again.</p>");
        }
        return html.raw("</div>");
    }

    Html summary(JournalFeed.View view) {
        Map<Situation.Kind, Long> counts =
                view.entries().stream().collect(Collectors.groupingBy(FleetPage::kind, Collectors.counting()));
        Html html = new Html().raw("<div id=\"summary\"><ul class=\"counts\">");
        for (Situation.Kind kind : Situation.Kind.values()) {
            long count = counts.getOrDefault(kind, 0L);
            html.raw("<li class=\"count ")
                    .raw(kind.key())
                    .raw(count == 0 ? " none" : "")
                    .raw("\"><b>")
                    .raw(count)
                    .raw("</b> ")
                    .raw(kind.title().toLowerCase(Locale.ROOT))
                    .raw("</li>");
        }
        return html.raw("</ul></div>");
    }

    private static Html filters(String search, String kind) {
        Html html = new Html();
        html.raw(
                        "<form id=\"filters\" class=\"filters\" method=\"get\" role=\"search\" aria-label=\"Filter deployments\">"
                                + "<label for=\"q\">Find</label><input id=\"q\" name=\"q\" type=\"search\""
                                + " placeholder=\"service, id or revision\" value=\"")
                .text(search)
                .raw("\"><fieldset><legend class=\"hidden\">Show</legend>");
        option(html, "", "All", kind);
        for (Situation.Kind one : Situation.Kind.values()) {
            option(html, one.key(), one.title(), kind);
        }
        return html.raw("</fieldset><button id=\"apply\" type=\"submit\">Filter</button></form>");
    }

    private static void option(Html html, String value, String title, String chosen) {
        html.raw("<label class=\"chip\"><input type=\"radio\" name=\"kind\" value=\"")
                .raw(value)
                .raw(value.equals(chosen) ? "\" checked> " : "\"> ")
                .raw(title)
                .raw("</label>");
    }

    private static Predicate<JournalFeed.Entry> wanted(String search, String kind) {
        String text = search.strip().toLowerCase(Locale.ROOT);
        return entry -> (kind.isEmpty() || kind(entry).key().equals(kind))
                && searched(entry).contains(text);
    }

    private static String searched(JournalFeed.Entry entry) {
        return (entry.head().service() + " " + entry.deployment() + " " + definition(entry)).toLowerCase(Locale.ROOT);
    }

    private static String definition(JournalFeed.Entry entry) {
        return entry.snapshot()
                .flatMap(DeploymentSnapshot::spec)
                .map(DeploymentSpec::revision)
                .map(revision -> revision.definition())
                .orElse("");
    }

    static Situation.Kind kind(JournalFeed.Entry entry) {
        return entry.snapshot().map(Situation::of).map(Situation::kind).orElse(Situation.Kind.TROUBLE);
    }

    /** The line of a deployment. */
    String line(JournalFeed.Entry entry) {
        Rendered kept = lines.get(entry.deployment());
        if (kept != null && kept.entry().stamp() == entry.stamp()) {
            return kept.line();
        }
        String line = rendered(entry);
        lines.put(entry.deployment(), new Rendered(entry, line));
        return line;
    }

    void forget(DeploymentId deployment) {
        lines.remove(deployment);
    }

    private static String rendered(JournalFeed.Entry entry) {
        Html html = new Html();
        Optional<Situation> situation = entry.snapshot().map(Situation::of);
        html.raw("<li id=\"")
                .raw(Ids.line(entry.deployment()))
                .raw("\" class=\"line ")
                .raw(kind(entry).key())
                .raw(" edge-")
                .raw(edge(entry, situation).name())
                .raw("\" data-kind=\"")
                .raw(kind(entry).key())
                .raw("\" data-text=\"")
                .text(searched(entry))
                .raw("\"><div class=\"who\"><a href=\"")
                .address(entry.deployment().value())
                .raw("\">")
                .text(entry.head().service())
                .raw("</a><span class=\"muted\">")
                .text(definition(entry))
                .raw(" · ")
                .text(entry.deployment())
                .raw("</span></div>");
        entry.snapshot()
                .ifPresentOrElse(
                        snapshot -> known(html, snapshot),
                        () -> html.raw("<div class=\"wide BAD\"><b>This deployment can't be read.</b> ")
                                .text(entry.problem())
                                .raw("</div>"));
        return html.raw("</li>").toString();
    }

    private static Timeline.Tone edge(JournalFeed.Entry entry, Optional<Situation> situation) {
        return entry.snapshot()
                .map(snapshot -> snapshot.description().status())
                .filter(status -> status.isTerminal())
                .map(Situation::tone)
                .filter(tone -> situation.map(Situation::tone).orElse(tone) != Timeline.Tone.BAD)
                .or(() -> situation.map(Situation::tone))
                .orElse(Timeline.Tone.BAD);
    }

    private static void known(Html html, DeploymentSnapshot snapshot) {
        DeploymentDescription view = snapshot.description();
        cell(html, "stage", "Stage").name(Situation.place(snapshot));
        view.rollback()
                .ifPresent(back ->
                        html.raw(" <span class=\"muted\">").text(back.cause()).raw("</span>"));
        html.raw("</div>");
        cell(html, "weight", "Production").add(bar(view.greenProductionWeight()));
        html.raw("<span>").raw(Situation.percent(view.greenProductionWeight())).raw(" green</span></div>");
        cell(html, "health", "Health")
                .raw("<span class=\"mark ")
                .raw(Situation.worst(snapshot).name())
                .raw("\">")
                .raw(mark(Situation.worst(snapshot), snapshot.conditions().isEmpty()))
                .raw("</span>")
                .raw(
                        snapshot.conditions().isEmpty()
                                ? "<span class=\"hidden\">not watched</span>"
                                : Situation.health(snapshot))
                .raw("</div>");
        cell(html, "wait", "Waits for");
        Optional<Explanation.Wait> wait =
                snapshot.explanation().waits().stream().findFirst();
        if (wait.isPresent()) {
            html.raw("<span>")
                    .name(shortened(Situation.waitsFor(
                            wait.get(), snapshot.explanation().waits())))
                    .raw("</span>");
            wait.get()
                    .until()
                    .filter(until -> !isNext(snapshot, until))
                    .ifPresent(until -> html.raw(" <span class=\"muted\">until ")
                            .time(until)
                            .raw("</span>"));
        } else {
            html.raw(" <span class=\"muted\">")
                    .text(shortened(view.statusReason()))
                    .raw("</span>");
            view.endedAt()
                    .ifPresent(at ->
                            html.raw(" <span class=\"muted\">ended ").time(at).raw("</span>"));
        }
        html.raw("</div>");
        cell(html, "next", "Next deadline");
        snapshot.explanation().deadlines().stream()
                .findFirst()
                .ifPresent(next -> html.time(next.at())
                        .raw(" <span class=\"muted\">")
                        .name(shortened(next.then()))
                        .raw("</span>"));
        html.raw("</div>");
    }

    /** The next column has it already. */
    private static boolean isNext(DeploymentSnapshot snapshot, Instant at) {
        return snapshot.explanation().deadlines().stream()
                .findFirst()
                .filter(next -> next.at().equals(at))
                .isPresent();
    }

    private static Html cell(Html html, String name, String label) {
        return html.raw("<div class=\"")
                .raw(name)
                .raw("\"><span class=\"hidden label\">")
                .raw(label)
                .raw(": </span>");
    }

    /** Blue and green as a bar. */
    static Html bar(double green) {
        String width = String.valueOf(Math.round(green * 10) / 10.0);
        return new Html()
                .raw(
                        "<svg class=\"bar\" viewBox=\"0 0 100 8\" preserveAspectRatio=\"none\" aria-hidden=\"true\">"
                                + "<rect class=\"blue\" width=\"100\" height=\"8\"/><rect class=\"green\" height=\"8\" width=\"")
                .raw(width)
                .raw("\"/></svg>");
    }

    static String mark(Timeline.Tone tone, boolean nothing) {
        return switch (tone) {
            case GOOD -> "✓";
            case BAD -> "✕";
            case UNKNOWN -> "?";
            case NEUTRAL -> nothing ? "–" : "…";
        };
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_WAIT ? text : text.substring(0, LONGEST_WAIT - 1) + "…";
    }
}
