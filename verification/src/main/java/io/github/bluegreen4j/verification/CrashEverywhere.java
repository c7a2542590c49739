package io.github.bluegreen4j.verification;

import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.testkit.simulation.DeploymentRecord;
import io.github.bluegreen4j.testkit.simulation.Scenario;
import io.github.bluegreen4j.testkit.simulation.Simulation;
import io.github.bluegreen4j.testkit.simulation.WorldInvariant;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Kills the engine before and after each single call that it makes in a scenario, including calls of the journal. Another
 * engine takes over. In a second round the second engine is killed, too, a few calls later. The deployment must always reach
 * the end that it reaches without a crash, without breaking a {@link WorldInvariant}.
 *
 * <pre>{@code
 * System.out.println(CrashEverywhere.of(() -> Scenario.of(spec)).run().orThrow());
 * }</pre>
 *
 * <p>Immutable.
 */
public final class CrashEverywhere {
    private static final Duration LONGEST = Duration.ofDays(2);

    private final Supplier<Scenario> scenario;
    private final Consumer<Simulation> meanwhile;

    private CrashEverywhere(Supplier<Scenario> scenario, Consumer<Simulation> meanwhile) {
        this.scenario = scenario;
        this.meanwhile = meanwhile;
    }

    /**
     * Creates the check for a scenario.
     *
     * @param scenario creates the scenario anew for each run
     * @return the check
     */
    public static CrashEverywhere of(Supplier<Scenario> scenario) {
        return new CrashEverywhere(scenario, simulation -> {});
    }

    /**
     * Prepares each run, for example with faults or commands.
     *
     * @param planning called for each simulation before it starts
     * @return a check with that preparation instead of the previous one
     */
    public CrashEverywhere meanwhile(Consumer<Simulation> planning) {
        return new CrashEverywhere(scenario, planning);
    }

    /** Where, and how often, an engine is killed. */
    private record Point(long call, boolean before, boolean twice) {
        @Override
        public String toString() {
            return "killed " + (before ? "before" : "after") + " call " + call + (twice ? ", and its heir too" : "");
        }
    }

    /**
     * Runs the scenario once without a crash, then once for each point at which an engine is killed.
     *
     * @return the result, up to the first failure
     */
    public Report run() {
        long calls;
        DeploymentStatus end;
        Map<DeploymentId, DeploymentStatus> ends;
        try (Simulation undisturbed = begin(Scenario::simulateWithoutStory)) {
            end = undisturbed.runFor(LONGEST).status();
            ends = ends(undisturbed);
            calls = undisturbed.allCalls();
        }
        long points = 0;
        for (long call = 1; call <= calls; call++) {
            for (boolean before : new boolean[] {true, false}) {
                for (boolean twice : new boolean[] {false, true}) {
                    Point point = new Point(call, before, twice);
                    points++;
                    if (crash(point, ends, Scenario::simulateWithoutStory).isPresent()) {
                        Optional<String> story = crash(point, ends, Scenario::simulate);
                        return new Report(points, end, story.map(told -> point + ": " + told));
                    }
                }
            }
        }
        return new Report(points, end, Optional.empty());
    }

    /** How each deployment ended, also one that the engine ordered. */
    private static Map<DeploymentId, DeploymentStatus> ends(Simulation simulation) {
        return simulation.records().stream().collect(Collectors.toMap(DeploymentRecord::id, DeploymentRecord::status));
    }

    private Simulation begin(Function<Scenario, Simulation> begin) {
        Simulation simulation = begin.apply(scenario.get());
        meanwhile.accept(simulation);
        simulation.deploy();
        return simulation;
    }

    /** What went wrong, and the story, if anything did. */
    private Optional<String> crash(
            Point point, Map<DeploymentId, DeploymentStatus> ends, Function<Scenario, Simulation> begin) {
        try (Simulation simulation = begin(begin)) {
            try {
                plan(simulation, point);
                simulation.runFor(LONGEST);
                if (!ends(simulation).equals(ends)) {
                    throw new AssertionError(simulation.records() + ", allowed is " + ends);
                }
                return Optional.empty();
            } catch (AssertionError error) {
                return Optional.of(error.getMessage() + "\n\n" + simulation.story());
            }
        }
    }

    private static void plan(Simulation simulation, Point point) {
        simulation.killAtCall(point.call(), point.before(), () -> {
            restart(simulation);
            if (point.twice()) {
                long later = simulation.allCalls() + 2 + point.call() % 17;
                simulation.killAtCall(later, point.before(), () -> restart(simulation));
            }
        });
    }

    /** Starts another engine a moment later. A user whose order was lost orders again. */
    private static void restart(Simulation simulation) {
        simulation.kill();
        simulation.after(Duration.ofMillis(100), heir -> {
            heir.startEngine();
            heir.orderAgain();
        });
    }

    /**
     * The result of the check.
     *
     * @param killPoints the number of points at which an engine was killed: before and after each call, once and twice in a
     *     row
     * @param end how the deployment ends without a crash
     * @param failure the first point at which it ended differently or an invariant was broken, with the story
     */
    public record Report(long killPoints, DeploymentStatus end, Optional<String> failure) {

        /**
         * Throws if an end was not allowed or an invariant was broken.
         *
         * @return this report
         * @throws AssertionError with the point at which the engine was killed, and the story
         */
        public Report orThrow() {
            failure.ifPresent(story -> {
                throw new AssertionError(story);
            });
            return this;
        }

        @Override
        public String toString() {
            return String.format(
                    "%,d kill points: %s%s", killPoints, end, failure.isPresent() ? ", and then FAILED" : "");
        }
    }
}
