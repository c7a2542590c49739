package io.github.bluegreen4j.testkit.simulation;

import io.github.bluegreen4j.event.ProgressEvent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One run with a list of incidents. After the incidents every deployment must end. */
final class CampaignRun {
    /** The extra time for all deployments that a run orders, beyond the limit of one. */
    private static final Duration CALM = Duration.ofHours(12);

    private static final Duration PAUSE = Duration.ofSeconds(5);
    /** How long a user whose order was refused waits before the next one. */
    private static final Duration AFTER_REFUSAL = Duration.ofSeconds(40);

    /** Two deployments that end at once lead to two orders, which may do the same: without a limit their number doubles each time. */
    private static final int MOST_ORDERS = 200;

    private final Scenario scenario;
    private final List<Incident> incidents;

    /** The result of a run. */
    record Outcome(Optional<BrokenInvariantError> broken, long decisions, String story) {}

    CampaignRun(Scenario scenario, List<Incident> incidents) {
        this.scenario = scenario;
        this.incidents = incidents;
    }

    Outcome run(boolean told, Coverage coverage) {
        try (Simulation simulation = new Simulation(scenario, told)) {
            coverage.watch(simulation);
            Optional<BrokenInvariantError> broken = run(simulation);
            coverage.ended(simulation);
            return new Outcome(broken, simulation.decisions(), simulation.story());
        }
    }

    private Optional<BrokenInvariantError> run(Simulation simulation) {
        try {
            RandomIncidents.plan(incidents, simulation);
            simulation.onEnd(record -> next(record, simulation));
            simulation.deploy();
            simulation.advance(RandomIncidents.LASTS);
            Duration longest = CALM.plus(scenario.spec().limits().deployment());
            simulation.runFor(longest);
            simulation.rest(longest);
            return Optional.empty();
        } catch (BrokenInvariantError error) {
            return Optional.of(error);
        }
    }

    /** Orders the next deployment of the service. */
    private static void next(DeploymentRecord record, Simulation simulation) {
        boolean more = simulation.users().count() < MOST_ORDERS;
        if (more
                && simulation.users().areServed()
                && !record.id().isKeeping()
                && simulation.time().sinceStart().compareTo(RandomIncidents.LASTS) < 0) {
            // What is kept stays for some time, more often than not. Nothing is ordered when it is calm.
            Duration left = RandomIncidents.LASTS.minus(simulation.time().sinceStart());
            Duration wanted =
                    Duration.ofMinutes(Math.floorMod(simulation.users().count() * 7L, 5));
            Duration kept =
                    simulation.oracle().keeping().isPresent() && wanted.compareTo(left) < 0 ? wanted : Duration.ZERO;
            boolean refused = record.count(ProgressEvent.DeploymentRefused.class) > 0;
            simulation.after((refused ? AFTER_REFUSAL : PAUSE).plus(kept), Simulation::deploy);
        }
    }
}
