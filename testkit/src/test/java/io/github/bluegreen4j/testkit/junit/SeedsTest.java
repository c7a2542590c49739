package io.github.bluegreen4j.testkit.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.github.bluegreen4j.testkit.simulation.Checkout;
import io.github.bluegreen4j.testkit.simulation.Scenario;
import io.github.bluegreen4j.testkit.simulation.Simulation;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.platform.engine.TestExecutionResult.Status;

/** A test over seeds runs each of them once, with its own chaos, and a failure says how to repeat it. */
class SeedsTest {

    static class Seeded implements SimulatedTest {
        static final List<String> STORIES = new ArrayList<>();

        private SimulatedWorld before;

        @Override
        public Scenario scenario() {
            return Checkout.scenario();
        }

        @BeforeEach
        void prepare(SimulatedWorld world) {
            before = world;
        }

        @Seeds(count = 4, from = 40)
        void runs(Simulation simulation) {
            assertThat(before).isSameAs(simulation.world());
            simulation.run();
            STORIES.add(simulation.story());
            if (STORIES.size() == 3) {
                fail("the third");
            }
        }
    }

    @Test
    void everySeedIsRunOnceWithItsOwnChaosAndAFailureSaysHowToRepeatIt() {
        Seeded.STORIES.clear();
        JupiterRun run = JupiterRun.of(Seeded.class);

        assertThat(run.results().keySet()).contains("seed 40", "seed 41", "seed 42", "seed 43");
        assertThat(run.failure("seed 42")).hasMessage("the third");
        assertThat(run.result("seed 43").getStatus()).isEqualTo(Status.SUCCESSFUL);
        assertThat(Seeded.STORIES).hasSize(4).doesNotHaveDuplicates();
        assertThat(Seeded.STORIES).anyMatch(story -> story.contains(" ! "));
        assertThat(run.printed())
                .isEqualTo("The story of Seeded.runs:\n" + Seeded.STORIES.get(2)
                        + "\nSeeded.runs failed with seed 42; to repeat it alone: -Dbluegreen4j.seed=42\n");
    }

    @Test
    void oneSeedIsRepeatedAloneAndDoesTheSame() {
        Seeded.STORIES.clear();
        JupiterRun.of(Seeded.class);
        String story = Seeded.STORIES.get(2);

        Seeded.STORIES.clear();
        JupiterRun run = JupiterRun.of(Seeded.class, Map.of("bluegreen4j.seed", "42"));

        assertThat(run.results().keySet())
                .filteredOn(name -> name.startsWith("seed"))
                .containsExactly("seed 42");
        assertThat(Seeded.STORIES).containsExactly(story);
    }

    @Test
    void aSeedOutsideOfTheTestsOwnIsRunTooSinceACampaignMayHaveFoundIt() {
        Seeded.STORIES.clear();
        JupiterRun run = JupiterRun.of(Seeded.class, Map.of("bluegreen4j.seed", " -7 "));

        assertThat(run.result("seed -7").getStatus()).isEqualTo(Status.SUCCESSFUL);
    }

    @Test
    void aSeedThatIsNoNumberIsRefused() {
        JupiterRun run = JupiterRun.of(Seeded.class, Map.of("bluegreen4j.seed", "forty"));

        assertThat(run.failure("runs(Simulation)"))
                .isInstanceOf(ExtensionConfigurationException.class)
                .hasMessage("bluegreen4j.seed: \"forty\" is not allowed; allowed: a whole number");
    }
}
