package io.github.bluegreen4j.testkit.simulation;

import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.SHOP;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.WEB;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.assertEndsOnGreen;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.assertNothingWasLost;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.blue;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.enters;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.green;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.revisions;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.shifted;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.spec;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.tasks;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.event.WatchEvent;
import io.github.bluegreen4j.event.WorkEvent;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.spi.CallRunner.Operation;
import io.github.bluegreen4j.testkit.fault.Fault;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** How scaling in the middle of a deployment confused others. */
class ScaledInTheMiddleTest {
    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

    /** argoproj/argo-rollouts#1415: a scaling event in the middle of a rollout stalled it. */
    @Test
    void scalingOutInTheMiddleStallsNothing() {
        for (boolean scalesRevisions : new boolean[] {false, true}) {
            Simulation simulation = Scenario.of(spec().canary(10, TEN_MINUTES).build())
                    .world(world -> world.scalesRevisions(SHOP, scalesRevisions))
                    .simulate();
            simulation.when(
                    shifted(WEB, 10),
                    s -> s.after(Duration.ofMinutes(3), later -> later.world().desire(SHOP, 6)));

            DeploymentRecord record = simulation.run();

            assertEndsOnGreen(simulation, record);
            assertThat(record.count(WatchEvent.DesiredCountRose.class)).isEqualTo(1);
            assertThat(tasks(simulation, green(simulation))).isEqualTo(6);
            assertThat(record.took()).isLessThan(Duration.ofMinutes(20));
            assertNothingWasLost(simulation);
        }
    }

    /** argoproj/argo-rollouts#1415: the same while the new tasks are coming up. */
    @Test
    void scalingOutWhileTheNewTasksComeUpStallsNothing() {
        Simulation simulation = Scenario.of(spec().build()).simulate();
        simulation.when(
                WorkEvent.RevisionLaunched.class,
                s -> s.after(Duration.ofSeconds(15), later -> later.world().desire(SHOP, 5)));

        DeploymentRecord record = simulation.run();

        assertEndsOnGreen(simulation, record);
        assertThat(tasks(simulation, green(simulation))).isEqualTo(5);
        assertThat(record.took()).isLessThan(TEN_MINUTES);
        assertNothingWasLost(simulation);
    }

    /** argoproj/argo-rollouts#2931: a scaling event in the middle emptied the stable revision, which had most of the traffic. */
    @Test
    void scalingInTheMiddleNeverEmptiesTheRevisionThatHasMostOfTheTraffic() {
        Simulation simulation = Scenario.of(spec().canary(10, TEN_MINUTES).build())
                .desiredCount(4)
                .autoscaled()
                .world(world -> world.autoscaler(SHOP, Duration.ofSeconds(20), ScaledInTheMiddleTest::upAndDown))
                .simulate();
        Consumer<Simulation> look = s -> assertThat(tasks(s, blue(s)))
                .as("blue's tasks after %s", s.time().sinceStart())
                .isGreaterThanOrEqualTo(4);
        simulation.when(shifted(WEB, 10), s -> {
            for (int seconds = 0; seconds < 600; seconds += 10) {
                s.after(Duration.ofSeconds(seconds), look);
            }
        });

        assertEndsOnGreen(simulation, simulation.run());
        assertNothingWasLost(simulation);
    }

    private static int upAndDown(Duration now) {
        return Map.of(0L, 4, 1L, 4, 2L, 7, 3L, 1, 4L, 5).getOrDefault(now.toMinutes(), 1);
    }

    /** fluxcd/flagger#1934: the marker that paused the autoscaler survived the end of the rollout. */
    @Test
    void theAutoscalerIsFreeAgainWhicheverWayADeploymentEnds() {
        Map<Consumer<Simulation>, DeploymentStatus> ways = Map.of(
                s -> {}, DeploymentStatus.SUCCESSFUL,
                s -> s.rollBack("back"), DeploymentStatus.ROLLBACK_SUCCESSFUL,
                s -> s.abort("stop"), DeploymentStatus.STOPPED,
                s -> s.killAndRestart(Duration.ofMinutes(1)), DeploymentStatus.SUCCESSFUL);
        ways.forEach((way, end) -> {
            Simulation simulation = Scenario.of(spec().build()).autoscaled().simulate();
            simulation.when(enters(LifecycleStage.BAKE_TIME), s -> {
                assertThat(s.world().isScaleInSuspended(SHOP)).isTrue();
                way.accept(s);
            });

            DeploymentRecord record = simulation.run();

            assertThat(record.status()).isEqualTo(end);
            assertThat(simulation.world().isScaleInSuspended(SHOP))
                    .as(end.name())
                    .isFalse();
            assertThat(record.leftOvers()).noneMatch(name -> name.contains("scale-in"));
        });
    }

    /** fluxcd/flagger#1934: and what could not be undone is said, so that somebody can. */
    @Test
    void aSuspensionThatCannotBeLiftedIsNamedAtTheEnd() {
        Simulation simulation = Scenario.of(spec().build()).autoscaled().simulate();
        simulation.faults().on(Operation.RESTORE_SCALE_IN).always().happens(Fault.THROTTLED);

        DeploymentRecord record = simulation.run();

        assertThat(record.status()).isEqualTo(DeploymentStatus.SUCCESSFUL);
        assertThat(record.leftOvers()).anyMatch(name -> name.contains("scale-in"));
        assertThat(record.count(ProgressEvent.ClosingOverdue.class)).isEqualTo(1);
    }

    /** fluxcd/flagger#1934: nor does it lift a suspension that was there before and is somebody else's. */
    @Test
    void aSuspensionOfSomebodyElseIsLeftAsItWas() {
        Simulation simulation = Scenario.of(spec().build())
                .autoscaled()
                .world(world -> world.autoScaled(SHOP, true, "for the night"))
                .simulate();

        assertThat(runOf(simulation)).isEqualTo(DeploymentStatus.SUCCESSFUL);

        assertThat(simulation.world().isScaleInSuspended(SHOP)).isTrue();
        assertThat(simulation.world().otherScaling(SHOP)).isEqualTo("for the night");
        assertThat(simulation.world().calls("suspend") + simulation.world().calls("restore"))
                .isZero();
    }

    private static DeploymentStatus runOf(Simulation simulation) {
        return simulation.run().status();
    }

    /** aws/containers-roadmap#525: the desired count was read while two revisions ran, and grew with each deployment. */
    @Test
    void theDesiredCountDoesNotGrowFromDeploymentToDeployment() {
        for (boolean scalesRevisions : new boolean[] {false, true}) {
            Simulation simulation = Scenario.of(spec().build())
                    .desiredCount(3)
                    .world(world -> world.scalesRevisions(SHOP, scalesRevisions))
                    .simulate();
            for (int i = 0; i < 4; i++) {
                simulation.deploy();
                assertThat(runOf(simulation)).isEqualTo(DeploymentStatus.SUCCESSFUL);

                assertThat(simulation.world().describe(SHOP).desiredCount()).isEqualTo(3);
                assertThat(revisions(simulation)).hasSize(1);
                assertThat(revisions(simulation).get(0).counts().desired()).isEqualTo(3);
            }
            assertThat(simulation.world().changes().stream().filter(change -> change.startsWith("launch")))
                    .hasSize(4)
                    .allMatch(change -> change.contains(" x3 in "));
            assertThat(simulation.world().calls("scale")).isZero();
            assertNothingWasLost(simulation);
        }
    }
}
