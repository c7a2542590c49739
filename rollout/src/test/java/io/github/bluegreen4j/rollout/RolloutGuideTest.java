package io.github.bluegreen4j.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.engine.DeploymentEngine;
import io.github.bluegreen4j.engine.EngineBuilder;
import io.github.bluegreen4j.engine.memory.InMemoryJournal;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.PolicyAnswer;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.testkit.docs.Snippets;
import io.github.bluegreen4j.testkit.time.VirtualTime;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;

/** The code of the page about rollouts. */
class RolloutGuideTest {
    private final List<String> printed = new ArrayList<>();

    private void print(String text) {
        printed.add(text);
    }

    @Test
    void theSnippetsAreAsTheyAreCompiled() throws IOException {
        Snippets.of("docs/rollouts.md", RolloutGuideTest.class).areAsTheyAreCompiled();
    }

    @Test
    void theCodeOfThePageRuns() {
        Journal journal = InMemoryJournal.create();
        FleetWorld world = new FleetWorld(VirtualTime.startingAt(FleetSimulation.START));
        EngineBuilder ports = DeploymentEngine.builder()
                .runtime(world.runtime())
                .router(world.router())
                .journal(journal);
        List<DeploymentSpec> canaries = Fleet.specs(0, 5);
        List<DeploymentSpec> others = Fleet.specs(5, 95);
        DoubleSupplier errorBudget = () -> 0.5;
        // snippet: driver
        Rollouts rollouts = Rollouts.in(journal).by("alice");
        DeploymentEngine engine = ports.policy("rollout", rollouts.policy()).build();
        RolloutDriver driver = RolloutDriver.builder(engine, rollouts)
                .condition(
                        "error-budget",
                        question -> errorBudget.getAsDouble() > 0.2
                                ? PolicyAnswer.yes()
                                : PolicyAnswer.no("less than 20 % of the error budget is left"))
                .start();
        // end of snippet
        try {
            // snippet: start
            RolloutSpec spec = RolloutSpec.builder()
                    .wave(RolloutSpec.wave("canary", canaries)
                            .soak(Duration.ofMinutes(30))
                            .condition("error-budget"))
                    .wave(RolloutSpec.wave("all", others).mayFail(2))
                    .concurrency(20)
                    .rollback(RolloutSpec.Rollback.JOINT)
                    .build();
            print(RolloutPlan.of(spec).toText());
            rollouts.start("release-42", spec);
            // end of snippet
            // snippet: steer
            print(rollouts.describe("release-42").orElseThrow().toText());
            rollouts.pause("release-42", "checkout is slow");
            rollouts.resume("release-42", "it was the database");
            rollouts.rollBack("release-42", "prices are wrong");
            // end of snippet
            assertThat(printed.get(0)).contains("wave 2 all: 95 deployments in 5 turns");
            assertThat(printed.get(1)).startsWith("rollout release-42: IN_PROGRESS, started by alice");
            assertThat(rollouts.describe("release-42").orElseThrow().status()).isEqualTo(RolloutStatus.ROLLING_BACK);
        } finally {
            driver.close();
            engine.close();
        }
    }
}
