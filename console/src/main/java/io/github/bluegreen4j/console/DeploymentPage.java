package io.github.bluegreen4j.console;

import io.github.bluegreen4j.engine.DeploymentDescription;
import io.github.bluegreen4j.engine.DeploymentSnapshot;
import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.HookEvent;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.model.AlarmPolicy;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.HookDetails;
import io.github.bluegreen4j.model.Judgement;
import io.github.bluegreen4j.model.PlannedStage;
import io.github.bluegreen4j.model.ServiceDescription;
import io.github.bluegreen4j.report.Explanation;
import io.github.bluegreen4j.report.Phrases;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.story.Sentence;
import io.github.bluegreen4j.story.Timeline;
import io.github.bluegreen4j.timeline.TimelineRenderer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The page of one deployment at one version. It consists of named sections; a stream sends those that change.
 *
 * <p>The page shows what is most urgent first: whether production is safe, what the deployment waits for, what a person may do, and then
 * how it came to be.
 */
final class DeploymentPage {
    /** How many sentences of the story the page shows. */
    static final int MOST_SENTENCES = 200;

    private final List<DeploymentEvent> events;
    private final long newest;
    private final DeploymentSnapshot snapshot;
    private final DeploymentDescription view;
    private final Instant now;
    private final Visitor visitor;

    /**
     * Who looks at the page, and at what.
     *
     * @param actor in whose name commands are given; empty if this client may only read
     * @param readOnly whether nobody may give commands
     * @param token the token that a form has to send back
     * @param sent the id of the command that this client has just given; empty if it has not
     * @param live whether the page shows the newest version and follows it
     * @param all whether the story has every event
     */
    record Visitor(Optional<Actor> actor, boolean readOnly, String token, String sent, boolean live, boolean all) {}

    /**
     * Creates a page.
     *
     * @param events the events up to the version that is shown
     * @param newest the newest version
     * @param snapshot how the deployment stands at that version
     * @param now until when the charts go; the time, or that of the last event for the past
     * @param visitor who looks at it
     */
    DeploymentPage(
            List<DeploymentEvent> events, long newest, DeploymentSnapshot snapshot, Instant now, Visitor visitor) {
        this.events = events;
        this.newest = newest;
        this.snapshot = snapshot;
        this.view = snapshot.description();
        this.now = now;
        this.visitor = visitor;
    }

    /** The page's content, without its frame. */
    Html render(Map<String, String> sections) {
        Html html = new Html().raw("<main id=\"deployment\"");
        if (visitor.live() && !view.status().isTerminal()) {
            html.raw(" data-stream=\"deployment-events")
                    .raw(query().toString())
                    .raw("&amp;since=")
                    .raw(snapshot.version())
                    .raw(visitor.sent().isEmpty() ? "" : "&amp;sent=")
                    .text(visitor.sent())
                    .raw("\"");
        }
        html.raw(">");
        sections.values().forEach(html::raw);
        return html.raw("</main>");
    }

    /** The sections by name, in their order. Each is one element whose id is the name. */
    Map<String, String> sections(List<Journal.Mail> mail, Optional<Journal.Line> line) {
        Map<String, String> sections = new LinkedHashMap<>();
        put(sections, "head", head());
        put(sections, "the-line", line(line));
        put(sections, "sent", sent(mail));
        if (!visitor.live()) {
            put(sections, "travel", travel());
        }
        put(sections, "now", now());
        put(sections, "commands", commands());
        put(sections, "stages", stages());
        put(sections, "revisions", revisions());
        put(sections, "hooks", hooks());
        put(sections, "analysis", analysis());
        put(sections, "agenda", agenda());
        if (visitor.live()) {
            put(sections, "travel", travel());
        }
        put(sections, "charts", charts());
        put(sections, "story", story());
        return sections;
    }

    private static void put(Map<String, String> sections, String name, Html content) {
        sections.put(
                name,
                new Html()
                        .raw("<section id=\"")
                        .raw(name)
                        .raw("\">")
                        .add(content)
                        .raw("</section>")
                        .toString());
    }

    private Html query() {
        return new Html()
                .raw(new Html().address(view.deployment().value()).toString().substring("deployment".length()));
    }

    // At one glance

    private Html head() {
        Situation situation = Situation.of(snapshot);
        Html html = new Html()
                .raw("<p class=\"crumb\"><a href=\"./\">All deployments</a></p><h1>")
                .text(view.service())
                .raw(" <span class=\"status ")
                .raw(Situation.tone(view.status()).name())
                .raw("\">")
                .raw(view.status().name())
                .raw("</span></h1><p class=\"muted\">")
                .text(snapshot.spec().map(spec -> spec.revision().definition()).orElse(""))
                .raw(" · ")
                .text(view.deployment());
        view.createdAt().ifPresent(at -> html.raw(" · ordered ").time(at));
        view.orderedBy().ifPresent(by -> html.raw(" by ").text(by.actor()));
        view.endedAt().ifPresent(at -> html.raw(" · ended ").time(at));
        html.raw("</p><div class=\"verdict ")
                .raw(situation.tone().name())
                .raw("\" role=\"status\"><p class=\"headline\"><span class=\"mark\" aria-hidden=\"true\">")
                .raw(FleetPage.mark(situation.tone(), false))
                .raw("</span>")
                .text(situation.headline())
                .raw("</p>");
        if (!situation.detail().isEmpty()) {
            html.raw("<p>").text(situation.detail()).raw("</p>");
        }
        if (snapshot.groups().isPresent()) {
            html.raw("<div class=\"weights\">");
            snapshot.routes().forEach(route -> {
                html.raw("<div class=\"weight\"><span>")
                        .raw(route.production() ? "production " : "test ")
                        .text(route.route())
                        .raw("</span>")
                        .add(FleetPage.bar(route.green()))
                        .raw("<span>")
                        .raw(Situation.percent(100 - route.green()))
                        .raw(" blue, ")
                        .raw(Situation.percent(route.green()))
                        .raw(" green</span></div>");
            });
            html.raw("</div>");
        }
        list(html, "Not as it should be", view.warnings());
        list(html, "Left behind", view.leftOvers());
        return html.raw("</div>");
    }

    private static void list(Html html, String title, List<String> lines) {
        if (!lines.isEmpty()) {
            html.raw("<p><b>").raw(title).raw(":</b></p><ul>");
            lines.forEach(line -> html.raw("<li>").text(line).raw("</li>"));
            html.raw("</ul>");
        }
    }

    // Whether the line is stopped, which is of interest only while the deployment can be held

    private Html line(Optional<Journal.Line> line) {
        return visitor.live() && !view.status().isTerminal()
                ? LinePage.banner(line, new LinePage.Visitor(visitor.actor(), visitor.readOnly()))
                : new Html();
    }

    // The command that was just given

    private Html sent(List<Journal.Mail> mail) {
        Html html = new Html();
        if (visitor.sent().isEmpty()) {
            return html;
        }
        Optional<ProgressEvent.CommandAnswered> answer = events.stream()
                .filter(ProgressEvent.CommandAnswered.class::isInstance)
                .map(ProgressEvent.CommandAnswered.class::cast)
                .filter(answered -> answered.commandId().equals(visitor.sent()))
                .findFirst();
        boolean waits = mail.stream().anyMatch(letter -> letter.commandId().equals(visitor.sent()));
        html.raw("<p role=\"status\" class=\"notice ");
        if (answer.isPresent()) {
            html.raw(answer.get().accepted() ? "GOOD\"><b>Accepted:</b> " : "BAD\"><b>Refused:</b> ")
                    .text(answer.get().answer());
        } else if (waits || !view.status().isTerminal()) {
            html.raw("NEUTRAL\"><b>Sent.</b> The engine that works on this deployment has not answered yet.");
        } else {
            html.raw("BAD\"><b>Refused:</b> the deployment has ended.");
        }
        return html.raw("</p>");
    }

    // Time travel

    private Html travel() {
        long version = snapshot.version();
        Html html = new Html().raw(visitor.live() ? "<div class=\"travel\">" : "<div class=\"travel past\">");
        if (!visitor.live()) {
            html.raw("<p><b>This is the past:</b> version ")
                    .raw(version)
                    .raw(" of ")
                    .raw(newest)
                    .raw(", ")
                    .time(snapshot.at())
                    .raw(". <a href=\"")
                    .address(view.deployment().value())
                    .raw("\">Back to now</a></p>");
        }
        html.raw("<form method=\"get\" action=\"deployment\"><input type=\"hidden\" name=\"id\" value=\"")
                .text(view.deployment())
                .raw("\"><nav aria-label=\"Versions\">");
        step(html, 1, "First", version > 1);
        step(html, version - 1, "Previous", version > 1);
        html.raw("<label>Version <input type=\"number\" name=\"v\" min=\"1\" max=\"")
                .raw(newest)
                .raw("\" value=\"")
                .raw(version)
                .raw("\"></label> <span class=\"muted\">of ")
                .raw(newest)
                .raw("</span> <button type=\"submit\">Show</button>");
        step(html, version + 1, "Next", version < newest);
        return html.raw("</nav></form></div>");
    }

    private void step(Html html, long version, String title, boolean exists) {
        if (exists) {
            html.raw("<a href=\"")
                    .address(view.deployment().value())
                    .raw("&amp;v=")
                    .raw(version)
                    .raw("\">")
                    .raw(title)
                    .raw("</a>");
        } else {
            html.raw("<span class=\"muted\">").raw(title).raw("</span>");
        }
    }

    // What it waits for

    private Html now() {
        Explanation explanation = snapshot.explanation();
        Html html = new Html();
        if (view.status().isTerminal()) {
            html.raw("<h2>").raw("How it ended</h2><p>").prose(explanation.sentence());
            return html.raw("</p>");
        }
        html.raw("<h2>").raw(visitor.live() ? "Waits for" : "Waited for").raw("</h2>");
        List<Explanation.Wait> waits = explanation.waits();
        if (!waits.isEmpty()) {
            wait(html, waits, waits.get(0), "first");
        }
        if (waits.isEmpty()) {
            html.raw("<p>Nothing: the next event follows at once.</p>");
        }
        if (waits.size() > 1) {
            html.raw("<details id=\"more-waits\"><summary>And ")
                    .raw(waits.size() - 1)
                    .raw(" more</summary>");
            waits.stream().skip(1).forEach(wait -> wait(html, waits, wait, "more"));
            html.raw("</details>");
        }
        list(html, "What keeps tasks of green from serving", explanation.causes());
        return html.raw("<details id=\"sentence\"><summary>In one sentence</summary><p>")
                .prose(explanation.sentence())
                .raw("</p></details>");
    }

    private static void wait(Html html, List<Explanation.Wait> waits, Explanation.Wait wait, String rank) {
        html.raw("<div class=\"waiting ")
                .raw(rank)
                .raw("\"><p class=\"what\">")
                .prose(Situation.capitalised(Situation.waitsFor(wait, waits)))
                .raw("</p><p>");
        wait.until()
                .ifPresent(until -> html.raw("At the longest until ")
                        .time(until)
                        .raw(". Then ")
                        .prose(wait.then())
                        .raw(". "));
        html.raw("Ends before if ").prose(wait.unblock()).raw(".");
        wait.since()
                .ifPresent(since ->
                        html.raw(" <span class=\"muted\">Since ").time(since).raw(".</span>"));
        html.raw("</p></div>");
    }

    // What a person may do

    private Html commands() {
        Html html = new Html().raw("<h2>Commands</h2>");
        if (!visitor.live()) {
            html.raw("<p class=\"muted\">What the deployment would have accepted at this version.</p>");
        } else if (visitor.readOnly()) {
            html.raw(
                    "<p class=\"muted\">This console is read-only. Use the command line, or ask who runs the console.</p>");
        } else if (visitor.actor().isEmpty()) {
            html.raw("<p class=\"muted\">You may read, but not give commands. Sign in as somebody who may.</p>");
        }
        html.raw("<ul class=\"commands\">");
        List<Explanation.Possibility> commands = snapshot.explanation().commands();
        boolean several = commands.stream()
                        .flatMap(possibility -> possibility.hookId().stream())
                        .distinct()
                        .count()
                > 1;
        for (Wording.Said said : Wording.of(commands, several)) {
            command(html, said.possibility(), said.wording());
        }
        return html.raw("</ul>");
    }

    private void command(Html html, Explanation.Possibility possibility, Wording wording) {
        // The same command has the same id in every version, so that what somebody types in its form stays.
        String id = wording.key() + possibility.hookId().map(hook -> "-" + hook).orElse("");
        boolean isForActor = visitor.actor()
                .filter(actor -> possibility.isAllowedFor(actor.name()))
                .isPresent();
        boolean enabled = visitor.live() && isForActor;
        html.raw("<li class=\"command\" data-command=\"")
                .raw(wording.key())
                .raw("\" data-hook=\"")
                .text(possibility.hookId().orElse(""))
                .raw("\" data-allowed=\"")
                .raw(String.valueOf(possibility.allowed()))
                .raw("\">");
        if (enabled) {
            html.raw("<details id=\"")
                    .raw(id)
                    .raw("\"><summary class=\"button ")
                    .raw(wording.style())
                    .raw("\">")
                    .text(wording.title())
                    .raw("</summary>");
            form(html, possibility, wording, id);
            html.raw("</details>");
        } else {
            html.raw("<button type=\"button\" disabled aria-describedby=\"")
                    .raw(id)
                    .raw("why\">")
                    .text(wording.title())
                    .raw("</button>");
        }
        html.raw("<span class=\"muted\" id=\"")
                .raw(id)
                .raw("why\">")
                .prose(Situation.capitalised(
                        possibility.allowed() && visitor.actor().isPresent() && !isForActor
                                ? "only " + String.join(", ", possibility.actors()) + " may do this"
                                : possibility.answer()))
                .raw(".</span></li>");
    }

    private void form(Html html, Explanation.Possibility possibility, Wording wording, String id) {
        html.raw("<form method=\"post\" action=\"command\" class=\"confirm\"><p>")
                .raw(wording.effect())
                .raw("</p>");
        hidden(html, "token", visitor.token());
        hidden(html, "id", view.deployment().value());
        hidden(html, "command", wording.key());
        hidden(html, "hook", possibility.hookId().orElse(""));
        if (wording.asksWhy()) {
            html.raw("<label for=\"")
                    .raw(id)
                    .raw("reason\">Why? It stands in the journal.</label><input id=\"")
                    .raw(id)
                    .raw("reason\" name=\"reason\" maxlength=\"4096\" autocomplete=\"off\">");
        }
        html.raw("<button type=\"submit\" class=\"button ")
                .raw(wording.style())
                .raw("\">")
                .text(wording.confirmation())
                .raw("</button> <span class=\"muted\">as ")
                .text(visitor.actor().map(Actor::name).orElse(""))
                .raw("</span></form>");
    }

    static void hidden(Html html, String name, String value) {
        html.raw("<input type=\"hidden\" name=\"")
                .raw(name)
                .raw("\" value=\"")
                .text(value)
                .raw("\">");
    }

    // How it came to be

    private Html stages() {
        Html html = new Html().raw("<h2>Stages</h2>");
        if (snapshot.plan().isEmpty()) {
            return html.raw("<p class=\"muted\">The plan is made when the deployment starts.</p>");
        }
        boolean ended = view.status() == DeploymentStatus.SUCCESSFUL;
        int reached = reached();
        html.raw("<ol class=\"strip\">");
        for (int i = 0; i < snapshot.plan().size(); i++) {
            PlannedStage stage = snapshot.plan().get(i);
            boolean current = i == snapshot.position();
            boolean done = ended || i < reached || (i == reached && !current && snapshot.position() >= 0);
            String state = current ? "current" : done ? "done" : i == reached ? "left" : "ahead";
            html.raw("<li class=\"")
                    .raw(state)
                    .raw(current ? "\" aria-current=\"step\"><b>" : "\"><b>")
                    .name(stage.stage())
                    .raw("</b><span>");
            if (stage.step() > 0) {
                html.raw("step ")
                        .raw(stage.step())
                        .raw(", ")
                        .text(stage.greenShare())
                        .raw(" green");
            }
            if (!stage.bake().isZero()) {
                html.raw(stage.step() > 0 ? ", bake " : "bake ").text(Phrases.duration(stage.bake()));
            }
            html.raw("</span><span class=\"hidden\">")
                    .raw(
                            switch (state) {
                                case "current" -> " (now)";
                                case "done" -> " (done)";
                                case "left" -> " (left for the rollback or the end)";
                                default -> " (ahead)";
                            })
                    .raw("</span></li>");
        }
        html.raw("</ol>");
        view.rollback()
                .ifPresent(back -> html.raw("<p class=\"notice BAD\"><b>Rollback</b> since ")
                        .time(back.startedAt())
                        .raw(": ")
                        .text(back.cause())
                        .raw(", ")
                        .text(back.reason())
                        .raw("</p>"));
        return html;
    }

    /** The last position of the plan that was entered, also when the deployment has left the way forward. */
    private int reached() {
        return events.stream()
                .filter(ProgressEvent.StageEntered.class::isInstance)
                .mapToInt(event -> ((ProgressEvent.StageEntered) event).position())
                .max()
                .orElse(-1);
    }

    private Html revisions() {
        Html html = new Html()
                .raw("<h2>Revisions</h2><div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Revisions\">"
                        + "<table><thead><tr><td></td><th scope=\"col\">Blue, which is replaced</th><th scope=\"col\">Green, which is new</th>"
                        + "</tr></thead><tbody>");
        line(
                html,
                "Runs",
                blueDefinition().orElse("unknown"),
                snapshot.spec().map(spec -> spec.revision().definition()).orElse("unknown"));
        line(
                html,
                "Revision",
                view.sourceRevision().orElse("none"),
                view.targetRevision().orElse("not launched yet"));
        line(
                html,
                "Target group",
                snapshot.groups().map(groups -> groups.blue().id()).orElse("unknown"),
                snapshot.groups().map(groups -> groups.green().id()).orElse("unknown"));
        line(html, "Tasks", tasks(view.sourceTasks()), tasks(view.targetTasks()));
        if (view.circuitBreaker().threshold() > 0) {
            line(
                    html,
                    "Failed tasks",
                    "",
                    view.circuitBreaker().failureCount() + " of at most "
                            + view.circuitBreaker().threshold());
        }
        html.raw("</tbody></table></div>");
        Map<String, String> settings =
                snapshot.spec().map(spec -> spec.revision().settings()).orElse(Map.of());
        if (!settings.isEmpty()) {
            html.raw("<details id=\"settings\"><summary>Settings of green</summary><dl>");
            settings.forEach((name, value) ->
                    html.raw("<dt>").text(name).raw("</dt><dd>").text(value).raw("</dd>"));
            html.raw("</dl></details>");
        }
        return html;
    }

    private static void line(Html html, String name, String blue, String green) {
        boolean differs = !blue.equals(green);
        html.raw("<tr><th scope=\"row\">")
                .raw(name)
                .raw("</th><td>")
                .text(blue)
                .raw(differs ? "</td><td class=\"differs\">" : "</td><td>")
                .text(green)
                .raw("</td></tr>");
    }

    private Optional<String> blueDefinition() {
        return events.stream()
                .filter(ProgressEvent.DeploymentStarted.class::isInstance)
                .map(ProgressEvent.DeploymentStarted.class::cast)
                .findFirst()
                .flatMap(started -> started.roles()
                        .blue()
                        .flatMap(blue -> started.readings().service().flatMap(service -> service.find(blue))))
                .map(ServiceDescription.Revision::definition);
    }

    private static String tasks(Optional<DeploymentDescription.Tasks> tasks) {
        return tasks.map(count -> count.running() + " of " + count.requested() + " running"
                        + (count.pending() == 0 ? "" : ", " + count.pending() + " starting"))
                .orElse("known only to the engine that works on it");
    }

    private Html hooks() {
        Html html = new Html();
        AlarmPolicy alarms = snapshot.spec().map(spec -> spec.alarms()).orElse(AlarmPolicy.NONE);
        html.raw("<h2>Hooks, pauses and alarms</h2>");
        if (view.hooks().isEmpty()) {
            html.raw("<p class=\"muted\">No hook was called yet.</p>");
        } else {
            html.raw(
                    "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Hooks and pauses\"><table><thead><tr>"
                            + "<th scope=\"col\">Hook</th><th scope=\"col\">Stage</th><th scope=\"col\">Status</th><th scope=\"col\">Says</th>"
                            + "<th scope=\"col\">Times out</th></tr></thead><tbody>");
            view.hooks().forEach(hook -> {
                html.raw("<tr><th scope=\"row\">")
                        .name(hook.name())
                        .raw("</th><td>")
                        .name(hook.stage())
                        .raw("</td><td>")
                        .name(hook.status())
                        .raw("</td><td>")
                        .text(hook.approvals().map(this::approvals).orElseGet(() -> says(hook.hookId())))
                        .raw("</td><td>")
                        .time(hook.expiresAt())
                        .raw(", then ")
                        .raw(hook.timeoutAction().name())
                        .raw("</td></tr>");
            });
            html.raw("</tbody></table></div>");
        }
        html.raw("<p>");
        if (alarms.names().isEmpty()) {
            html.raw("No alarm is watched.");
        } else {
            html.raw(view.triggeredAlarms() ? "<b class=\"BAD\">An alarm is active.</b> Watched: " : "Watched alarms: ")
                    .text(String.join(", ", alarms.names()));
        }
        return html.raw("</p>");
    }

    /** Who has approved, and who still may. */
    private String approvals(DeploymentDescription.PauseApprovals approvals) {
        List<String> given = approvals.given().stream()
                .map(DeploymentDescription.Approval::approver)
                .toList();
        List<String> left = new ArrayList<>(approvals.approvers());
        left.removeAll(given);
        return given.size() + " of " + approvals.needed() + " approvals"
                + (given.isEmpty() ? "" : ", of " + String.join(", ", given))
                + (left.isEmpty() ? "" : "; may approve: " + String.join(", ", left));
    }

    /** What a hook said last. */
    private String says(String hookId) {
        String said = "";
        for (DeploymentEvent event : events) {
            if (event instanceof HookEvent hook
                    && hook.execution().executionId(view.deployment()).equals(hookId)) {
                if (hook instanceof HookEvent.HookProgressed progressed) {
                    said = details(progressed.details());
                } else if (hook instanceof HookEvent.HookSucceeded succeeded) {
                    said = succeeded.why();
                } else if (hook instanceof HookEvent.HookFailed failed) {
                    said = failed.failure() + ": " + failed.reason();
                }
            }
        }
        return said;
    }

    private static String details(HookDetails details) {
        return details.toString();
    }

    // What the metrics say

    private Html analysis() {
        Html html = new Html();
        if (view.analysis().isEmpty()
                && snapshot.spec().filter(spec -> spec.analysis().enabled()).isEmpty()) {
            return html;
        }
        html.raw("<h2>Analysis of green</h2>");
        if (view.analysis().isEmpty()) {
            return html.raw(
                    "<p class=\"muted\">Nothing was judged yet: both revisions have to serve production first.</p>");
        }
        DeploymentDescription.Analysis last = view.analysis().get();
        Judgement judgement = last.judgement();
        html.raw("<p>")
                .add(verdict(judgement.answer()))
                .raw(", after ")
                .raw(judgement.points())
                .raw(judgement.points() == 1 ? " period" : " periods")
                .raw(" of step ")
                .raw(judgement.step())
                .raw(". Judged ")
                .time(last.at())
                .raw(
                        ".</p><div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Metrics\"><table><thead><tr>"
                                + "<th scope=\"col\">Metric</th><th scope=\"col\">Verdict</th><th scope=\"col\">Blue</th>"
                                + "<th scope=\"col\">Green</th><th scope=\"col\">Requests of green</th>"
                                + "<th scope=\"col\">Evidence for worse</th><th scope=\"col\">Evidence for not worse</th></tr></thead><tbody>");
        judgement
                .metrics()
                .forEach(metric -> html.raw("<tr><th scope=\"row\">")
                        .raw(metric.metric() == Judgement.Metric.ERRORS ? "Errors" : "Latency, blue's 99th percentile")
                        .raw("</th><td>")
                        .add(verdict(metric.answer()))
                        .raw("</td><td>")
                        .text(value(metric.metric(), metric.blue()))
                        .raw("</td><td>")
                        .text(value(metric.metric(), metric.green()))
                        .raw("</td><td>")
                        .text(String.format(Locale.ROOT, "%,.0f", metric.requests()))
                        .raw("</td><td>")
                        .text(evidence(metric.worse(), metric.worseAt()))
                        .raw("</td><td>")
                        .text(evidence(metric.notWorse(), metric.notWorseAt()))
                        .raw("</td></tr>"));
        return html.raw("</tbody></table></div>");
    }

    private static Html verdict(Judgement.Answer answer) {
        Timeline.Tone tone = switch (answer) {
            case WORSE -> Timeline.Tone.BAD;
            case NOT_WORSE -> Timeline.Tone.GOOD;
            case UNKNOWN -> Timeline.Tone.NEUTRAL;
        };
        return new Html()
                .raw("<span class=\"mark ")
                .raw(tone.name())
                .raw("\" aria-hidden=\"true\">")
                .raw(FleetPage.mark(tone, false))
                .raw("</span>")
                .raw(
                        switch (answer) {
                            case WORSE -> "Green is worse than blue";
                            case NOT_WORSE -> "Green is not worse than blue";
                            case UNKNOWN -> "Not known yet";
                        });
    }

    private static String value(Judgement.Metric metric, double value) {
        return metric == Judgement.Metric.ERRORS
                ? String.format(Locale.ROOT, "%.2f %%", 100 * value)
                : String.format(Locale.ROOT, "%.0f ms", 1000 * value);
    }

    private static String evidence(double seen, double enough) {
        return (seen >= 1e6 ? "over 1,000,000" : String.format(Locale.ROOT, seen >= 10 ? "%,.0f" : "%.1f", seen))
                + " of " + String.format(Locale.ROOT, "%,.0f", enough);
    }

    private Html agenda() {
        Html html = new Html()
                .raw("<h2>")
                .raw(visitor.live() ? "What happens by itself</h2>" : "The agenda as it was</h2>");
        if (view.status().isTerminal()) {
            return html.raw("<p class=\"muted\">Nothing: it has ended.</p>");
        }
        html.raw("<div class=\"thirds\"><div><h3>Deadlines</h3><ul class=\"times\">");
        snapshot.explanation()
                .deadlines()
                .forEach(deadline -> html.raw("<li>")
                        .time(deadline.at())
                        .raw(" <span>")
                        .name(deadline.name())
                        .raw(": ")
                        .text(deadline.then())
                        .raw("</span></li>"));
        html.raw("</ul></div><div><h3>Watched</h3><ul class=\"plain\">");
        snapshot.conditions()
                .forEach(watched -> html.raw("<li><span class=\"mark ")
                        .raw(Situation.tone(watched).name())
                        .raw("\" aria-hidden=\"true\">")
                        .raw(FleetPage.mark(Situation.tone(watched), false))
                        .raw("</span>")
                        .text(Situation.capitalised(Situation.words(watched)))
                        .raw(watched.seen().isEmpty() ? "" : ": ")
                        .text(watched.seen())
                        .raw("</li>"));
        if (snapshot.conditions().isEmpty()) {
            html.raw("<li class=\"muted\">Nothing at this stage.</li>");
        }
        html.raw("</ul></div><div><h3>Work of the engine</h3><ul class=\"plain\">");
        snapshot.work().forEach(work -> html.raw("<li>To ").text(work).raw("</li>"));
        if (snapshot.work().isEmpty()) {
            html.raw("<li class=\"muted\">None now.</li>");
        }
        return html.raw("</ul></div></div>");
    }

    private Html charts() {
        return new Html().raw("<h2>Over time</h2>").raw(TimelineRenderer.charts(Timeline.of(events, coarse(now)), 3));
    }

    /** In steps of a fiftieth of the chart, so that it is not sent anew every second. */
    private Instant coarse(Instant at) {
        Instant start = events.get(0).at();
        long step = Long.highestOneBit(Math.max(1, Duration.between(start, at).toSeconds() / 25));
        return Instant.ofEpochSecond(Math.floorDiv(at.getEpochSecond(), step) * step);
    }

    private Html story() {
        List<Sentence> sentences = Timeline.of(events).sentences();
        Html html = new Html().raw("<h2>Story</h2><ol class=\"story\" reversed>");
        int shown = 0;
        for (int i = sentences.size() - 1; i >= 0 && (visitor.all() || shown < MOST_SENTENCES); i--) {
            Sentence sentence = sentences.get(i);
            if (visitor.all() || sentence.kind() != Sentence.Kind.DETAIL) {
                sentence(html, sentence, i + 1);
                shown++;
            }
        }
        html.raw("</ol><p>");
        if (!visitor.all()) {
            html.raw("<a href=\"")
                    .address(view.deployment().value())
                    .raw("&amp;v=")
                    .raw(snapshot.version())
                    .raw("&amp;all=1#story\">All ")
                    .raw(sentences.size())
                    .raw(" events, with the engine's own steps</a>");
        }
        return html.raw("</p>");
    }

    private void sentence(Html html, Sentence sentence, long version) {
        boolean loud = sentence.kind() == Sentence.Kind.WARNING || sentence.kind() == Sentence.Kind.FAILURE;
        html.raw(loud ? "<li class=\"loud\">" : "<li>")
                .raw("<a href=\"")
                .address(view.deployment().value())
                .raw("&amp;v=")
                .raw(version)
                .raw("\">")
                .time(sentence.at())
                .raw("</a> <span>")
                .raw(loud ? "<b class=\"BAD\">▲</b> " : "")
                .prose(sentence.text())
                .raw("</span></li>");
    }
}
