package io.github.bluegreen4j.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bluegreen4j.engine.Deployments;
import io.github.bluegreen4j.model.AlarmReading;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.InvalidSpecException;
import io.github.bluegreen4j.model.PolicyAnswer;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.spi.ForwardingJournal;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.spi.PortException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rollouts with unmodified engines in virtual time: joint rollbacks, commands, conditions, deaths of engines and two drivers at once. */
class RolloutDriverTest {
    private static final String ID = "r";
    private static final Duration LONG = Duration.ofHours(6);

    private boolean away;
    private String broken = "(none)";

    /** What somebody else does right before a driver stores its next decision. */
    private Runnable meanwhile = () -> {};

    private final FleetSimulation fleet = new FleetSimulation(journal -> new ForwardingJournal(journal) {
        @Override
        public boolean storeDocument(Document document) {
            Runnable first = meanwhile;
            meanwhile = () -> {};
            first.run();
            return super.storeDocument(document);
        }

        @Override
        public List<ReadResult> readAll(List<DeploymentId> deployments) {
            if (deployments.stream().anyMatch(id -> id.value().startsWith(broken + "."))) {
                throw new IllegalStateException("a defect");
            }
            return super.readAll(deployments);
        }

        @Override
        protected void before(String operation) {
            if (away) {
                throw new PortException(new Problem(Problem.Kind.UNAVAILABLE, operation, "journal", "it is away"));
            }
        }
    });

    @AfterEach
    void close() {
        fleet.close();
    }

    private static RolloutSpec.Builder joint() {
        return RolloutSpec.builder()
                .wave(RolloutSpec.wave("first", FleetSimulation.specs("shop:2", 0, 3))
                        .soak(Duration.ofMinutes(10)))
                .wave(RolloutSpec.wave("rest", FleetSimulation.specs("shop:2", 3, 3)))
                .rollback(RolloutSpec.Rollback.JOINT);
    }

    private List<DeploymentStatus> statuses(String... ids) {
        return Stream.of(ids).map(fleet::status).toList();
    }

    private boolean areHeld(String... ids) {
        return Stream.of(ids).allMatch(fleet::isHeld);
    }

    private String waits() {
        return fleet.rollouts.describe(ID).orElseThrow().waits().toString();
    }

    private boolean exists(String id) {
        return fleet.journal.read(new DeploymentId(id)).isPresent();
    }

    @Test
    void aJointWaveIsHeldWithBlueUntilItHasSoakedAndThenCleansUp() {
        fleet.start();
        fleet.rollouts.start(ID, joint().build());
        fleet.until(ID, () -> exists("r.1.3") && areHeld("r.1.1", "r.1.2", "r.1.3"), LONG);
        assertThat(waits()).contains("wave first soaks for PT10M, until ");
        fleet.advance(Duration.ofMinutes(8));
        assertThat(areHeld("r.1.1", "r.1.2", "r.1.3")).isTrue();
        assertThat(fleet.world.of(1).healthy(Fleet.group(1, "blue")))
                .as("blue's healthy targets")
                .isEqualTo(1);

        RolloutDescription end = fleet.untilEnded(ID, LONG);

        assertThat(end.status()).isEqualTo(RolloutStatus.SUCCESSFUL);
        assertThat(statuses("r.1.1", "r.1.3", "r.2.1", "r.2.3")).containsOnly(DeploymentStatus.SUCCESSFUL);
        assertThat(end.history().stream().map(event -> event.getClass().getSimpleName()))
                .containsExactly(
                        "WaveOpened",
                        "WaveReleased",
                        "WavePassed",
                        "WaveOpened",
                        "WaveReleased",
                        "WavePassed",
                        "Ended");
    }

    private static RolloutSpec soaking(Duration soak) {
        return RolloutSpec.builder()
                .wave(RolloutSpec.wave("first", FleetSimulation.specs("shop:2", 0, 2))
                        .soak(soak))
                .wave(RolloutSpec.wave("rest", FleetSimulation.specs("shop:2", 2, 1)))
                .build();
    }

    /** How long it takes from the end of the first wave until the second one begins. */
    private Duration soaked(Duration longest) {
        Instant ended = fleet.time.now();
        fleet.until(ID, () -> exists("r.2.1"), longest);
        return Duration.between(ended, fleet.time.now());
    }

    private boolean hasEnded(String... deployments) {
        return Stream.of(deployments)
                .allMatch(id -> exists(id) && fleet.status(id).isTerminal());
    }

    @ParameterizedTest
    @ValueSource(longs = {-60, 0, 60, 60 * 24 * 40})
    void noClockShortensOrProlongsASoakTime(long minutes) {
        fleet.start();
        FleetSimulation.EngineProcess other = fleet.start(Duration.ofMinutes(minutes));
        fleet.rollouts.start(ID, soaking(Duration.ofMinutes(30)));
        fleet.until(ID, () -> hasEnded("r.1.1", "r.1.2"), LONG);
        assertThat(soaked(LONG)).isBetween(Duration.ofMinutes(30), Duration.ofMinutes(31));
        assertThat(other.driver().describe(ID)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(longs = {-60, 0, 60})
    void aDriverThatTakesOverContinuesTheSoakTimeWhateverItsClock(long minutes) {
        FleetSimulation.EngineProcess running = fleet.start();
        fleet.rollouts.start(ID, soaking(Duration.ofHours(2)));
        fleet.until(ID, () -> hasEnded("r.1.1", "r.1.2"), LONG);
        for (int i = 0; i < 3; i++) {
            fleet.advance(Duration.ofMinutes(25));
            fleet.kill(running);
            running = fleet.start(Duration.ofMinutes(minutes));
        }
        // Each of the three loses a twentieth at most.
        assertThat(soaked(LONG)).isBetween(Duration.ofMinutes(45), Duration.ofMinutes(45 + 3 * 6 + 1));
    }

    @Test
    void aWallClockThatJumpsAheadEndsNoJointSoakTime() {
        fleet.start();
        fleet.rollouts.start(ID, joint().build());
        fleet.until(ID, () -> exists("r.1.3") && areHeld("r.1.1", "r.1.2", "r.1.3"), LONG);
        fleet.time.jumpWall(Duration.ofHours(1));
        fleet.advance(Duration.ofMinutes(9));
        assertThat(areHeld("r.1.1", "r.1.2", "r.1.3")).isTrue();
        fleet.advance(Duration.ofMinutes(2));
        assertThat(areHeld("r.1.1", "r.1.2", "r.1.3")).isFalse();
        assertThat(fleet.untilEnded(ID, LONG).status()).isEqualTo(RolloutStatus.SUCCESSFUL);
    }

    @Test
    void anAbortBySomebodyWhoseClockIsBehindWaitsForOrdersUnderWay() {
        fleet.start(Duration.ofHours(1));
        fleet.rollouts.start(ID, soaking(Duration.ofMinutes(30)));
        fleet.until(ID, () -> hasEnded("r.1.1", "r.1.2"), LONG);
        assertThat(fleet.rollouts.abort(ID, "")).isEmpty();
        fleet.advance(Duration.ofSeconds(55));
        assertThat(fleet.rollouts.unfinished()).containsExactly(ID);
        fleet.advance(Duration.ofSeconds(15));
        assertThat(fleet.rollouts.unfinished()).isEmpty();
    }

    @Test
    void oneFailureOfAJointWaveRollsAllOfItBack() {
        fleet.start();
        fleet.rollouts.start(ID, joint().build());
        fleet.until(ID, () -> exists("r.1.3") && areHeld("r.1.1", "r.1.2", "r.1.3"), LONG);

        fleet.world.of(1).alarm("alarm-1", AlarmReading.State.ALARM);
        RolloutDescription end = fleet.untilEnded(ID, LONG);

        assertThat(end.status()).isEqualTo(RolloutStatus.FAILED);
        assertThat(statuses("r.1.1", "r.1.2", "r.1.3")).containsOnly(DeploymentStatus.ROLLBACK_SUCCESSFUL);
        assertThat(exists("r.2.1")).isFalse();
        assertThat(fleet.world.of(2).split(Fleet.route(2)).weights().get(Fleet.group(2, "blue")))
                .as("blue's weight where nothing failed")
                .isEqualTo(100);
        assertThat(Deployments.in(fleet.journal)
                        .describe(new DeploymentId("r.1.3"))
                        .orElseThrow()
                        .statusReason())
                .contains("rollout r: Wave 1 has failed");
    }

    @Test
    void withIndividualRollbacksTheOthersOfAFailedWaveContinue() {
        fleet.start();
        fleet.rollouts.start(
                ID, joint().rollback(RolloutSpec.Rollback.INDIVIDUAL).build());
        fleet.until(ID, () -> exists("r.1.3"), LONG);
        fleet.advance(Duration.ofMinutes(2));
        fleet.world.of(1).alarm("alarm-1", AlarmReading.State.ALARM);

        RolloutDescription end = fleet.untilEnded(ID, LONG);

        assertThat(end.status()).isEqualTo(RolloutStatus.FAILED);
        assertThat(statuses("r.1.1", "r.1.2", "r.1.3"))
                .containsExactly(
                        DeploymentStatus.SUCCESSFUL, DeploymentStatus.ROLLBACK_SUCCESSFUL, DeploymentStatus.SUCCESSFUL);
        assertThat(exists("r.2.1")).isFalse();
    }

    @Test
    void aWaveMayFailAFewTimesAndTheWholeRolloutToo() {
        fleet.start();
        fleet.rollouts.start(
                ID,
                RolloutSpec.builder()
                        .wave(RolloutSpec.wave("a", FleetSimulation.specs("shop:bad", 0, 1))
                                .mayFail(1))
                        .wave(RolloutSpec.wave("b", FleetSimulation.specs("shop:bad", 1, 1))
                                .mayFail(1))
                        .wave(RolloutSpec.wave("c", FleetSimulation.specs("shop:2", 2, 1)))
                        .mayFail(1)
                        .build());

        RolloutDescription end = fleet.untilEnded(ID, LONG);

        assertThat(end.status()).isEqualTo(RolloutStatus.FAILED);
        assertThat(end.history().stream().map(RolloutEvent::sentence))
                .anyMatch(sentence -> sentence.startsWith("Wave 1 has passed: 0 successful, 1 failed"))
                .anyMatch(sentence ->
                        sentence.startsWith("Wave 2 has failed: 2 deployments of the rollout failed, 1 may: r.2.1"));
        assertThat(exists("r.3.1")).isFalse();
    }

    @Test
    void aPauseStartsNothingAndHoldsThoseThatRunUntilItIsResumed() {
        fleet.start();
        fleet.rollouts.start(ID, joint().concurrency(1).build());
        fleet.until(ID, () -> exists("r.1.1"), LONG);
        assertThat(fleet.rollouts.pause(ID, "checkout is slow")).isEmpty();
        assertThat(fleet.rollouts.pause(ID, ""))
                .contains("the rollout is paused already, by alice, 2026-03-01T03:00:05Z");
        fleet.advance(Duration.ofHours(1));
        assertThat(exists("r.1.2")).isFalse();
        assertThat(fleet.world.of(0).split(Fleet.route(0)).weights().get(Fleet.group(0, "green")))
                .as("green's weight in a rollout that is paused")
                .isZero();
        assertThat(waits()).contains("it is paused by alice").contains("checkout is slow");
        assertThat(Deployments.in(fleet.journal)
                        .explain(new DeploymentId("r.1.1"))
                        .orElseThrow()
                        .waits()
                        .toString())
                .contains("rollout r is paused by alice");

        assertThat(fleet.rollouts.resume(ID, "")).isEmpty();
        assertThat(fleet.untilEnded(ID, LONG).status()).isEqualTo(RolloutStatus.SUCCESSFUL);
        assertThat(fleet.rollouts.pause(ID, "")).contains("the rollout has ended SUCCESSFUL");
    }

    @Test
    void aRollbackTakesBackWhatIsHeldAndNamesWhatIsCleanedUp() {
        fleet.start();
        fleet.rollouts.start(ID, joint().build());
        fleet.until(ID, () -> exists("r.2.3") && areHeld("r.2.1", "r.2.2", "r.2.3"), LONG);

        assertThat(fleet.rollouts.rollBack(ID, "wrong prices")).isEmpty();
        RolloutDescription end = fleet.untilEnded(ID, LONG);

        assertThat(end.status()).isEqualTo(RolloutStatus.ROLLED_BACK);
        assertThat(statuses("r.2.1", "r.2.2", "r.2.3")).containsOnly(DeploymentStatus.ROLLBACK_SUCCESSFUL);
        assertThat(statuses("r.1.1", "r.1.2", "r.1.3")).containsOnly(DeploymentStatus.SUCCESSFUL);
        assertThat(end.toText()).contains("The rollout ended ROLLED_BACK: 3 successful, 3 failed, 0 not started.");
        assertThat(Deployments.in(fleet.journal)
                        .describe(new DeploymentId("r.2.1"))
                        .orElseThrow()
                        .requestedBy()
                        .orElseThrow()
                        .actor())
                .isEqualTo("alice");
    }

    @Test
    void aRollbackUndoesWhatKeptItsBlue() {
        fleet.start();
        fleet.rollouts.start(
                ID,
                RolloutSpec.builder()
                        .wave(RolloutSpec.wave("first", Fleet.keepingBlue(0, 2)))
                        .wave(RolloutSpec.wave("second", FleetSimulation.specs("shop:2", 2, 1)))
                        .wave(RolloutSpec.wave("rest", Fleet.keepingBlue(3, 2)))
                        .rollback(RolloutSpec.Rollback.JOINT)
                        .build());
        fleet.until(ID, () -> exists("r.3.2") && areHeld("r.3.1", "r.3.2"), LONG);

        assertThat(fleet.rollouts.rollBack(ID, "wrong prices")).isEmpty();
        RolloutDescription end = fleet.untilEnded(ID, LONG);

        assertThat(end.toText()).contains("ended ROLLED_BACK: 1 successful, 2 failed, 2 undone, 0 not started.");
        assertThat(List.of(0, 1, 3, 4))
                .as("services whose blue serves again")
                .allMatch(service ->
                        fleet.world.of(service).split(Fleet.route(service)).isAllOn(Fleet.group(service, "blue")));
        assertThat(fleet.world.of(2).split(Fleet.route(2)).isAllOn(Fleet.group(2, "green")))
                .as("the one that kept nothing")
                .isTrue();
    }

    @Test
    void aFailureAfterTheReleaseUndoesTheOthersOfItsWave() {
        fleet.start();
        fleet.rollouts.start(
                ID,
                RolloutSpec.builder()
                        .wave(RolloutSpec.wave("before", Fleet.keepingBlue(0, 1)))
                        .wave(RolloutSpec.wave(
                                "wave",
                                Stream.concat(
                                                Fleet.keepingBlue(1, 2).stream(),
                                                Stream.of(Fleet.spec(3)
                                                        .alarm("alarm-3")
                                                        .bakeTime(Duration.ofHours(1))
                                                        .build()))
                                        .toList()))
                        .rollback(RolloutSpec.Rollback.JOINT)
                        .build());
        fleet.until(ID, () -> exists("r.2.2") && status("r.2.1").equals(DeploymentStatus.SUCCESSFUL), LONG);
        fleet.advance(Duration.ofMinutes(5));
        fleet.world.of(3).alarm("alarm-3", AlarmReading.State.ALARM);

        RolloutDescription end = fleet.untilEnded(ID, LONG);

        assertThat(end.toText()).contains("ended FAILED: 1 successful, 1 failed, 2 undone, 0 not started.");
        assertThat(fleet.world.of(0).split(Fleet.route(0)).isAllOn(Fleet.group(0, "green")))
                .as("the wave before stays")
                .isTrue();
    }

    private DeploymentStatus status(String id) {
        return fleet.status(id);
    }

    @Test
    void anAbortFreezesWhatRuns() {
        fleet.start();
        fleet.rollouts.start(ID, joint().build());
        fleet.until(ID, () -> exists("r.1.3") && areHeld("r.1.1", "r.1.2", "r.1.3"), LONG);

        assertThat(fleet.rollouts.abort(ID, "")).isEmpty();
        RolloutDescription end = fleet.untilEnded(ID, LONG);

        assertThat(end.status()).isEqualTo(RolloutStatus.ABORTED);
        assertThat(statuses("r.1.1", "r.1.2", "r.1.3")).containsOnly(DeploymentStatus.STOPPED);
    }

    @Test
    void aConditionThatSaysNoHoldsTheWaveUntilItChangesItsMind() {
        fleet.start();
        fleet.condition = PolicyAnswer.no("the error budget is used up");
        fleet.rollouts.start(
                ID,
                RolloutSpec.builder()
                        .wave(RolloutSpec.wave("first", FleetSimulation.specs("shop:2", 0, 1))
                                .condition("good"))
                        .wave(RolloutSpec.wave("rest", FleetSimulation.specs("shop:2", 1, 1)))
                        .build());
        fleet.until(ID, () -> exists("r.1.1"), LONG);
        fleet.advance(Duration.ofHours(1));
        assertThat(exists("r.2.1")).isFalse();
        assertThat(waits()).contains("condition good of wave first");

        fleet.condition = PolicyAnswer.yes();
        assertThat(fleet.untilEnded(ID, LONG).status()).isEqualTo(RolloutStatus.SUCCESSFUL);
    }

    @Test
    void aStoppedLineStopsTheRolloutToo() {
        fleet.start();
        Deployments.in(fleet.journal).by("bob").stopTheLine("checkout fails");
        fleet.rollouts.start(ID, joint().build());
        fleet.advance(Duration.ofMinutes(10));
        assertThat(exists("r.1.1")).isFalse();
        assertThat(waits()).contains("the line is stopped by bob").contains("checkout fails");

        Deployments.in(fleet.journal).by("bob").resumeTheLine("");
        assertThat(fleet.untilEnded(ID, LONG).status()).isEqualTo(RolloutStatus.SUCCESSFUL);
    }

    @Test
    void anotherEngineContinuesWhereADeadOneStoppedWheneverItDies() {
        for (int second = 5; second <= 1_800; second += 175) {
            String id = "r" + second;
            int from = second * 10;
            fleet.rollouts.start(
                    id,
                    RolloutSpec.builder()
                            .wave(RolloutSpec.wave("first", FleetSimulation.specs("shop:2", from, 3))
                                    .soak(Duration.ofMinutes(10)))
                            .wave(RolloutSpec.wave("rest", FleetSimulation.specs("shop:2", from + 3, 3)))
                            .rollback(RolloutSpec.Rollback.JOINT)
                            .concurrency(2)
                            .build());
            FleetSimulation.EngineProcess first = fleet.start();
            fleet.advance(Duration.ofSeconds(second));
            fleet.kill(first);
            fleet.advance(Duration.ofMinutes(1));
            FleetSimulation.EngineProcess successor = fleet.start();
            RolloutDescription end = fleet.untilEnded(id, LONG);
            assertThat(end.status()).as("after a death at %d s", second).isEqualTo(RolloutStatus.SUCCESSFUL);
            assertThat(statuses(id + ".1.1", id + ".1.3", id + ".2.1", id + ".2.3"))
                    .containsOnly(DeploymentStatus.SUCCESSFUL);
            fleet.kill(successor);
            fleet.advance(Duration.ofMinutes(1));
        }
    }

    @Test
    void twoDriversAtOnceDoWhatOneDoes() {
        fleet.start();
        fleet.start();
        fleet.rollouts.start(ID, joint().concurrency(2).build());
        RolloutDescription end = fleet.untilEnded(ID, LONG);
        assertThat(end.status()).isEqualTo(RolloutStatus.SUCCESSFUL);
        assertThat(end.history()).hasSize(7);
        assertThat(fleet.journal.list(Optional.empty())).hasSize(6);
    }

    @Test
    void aDriverThatDecidesWhileSomebodyPausesTheRolloutDecidesAnew() {
        fleet.start();
        fleet.rollouts.start(ID, joint().build());
        meanwhile = () -> assertThat(fleet.rollouts.pause(ID, "")).isEmpty();
        fleet.advance(Duration.ofMinutes(10));
        assertThat(exists("r.1.1")).isFalse();
        assertThat(fleet.rollouts.describe(ID).orElseThrow().history()).hasSize(1);

        assertThat(fleet.rollouts.resume(ID, "")).isEmpty();
        assertThat(fleet.untilEnded(ID, LONG).status()).isEqualTo(RolloutStatus.SUCCESSFUL);
    }

    @Test
    void aJournalThatIsAwayDelaysTheRolloutOnly() {
        fleet.start();
        fleet.rollouts.start(ID, joint().build());
        fleet.until(ID, () -> exists("r.1.2"), LONG);
        for (int i = 0; i < 5; i++) {
            away = true;
            fleet.advance(Duration.ofSeconds(20));
            away = false;
            fleet.advance(Duration.ofSeconds(40));
        }
        assertThat(fleet.untilEnded(ID, LONG).status()).isEqualTo(RolloutStatus.SUCCESSFUL);
    }

    @Test
    void aDefectInOneRolloutHoldsUpNoOther() {
        fleet.start();
        broken = "bad";
        fleet.rollouts.start(
                "bad",
                RolloutSpec.builder()
                        .wave(RolloutSpec.wave("only", FleetSimulation.specs("shop:2", 6, 1)))
                        .build());
        fleet.rollouts.start(ID, joint().build());
        fleet.until(ID, () -> !fleet.rollouts.unfinished().contains(ID), LONG);
        assertThat(fleet.rollouts.describe(ID).orElseThrow().status()).isEqualTo(RolloutStatus.SUCCESSFUL);
        broken = "(none)";
        assertThat(fleet.untilEnded("bad", LONG).status()).isEqualTo(RolloutStatus.SUCCESSFUL);
    }

    /** An order that lands after the rollout has ended: green gets no weight, and who looks learns why. */
    @Test
    void anOrderThatArrivesAfterTheEndChangesNoTraffic() {
        FleetSimulation.EngineProcess process = fleet.start();
        fleet.rollouts.start(ID, joint().build());
        fleet.until(ID, () -> exists("r.1.3"), LONG);
        assertThat(fleet.rollouts.rollBack(ID, "")).isEmpty();
        assertThat(fleet.untilEnded(ID, LONG).status()).isEqualTo(RolloutStatus.ROLLED_BACK);

        process.engine()
                .engine()
                .deploy(RolloutSpec.deployment(ID, 1, 0), Fleet.spec(3).build());
        fleet.advance(Duration.ofHours(1));

        assertThat(fleet.world.of(3).split(Fleet.route(3)).weights().get(Fleet.group(3, "green")))
                .as("green's weight")
                .isZero();
        assertThat(Deployments.in(fleet.journal)
                        .explain(new DeploymentId("r.2.1"))
                        .orElseThrow()
                        .waits()
                        .toString())
                .contains("rollout r is ROLLED_BACK: roll this deployment back");
    }

    @Test
    void theSameIdIsTheSameRolloutAndAnotherOneIsRefused() {
        fleet.rollouts.start(ID, joint().build());
        fleet.rollouts.start(ID, joint().build());
        assertThat(fleet.rollouts.list()).containsExactly(ID);
        assertThatThrownBy(() -> fleet.rollouts.start(ID, joint().concurrency(7).build()))
                .isInstanceOf(InvalidSpecException.class)
                .hasMessageContaining("this one belongs to another rollout");
        assertThatThrownBy(() -> fleet.rollouts.start("a.b", joint().build()))
                .hasMessageContaining("1 to 100 characters of A-Z a-z 0-9 _ -");
        assertThatThrownBy(() -> Rollouts.in(fleet.journal).start("x", joint().build()))
                .hasMessageContaining("use by(actor)");
    }

    /** Only documents and deployments: nothing of a rollout is in the memory of a process. */
    @Test
    void aRolloutIsReadFromItsDocumentsAlone() {
        RolloutSpec spec = joint().holdLimit(Duration.ofHours(30)).mayFail(7).build();
        fleet.rollouts.start(ID, spec);
        assertThat(Rollouts.in(fleet.journal).spec(ID)).contains(spec);
        assertThat(fleet.journal.documents("rollout-part")).hasSize(1);
        assertThat(fleet.journal.openDocuments("rollout").stream().map(Journal.Document::name))
                .containsExactly(ID);
    }
}
