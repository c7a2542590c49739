package io.github.bluegreen4j.console;

import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.rollout.RolloutDescription;
import io.github.bluegreen4j.rollout.RolloutEvent;
import io.github.bluegreen4j.rollout.RolloutStatus;
import io.github.bluegreen4j.rollout.RolloutWait;
import io.github.bluegreen4j.rollout.Rollouts;
import io.github.bluegreen4j.spi.PortException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The pages of rollouts: all of them, and one with its waves, what it waits for, its commands and its history. */
final class RolloutPages {
    /** Before the names of the commands for a rollout. */
    static final String PREFIX = "rollout-";

    private static final int LONGEST_HISTORY = 200;

    private final Rollouts rollouts;

    RolloutPages(Rollouts rollouts) {
        this.rollouts = rollouts;
    }

    /** What somebody may tell a rollout. */
    private enum Order {
        PAUSE("Pause", "", "starts no further deployment and releases no wave, until it is resumed"),
        RESUME("Resume", "go", "goes on"),
        ROLL_BACK(
                "Roll back",
                "danger",
                "starts nothing more, rolls back every deployment that has not reached CLEAN_UP,"
                        + " and undoes those that still keep their blue"),
        ABORT("Abort", "danger", "starts nothing more, and freezes every deployment that runs as it stands");

        private final String title;
        private final String style;
        private final String effect;

        Order(String title, String style, String effect) {
            this.title = title;
            this.style = style;
            this.effect = effect;
        }

        String command() {
            return PREFIX + name();
        }

        boolean suits(RolloutStatus status) {
            return switch (this) {
                case PAUSE -> status == RolloutStatus.IN_PROGRESS;
                case RESUME -> status == RolloutStatus.PAUSED;
                case ROLL_BACK -> !status.isTerminal() && status != RolloutStatus.ROLLING_BACK;
                case ABORT ->
                    !status.isTerminal() && status != RolloutStatus.ABORTING && status != RolloutStatus.ROLLING_BACK;
            };
        }
    }

    static String address(String id) {
        return "rollout?id=" + URLEncoder.encode(id, StandardCharsets.UTF_8);
    }

    /** All rollouts: those that have not ended with what they wait for. */
    Html list() {
        List<String> unfinished = rollouts.unfinished();
        List<String> ended = new ArrayList<>(rollouts.list());
        ended.removeAll(unfinished);
        Html html = new Html()
                .raw(
                        "<main id=\"rollouts\"><p class=\"crumb\"><a href=\"./\">All deployments</a></p><h1>Rollouts</h1>");
        if (unfinished.isEmpty()) {
            html.raw("<p class=\"muted\">No rollout is under way.</p>");
        } else {
            html.raw(
                    "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Rollouts that are under way\"><table>"
                            + "<thead><tr><th scope=\"col\">Rollout</th><th scope=\"col\">Status</th><th scope=\"col\">Wave</th>"
                            + "<th scope=\"col\">Waits for</th></tr></thead><tbody>");
            unfinished.forEach(id -> line(html, id));
            html.raw("</tbody></table></div>");
        }
        if (!ended.isEmpty()) {
            html.raw("<h2>Ended</h2><ul>");
            ended.forEach(id -> html.raw("<li>").add(link(id)).raw("</li>"));
            html.raw("</ul>");
        }
        return html.raw("</main>");
    }

    /** One that can't be read, because a newer version has written it, hides no other. */
    private void line(Html html, String id) {
        try {
            rollouts.describe(id)
                    .ifPresent(rollout -> html.raw("<tr><th scope=\"row\">")
                            .add(link(id))
                            .raw("</th><td>")
                            .name(rollout.status())
                            .raw("</td><td>")
                            .text(wave(rollout))
                            .raw("</td><td>")
                            .prose(rollout.waits().stream()
                                    .findFirst()
                                    .map(RolloutWait::toString)
                                    .orElse(""))
                            .raw("</td></tr>"));
        } catch (PortException failed) {
            if (failed.problem().kind() != Problem.Kind.REFUSED) {
                throw failed;
            }
            html.raw("<tr><th scope=\"row\">")
                    .add(link(id))
                    .raw("</th><td></td><td></td><td>")
                    .text("it can't be read: " + failed.problem())
                    .raw("</td></tr>");
        }
    }

    private static Html link(String id) {
        return new Html()
                .raw("<a href=\"rollout?id=")
                .raw(URLEncoder.encode(id, StandardCharsets.UTF_8))
                .raw("\">")
                .text(id)
                .raw("</a>");
    }

    private static String wave(RolloutDescription rollout) {
        return rollout.waves().stream()
                .filter(wave -> wave.progress() == RolloutDescription.Progress.RUNNING)
                .findFirst()
                .map(wave -> wave.name() + " of " + rollout.waves().size())
                .orElse("");
    }

    Optional<RolloutDescription> find(String id) {
        return rollouts.describe(id);
    }

    /** The page's content, without its frame. */
    static Html page(RolloutDescription rollout, LinePage.Visitor visitor, String token) {
        Html html = new Html()
                .raw("<main id=\"rollout\" data-stream=\"rollout-events?id=")
                .raw(URLEncoder.encode(rollout.id(), StandardCharsets.UTF_8))
                .raw(
                        "\"><p class=\"crumb\"><a href=\"./\">All deployments</a> · <a href=\"rollouts\">Rollouts</a></p><h1>")
                .text(rollout.id())
                .raw("</h1>");
        sections(rollout, visitor, token).values().forEach(html::raw);
        return html.raw("</main>");
    }

    /** The parts of the page that change, by their ids. */
    static Map<String, String> sections(RolloutDescription rollout, LinePage.Visitor visitor, String token) {
        Map<String, String> sections = new LinkedHashMap<>();
        sections.put("rollout-status", status(rollout).toString());
        sections.put("rollout-commands", commands(rollout, visitor, token).toString());
        sections.put("rollout-waves", waves(rollout).toString());
        sections.put("rollout-deployments", deployments(rollout).toString());
        sections.put("rollout-history", history(rollout).toString());
        return sections;
    }

    private static Html status(RolloutDescription rollout) {
        Html html = new Html()
                .raw("<section id=\"rollout-status\"><p role=\"status\" class=\"notice ")
                .raw(look(rollout.status()))
                .raw("\"><b>")
                .name(rollout.status())
                .raw("</b>, started by ")
                .text(rollout.startedBy().actor())
                .raw(" at ")
                .time(rollout.startedBy().at())
                .raw("; when a wave fails: ")
                .name(rollout.rollback())
                .raw("</p>");
        if (!rollout.waits().isEmpty()) {
            html.raw("<h2>Waits for</h2><ul>");
            rollout.waits()
                    .forEach(wait -> html.raw("<li>")
                            .prose(wait)
                            .raw(". It goes on when ")
                            .prose(wait.unblock())
                            .raw(".</li>"));
            html.raw("</ul>");
        }
        return html.raw("</section>");
    }

    private static String look(RolloutStatus status) {
        return switch (status) {
            case SUCCESSFUL, IN_PROGRESS -> "GOOD";
            case PAUSED -> "UNKNOWN";
            case FAILING, FAILED, ROLLING_BACK, ROLLED_BACK, ABORTING, ABORTED -> "BAD";
        };
    }

    private static Html commands(RolloutDescription rollout, LinePage.Visitor visitor, String token) {
        Html html = new Html().raw("<section id=\"rollout-commands\">");
        if (rollout.status().isTerminal()) {
            return html.raw("</section>");
        }
        html.raw("<h2>Commands</h2>");
        if (visitor.actor().isEmpty()) {
            return html.raw("<p class=\"muted\">").raw(visitor.refusal()).raw("</p></section>");
        }
        html.raw("<form method=\"post\" action=\"command\" class=\"confirm\">");
        DeploymentPage.hidden(html, "token", token);
        DeploymentPage.hidden(html, "id", rollout.id());
        html.raw("<label for=\"reason\">Why? It stands in the journal.</label>"
                + "<input id=\"reason\" name=\"reason\" maxlength=\"4096\" autocomplete=\"off\">");
        List<Order> orders = List.of(Order.values()).stream()
                .filter(order -> order.suits(rollout.status()))
                .toList();
        for (Order order : orders) {
            html.raw("<button type=\"submit\" name=\"command\" value=\"")
                    .raw(order.command())
                    .raw("\" class=\"button ")
                    .raw(order.style)
                    .raw("\">")
                    .raw(order.title)
                    .raw("</button> ");
        }
        html.raw("<span class=\"muted\">as ")
                .text(visitor.actor().map(Actor::name).orElse(""))
                .raw("</span></form><ul class=\"muted\">");
        orders.forEach(order ->
                html.raw("<li>").raw(order.title).raw(": it ").raw(order.effect).raw(".</li>"));
        return html.raw("</ul></section>");
    }

    private static Html waves(RolloutDescription rollout) {
        Html html = new Html()
                .raw("<section id=\"rollout-waves\"><h2>Waves</h2>"
                        + "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Waves\"><table><thead><tr>"
                        + "<th scope=\"col\">Wave</th><th scope=\"col\">Deployments</th><th scope=\"col\">May fail</th>"
                        + "<th scope=\"col\">Soaks for</th><th scope=\"col\">Stands</th></tr></thead><tbody>");
        rollout.waves()
                .forEach(wave -> html.raw("<tr><th scope=\"row\">")
                        .text(wave.name())
                        .raw("</th><td>")
                        .raw(wave.size())
                        .raw("</td><td>")
                        .raw(wave.mayFail())
                        .raw("</td><td>")
                        .text(wave.soak())
                        .raw("</td><td>")
                        .name(wave.progress())
                        .raw("</td></tr>"));
        return html.raw("</tbody></table></div></section>");
    }

    private static Html deployments(RolloutDescription rollout) {
        Html html = new Html().raw("<section id=\"rollout-deployments\">");
        if (!rollout.deployments().isEmpty()) {
            html.raw("<h2>Deployments of this wave</h2><ul>");
            rollout.deployments()
                    .forEach(member -> html.raw("<li><a href=\"")
                            .address(member.deployment().value())
                            .raw("\">")
                            .text(member.deployment())
                            .raw("</a>, ")
                            .text(member.service())
                            .raw(": ")
                            .prose(member.state())
                            .raw("</li>"));
            html.raw("</ul>");
        }
        return html.raw("</section>");
    }

    private static Html history(RolloutDescription rollout) {
        Html html = new Html().raw("<section id=\"rollout-history\"><h2>History</h2><ol>");
        List<RolloutEvent> all = rollout.history();
        List<RolloutEvent> last = all.subList(Math.max(0, all.size() - LONGEST_HISTORY), all.size());
        last.forEach(event -> html.raw("<li>")
                .time(event.at())
                .raw(" ")
                .prose(event.sentence())
                .raw("</li>"));
        return html.raw("</ol></section>");
    }

    /** Why a command is refused; empty if the rollout took it. */
    Optional<String> command(String name, String id, String reason, Actor actor) {
        Rollouts named = rollouts.by(actor.name());
        for (Order order : Order.values()) {
            if (order.command().equals(name)) {
                return switch (order) {
                    case PAUSE -> named.pause(id, reason);
                    case RESUME -> named.resume(id, reason);
                    case ROLL_BACK -> named.rollBack(id, reason);
                    case ABORT -> named.abort(id, reason);
                };
            }
        }
        return Optional.of("command \"" + name + "\" is none of "
                + List.of(Order.values()).stream().map(Order::command).collect(Collectors.joining(", ")));
    }
}
