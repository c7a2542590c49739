package io.github.bluegreen4j.testkit.simulation;

import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.ALL_ON_BLUE;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.ALL_ON_GREEN;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.BLUE;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.SHOP;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.WEB;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.green;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.event.Effect;
import io.github.bluegreen4j.event.Gate;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.event.WorkEvent;
import io.github.bluegreen4j.model.ConcurrencyPolicy;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.Percent;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.spi.CallRunner.Operation;
import io.github.bluegreen4j.testkit.fault.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What campaigns once found in the engine stays found. */
class FoundBySimulationTest {

    /** The gate was passed, then the lease was gone for a minute, and the write went out on what was read before. */
    @Test
    void aChangeThatHadToWaitForTheLeaseIsJustifiedAnew() {
        try (Simulation simulation = Scenario.of(spec().build()).simulate()) {
            simulation
                    .faults()
                    .on(Operation.RENEW)
                    .between(Duration.ofSeconds(9), Duration.ofSeconds(90))
                    .happens(Fault.THROTTLED);
            simulation.at(
                    Duration.ofSeconds(40),
                    then -> then.happens("green falls sick", world -> world.sicken(SHOP, green(then), 2)));
            simulation.at(
                    Duration.ofSeconds(200),
                    then -> then.happens("green recovers", world -> world.recover(SHOP, green(then))));

            DeploymentRecord record = simulation.run();

            assertThat(record.status()).isEqualTo(DeploymentStatus.SUCCESSFUL);
            assertThat(record.when(WorkEvent.RouteShifted.class).orElseThrow()).isAfter("2026-03-01T03:03:19Z");
            assertThat(simulation.traffic(WEB).lost()).isZero();
        }
    }

    /** A rollback believed a reading that was older than the write it had to take back, and left production on green for now. */
    @Test
    void aRollbackDoesNotBelieveThatNothingWasShiftedWhenItHasShifted() {
        try (Simulation simulation = Scenario.of(spec().build()).simulate()) {
            simulation
                    .faults()
                    .on(Operation.READ_ROUTE)
                    .between(Duration.ofSeconds(5), Duration.ofSeconds(90))
                    .happens(Fault.STALE_READ);
            simulation.when(
                    event -> event instanceof WorkEvent.WorkWaiting waiting
                            && waiting.gate() == Gate.READ_BACK
                            && waiting.effect().equals(new Effect.ShiftRoute(WEB, Percent.HUNDRED)),
                    then -> then.users().command(0, "roll back", handle -> handle.rollBack("the numbers look odd")));
            List<TrafficSplit> restored = new ArrayList<>();
            simulation.when(
                    event -> event instanceof WorkEvent.RouteRestored told
                            && told.reading().route().equals(WEB),
                    then -> restored.add(then.world().split(WEB)));

            DeploymentRecord record = simulation.run();

            assertThat(record.status()).isEqualTo(DeploymentStatus.ROLLBACK_SUCCESSFUL);
            assertThat(restored).as("the route when it is said to be restored").containsExactly(ALL_ON_BLUE);
        }
    }

    /** The journal went away before it had the opening of the clean-up gate, and had it much later, when green was gone. */
    @Test
    void theCleanUpGateReadsAgainWhenTheJournalWasAwayForLong() {
        try (Simulation simulation = Scenario.of(spec().build())
                .callsTake(Duration.ofMillis(800), Duration.ofMillis(100))
                .simulate()) {
            simulation.when(ProgressEvent.BakeEnded.class, then -> {
                Duration now = then.time().sinceStart();
                then.faults()
                        .on(Operation.APPEND)
                        .between(now.plusMillis(1), now.plusSeconds(120))
                        .happens(Fault.THROTTLED);
                then.after(
                        Duration.ofSeconds(60),
                        later -> later.happens("green is scaled to 0", world -> world.rescale(SHOP, green(later), 0)));
            });

            DeploymentRecord record = simulation.run();

            assertThat(record.status()).as(record.story()).isNotEqualTo(DeploymentStatus.SUCCESSFUL);
            assertThat(simulation.revisionIn(BLUE)).isPresent();
        }
    }

    /** The clean-up gate had read the world; then the lease was lost for long, and the gate opened on what it had read before. */
    @Test
    void theCleanUpGateReadsAgainWhenTheLeaseWasLostBeforeItOpened() {
        // The lease is renewed every 10 s: one of these bakes ends so that the lease is lost just before the gate
        // opens.
        for (int seconds = 0; seconds < 10; seconds++) {
            Duration bake = Duration.ofMinutes(5).plusSeconds(seconds);
            try (Simulation simulation = Scenario.of(spec().bakeTime(bake).build())
                    .callsTake(Duration.ofMillis(1_500), Duration.ofSeconds(1))
                    .simulate()) {
                simulation.when(ProgressEvent.BakeStarted.class, then -> {
                    Duration gate = then.time().sinceStart().plus(bake);
                    then.faults()
                            .on(Operation.RENEW)
                            .between(gate.minusSeconds(18), gate.plusSeconds(120))
                            .happens(Fault.ANSWER_LOST);
                });

                assertThat(simulation.run().status()).as("a bake of %s", bake).isEqualTo(DeploymentStatus.SUCCESSFUL);
            }
        }
    }

    /** An heir that was given an order before it had looked around began it beside the one that was not over. */
    @Test
    void anOrderThatComesBeforeAnUnfinishedDeploymentWasFoundWaitsForIt() {
        try (Simulation simulation = Scenario.of(
                        spec().concurrency(ConcurrencyPolicy.QUEUE).build())
                .engine(builder -> builder.journalPoll(Duration.ofMinutes(2)))
                .simulate()) {
            simulation.deploy();
            simulation.when(ProgressEvent.BakeStarted.class, then -> {
                then.kill();
                then.after(Duration.ofSeconds(40), heir -> {
                    heir.startEngine();
                    heir.deploy();
                });
            });

            DeploymentRecord second = simulation.run();

            DeploymentRecord first = simulation.records().get(0);
            assertThat(first.status()).isEqualTo(DeploymentStatus.SUCCESSFUL);
            assertThat(second.status()).isEqualTo(DeploymentStatus.SUCCESSFUL);
            assertThat(second.when(ProgressEvent.DeploymentAdmitted.class).orElseThrow())
                    .isAfterOrEqualTo(
                            first.when(ProgressEvent.DeploymentEnded.class).orElseThrow());
        }
    }

    /** The rollback's hour had passed while no engine lived, and the heir gave up without a single try. */
    @Test
    void aDeadlineThatPassesWhileNoEngineLivesLeavesTheNextOneTimeToTry() {
        try (Simulation simulation = Scenario.of(spec().build()).autoscaled().simulate()) {
            simulation.when(ProgressEvent.BakeStarted.class, then -> then.rollBack("the numbers look odd"));
            simulation.when(ProgressEvent.RollbackStarted.class, then -> then.killAndRestart(Duration.ofHours(3)));

            DeploymentRecord record = simulation.run();

            assertThat(record.status()).isEqualTo(DeploymentStatus.ROLLBACK_SUCCESSFUL);
            assertThat(record.leftOvers()).isEmpty();
            assertThat(simulation.world().split(WEB)).isEqualTo(ALL_ON_BLUE);
            assertThat(simulation.world().isScaleInSuspended(SHOP)).isFalse();
        }
    }

    /** The release of one deployment landed in the middle of the next one, and the service was everybody's. */
    @Test
    void aReleaseThatLandsLateTakesNothingFromTheNextDeployment() {
        try (Simulation simulation = Scenario.of(spec().build()).engines(2).simulate()) {
            simulation.faults().on(Operation.RELEASE).nth(1).happens(Fault.LANDS_LATE);
            simulation.run();
            simulation.time().advance(Duration.ofSeconds(1));
            simulation.deploy();
            simulation.run();
            assertThat(simulation.records())
                    .extracting(DeploymentRecord::status)
                    .containsExactly(DeploymentStatus.SUCCESSFUL, DeploymentStatus.SUCCESSFUL);
        }
    }

    /** A claim that was given up landed after all, and its engine kept a service of which it did not know. */
    @Test
    void aClaimThatLandsLateBlocksNobody() {
        try (Simulation simulation = Scenario.of(spec().build()).simulate()) {
            simulation.faults().on(Operation.CLAIM).nth(1).happens(Fault.LANDS_LATE);
            simulation.deploy();
            simulation.at(Duration.ofSeconds(5), Simulation::kill);
            simulation.at(Duration.ofSeconds(6), then -> {
                then.startEngine();
                then.orderAgain();
            });
            assertThat(simulation.run().status()).isEqualTo(DeploymentStatus.SUCCESSFUL);
        }
    }

    /** Accepted, and kept, and then its engine died: its turn never came, since it was to be looked at in thirty days. */
    @Test
    void aDeploymentWhoseEngineDiesWithItsAcceptanceIsTakenUp() {
        try (Simulation simulation = Scenario.of(spec().build()).simulate()) {
            simulation.when(ProgressEvent.DeploymentCreated.class, then -> then.killAndRestart(Duration.ofSeconds(1)));
            DeploymentRecord record = simulation.run();
            assertThat(record.status()).isEqualTo(DeploymentStatus.SUCCESSFUL);
            assertThat(record.took()).isLessThan(Duration.ofMinutes(10));
        }
    }

    /** Its lease was renewed at once when it went on, and it changed what its heir had taken over meanwhile. */
    @Test
    void anEngineThatStoodStillChangesNothingBeforeItHasItsServiceAgain() {
        try (Simulation simulation = Scenario.of(spec().build()).engines(2).simulate()) {
            simulation.when(ProgressEvent.DrainEnded.class, then -> {
                then.standStill(Duration.ofSeconds(45));
                Duration now = then.time().sinceStart();
                then.faults()
                        .on(Operation.CLAIM)
                        .between(now.plusSeconds(44), now.plusSeconds(60))
                        .happens(Fault.TIMES_OUT);
            });
            assertThat(simulation.run().status()).isEqualTo(DeploymentStatus.SUCCESSFUL);
            assertThat(simulation.record().id()).isEqualTo(new DeploymentId("d-1"));
            assertThat(simulation.revisionIn(BLUE)).isEmpty();
        }
    }

    /** What was read of a dead blue grew old while the journal hung, counted as unknown, and production went there. */
    @Test
    void healthThatGrewOldWhileTheJournalHungIsLookedAtAnew() {
        try (Simulation simulation = Scenario.of(spec().build()).simulate()) {
            simulation.when(ProgressEvent.BakeStarted.class, then -> {
                then.happens("blue falls sick", world -> world.sicken(SHOP, SimulatedShop.blue(then), 2));
                then.rollBack("the numbers look odd");
            });
            simulation.when(event -> event instanceof WorkEvent.WorkWaiting, then -> {
                Duration now = then.time().sinceStart();
                then.faults()
                        .on(Operation.APPEND)
                        .between(now.plusSeconds(1), now.plusSeconds(60))
                        .happens(Fault.HANGS);
                then.after(Duration.ofSeconds(2), Simulation::skipBake);
            });
            simulation.at(
                    Duration.ofMinutes(8),
                    then -> then.happens("blue recovers", world -> world.recover(SHOP, SimulatedShop.blue(then))));

            assertThat(simulation.run().status()).isEqualTo(DeploymentStatus.ROLLBACK_SUCCESSFUL);
            assertThat(simulation.traffic(WEB).lost()).isZero();
        }
    }

    /** The health that was just read of a dead blue counted as unknown because another call of the round hung. */
    @Test
    void healthThatWasJustReadCountsThoughAnotherCallOfItsRoundHung() {
        try (Simulation simulation = Scenario.of(spec().build())
                .callsTake(Duration.ofMillis(800), Duration.ofMillis(100))
                .simulate()) {
            simulation.when(ProgressEvent.BakeStarted.class, then -> {
                then.happens("blue falls sick", world -> world.sicken(SHOP, SimulatedShop.blue(then), 2));
                then.rollBack("the numbers look odd");
            });
            simulation.when(
                    event -> event instanceof WorkEvent.WorkWaiting waiting && waiting.gate() == Gate.BLUE_ALIVE,
                    then -> {
                        Duration now = then.time().sinceStart();
                        then.faults()
                                .on(Operation.DESCRIBE)
                                .between(now.plusSeconds(1), now.plusSeconds(180))
                                .happens(Fault.HANGS);
                    });
            simulation.at(
                    Duration.ofMinutes(8),
                    then -> then.happens("blue recovers", world -> world.recover(SHOP, SimulatedShop.blue(then))));

            assertThat(simulation.run().status()).isEqualTo(DeploymentStatus.ROLLBACK_SUCCESSFUL);
            assertThat(simulation.traffic(WEB).lost()).isZero();
        }
    }

    /** Somebody else gives green weight before it is gone. */
    @Test
    void whatSomebodyElseMovesToGreenDuringARollbackIsRestoredAgainAndDrainsAgain() {
        try (Simulation simulation = Scenario.of(spec().build()).simulate()) {
            simulation.when(ProgressEvent.BakeStarted.class, s -> s.rollBack("the numbers look odd"));
            simulation.when(ProgressEvent.DrainStarted.class, s -> s.rewrite(WEB, ALL_ON_GREEN));

            DeploymentRecord record = simulation.run();

            assertThat(record.count(ProgressEvent.DrainStarted.class))
                    .as(simulation.story())
                    .isEqualTo(2);
            isRestored(simulation, record);
        }
    }

    private static void isRestored(Simulation simulation, DeploymentRecord record) {
        assertThat(record.status()).isEqualTo(DeploymentStatus.ROLLBACK_SUCCESSFUL);
        assertThat(record.leftOvers()).isEmpty();
        assertThat(simulation.world().split(WEB)).isEqualTo(ALL_ON_BLUE);
        assertThat(record.took()).isLessThan(Duration.ofMinutes(5));
    }
}
