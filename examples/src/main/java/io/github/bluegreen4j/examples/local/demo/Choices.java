package io.github.bluegreen4j.examples.local.demo;

import io.github.bluegreen4j.examples.local.engine.EngineJournals;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options, and the scenario that they describe. */
final class Choices {

    /** What green is like. */
    enum Green {
        good,
        fails_smoke,
        breaks_in_bake,
        never_healthy,
        dies_in_bake
    }

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    @Option(
            names = "--green",
            paramLabel = "KIND",
            defaultValue = "good",
            description = "What green is like: good, fails-smoke, breaks-in-bake (answers 500: alarm, rollback),"
                    + " never-healthy (circuit breaker), dies-in-bake (killed: health watch, rollback).")
    private String green = "good";

    @Option(names = "--drift", description = "Somebody else rewrites the production route during the bake.")
    private boolean drift;

    @Option(names = "--pause", description = "Pauses before each production step and asks.")
    private boolean pause;

    @Option(
            names = "--answer",
            paramLabel = "ANSWER",
            description = "Answers the pause instead of you: continue or rollback.")
    private @Nullable String answer;

    @Option(
            names = "--strategy",
            paramLabel = "NAME",
            defaultValue = "canary",
            description = "How traffic moves: all-at-once, canary (20 %%, then all), linear (25 %% steps).")
    private String strategy = "canary";

    @Option(
            names = "--no-drain",
            description = "Kills blue while it still answers. Must lose requests, and end with exit code 1: this shows"
                    + " that the verdict can be bad.")
    private boolean noDrain;

    @Option(
            names = "--journal",
            paramLabel = "WHERE",
            description = "Keeps what happens in a file (H2), or in PostgreSQL (jdbc:postgresql:...), not in memory.")
    private @Nullable String journal;

    @Option(
            names = "--crash",
            description =
                    "Kills the engine's process in the middle of the first shift. Another one goes on with what the"
                            + " journal says, once the lease of the dead one is over (6 s).")
    private boolean crash;

    @Option(
            names = "--engines",
            paramLabel = "1|2",
            defaultValue = "1",
            description = "How many engines run at once. Two share a journal in PostgreSQL, which is started for them"
                    + " unless --journal says where one is.")
    private int engines = 1;

    @Option(
            names = "--console",
            description =
                    "Serves the web console of the run, prints its address, and stays at the end until you press Enter. With"
                            + " --pause, answer there.")
    private boolean console;

    @Option(names = "--step-bake", paramLabel = "PT4S", description = "How long each step is watched.")
    private @Nullable String stepBake;

    @Option(names = "--bake", paramLabel = "PT8S", description = "How long green is watched with all of production.")
    private @Nullable String bake;

    @Option(names = "--plain", description = "Plain lines, also in a terminal.")
    private boolean plain;

    @Option(
            names = "--picture",
            paramLabel = "FILE",
            description = "Writes a picture of the run to an SVG file: the last one in which both revisions serve.")
    private @Nullable Path picture;

    @Option(
            names = "--timeline",
            paramLabel = "FILE",
            defaultValue = "${sys:demo.timeline:-target/demo-timeline.html}",
            description =
                    "The HTML file into which the timeline of the deployment is written. Default: ${DEFAULT-VALUE}.")
    private Path timeline = Path.of("target", "demo-timeline.html");

    /** The port of the console, free at this moment; empty without one. Every engine of the run serves it, one at a time. */
    private OptionalInt consolePort() {
        if (!console) {
            return OptionalInt.empty();
        }
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return OptionalInt.of(free.getLocalPort());
        } catch (IOException none) {
            throw new UncheckedIOException("there is no free port", none);
        }
    }

    Path timeline() {
        return timeline;
    }

    Display display() {
        Display fitting = Display.fitting(plain);
        return picture == null ? fitting : new SvgDisplay(picture, fitting);
    }

    PausePrompt asker() {
        return new PausePrompt(Optional.ofNullable(answer), console);
    }

    /** Opens the journal. */
    DemoJournal journal(Path directory) {
        if (journal != null) {
            return DemoJournal.at(journal);
        }
        if (engines > 1) {
            return DemoJournal.ownPostgresql();
        }
        return crash ? DemoJournal.at(directory.resolve("journal").toString()) : DemoJournal.inMemory();
    }

    /** The engines on that journal. */
    DemoRun.Plan plan(DemoJournal opened) {
        return new DemoRun.Plan(opened.address(), engines, crash, timeline.toAbsolutePath(), consolePort());
    }

    boolean asksPeople() {
        return pause && answer == null;
    }

    DemoScenario scenario() {
        check(Set.of("all-at-once", "canary", "linear").contains(strategy), "--strategy=" + strategy);
        check(answer == null || Set.of("continue", "rollback").contains(answer), "--answer=" + answer);
        Green kind = kind();
        check(kind == Green.good || !(drift || noDrain), "--green with --drift or --no-drain");
        check(!(drift && noDrain), "--drift with --no-drain");
        check(!crash || (kind == Green.good && !drift && !noDrain), "--crash with --green, --drift or --no-drain");
        check(engines == 1 || engines == 2, "--engines=" + engines);
        check(
                engines == 1 || journal == null || EngineJournals.isPostgresql(journal),
                "--engines=2 with a file: one engine has a file at a time");
        return noDrain ? noDrain() : of(kind);
    }

    private Green kind() {
        for (Green each : Green.values()) {
            if (each.name().replace('_', '-').equals(green)) {
                return each;
            }
        }
        throw refused("--green=" + green);
    }

    private DemoScenario of(Green kind) {
        return new DemoScenario(
                strategy + (drift ? ", somebody else meddles" : kind == Green.good ? "" : ", green " + green),
                Map.of(),
                greenSettings(kind),
                mishap(kind),
                order(),
                true,
                100,
                8,
                expected(kind),
                "");
    }

    private static Map<String, String> greenSettings(Green kind) {
        return switch (kind) {
            case good, breaks_in_bake, dies_in_bake -> Map.of();
            case fails_smoke -> Map.of("fail-smoke", "true");
            case never_healthy -> Map.of("never-healthy", "true");
        };
    }

    private InjectedFault mishap(Green kind) {
        return switch (kind) {
            case good -> drift ? InjectedFault.SOMEBODY_ELSE_WRITES : InjectedFault.NONE;
            case breaks_in_bake -> InjectedFault.GREEN_BREAKS;
            case dies_in_bake -> InjectedFault.GREEN_DIES;
            case fails_smoke, never_healthy -> InjectedFault.NONE;
        };
    }

    private DemoScenario.Expected expected(Green kind) {
        return switch (kind) {
            case good -> drift ? DemoScenario.Expected.rollback("DRIFT") : DemoScenario.Expected.success();
            case fails_smoke -> DemoScenario.Expected.rollback("HOOK_FAILED");
            case never_healthy -> DemoScenario.Expected.rollback("CIRCUIT_BREAKER");
            case breaks_in_bake ->
                DemoScenario.Expected.rollback("ALARM")
                        .excusing(
                                Set.of("HTTP 500"),
                                "green answered them with 500 until the alarm had seen it and production was back on blue;"
                                        + " all other requests were answered.");
            case dies_in_bake ->
                DemoScenario.Expected.rollback("UNHEALTHY")
                        .excusing(
                                Set.of("HTTP 502", "HTTP 503", "connection"),
                                "all of production was on green when its processes were killed, and a weighted route does"
                                        + " not fail over by itself; all other requests were answered.");
        };
    }

    /** Requests that take long, and a blue that is killed as soon as it has no weight any more. */
    private DemoScenario noDrain() {
        return new DemoScenario(
                "all-at-once, without draining",
                Map.of("work", "PT3S"),
                Map.of(),
                InjectedFault.NONE,
                List.of("--strategy", "all-at-once", "--bake", "PT0S", "--drain", "PT0.001S"),
                false,
                12,
                48,
                DemoScenario.Expected.success(),
                "blue was killed while it answered, so requests had to be lost, and the verdict has to be bad");
    }

    private List<String> order() {
        List<String> order = new ArrayList<>(List.of("--strategy", strategy));
        if (pause) {
            order.addAll(List.of("--pause", "PT5M"));
        }
        if (stepBake != null) {
            order.addAll(List.of("--step-bake", stepBake));
        }
        if (bake != null) {
            order.addAll(List.of("--bake", bake));
        }
        return order;
    }

    private void check(boolean good, String what) {
        if (!good) {
            throw refused(what);
        }
    }

    private RuntimeException refused(String what) {
        String message = "makes no sense: " + what;
        return command == null
                ? new IllegalArgumentException(message)
                : new ParameterException(command.commandLine(), message);
    }
}
