package io.github.bluegreen4j.console;

import io.github.bluegreen4j.spi.Journal;
import java.util.Optional;

/**
 * Whether the line is stopped: the banner on the other pages, and the page on which somebody stops or resumes it. The forms are on a page of
 * their own, so that the first page holds no token and can be compressed.
 */
final class LinePage {
    static final String STOP = "stop-line";
    static final String RESUME = "resume-line";

    private static final String READ_ONLY = "This console is read-only.";
    private static final String NOT_YOU = "You may read, but not give commands.";

    private LinePage() {}

    /**
     * Who looks at the page.
     *
     * @param actor in whose name the line is stopped or resumed; empty if this client may only read
     * @param readOnly whether nobody may give commands
     */
    record Visitor(Optional<Actor> actor, boolean readOnly) {
        String refusal() {
            return readOnly ? READ_ONLY : NOT_YOU;
        }
    }

    static boolean isStopped(Optional<Journal.Line> line) {
        return line.filter(Journal.Line::stopped).isPresent();
    }

    /** What a form sends back of the line that its page showed, so that nobody resumes a line that was stopped anew meanwhile. */
    static String seen(Optional<Journal.Line> line) {
        return line.map(said -> said.stopped() + " " + said.by().actor() + " "
                        + said.by().at())
                .orElse("never");
    }

    /** The part of the first page: a banner while the line is stopped, and the button that leads to the form. */
    static Html part(Optional<Journal.Line> line, Visitor visitor) {
        Html html = new Html().raw("<div id=\"the-line\">");
        if (isStopped(line)) {
            html.add(banner(line, visitor));
        } else {
            html.raw("<p>").add(button("Stop the line", "danger", visitor)).raw("</p>");
        }
        return html.raw("</div>");
    }

    /** Who stopped the line, why and since when, with the button that leads to the form; nothing while it runs. */
    static Html banner(Optional<Journal.Line> line, Visitor visitor) {
        Html html = new Html();
        line.filter(Journal.Line::stopped)
                .ifPresent(stopped -> html.raw(
                                "<div class=\"notice UNKNOWN\" role=\"status\"><p><b>The line is stopped</b> by ")
                        .text(stopped.by().actor())
                        .raw(" since ")
                        .time(stopped.by().at())
                        .raw(": ")
                        .text(stopped.reason())
                        .raw("</p><p>No deployment gives green more weight or retires blue. Rollbacks continue.</p><p>")
                        .add(button("Resume the line", "go", visitor))
                        .raw("</p></div>"));
        return html;
    }

    private static Html button(String title, String style, Visitor visitor) {
        if (visitor.actor().isPresent()) {
            return new Html()
                    .raw("<a class=\"button ")
                    .raw(style)
                    .raw("\" href=\"line\">")
                    .raw(title)
                    .raw("</a>");
        }
        return new Html()
                .raw("<button type=\"button\" disabled aria-describedby=\"the-line-why\">")
                .raw(title)
                .raw("</button> <span class=\"muted\" id=\"the-line-why\">")
                .raw(visitor.refusal())
                .raw("</span>");
    }

    /** The page's content, without its frame. */
    static Html render(Optional<Journal.Line> line, Visitor visitor, String token) {
        boolean stopped = isStopped(line);
        Html html = new Html()
                .raw("<main id=\"line-page\"><p class=\"crumb\"><a href=\"./\">All deployments</a></p><h1>")
                .raw(stopped ? "The line is stopped" : "The line runs")
                .raw("</h1>");
        line.ifPresent(said -> html.raw("<p role=\"status\" class=\"notice ")
                .raw(stopped ? "UNKNOWN\"><b>Stopped</b> by " : "GOOD\"><b>Resumed</b> by ")
                .text(said.by().actor())
                .raw(" since ")
                .time(said.by().at())
                .raw(said.reason().isEmpty() ? "" : ": ")
                .text(said.reason())
                .raw("</p>"));
        html.raw("<p>")
                .raw(
                        stopped
                                ? "Every deployment on this journal waits before its next write that gives green more weight, and before"
                                        + " blue is retired. Rollbacks, launches and hooks continue."
                                : "If you stop the line, every deployment on this journal waits before its next write that gives green"
                                        + " more weight, and before blue is retired. Rollbacks, launches and hooks continue.")
                .raw("</p>");
        if (visitor.actor().isEmpty()) {
            return html.raw("<p class=\"muted\">").raw(visitor.refusal()).raw("</p></main>");
        }
        html.raw("<form method=\"post\" action=\"command\" class=\"confirm\">");
        DeploymentPage.hidden(html, "token", token);
        DeploymentPage.hidden(html, "command", stopped ? RESUME : STOP);
        DeploymentPage.hidden(html, "seen", seen(line));
        return html.raw("<label for=\"reason\">")
                .raw(stopped ? "Why, if there is something to say? " : "Why? ")
                .raw(
                        "It stands in the journal.</label><input id=\"reason\" name=\"reason\" maxlength=\"4096\" autocomplete=\"off\"")
                .raw(stopped ? ">" : " required>")
                .raw("<button type=\"submit\" class=\"button ")
                .raw(stopped ? "go\">Resume the line" : "danger\">Stop the line")
                .raw("</button> <span class=\"muted\">as ")
                .text(visitor.actor().map(Actor::name).orElse(""))
                .raw("</span></form></main>");
    }
}
