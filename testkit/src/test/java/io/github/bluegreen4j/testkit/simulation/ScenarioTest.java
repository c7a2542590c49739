package io.github.bluegreen4j.testkit.simulation;

import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.SHOP;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.WEB;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.assertEndsOnBlue;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.assertEndsOnGreen;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.assertNothingWasLost;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.revisions;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.model.HookResult;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.RollbackCause;
import io.github.bluegreen4j.spi.CallRunner.Operation;
import io.github.bluegreen4j.testkit.fault.Fault;
import io.github.bluegreen4j.testkit.world.TaskBehaviour;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a scenario can say, and what it refuses. */
class ScenarioTest {
    private static final Scenario SCENARIO =
            Scenario.of(spec().hook(LifecycleStage.POST_SCALE_UP, "smoke-test").build());

    private static void refused(Runnable saying, String message) {
        assertThatThrownBy(saying::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void whatMakesNoSenseIsRefusedWithFieldAndValueAndWhatIsAllowed() {
        refused(() -> SCENARIO.desiredCount(0), "desiredCount: \"0\" is not allowed; allowed: 1 or more");
        refused(() -> SCENARIO.engines(0), "engines: \"0\" is not allowed; allowed: 1 to 5");
        refused(() -> SCENARIO.engines(6), "engines: \"6\" is not allowed; allowed: 1 to 5");
        refused(() -> SCENARIO.load(-1), "load: \"-1.0\" is not allowed; allowed: 0 or more requests a second");
        refused(
                () -> SCENARIO.callsTake(Duration.ofSeconds(3), Duration.ZERO),
                "journal: \"PT3S\" is not allowed; allowed: 0 to PT2S");
        refused(
                () -> SCENARIO.callsTake(Duration.ZERO, Duration.ofMillis(-1)),
                "ports: \"PT-0.001S\" is not allowed; allowed: 0 to PT2S");
        refused(
                () -> SCENARIO.hook("smoke", invocation -> HookResult.succeeded()),
                "hook: \"smoke\" is not allowed; allowed: [smoke-test], the hooks of the specification");
    }

    @Test
    void aFaultOfWhatTheScenarioNeverCallsIsRefused() {
        Simulation simulation = Scenario.of(spec().build()).simulate();
        for (Operation never : new Operation[] {
            Operation.READ_ALARMS,
            Operation.INVOKE_HOOK,
            Operation.SUSPEND_SCALE_IN,
            Operation.RESTORE_SCALE_IN,
            Operation.LISTEN
        }) {
            assertThatThrownBy(() -> simulation.faults().on(never))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("operation: \"" + never + "\" is not allowed", "allowed: [DESCRIBE,");
        }
        assertThat(SCENARIO.simulate().faults().has(Operation.INVOKE_HOOK)).isTrue();
        assertThat(Scenario.of(spec().alarm("5xx").build()).simulate().faults().has(Operation.READ_ALARMS))
                .isTrue();
    }

    @Test
    void erringTasksOfGreenAreFoundByTheirAlarmAndTakenBack() {
        Simulation simulation = Scenario.of(
                        spec().canary(10, Duration.ofMinutes(10)).alarm("5xx").build())
                .tasks(TaskBehaviour.instant().erring())
                .world(world -> world.alarmOnErrors("5xx", WEB, 0.02))
                .simulate();

        DeploymentRecord record = simulation.run();

        assertEndsOnBlue(simulation, record);
        assertThat(record.cause()).contains(RollbackCause.ALARM);
        assertNothingWasLost(simulation);
        assertThat(simulation.traffic(WEB).failed())
                .as("10 % for the 10 s of a look")
                .isBetween(1L, 110L);
    }

    @Test
    void theFirstDeploymentOfAServiceFindsNothingAndLeavesOneRevision() {
        Simulation simulation = Scenario.of(spec().build()).first().simulate();

        assertThat(revisions(simulation)).isEmpty();
        DeploymentRecord record = simulation.run();

        assertThat(record.status().isTerminal()).isTrue();
        assertThat(revisions(simulation)).hasSize(1);
        assertThat(simulation.world().healthy(SimulatedShop.GREEN)).isEqualTo(2);
    }

    @Test
    void severalEnginesShareOneJournalAndOneOfThemActs() {
        Simulation simulation = Scenario.of(spec().build()).engines(3).simulate();
        assertThat(simulation.livingEngines()).isEqualTo(3);
        simulation.at(Duration.ofSeconds(40), Simulation::kill);

        assertEndsOnGreen(simulation, simulation.run());
        assertThat(simulation.livingEngines()).isEqualTo(2);
        assertThat(simulation.world().calls("launch")).isEqualTo(1);
    }

    @Test
    void callsThatTakeTimeMakeADeploymentLongerAndNothingElse() {
        Duration atOnce = Scenario.of(spec().build()).simulate().run().took();
        Simulation simulation = Scenario.of(spec().build())
                .callsTake(Duration.ofMillis(200), Duration.ofSeconds(1))
                .simulate();

        assertEndsOnGreen(simulation, simulation.run());
        assertThat(simulation.record().took()).isBetween(atOnce.plusSeconds(10), atOnce.plusMinutes(4));
        assertNothingWasLost(simulation);
    }

    @Test
    void aDeploymentThatCannotEndIsABrokenInvariant() {
        Simulation simulation = Scenario.of(spec().build()).simulate();
        simulation.at(Duration.ofMinutes(1), Simulation::kill);

        assertThatThrownBy(simulation::run)
                .isInstanceOf(BrokenInvariantError.class)
                .hasMessageContaining("I6");
        assertThatThrownBy(simulation::engine).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aDeploymentIsTheSameHoweverOftenItIsRun() {
        Duration once = Scenario.of(spec().build()).simulate().run().took();
        Simulation again = Scenario.of(spec().build()).simulate();
        again.faults().on(Operation.DUE).nth(1_000_000).happens(Fault.FAILS);

        assertThat(again.run().took()).isEqualTo(once).isGreaterThan(Duration.ofMinutes(5));
        assertThat(again.world().describe(SHOP).desiredCount()).isEqualTo(2);
    }

    @Test
    void enginesHaveClocksOfTheirOwn() {
        Duration hour = Duration.ofHours(1);
        Simulation simulation = Scenario.of(spec().build())
                .clocks(n -> hour.multipliedBy(n - 1L))
                .simulate();
        simulation.when(ProgressEvent.BakeStarted.class, running -> running.killAndRestart(Duration.ofSeconds(20)));
        DeploymentRecord record = simulation.run();

        assertEndsOnGreen(simulation, record);
        assertThat(simulation.time().sinceStart()).isLessThan(hour);
        assertThat(record.took()).as("by the clocks of both engines").isGreaterThan(hour);
        simulation.close();
    }
}
