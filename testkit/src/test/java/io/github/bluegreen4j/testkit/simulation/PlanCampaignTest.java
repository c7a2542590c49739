package io.github.bluegreen4j.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.event.WatchEvent;
import io.github.bluegreen4j.event.WorkEvent;
import io.github.bluegreen4j.model.InvalidSpecException;
import io.github.bluegreen4j.report.Plan;
import io.github.bluegreen4j.testkit.engine.PlannedWrites;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Plans the campaign's scenarios and runs them without an incident. What runs is what was planned, write by write, unless the story has
 * an event that says why not: the scenarios have hooks that fail, tasks that exit and pauses that nobody answers.
 */
class PlanCampaignTest {
    private static final int SEEDS = 300;

    /** An event that takes the deployment from its plan. */
    private static boolean departs(DeploymentEvent event) {
        return event instanceof ProgressEvent.RollbackStarted
                || event instanceof ProgressEvent.StopRequested
                || event instanceof ProgressEvent.CleanUpOverdue
                || event instanceof WatchEvent.DesiredCountRose
                || event instanceof WorkEvent.WorkRefused;
    }

    /**
     * A plan and what ran.
     *
     * @param before the writes until the deployment departed from its plan; all writes if it did not
     */
    private record Result(Plan plan, DeploymentRecord record, List<String> before, boolean departed) {}

    private static Optional<Result> result(long seed) {
        Scenario scenario = AnyScenario.of(seed);
        try (Simulation simulation = new Simulation(scenario, false)) {
            Plan plan = simulation.engine().plan(scenario.spec());
            assertThat(simulation.world().changes())
                    .as("seed %d: a plan touches nothing", seed)
                    .isEmpty();
            AtomicInteger departure = new AtomicInteger(-1);
            simulation.when(
                    PlanCampaignTest::departs,
                    now -> departure.compareAndSet(-1, now.world().changes().size()));
            // What another order does with a blue that is kept is not part of the plan.
            AtomicInteger end = new AtomicInteger(Integer.MAX_VALUE);
            simulation.when(
                    ProgressEvent.KeepingEnded.class,
                    now -> end.set(now.world().changes().size()));
            simulation.deploy();
            DeploymentRecord record = simulation.runFor(Duration.ofDays(2));
            List<String> all = simulation.world().changes();
            List<String> changes = all.subList(0, Math.min(end.get(), all.size()));
            boolean departed = departure.get() >= 0 && departure.get() <= changes.size();
            Optional<String> green = record.events().stream()
                    .filter(WorkEvent.RevisionLaunched.class::isInstance)
                    .map(event ->
                            ((WorkEvent.RevisionLaunched) event).revision().id())
                    .findFirst();
            List<String> before = PlannedWrites.of(departed ? changes.subList(0, departure.get()) : changes, green);
            return Optional.of(new Result(plan, record, before, departed));
        } catch (InvalidSpecException refused) {
            return Optional.empty();
        }
    }

    @Test
    void theCampaignsScenariosRunAsPlannedOrTheStorySaysWhyNot() {
        int planned = 0;
        int departed = 0;
        int refused = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            Optional<Result> one = result(seed);
            if (one.isEmpty()) {
                continue;
            }
            Result result = one.get();
            if (result.plan().isRefused()) {
                refused++;
                assertThat(result.record().count(ProgressEvent.DeploymentRefused.class))
                        .as("seed %d: %s", seed, result.plan().reason())
                        .isPositive();
                assertThat(result.record().reason())
                        .as("seed %d", seed)
                        .isEqualTo(result.plan().reason());
                assertThat(result.before()).as("seed %d", seed).isEmpty();
            } else if (result.departed()) {
                departed++;
                assertThat(result.plan().writes().stream()
                                .limit(result.before().size())
                                .toList())
                        .as("seed %d", seed)
                        .isEqualTo(result.before());
            } else {
                planned++;
                assertThat(result.before())
                        .as("seed %d", seed)
                        .isEqualTo(result.plan().writes());
                assertThat(result.record().status())
                        .as("seed %d", seed)
                        .isEqualTo(result.plan().end());
            }
        }
        System.out.println(
                planned + " ran as planned, " + departed + " departed, " + refused + " were refused as planned");
        assertThat(List.of(planned, departed, refused))
                .allSatisfy(count -> assertThat(count).isGreaterThan(SEEDS / 20));
    }
}
