package io.github.bluegreen4j.cli;

import io.github.bluegreen4j.engine.DeploymentDescription;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.Given;
import io.github.bluegreen4j.model.Judgement;
import java.util.List;
import java.util.stream.Collectors;

/** A deployment as it stands, for people. */
final class Description {
    /** A pause that nobody has answered yet, in the words of {@link DeploymentDescription.Hook#status}. */
    private static final String AWAITING = "AWAITING_ACTION";

    private static final int NAME = 11;

    private Description() {}

    /** The pauses that wait for somebody's answer. */
    static List<DeploymentDescription.Hook> pauses(DeploymentDescription view) {
        return view.status().isTerminal()
                ? List.of()
                : view.hooks().stream()
                        .filter(hook -> hook.status().equals(AWAITING))
                        .toList();
    }

    /** One line. */
    static String line(DeploymentDescription view) {
        return "%s  %s  %s%s"
                .formatted(
                        view.deployment(),
                        view.service(),
                        view.status(),
                        view.lifecycleStage().map(stage -> "  " + stage).orElse(""));
    }

    /** All of it. */
    static void print(DeploymentDescription view, Output out) {
        say(out, "deployment", view.deployment());
        say(out, "service", view.service());
        lines(out, Tone.of(view.status()), "status", view.status().name());
        if (!view.statusReason().isEmpty()) {
            lines(out, Tone.PLAIN, "reason", Texts.faultLines(Given.visible(view.statusReason())));
        }
        view.lifecycleStage()
                .ifPresent(stage -> say(out, "stage", stage + (view.step() > 0 ? ", step " + view.step() : "")));
        view.sourceRevision().ifPresent(blue -> say(out, "blue", blue));
        view.targetRevision()
                .ifPresent(green ->
                        say(out, "green", green + ", " + number(view.greenProductionWeight()) + " % of production"));
        view.createdAt().ifPresent(at -> say(out, "created", at));
        view.endedAt().ifPresent(at -> say(out, "ended", at));
        view.orderedBy().ifPresent(by -> say(out, "ordered by", by.actor() + ", at " + by.at()));
        view.requestedBy().ifPresent(by -> say(out, "told by", by.actor() + ", at " + by.at()));
        view.rollback().ifPresent(back -> say(out, "rolls back", back.cause() + ": " + back.reason()));
        view.waitingFor().forEach(what -> say(out, "waits for", what));
        view.nextDeadline().ifPresent(at -> say(out, "deadline", at));
        for (DeploymentDescription.Hook pause : pauses(view)) {
            say(
                    out,
                    "pause",
                    pause.name() + " at " + pause.stage() + approvals(pause) + "; bluegreen continue "
                            + view.deployment() + " " + pause.name() + " or bluegreen rollback " + view.deployment());
        }
        view.analysis().ifPresent(last -> analysis(last, out));
        view.serving().forEach(what -> say(out, "serves", what));
        view.warnings().forEach(what -> lines(out, Tone.WARNING, "warning", Given.visible(what)));
        view.leftOvers().forEach(what -> lines(out, Tone.WARNING, "left over", Given.visible(what)));
    }

    /** What became of the blue that it kept: what served at its end may not serve any more. */
    static void kept(DeploymentDescription view, DeploymentDescription order, Output out) {
        say(
                out,
                "kept blue",
                order.status() == DeploymentStatus.PENDING
                        ? order.nextDeadline().map(at -> "until " + at + "; ").orElse("") + "bluegreen undo "
                                + view.deployment()
                        : order.deployment() + " is " + order.status()
                                + (order.statusReason().isEmpty() ? "" : ": " + order.statusReason()));
    }

    /** The answer, and what each metric showed. */
    private static void analysis(DeploymentDescription.Analysis last, Output out) {
        Judgement judgement = last.judgement();
        say(
                out,
                "analysis",
                judgement.answer() + ", after " + judgement.points() + " periods of step " + judgement.step() + ", at "
                        + last.at());
        judgement.metrics().forEach(metric -> say(out, "", metric));
    }

    private static String approvals(DeploymentDescription.Hook pause) {
        return pause.approvals()
                .map(asked -> ", needs " + asked.needed() + " of " + String.join(", ", asked.approvers())
                        + (asked.given().isEmpty()
                                ? ""
                                : "; approved by "
                                        + asked.given().stream()
                                                .map(given -> given.approver() + " at " + given.at())
                                                .collect(Collectors.joining(", "))))
                .orElse("");
    }

    private static String number(double percent) {
        return percent == Math.rint(percent) ? String.valueOf(Math.round(percent)) : String.valueOf(percent);
    }

    /** Whatever the value is, it stays in its line. */
    private static void say(Output out, String name, Object value) {
        lines(out, Tone.PLAIN, name, Given.visible(value));
    }

    private static void lines(Output out, Tone tone, String name, String value) {
        out.print(tone, ("%-" + NAME + "s %s").formatted(name, Texts.indented(value, NAME + 1)));
    }
}
