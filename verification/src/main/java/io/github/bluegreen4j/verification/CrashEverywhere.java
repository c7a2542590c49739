package io.github.bluegreen4j.testkit.simulation;

import io.github.bluegreen4j.model.DeploymentStatus;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Kills the engine before and after each single call that it makes in a scenario, including calls of the journal. Another
 * engine takes over. In a second round the second engine is killed, too, a few calls later. The deployment must always reach
 * an allowed end without breaking a {@link WorldInvariant}.
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
    private final Set<DeploymentStatus> allowed;

    private CrashEverywhere(
            Supplier<Scenario> scenario, Consumer<Simulation> meanwhile, Set<DeploymentStatus> allowed) {
        this.scenario = scenario;
        this.meanwhile = meanwhile;
        this.allowed = allowed;
    }

    /**
     * Creates the check for a scenario. Initially only the end that the scenario reaches without a crash is allowed.
     *
     * @param scenario creates the scenario anew for each run
     * @return the check
     */
    public static CrashEverywhere of(Supplier<Scenario> scenario) {
        return new CrashEverywhere(scenario, simulation -> {}, EnumSet.noneOf(DeploymentStatus.class));
    }

    /**
     * Prepares each run, for example with faults or commands.
     *
     * @param planning called for each simulation before it starts
     * @return a check with that preparation instead of the previous one
     */
    public CrashEverywhere meanwhile(Consumer<Simulation> planning) {
        return new CrashEverywhere(scenario, planning, allowed);
    }

    /**
     * Allows more ends.
     *
     * @param ends final statuses that are allowed in addition
     * @return a check that allows them
     */
    public CrashEverywhere allowing(DeploymentStatus... ends) {
        Set<DeploymentStatus> more = EnumSet.copyOf(Set.of(ends));
        more.addAll(allowed);
        return new CrashEverywhere(scenario, meanwhile, more);
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
        Set<DeploymentStatus> ends = EnumSet.noneOf(DeploymentStatus.class);
        ends.addAll(allowed);
        try (Simulation undisturbed = begin(false)) {
            ends.add(undisturbed.runFor(LONGEST).status());
            calls = undisturbed.allCalls();
        }
        Map<DeploymentStatus, Long> seen = new EnumMap<>(DeploymentStatus.class);
        long points = 0;
        for (long call = 1; call <= calls; call++) {
            for (boolean before : new boolean[] {true, false}) {
                for (boolean twice : new boolean[] {false, true}) {
                    Point point = new Point(call, before, twice);
                    points++;
                    Optional<String> failure = crash(point, ends, seen);
                    if (failure.isPresent()) {
                        return new Report(points, seen, failure);
                    }
                }
            }
        }
        return new Report(points, seen, Optional.empty());
    }

    private Simulation begin(boolean told) {
        Simulation simulation = new Simulation(scenario.get(), told);
        meanwhile.accept(simulation);
        simulation.deploy();
        return simulation;
    }

    private Optional<String> crash(Point point, Set<DeploymentStatus> ends, Map<DeploymentStatus, Long> seen) {
        Optional<AssertionError> error = crash(point, ends, seen, false).error();
        return error.map(thrown -> point + ": " + thrown.getMessage() + "\n\n"
                + crash(point, ends, new EnumMap<>(DeploymentStatus.class), true)
                        .story());
    }

    private record Crash(Optional<AssertionError> error, String story) {}

    private Crash crash(Point point, Set<DeploymentStatus> ends, Map<DeploymentStatus, Long> seen, boolean told) {
        try (Simulation simulation = begin(told)) {
            try {
                plan(simulation, point);
                DeploymentRecord record = simulation.runFor(LONGEST);
                seen.merge(record.status(), 1L, Long::sum);
                if (!ends.contains(record.status())) {
                    throw new AssertionError(record + ", allowed is " + ends);
                }
                return new Crash(Optional.empty(), "");
            } catch (AssertionError error) {
                return new Crash(Optional.of(error), simulation.story());
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

    /** The result of the check. Immutable. */
    public static final class Report {
        private final long points;
        private final Map<DeploymentStatus, Long> ends;
        private final Optional<String> failure;

        private Report(long points, Map<DeploymentStatus, Long> ends, Optional<String> failure) {
            this.points = points;
            this.ends = ends;
            this.failure = failure;
        }

        /**
         * {@return the number of points at which an engine was killed: before and after each call, once and twice in a row}
         */
        public long killPoints() {
            return points;
        }

        /** {@return how many runs ended in each status} */
        public Map<DeploymentStatus, Long> ends() {
            return Map.copyOf(ends);
        }

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
            return String.format("%,d kill points: %s%s", points, ends, failure.isPresent() ? ", and then FAILED" : "");
        }
    }
}
