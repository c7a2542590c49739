package io.github.bluegreen4j.testkit.simulation;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.function.ObjLongConsumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * A large number of simulated runs. The seed of each run decides what goes wrong in it:
 *
 * <ul>
 *   <li>calls fail, lose their answers, land late, hang or are stale; ports return null or throw errors;
 *   <li>tasks fail and become unhealthy; outsiders rewrite routes;
 *   <li>engines are killed, closed and restarted; listeners and callbacks block;
 *   <li>operators stop, roll back, continue and supersede deployments, through any engine and at any time.
 * </ul>
 *
 * <p>After ten minutes of virtual time the faults stop, and every deployment must end. The first broken {@link
 * WorldInvariant} ends the campaign. The report then has the seed that reproduces it, a minimal list of incidents that still
 * breaks it, and the story of that run.
 *
 * <pre>{@code
 * Campaign.of(() -> Scenario.of(spec).hook("smoke-test", new MyHook())).seeds(1_000).run().orThrow();
 * }</pre>
 *
 * <p>Immutable; every method that changes a setting returns a new campaign.
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

    /**
     * Creates a campaign of one scenario, with 1,000 seeds from 1.
     *
     * @param scenario creates the scenario anew for each run
     * @return the campaign
     */
    public static Campaign of(Supplier<Scenario> scenario) {
        return of(seed -> scenario.get());
    }

    /**
     * Creates a campaign whose seeds generate the scenarios, too, with 1,000 seeds from 1.
     *
     * @return the campaign
     */
    public static Campaign ofAnything() {
        return of(AnyScenario::of);
    }

    /**
     * Creates a campaign of generated scenarios, each of which is then changed.
     *
     * @param changed changes a generated scenario, for example its {@linkplain Scenario#journal journal}
     * @return the campaign
     */
    public static Campaign ofAnything(UnaryOperator<Scenario> changed) {
        return of(seed -> changed.apply(AnyScenario.of(seed)));
    }

    /**
     * Creates a campaign of generated scenarios with given names, each of which is then changed. Use it to test adapters
     * that understand only certain names.
     *
     * @param names the names of the service, routes and target groups
     * @param change changes a generated scenario, given its seed; for example its {@linkplain Scenario#ports ports}
     * @return the campaign
     */
    public static Campaign ofAnything(ScenarioNames names, ObjLongConsumer<Scenario> change) {
        return of(seed -> {
            Scenario scenario = AnyScenario.of(seed, names);
            change.accept(scenario, seed);
            return scenario;
        });
    }

    private static Campaign of(LongFunction<Scenario> scenarios) {
        return new Campaign(scenarios, 1, 1_000, Duration.ofDays(1));
    }

    /**
     * Sets the number of runs.
     *
     * @param newCount the number of seeds, 1 or more; by default 1,000
     * @return a campaign with that number
     * @throws IllegalArgumentException if {@code newCount} is less than 1
     */
    public Campaign seeds(long newCount) {
        if (newCount < 1) {
            throw new IllegalArgumentException("seeds: \"" + newCount + "\" is not allowed; allowed: 1 or more");
        }
        return new Campaign(scenarios, first, newCount, longest);
    }

    /**
     * Sets the first seed. The following numbers are the others.
     *
     * @param seed the first seed; by default 1
     * @return a campaign that starts there
     */
    public Campaign from(long seed) {
        return new Campaign(scenarios, seed, count, longest);
    }

    /**
     * Limits the real time of the campaign. No run starts after that time; a run that has started finishes.
     *
     * @param duration the limit; by default one day
     * @return a campaign with that limit
     */
    public Campaign noLongerThan(Duration duration) {
        return new Campaign(scenarios, first, count, duration);
    }

    /**
     * Runs all seeds, one after the other, on the calling thread.
     *
     * @return the result, up to the first broken invariant
     */
    public CampaignReport run() {
        Coverage coverage = new Coverage();
        long began = System.nanoTime();
        long decisions = 0;
        long runs = 0;
        Optional<CampaignReport.Failure> failure = Optional.empty();
        while (runs < count && failure.isEmpty() && System.nanoTime() - began < longest.toNanos()) {
            long seed = first + runs++;
            CampaignRun.Outcome outcome = run(seed, coverage);
            decisions += outcome.decisions();
            failure = outcome.broken().map(broken -> explain(seed, broken));
        }
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        return new CampaignReport(
                first,
                runs,
                decisions,
                took,
                coverage.ends(),
                coverage.causes(),
                coverage.pairs(),
                coverage.missing(),
                failure);
    }

    /** A defect of the simulation itself names its seed, too. */
    private CampaignRun.Outcome run(long seed, Coverage coverage) {
        try {
            return run(seed).run(false, coverage);
        } catch (RuntimeException defect) {
            throw new IllegalStateException("seed " + seed + ": " + defect.getMessage(), defect);
        }
    }

    private CampaignRun run(long seed) {
        Scenario scenario = scenarios.apply(seed);
        return new CampaignRun(scenario, RandomIncidents.of(scenario, seed));
    }

    private List<Incident> incidents(long seed) {
        return RandomIncidents.of(scenarios.apply(seed), seed);
    }

    /**
     * Runs one seed and records its story.
     *
     * @param seed the seed
     * @return what happened, one line for each step, with the broken invariant if there is one
     */
    public String story(long seed) {
        CampaignRun.Outcome outcome = run(seed).run(true, new Coverage());
        return outcome.story()
                + outcome.broken().map(error -> "\n" + error.getMessage()).orElse("");
    }

    private CampaignReport.Failure explain(long seed, BrokenInvariantError broken) {
        List<Incident> fewest = Shrinking.of(
                incidents(seed),
                fewer -> new CampaignRun(scenarios.apply(seed), fewer)
                        .run(false, new Coverage())
                        .broken()
                        .filter(error -> error.invariant() == broken.invariant())
                        .isPresent());
        CampaignRun.Outcome told = new CampaignRun(scenarios.apply(seed), fewest).run(true, new Coverage());
        return new CampaignReport.Failure(
                seed,
                told.broken().orElse(broken),
                fewest.stream().map(Incident::toString).toList(),
                told.story());
    }
}
