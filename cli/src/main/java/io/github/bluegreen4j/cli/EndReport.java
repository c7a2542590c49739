package io.github.bluegreen4j.cli;

import io.github.bluegreen4j.engine.DeploymentDescription;
import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.Given;
import io.github.bluegreen4j.model.LifecycleStage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The last words on a deployment. */
final class EndReport {
    private EndReport() {}

    /**
     * Of one that was left at a stage.
     *
     * @param hint what follows for people; may be empty
     */
    static void left(DeploymentDescription view, LifecycleStage stage, String hint, Output output) {
        if (output.isJson()) {
            output.out().println(JsonLines.ending(view, false, Optional.of(stage)));
        } else {
            output.print(Tone.GOOD, "deployment " + view.deployment() + " has reached " + stage + hint);
        }
    }

    /** Of one that was followed. As JSON it is the last line; people have read the last event, and are told what is not well. */
    static void tell(DeploymentDescription view, Output output) {
        if (output.isJson()) {
            output.out().println(JsonLines.ending(view, false, Optional.empty()));
        } else {
            notWell(view, output);
        }
    }

    /**
     * Of one that had ended before this command began. People are not told its events: they would take them for new ones.
     * Programs are, and find {@code replayed} in the last line.
     *
     * @param quiet whether programs are told the last line only
     */
    static void replay(
            DeploymentId deployment,
            List<DeploymentEvent> events,
            DeploymentDescription view,
            Output output,
            boolean quiet) {
        if (output.isJson()) {
            new ProgressPrinter(deployment, output, quiet, 0).read(events);
            output.out().println(JsonLines.ending(view, true, Optional.empty()));
            return;
        }
        String reason =
                view.statusReason().isEmpty() ? "" : ": " + Texts.faultLines(Given.visible(view.statusReason()));
        output.print(
                Tone.of(view.status()),
                "deployment " + deployment + " ended before, at "
                        + view.endedAt().map(Instant::toString).orElse("(unknown)") + ", as " + view.status()
                        + Texts.indented(reason, 2) + "; nothing was done now; its events: bluegreen history "
                        + deployment);
        notWell(view, output);
    }

    private static void notWell(DeploymentDescription view, Output output) {
        view.warnings().forEach(what -> output.print(Tone.WARNING, "WARNING: " + Given.visible(what)));
        view.leftOvers().forEach(what -> output.print(Tone.WARNING, "left over: " + Given.visible(what)));
    }
}
