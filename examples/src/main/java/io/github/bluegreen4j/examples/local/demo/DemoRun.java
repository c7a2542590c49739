package io.github.bluegreen4j.examples.local.demo;

import io.github.bluegreen4j.examples.local.LocalCluster;
import io.github.bluegreen4j.examples.local.engine.EngineEvent;
import io.github.bluegreen4j.examples.local.engine.EngineProcess;
import io.github.bluegreen4j.examples.local.engine.EngineView;
import io.github.bluegreen4j.examples.local.load.LoadClient;
import io.github.bluegreen4j.examples.local.load.LoadSummary;
import io.github.bluegreen4j.examples.local.runner.LocalTaskView;
import io.github.bluegreen4j.examples.local.runner.RevisionView;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** One run: blue is there and under load, an engine deploys green, and it is watched to its end. */
final class DemoRun {

    private static final Duration ROUND = Duration.ofMillis(200);
    private static final Duration START = Duration.ofSeconds(30);

    /** How long requests that were under way may still end after a change. */
    private static final Duration AFTERMATH = Duration.ofMillis(1_500);

    private final DemoScenario scenario;
    private final Display display;
    private final PausePrompt asker;
    private final Duration patience;
    private final Plan plan;
    private final String deployment = "demo-" + System.currentTimeMillis();
    private Set<Long> blueTasks = Set.of();
    private boolean turnedBack;
    private boolean baking;
    private long heard;
    private Optional<Long> crashDue = Optional.empty();
    private Optional<Long> mishapDue = Optional.empty();
    private Optional<Long> sampleDue = Optional.empty();
    private Optional<Long> failedBefore = Optional.empty();
    private Optional<Long> failedUntilRestored = Optional.empty();

    /**
     * What the engines are.
     *
     * @param journal where they keep what happens; in memory when empty
     * @param engines how many run from the beginning
     * @param crashes whether the one that acts is killed in the middle of the first shift, and another one goes on
     * @param timeline the HTML file into which they write what happened
     * @param console the port of the web console; empty without one
     */
    record Plan(Optional<String> journal, int engines, boolean crashes, Path timeline, OptionalInt console) {
        /** The address of the console. */
        Optional<String> address() {
            return console.isPresent() ? Optional.of("http://127.0.0.1:" + console.getAsInt() + "/") : Optional.empty();
        }
    }

    /**
     * A run.
     *
     * @param patience how long the deployment may take
     */
    DemoRun(DemoScenario scenario, Display display, PausePrompt asker, Duration patience, Plan plan) {
        this.scenario = scenario;
        this.display = display;
        this.asker = asker;
        this.patience = patience;
        this.plan = plan;
    }

    /**
     * Runs it.
     *
     * @param directory where tasks count and processes log
     * @throws IllegalStateException when it does not get to its end
     */
    RunSummary run(Path directory) {
        List<String> runnerArguments =
                List.of("--drain", String.valueOf(scenario.drains()), "--health-grace", "PT1.5S");
        try (LocalCluster cluster =
                new LocalCluster(directory, List.of("--check-interval", "PT0.2S"), runnerArguments)) {
            String blue = launchBlue(cluster);
            display.happened("blue (" + blue + ") serves production: " + DemoScenario.TASKS + " processes");
            LoadClient load = cluster.startLoad("production", scenario.requestsPerSecond(), scenario.connections());
            await("the first answers", () -> load.summary().allSucceeded() >= 20);
            display.happened("the load runs: " + scenario.requestsPerSecond() + " POST requests a second");
            blueTasks = tasks(
                    cluster.runner().describe(DemoScenario.SERVICE).revisions().get(0));
            DemoEngines engines = new DemoEngines(cluster, order(), plan.engines(), display);
            plan.address().ifPresent(address -> display.happened("the console is at " + address));
            watch(cluster, engines, load, blue);
            RunSummary summary = settle(cluster, engines, load, blue);
            plan.address().ifPresent(DemoRun::stay);
            return summary;
        }
    }

    /** The console is there until somebody presses Enter, or nobody can. */
    private static void stay(String address) {
        System.out.println("The console stays at " + address + " until you press Enter.");
        System.out.flush();
        try {
            int unused = System.in.read();
        } catch (IOException closed) {
            // Nobody is there to press anything.
        }
    }

    private String launchBlue(LocalCluster cluster) {
        Map<String, String> greenSettings = new HashMap<>(scenario.taskSettings());
        greenSettings.putAll(scenario.greenSettings());
        cluster.runner().define(DemoScenario.BLUE_DEFINITION, scenario.taskSettings());
        cluster.runner().define(DemoScenario.GREEN_DEFINITION, greenSettings);
        String blue = cluster.launchBlue(
                DemoScenario.SERVICE,
                DemoScenario.BLUE_DEFINITION,
                DemoScenario.TASKS,
                List.of(DemoScenario.BLUE_GROUP, DemoScenario.GREEN_GROUP),
                List.of("production", "test"));
        if (!cluster.awaitHealthy(DemoScenario.BLUE_GROUP, DemoScenario.TASKS)) {
            throw new IllegalStateException("waited in vain for blue to be healthy");
        }
        return blue;
    }

    /** The process ids of a revision's tasks. */
    static Set<Long> tasks(RevisionView revision) {
        return revision.tasks().stream().map(LocalTaskView::pid).collect(Collectors.toSet());
    }

    private List<String> order() {
        List<String> order = new ArrayList<>(List.of(
                "--deployment", deployment,
                "--service", DemoScenario.SERVICE,
                "--definition", DemoScenario.GREEN_DEFINITION,
                "--first-group", DemoScenario.BLUE_GROUP,
                "--second-group", DemoScenario.GREEN_GROUP));
        order.addAll(scenario.order());
        order.addAll(List.of("--timeline", plan.timeline().toString()));
        plan.console().ifPresent(port -> order.addAll(List.of("--console", String.valueOf(port))));
        plan.journal().ifPresent(where -> order.addAll(List.of("--journal", where)));
        return order;
    }

    /** Watches until it has ended. */
    private void watch(LocalCluster cluster, DemoEngines engines, LoadClient load, String blue) {
        long end = System.nanoTime() + patience.toNanos();
        EngineView view;
        do {
            view = engines.acting().view();
            LoadSummary summary = load.summary();
            engines.news().forEach(this::hear);
            meddle(cluster, summary);
            if (!engines.hasCrashed() && isPast(crashDue)) {
                engines.crash();
            }
            answer(engines.acting(), view);
            if (!asker.waits()) {
                display.show(Snapshot.of(cluster, view, summary, blue));
            }
            if (!engines.areAlive() || System.nanoTime() > end) {
                throw new IllegalStateException(
                        engines.areAlive() ? "not over after " + patience.toSeconds() + " s" : "an engine died");
            }
            LockSupport.parkNanos(ROUND.toNanos());
        } while (!view.ended());
    }

    /** What an engine tells again after a restart was heard already. */
    private void hear(EngineEvent event) {
        if (event.version() <= heard) {
            return;
        }
        heard = event.version();
        if (!event.text().isEmpty()) {
            display.happened(event.text());
        }
        switch (event.kind()) {
            case "StageEntered" -> baking = event.text().contains("BAKE_TIME");
            case "BakeStarted" -> {
                if (baking && mishapDue.isEmpty() && scenario.mishap() != InjectedFault.NONE) {
                    mishapDue = Optional.of(
                            System.nanoTime() + Duration.ofSeconds(1).toNanos());
                }
            }
            case "RouteShifted" -> {
                if (plan.crashes() && crashDue.isEmpty() && event.text().contains("production")) {
                    crashDue = Optional.of(
                            System.nanoTime() + Duration.ofMillis(500).toNanos());
                }
            }
            case "RouteRestored" -> {
                if (sampleDue.isEmpty()) {
                    sampleDue = Optional.of(System.nanoTime() + AFTERMATH.toNanos());
                }
            }
            default -> {
                // told, and of no consequence here
            }
        }
    }

    private void meddle(LocalCluster cluster, LoadSummary summary) {
        if (failedBefore.isEmpty() && isPast(mishapDue)) {
            failedBefore = Optional.of(summary.allFailed());
            display.happened("!! " + scenario.mishap().text());
            scenario.mishap().happen(cluster);
        }
        if (failedUntilRestored.isEmpty() && isPast(sampleDue)) {
            failedUntilRestored = Optional.of(summary.allFailed());
        }
    }

    private static boolean isPast(Optional<Long> moment) {
        return moment.filter(due -> System.nanoTime() - due >= 0).isPresent();
    }

    private void answer(EngineProcess engine, EngineView view) {
        for (EngineView.Pause pause : view.pauses()) {
            asker.ask(pause, display).ifPresent(goOn -> {
                display.happened(goOn ? "somebody says: continue" : "somebody says: roll back");
                turnedBack |= !goOn;
                engine.answer(pause, goOn);
            });
        }
    }

    /** The load goes on for a while after the deployment has ended, and then the clients wait for their last answers. */
    private RunSummary settle(LocalCluster cluster, DemoEngines engines, LoadClient load, String blue) {
        long end = System.nanoTime() + AFTERMATH.toNanos();
        await("the aftermath", () -> System.nanoTime() - end >= 0);
        meddle(cluster, load.summary());
        LoadSummary summary = load.stop();
        engines.news().forEach(this::hear);
        EngineView view = engines.acting().view();
        Snapshot last = Snapshot.of(cluster, view, summary, blue);
        display.show(last);
        display.settle();
        return new RunSummary(
                view,
                summary,
                cluster.counts(),
                blue,
                turnedBack,
                last.production(),
                blueTasks,
                cluster.runner().describe(DemoScenario.SERVICE).revisions(),
                failedBefore,
                failedUntilRestored);
    }

    private static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + START.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException("waited in vain for " + what);
            }
            LockSupport.parkNanos(ROUND.toNanos());
        }
    }
}
