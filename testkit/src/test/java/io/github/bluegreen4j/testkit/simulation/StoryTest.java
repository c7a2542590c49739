package io.github.bluegreen4j.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.spi.CallRunner.Operation;
import io.github.bluegreen4j.testkit.time.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A story tells what has happened, in its order, and does not grow for ever. */
class StoryTest {
    private final SimulationStory story = new SimulationStory(VirtualTime.startingAt(Instant.EPOCH), true);

    @Test
    void aSimulationTellsItsStoryAndSoDoesEachOfItsDeployments() {
        Simulation simulation = Checkout.scenario().simulate();
        DeploymentRecord record = simulation.run();
        assertThat(simulation.story())
                .containsSubsequence(
                        "0:00:00.000 * somebody orders d-1",
                        "d-1 == SCALE_UP",
                        "> launch of checkout:42 with 2 tasks in second",
                        "d-1 == PRODUCTION_TRAFFIC_SHIFT 10%",
                        "> route production: first=100 second=0 -> first=900 second=100",
                        "d-1 == PRODUCTION_TRAFFIC_SHIFT 100%",
                        "d-1 == CLEAN_UP",
                        "DeploymentEnded[status=SUCCESSFUL")
                .doesNotContain("at=2026");
        assertThat(record.story()).isEqualTo(simulation.story());
    }

    @Test
    void whatNobodyWantsToReadIsNotTold() {
        SimulationStory silent = new SimulationStory(VirtualTime.startingAt(Instant.EPOCH), false);
        silent.tell('*', () -> {
            throw new IllegalStateException("it is not even made up");
        });
        assertThat(silent).hasToString("");
    }

    @Test
    void whatIsRepeatedIsCounted() {
        for (int i = 0; i < 4; i++) {
            story.tell('*', () -> "again");
        }
        story.tell('*', () -> "at last");
        assertThat(story)
                .hasToString("  0:00:00.000 * again\n              ... the same 3 times more\n  0:00:00.000 * at last");
    }

    @Test
    void ofAVeryLongOneTheBeginningAndTheEndAreTold() {
        for (int i = 1; i <= 6_000; i++) {
            int line = i;
            story.tell('*', () -> "line " + line);
        }
        assertThat(story.toString().lines())
                .hasSize(5_001)
                .startsWith("  0:00:00.000 * line 1")
                .contains("  0:00:00.000 * line 2500", "              ... 1000 lines are left out")
                .doesNotContain("  0:00:00.000 * line 2501", "  0:00:00.000 * line 3500")
                .contains("  0:00:00.000 * line 3501")
                .endsWith("  0:00:00.000 * line 6000");
    }

    @Test
    void theChaosOfASeedIsTheSameInACampaignAndBeforeTheEyesOfATest() {
        StringBuilder all = new StringBuilder();
        for (long seed = 1; seed <= 5; seed++) {
            Simulation simulation = Checkout.scenario().simulate(seed);
            simulation.run();
            String ofACampaign = Campaign.of(Checkout::scenario).story(seed);
            assertThat(simulation.story().lines().limit(30))
                    .as("seed %s", seed)
                    .isEqualTo(ofACampaign.lines().limit(30).toList());
            all.append(simulation.story());
        }
        assertThat(all).contains(" ! ");
    }

    @Test
    void anEngineThatIsKilledDuringACallIsReplacedAndTheCallHasItsEffect() {
        Simulation simulation = Checkout.scenario().simulate();
        simulation.killDuring(Operation.WRITE_ROUTE, 2, Duration.ofSeconds(40));
        assertThat(simulation.run().status()).isEqualTo(DeploymentStatus.SUCCESSFUL);
        assertThat(simulation.story())
                .containsSubsequence(
                        "* engine-1 is killed",
                        "route production: first=100 second=0 -> first=900 second=100",
                        "d-1 EngineResumed",
                        "d-1 RouteShifted[reading=RouteReading[route=production, split=first=900 second=100");
        assertThat(simulation.livingEngines()).isEqualTo(1);
    }
}
