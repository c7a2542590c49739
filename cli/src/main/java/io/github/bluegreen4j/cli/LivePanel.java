package io.github.bluegreen4j.cli;

import io.github.bluegreen4j.engine.DeploymentDescription;
import io.github.bluegreen4j.model.Given;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.report.Explanation;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A deployment in a few lines, which are drawn anew while it is followed. Used by one thread. */
final class LivePanel {
    private static final String LINE = "%-11s %s";
    /** What a line of weights has beside its bar. */
    private static final int BESIDE_BAR = 44;

    private static final int SHORTEST_BAR = 10;

    private final Output output;
    private Optional<String> lastStage = Optional.empty();

    LivePanel(Output output) {
        this.output = output;
    }

    /** Shows it as it stands. */
    void show(DeploymentDescription view, Explanation explanation) {
        output.show(width -> lines(view, Optional.of(explanation), Instant.now(), width));
    }

    /** Leaves it as it stands: the last that is shown. */
    void leave(DeploymentDescription view) {
        output.show(width -> lines(view, Optional.empty(), Instant.now(), width));
        output.settle();
    }

    /**
     * The lines.
     *
     * @param explanation what it waits for; empty if nobody follows it any longer
     * @param width how many characters fit into a line
     */
    List<String> lines(DeploymentDescription view, Optional<Explanation> explanation, Instant now, int width) {
        view.lifecycleStage().ifPresent(stage -> lastStage = Optional.of(stage(stage, view.step())));
        List<String> lines = new ArrayList<>();
        lines.add("");
        say(lines, "deployment", view.deployment() + " of " + view.service());
        lastStage.ifPresent(
                stage -> say(lines, "stage", stage + (view.rollback().isPresent() ? ", and turned back" : "")));
        say(lines, "production", weights(view.greenProductionWeight(), width));
        health(lines, view);
        view.createdAt()
                .ifPresent(since -> say(
                        lines,
                        "time",
                        length(Duration.between(since, view.endedAt().orElse(now))) + ", since "
                                + since.truncatedTo(ChronoUnit.SECONDS)));
        lines.add(output.colored(Tone.of(view.status()), LINE.formatted("status", view.status())));
        explanation.stream().flatMap(all -> all.waits().stream().limit(1)).forEach(wait -> waits(lines, wait, now));
        return lines;
    }

    private static String stage(LifecycleStage stage, int step) {
        return stage + (step > 0 ? ", step " + step : "");
    }

    private static String weights(double green, int width) {
        int length = Math.max(SHORTEST_BAR, width - BESIDE_BAR);
        int greens = (int) Math.round(green * length / 100);
        return String.format(
                Locale.ROOT,
                "blue %5.1f %% [%s%s] %5.1f %% green",
                100 - green,
                ".".repeat(length - greens),
                "#".repeat(greens),
                green);
    }

    /** What serves is known at the end; before, the tasks are, to the engine that acts. */
    private void health(List<String> lines, DeploymentDescription view) {
        view.serving().forEach(serving -> say(lines, "serves", serving));
        if (view.serving().isEmpty()
                && (view.sourceTasks().isPresent() || view.targetTasks().isPresent())) {
            say(lines, "tasks", "blue " + tasks(view.sourceTasks()) + ", green " + tasks(view.targetTasks()));
        }
    }

    private static String tasks(Optional<DeploymentDescription.Tasks> tasks) {
        return tasks.map(counts -> counts.running() + " of " + counts.requested() + " running")
                .orElse("none");
    }

    private void waits(List<String> lines, Explanation.Wait wait, Instant now) {
        say(lines, "waits for", wait.what());
        wait.until()
                .filter(until -> !until.isBefore(now))
                .ifPresent(until -> say(
                        lines, "", "for " + length(Duration.between(now, until)) + " at most; then " + wait.then()));
    }

    private static String length(Duration length) {
        long seconds = Math.max(0, length.toSeconds());
        String rest = seconds % 60 + " s";
        String minutes = seconds < 60 ? "" : seconds / 60 % 60 + " min ";
        return (seconds < 3600 ? "" : seconds / 3600 + " h ") + minutes + rest;
    }

    /** Whatever the value is, it stays in its line. */
    private void say(List<String> lines, String name, Object value) {
        lines.add(output.colored(Tone.PLAIN, LINE.formatted(name, Given.visible(value))));
    }
}
