package io.github.bluegreen4j.testkit.simulation;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.function.ObjLongConsumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Very many runs, each with the chaos that its seed makes up: calls fail, lose their answers, land late, hang or are stale; tasks
 * die and fall sick; others rewrite routes; engines are killed, closed and started again; ports return null or throw errors; listeners
 * and callbacks block; operators stop, roll back, continue and supersede, through any engine and at any moment. After ten minutes it is calm, and every deployment has to end. The first broken {@link WorldInvariant} ends the
 * campaign; its report says the seed that repeats it, the shortest list of incidents that still breaks it, and the story.
 *
 * <pre>{@code
 * Campaign.of(() -> Scenario.of(spec).hook("smoke-test", new MyHook())).seeds(1_000).run().orThrow();
 * }</pre>
 *
 * Immutable.
 */
public final class Campaign {
    private final LongFunction<Scenario> scenarios;
    private final long first;
    private final long count;
    private final Duration longest;

    private Campaign(LongFunction<Scenario> scenarios, long first, long count, Duration longest) {
        this.scenarios = scenarios;
        this.first = first;
        this.count = count;
        this.longest = longest;
    }

    /** Runs of one scenario, made anew for each. */
    public static Campaign of(Supplier<Scenario> scenario) {
        return new Campaign(seed -> scenario.get(), 1, 1_000, Duration.ofDays(1));
    }

    /** Runs of scenarios of all kinds, which their seeds make up too. */
    public static Campaign ofAnything() {
        return new Campaign(AnyScenario::of, 1, 1_000, Duration.ofDays(1));
    }

    /** Runs of scenarios of all kinds, each with something of it changed: its {@linkplain Scenario#journal journal}, for example. */
    public static Campaign ofAnything(UnaryOperator<Scenario> changed) {
        return new Campaign(seed -> changed.apply(AnyScenario.of(seed)), 1, 1_000, Duration.ofDays(1));
    }

    /**
     * Runs of scenarios of all kinds with names that an adapter understands, each with something of it changed: its ports, for
     * example, to prove an adapter.
     *
     * @param change changes a scenario, by its seed
     */
    public static Campaign ofAnything(ScenarioNames names, ObjLongConsumer<Scenario> change) {
        return new Campaign(
                seed -> {
                    Scenario scenario = AnyScenario.of(seed, names);
                    change.accept(scenario, seed);
                    return scenario;
                },
                1,
                1_000,
                Duration.ofDays(1));
    }

    /**
     * The same with so many seeds; at first 1,000.
     *
     * @throws IllegalArgumentException if that is less than 1
     */
    public Campaign seeds(long newCount) {
        if (newCount < 1) {
            throw new IllegalArgumentException("seeds: \"" + newCount + "\" is not allowed; allowed: 1 or more");
        }
        return new Campaign(scenarios, first, newCount, longest);
    }

    /** The same beginning with that seed; at first 1. */
    public Campaign from(long seed) {
        return new Campaign(scenarios, seed, count, longest);
    }

    /** The same, but no new seed is begun after so long; at first a day. */
    public Campaign noLongerThan(Duration duration) {
        return new Campaign(scenarios, first, count, duration);
    }

    /** Runs them, one after the other. */
    public CampaignReport run() {
        Coverage coverage = new Coverage();
        long began = System.nanoTime();
        long decisions = 0;
        long runs = 0;
        Optional<CampaignReport.Failure> failure = Optional.empty();
        while (runs < count && failure.isEmpty() && System.nanoTime() - began < longest.toNanos()) {
            long seed = first + runs++;
            ChaosRun.Outcome outcome = run(seed).run(false, coverage);
            decisions += outcome.decisions();
            failure = outcome.broken().map(broken -> explain(seed, broken));
        }
        return new CampaignReport(
                first, runs, decisions, Duration.ofNanos(System.nanoTime() - began), coverage, failure);
    }

    private ChaosRun run(long seed) {
        Scenario scenario = scenarios.apply(seed);
        return new ChaosRun(scenario, Chaos.of(scenario, seed));
    }

    private List<Incident> incidents(long seed) {
        return Chaos.of(scenarios.apply(seed), seed);
    }

    /** What one seed does, whether it breaks anything or not, line by line. */
    public String story(long seed) {
        ChaosRun.Outcome outcome = run(seed).run(true, new Coverage());
        return outcome.story()
                + outcome.broken().map(error -> "\n" + error.getMessage()).orElse("");
    }

    private CampaignReport.Failure explain(long seed, BrokenInvariantError broken) {
        List<Incident> fewest = Shrinking.of(
                incidents(seed),
                fewer -> new ChaosRun(scenarios.apply(seed), fewer)
                        .run(false, new Coverage())
                        .broken()
                        .filter(error -> error.invariant() == broken.invariant())
                        .isPresent());
        ChaosRun.Outcome told = new ChaosRun(scenarios.apply(seed), fewest).run(true, new Coverage());
        return new CampaignReport.Failure(
                seed,
                told.broken().orElse(broken),
                fewest.stream().map(Incident::toString).toList(),
                told.story());
    }
}
