package io.github.bluegreen4j.console;

import io.github.bluegreen4j.engine.DeploymentDescription;
import io.github.bluegreen4j.engine.DeploymentSnapshot;
import io.github.bluegreen4j.event.Watch;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.report.Explanation;
import io.github.bluegreen4j.story.Timeline.Tone;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether production is safe, at one glance.
 *
 * @param tone how production is
 * @param headline one short sentence
 * @param detail what the headline is based on; may be empty
 * @param kind in which list of the first page the deployment is
 */
record Situation(Tone tone, String headline, String detail, Kind kind) {
    /** The lists of the first page, most urgent first. */
    enum Kind {
        /** Something is wrong: it rolls back, it failed, or what is watched is bad. */
        TROUBLE("In trouble"),
        /** It waits for a person. */
        PERSON("Needs a person"),
        /** It makes progress, or waits for something that comes by itself. */
        PROGRESS("In progress"),
        /** It waits for its turn. */
        TURN("Waits its turn"),
        /** It has ended. */
        ENDED("Ended");

        private final String title;

        Kind(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }

        String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Situation of(DeploymentSnapshot snapshot) {
        DeploymentDescription view = snapshot.description();
        if (view.status().isTerminal()) {
            return ended(snapshot, view);
        }
        if (snapshot.explanation().waits().stream().anyMatch(wait -> wait.kind() == Explanation.Kind.KEEPING)) {
            return new Situation(
                    Tone.NEUTRAL,
                    "The revision before is kept. An undo takes production back to it.",
                    "",
                    Kind.PROGRESS);
        }
        if (snapshot.groups().isEmpty()) {
            boolean turn =
                    snapshot.explanation().waits().stream().anyMatch(wait -> wait.kind() == Explanation.Kind.TURN);
            return new Situation(
                    Tone.NEUTRAL, "This deployment has not touched production.", "", turn ? Kind.TURN : Kind.PROGRESS);
        }
        return view.rollback().isPresent() ? rollingBack(snapshot) : forward(snapshot);
    }

    private static Situation ended(DeploymentSnapshot snapshot, DeploymentDescription view) {
        boolean recovers = snapshot.spec().filter(DeploymentSpec::isRecovery).isPresent();
        String serving = String.join(" ", view.serving());
        boolean warned = !view.warnings().isEmpty();
        return switch (view.status()) {
            case SUCCESSFUL ->
                new Situation(
                        warned ? Tone.BAD : Tone.GOOD,
                        warned
                                ? "The deployment is complete, but production is not as it should be."
                                : recovers
                                        ? capitalised(view.statusReason()) + "."
                                        : "Production is on green, and the deployment is complete.",
                        serving,
                        Kind.ENDED);
            case ROLLBACK_SUCCESSFUL ->
                new Situation(
                        warned ? Tone.BAD : Tone.GOOD,
                        warned
                                ? "Rolled back, but production is not as it should be."
                                : "Production is on blue, as before the deployment.",
                        serving,
                        Kind.ENDED);
            case ROLLBACK_FAILED ->
                new Situation(
                        Tone.BAD, "Production could not be restored. Somebody has to act.", serving, Kind.TROUBLE);
            default ->
                new Situation(
                        warned ? Tone.BAD : Tone.UNKNOWN,
                        "Stopped. Everything stays as it stood.",
                        serving,
                        Kind.ENDED);
        };
    }

    private static Situation rollingBack(DeploymentSnapshot snapshot) {
        String left = snapshot.routes().stream()
                .filter(route -> route.production() && route.green() > 0)
                .map(route -> percent(route.green()) + " of " + route.route() + " is still on green")
                .reduce((one, other) -> one + ", " + other)
                .orElse("");
        return left.isEmpty()
                ? new Situation(
                        Tone.GOOD, "Production is on blue again.", "The rollback is not complete.", Kind.TROUBLE)
                : new Situation(Tone.BAD, "Production is being restored.", left + ".", Kind.TROUBLE);
    }

    private static Situation forward(DeploymentSnapshot snapshot) {
        double least = snapshot.description().greenProductionWeight();
        double most = snapshot.routes().stream()
                .filter(DeploymentSnapshot.Route::production)
                .mapToDouble(DeploymentSnapshot.Route::green)
                .max()
                .orElse(least);
        List<String> details = new ArrayList<>();
        details.add(share(least, most));
        Tone tone = Tone.GOOD;
        for (DeploymentSnapshot.Condition watched : snapshot.conditions()) {
            boolean isGood = watched.condition() == Watch.Condition.GOOD;
            details.add(words(watched) + (isGood || watched.seen().isEmpty() ? "" : " (" + watched.seen() + ")"));
            Tone one = watched.watch() == Watch.GREEN_READY ? Tone.NEUTRAL : tone(watched);
            if (one == Tone.BAD || (one == Tone.UNKNOWN && tone == Tone.GOOD)) {
                tone = one;
            }
        }
        boolean paused =
                snapshot.explanation().waits().stream().anyMatch(wait -> wait.kind() == Explanation.Kind.PAUSE);
        boolean untouched = most == 0;
        String headline = switch (tone) {
            case BAD -> untouched ? "Something that is watched is bad." : "Production is at risk.";
            case UNKNOWN ->
                untouched
                        ? "Production is on blue. Not everything that is watched can be read."
                        : "Whether production is safe is unknown.";
            default -> untouched ? "Production is safe, all of it on blue." : "Production is safe.";
        };
        Kind kind = tone == Tone.BAD ? Kind.TROUBLE : paused ? Kind.PERSON : Kind.PROGRESS;
        return new Situation(tone, headline, capitalised(String.join("; ", details)) + ".", kind);
    }

    private static String share(double least, double most) {
        if (most == 0) {
            return "blue has 100 %";
        }
        return least == most
                ? "green has " + percent(least) + ", blue " + percent(100 - least)
                : "green has " + percent(least) + " to " + percent(most);
    }

    /** A watched condition as a clause. */
    static String words(DeploymentSnapshot.Condition watched) {
        return switch (watched.watch()) {
            case GREEN_READY ->
                pick(watched, "green is ready", "green is not ready yet", "whether green is ready is unknown");
            case GREEN_HEALTH -> pick(watched, "green is healthy", "green is unhealthy", "green's health is unknown");
            case ALARMS -> pick(watched, "no alarm is active", "an alarm is active", "the alarms are unknown");
            case ANALYSIS ->
                pick(
                        watched,
                        "green is not worse than blue",
                        "green is worse than blue",
                        "whether green is worse than blue is not known yet");
            case ROUTES ->
                pick(watched, "the routes are as written", "the routes were changed", "the routes are unknown");
        };
    }

    private static String pick(DeploymentSnapshot.Condition watched, String good, String bad, String unknown) {
        return switch (watched.condition()) {
            case GOOD -> good;
            case BAD -> bad;
            case UNKNOWN -> unknown;
        };
    }

    /**
     * The tone of one watched condition. A green that starts is not ready yet, and an analysis that lacks evidence has not judged yet,
     * which is no failure.
     */
    static Tone tone(DeploymentSnapshot.Condition watched) {
        return switch (watched.condition()) {
            case GOOD -> Tone.GOOD;
            case BAD -> watched.watch() == Watch.GREEN_READY ? Tone.NEUTRAL : Tone.BAD;
            case UNKNOWN -> lacksEvidence(watched) ? Tone.NEUTRAL : Tone.UNKNOWN;
        };
    }

    private static boolean lacksEvidence(DeploymentSnapshot.Condition watched) {
        return watched.watch() == Watch.ANALYSIS && watched.condition() == Watch.Condition.UNKNOWN;
    }

    /** All that is watched in one word, for a line of the first page. */
    static String health(DeploymentSnapshot snapshot) {
        if (snapshot.conditions().isEmpty()) {
            return "";
        }
        return switch (worst(snapshot)) {
            case BAD -> "bad";
            case UNKNOWN -> "unknown";
            case NEUTRAL -> "starting";
            case GOOD -> "good";
        };
    }

    /** The worst of all that is watched. */
    static Tone worst(DeploymentSnapshot snapshot) {
        List<Tone> tones = snapshot.conditions().stream()
                .map(watched -> lacksEvidence(watched) ? Tone.GOOD : tone(watched))
                .toList();
        for (Tone tone : List.of(Tone.BAD, Tone.UNKNOWN, Tone.NEUTRAL)) {
            if (tones.contains(tone)) {
                return tone;
            }
        }
        return snapshot.conditions().isEmpty() ? Tone.NEUTRAL : Tone.GOOD;
    }

    /** What a deployment waits for, short. The name of a pause is of interest only if several are open. */
    static String waitsFor(Explanation.Wait wait, List<Explanation.Wait> all) {
        boolean single =
                all.stream().filter(one -> one.kind() == Explanation.Kind.PAUSE).count() == 1;
        return wait.kind() == Explanation.Kind.PAUSE && single ? "a person's answer to the pause" : wait.what();
    }

    static String capitalised(String text) {
        return text.isEmpty() ? text : Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }

    /** The tone of a status: a rollback and a stop are no failures of the engine, but nobody wanted them. */
    static Tone tone(DeploymentStatus status) {
        return switch (status) {
            case SUCCESSFUL -> Tone.GOOD;
            case PENDING, IN_PROGRESS -> Tone.NEUTRAL;
            case STOP_REQUESTED, ROLLBACK_REQUESTED, ROLLBACK_IN_PROGRESS, STOPPED, ROLLBACK_SUCCESSFUL -> Tone.UNKNOWN;
            case ROLLBACK_FAILED -> Tone.BAD;
        };
    }

    /** {@code 12.5 %}. */
    static String percent(double share) {
        double tenths = Math.round(share * 10) / 10.0;
        return (tenths == Math.rint(tenths) ? String.valueOf(Math.round(tenths)) : String.valueOf(tenths)) + " %";
    }

    /** Where a deployment is: a stage with its step, or its status. */
    static String place(DeploymentSnapshot snapshot) {
        DeploymentDescription view = snapshot.description();
        Optional<LifecycleStage> stage = view.lifecycleStage();
        if (stage.isEmpty()) {
            return view.status().name();
        }
        return stage.get().name() + (view.step() == 0 ? "" : ", step " + view.step());
    }
}
