package io.github.bluegreen4j.testkit.simulation;

import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.ALL_ON_GREEN;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.BLUE;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.SHOP;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.WEB;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.assertEndsOnBlue;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.assertNothingWasLost;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.blue;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.enters;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.green;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.recover;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.sicken;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.spec;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.tasks;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.event.WorkEvent;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.LifecycleStage;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** How rollbacks of others sent requests where nobody answered. */
class RollbackToNowhereTest {
    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

    private static Instant restored(DeploymentRecord record) {
        return record.when(WorkEvent.RouteRestored.class).orElseThrow();
    }

    /** fluxcd/flagger#1898: a rollback sent everything to the broken revision, and removed the healthy one. */
    @Test
    void aRollbackDoesNotLeaveAHealthyGreenForABlueThatIsBroken() {
        Simulation simulation = Scenario.of(spec().build()).simulate();
        simulation.when(enters(LifecycleStage.BAKE_TIME), s -> {
            sicken(s, BLUE);
            s.rollBack("nobody knows that blue is broken");
        });

        DeploymentRecord record = simulation.run();

        assertThat(record.status()).isEqualTo(DeploymentStatus.ROLLBACK_FAILED);
        assertThat(record.leftOvers())
                .anyMatch(name -> name.contains("web") && name.contains("not restored"))
                .anyMatch(name -> name.contains("(green) is not retired"));
        assertThat(simulation.world().split(WEB)).isEqualTo(ALL_ON_GREEN);
        assertThat(tasks(simulation, green(simulation))).isEqualTo(2);
        assertNothingWasLost(simulation);
    }

    /** fluxcd/flagger#1898: and once blue lives again, the rollback that waited for it is carried out. */
    @Test
    void aRollbackIsCarriedOutAsSoonAsTheBrokenBlueLivesAgain() {
        Simulation simulation = Scenario.of(spec().build()).simulate();
        simulation.when(enters(LifecycleStage.BAKE_TIME), s -> {
            sicken(s, BLUE);
            s.rollBack("nobody knows that blue is broken");
            s.after(TEN_MINUTES, later -> recover(later, BLUE));
        });

        DeploymentRecord record = simulation.run();

        assertEndsOnBlue(simulation, record);
        Instant began = record.when(ProgressEvent.RollbackStarted.class).orElseThrow();
        assertThat(restored(record)).isBetween(began.plus(TEN_MINUTES).minusSeconds(10), began.plusSeconds(660));
        assertNothingWasLost(simulation);
    }

    /** fluxcd/flagger#869: the autoscaler had shrunk the old revision by the time it was needed again. */
    @Test
    void theAutoscalerDoesNotShrinkTheOldRevisionWhileARollbackIsPossible() {
        Simulation simulation = Scenario.of(spec().build())
                .desiredCount(4)
                .autoscaled()
                .world(world -> world.autoscaler(SHOP, Duration.ofSeconds(30), now -> now.toMinutes() < 1 ? 4 : 1))
                .simulate();
        simulation.when(
                ProgressEvent.BakeStarted.class,
                s -> s.after(Duration.ofMinutes(3), later -> {
                    assertThat(tasks(later, blue(later)))
                            .as("blue's tasks in the bake")
                            .isEqualTo(4);
                    later.rollBack("the numbers look odd");
                }));

        DeploymentRecord record = simulation.run();

        assertEndsOnBlue(simulation, record);
        assertThat(simulation.world().calls("suspend")).isEqualTo(1);
        assertThat(simulation.world().isScaleInSuspended(SHOP)).isFalse();
        assertNothingWasLost(simulation);
        simulation.time().advance(Duration.ofMinutes(1));
        assertThat(tasks(simulation, blue(simulation)))
                .as("it may be shrunk again")
                .isEqualTo(1);
    }

    /** fluxcd/flagger#869: and if somebody has shrunk it all the same, it is made as large as it was before it is used. */
    @Test
    void aRollbackFirstScalesAShrunkenOldRevisionUpAgain() {
        Simulation simulation = Scenario.of(spec().build()).desiredCount(4).simulate();
        simulation.when(enters(LifecycleStage.BAKE_TIME), s -> {
            s.world().rescale(SHOP, blue(s), 1);
            s.rollBack("the numbers look odd");
        });

        DeploymentRecord record = simulation.run();

        assertEndsOnBlue(simulation, record);
        assertThat(tasks(simulation, blue(simulation))).isEqualTo(4);
        assertThat(restored(record))
                .as("tasks take 30 s to be healthy")
                .isAfterOrEqualTo(record.when(ProgressEvent.RollbackStarted.class)
                        .orElseThrow()
                        .plusSeconds(30));
        assertThat(simulation.world().calls("launch")).isEqualTo(1);
        assertNothingWasLost(simulation);
    }

    /** argoproj/argo-rollouts#3941: a rollback switched everything as soon as a single replica was up. */
    @Test
    void aRollbackDoesNotSwitchEverythingToASingleHealthyTask() {
        Simulation simulation = Scenario.of(spec().build()).desiredCount(4).simulate();
        Duration sick = Duration.ofMinutes(3);
        simulation.when(enters(LifecycleStage.BAKE_TIME), s -> {
            s.world().sicken(SHOP, blue(s), 3);
            s.rollBack("the numbers look odd");
            s.after(sick, later -> {
                assertThat(later.world().split(WEB))
                        .as("one of four is healthy")
                        .isEqualTo(ALL_ON_GREEN);
                recover(later, BLUE);
            });
        });

        DeploymentRecord record = simulation.run();

        assertEndsOnBlue(simulation, record);
        assertThat(restored(record))
                .as("one of four was healthy until then")
                .isAfterOrEqualTo(record.when(ProgressEvent.RollbackStarted.class)
                        .orElseThrow()
                        .plus(sick)
                        .minusSeconds(10));
        assertThat(record.count(ProgressEvent.RollbackInsisted.class)).isZero();
        assertNothingWasLost(simulation);
    }

    /** argoproj/argo-rollouts#3941: nobody wants to wait for ever either; who may answer a little is better than a bad green. */
    @Test
    void aRollbackWaitsNoLongerThanItsPolicySaysForAWeakOldRevision() {
        Simulation simulation = Scenario.of(spec().build()).desiredCount(4).simulate();
        simulation.when(enters(LifecycleStage.BAKE_TIME), s -> {
            s.world().sicken(SHOP, blue(s), 3);
            s.rollBack("the numbers look odd");
        });

        DeploymentRecord record = simulation.run();

        assertEndsOnBlue(simulation, record);
        assertThat(record.count(ProgressEvent.RollbackInsisted.class)).isEqualTo(1);
        Instant began = record.when(ProgressEvent.RollbackStarted.class).orElseThrow();
        assertThat(restored(record)).isBetween(began.plusSeconds(300), began.plusSeconds(330));
    }
}
