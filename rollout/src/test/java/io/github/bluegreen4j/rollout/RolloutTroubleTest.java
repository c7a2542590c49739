package io.github.bluegreen4j.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.engine.Deployments;
import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.PolicyAnswer;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.spi.ForwardingJournal;
import io.github.bluegreen4j.spi.PortException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What people and a journal do to a rollout that runs: undo by hand, pause what fails, damage one deployment, pause for ever. */
class RolloutTroubleTest {
    private static final String ID = "r";
    private static final Duration LONG = Duration.ofHours(6);

    private String damaged = "(none)";

    private final FleetSimulation fleet = new FleetSimulation(journal -> new ForwardingJournal(journal) {
        @Override
        public List<ReadResult> readAll(List<DeploymentId> deployments) {
            return super.readAll(deployments).stream()
                    .map(read -> read.deployment().value().equals(damaged)
                            ? ReadResult.refused(read.deployment(), damage())
                            : read)
                    .toList();
        }

        @Override
        public boolean submit(DeploymentId deployment, String commandId, Command command) {
            if (deployment.value().equals(damaged)) {
                throw new PortException(damage());
            }
            return super.submit(deployment, commandId, command);
        }

        @Override
        public Optional<Document> document(String kind, String name) {
            if (!name.matches("[A-Za-z0-9/_-]+")) {
                throw new PortException(new Problem(Problem.Kind.REFUSED, "document", name, "invalid byte sequence"));
            }
            return super.document(kind, name);
        }

        private Problem damage() {
            return new Problem(Problem.Kind.REFUSED, "read", damaged, "it is damaged");
        }

        @Override
        protected void before(String operation) {}
    });

    @AfterEach
    void close() {
        fleet.close();
    }

    @Test
    void aNameThatNoRolloutCanHaveNamesNone() {
        for (String name : List.of("", "a\u0000b", "\uD800", "r/0", "<b>", "r".repeat(1_000))) {
            assertThat(fleet.rollouts.describe(name)).isEmpty();
            assertThat(fleet.rollouts.spec(name)).isEmpty();
            assertThat(fleet.rollouts.abort(name, "").orElse("")).endsWith(" does not exist");
        }
    }

    private boolean exists(String id) {
        return fleet.journal.read(new DeploymentId(id)).isPresent();
    }

    private void undo(String id) {
        assertThat(Deployments.in(fleet.journal)
                        .by("bob")
                        .undo(new DeploymentId(id), "wrong prices")
                        .taken())
                .isTrue();
    }

    private boolean servesGreen(int service) {
        return fleet.world.of(service).split(Fleet.route(service)).isAllOn(Fleet.group(service, "green"));
    }

    @Test
    void anUndoByHandIsAFailureOfItsWave() {
        fleet.start();
        fleet.rollouts.start(
                ID,
                RolloutSpec.builder()
                        .wave(RolloutSpec.wave("canary", Fleet.keepingBlue(0, 2))
                                .soak(Duration.ofHours(1)))
                        .wave(RolloutSpec.wave("rest", Fleet.keepingBlue(2, 2)))
                        .build());
        fleet.until(ID, () -> exists("r.1.2") && fleet.status("r.1.2") == DeploymentStatus.SUCCESSFUL, LONG);
        fleet.advance(Duration.ofMinutes(5));

        undo("r.1.1");
        RolloutDescription end = fleet.untilEnded(ID, LONG);

        assertThat(end.toText())
                .contains(
                        "Wave 1 has failed: 1 of its deployments failed, 0 may: r.1.1 was undone.",
                        "ended FAILED: 1 successful, 0 failed, 1 undone, 2 not started.");
        assertThat(exists("r.2.1")).isFalse();
        assertThat(servesGreen(1)).as("individual: the other one stays").isTrue();
    }

    @Test
    void anUndoByHandInAWaveThatHasPassedStopsWhatFollows() {
        fleet.start();
        fleet.rollouts.start(
                ID,
                RolloutSpec.builder()
                        .wave(RolloutSpec.wave("canary", Fleet.keepingBlue(0, 150)))
                        .wave(RolloutSpec.wave("rest", FleetSimulation.specs("shop:2", 150, 2))
                                .soak(Duration.ofHours(1)))
                        .concurrency(150)
                        .rollback(RolloutSpec.Rollback.JOINT)
                        .build());
        fleet.until(ID, () -> exists("r.2.2") && fleet.isHeld("r.2.1") && fleet.isHeld("r.2.2"), LONG);

        undo("r.1.140");
        RolloutDescription end = fleet.untilEnded(ID, LONG);

        assertThat(end.toText())
                .contains("Wave 1 has failed: 1 of its deployments failed, 0 may: r.1.140 was undone.")
                .contains("ended FAILED: 149 successful, 2 failed, 1 undone, 0 not started.");
        assertThat(fleet.status("r.2.1")).isEqualTo(DeploymentStatus.ROLLBACK_SUCCESSFUL);
        assertThat(servesGreen(0)).as("the rest of the wave that passed stays").isTrue();
    }

    @Test
    void anUndoThatIsToleratedIsCounted() {
        fleet.start();
        fleet.rollouts.start(
                ID,
                RolloutSpec.builder()
                        .wave(RolloutSpec.wave("canary", Fleet.keepingBlue(0, 2))
                                .soak(Duration.ofHours(1))
                                .mayFail(1))
                        .wave(RolloutSpec.wave("rest", Fleet.keepingBlue(2, 1)))
                        .build());
        fleet.until(ID, () -> exists("r.1.2") && fleet.status("r.1.2") == DeploymentStatus.SUCCESSFUL, LONG);
        fleet.advance(Duration.ofMinutes(5));

        undo("r.1.1");

        assertThat(fleet.untilEnded(ID, LONG).toText())
                .contains("ended SUCCESSFUL: 2 successful, 0 failed, 1 undone, 0 not started.");
    }

    /** Somebody paused because something looks wrong. That one deployment rolls back is no reason to continue with the others. */
    @Test
    void aFailureDoesNotEndAPause() {
        fleet.start();
        fleet.rollouts.start(
                ID,
                RolloutSpec.builder()
                        .wave(RolloutSpec.wave("only", FleetSimulation.specs("shop:2", 0, 3)))
                        .build());
        fleet.until(ID, () -> exists("r.1.3"), LONG);
        assertThat(fleet.rollouts.pause(ID, "prices look wrong")).isEmpty();
        fleet.advance(Duration.ofMinutes(5));
        Deployments.Sent unused = Deployments.in(fleet.journal).by("bob").rollBack(new DeploymentId("r.1.1"), "");
        fleet.advance(Duration.ofHours(1));

        RolloutDescription paused = fleet.rollouts.describe(ID).orElseThrow();
        assertThat(paused.status()).isEqualTo(RolloutStatus.FAILING);
        assertThat(paused.toText()).contains("it is paused by alice").contains("it goes on when it is resumed");
        assertThat(fleet.world.of(2).split(Fleet.route(2)).weightOf(Fleet.group(2, "green")))
                .as("green's weight while somebody pauses")
                .isZero();

        assertThat(fleet.rollouts.resume(ID, "")).isEmpty();
        assertThat(fleet.untilEnded(ID, LONG).toText())
                .contains("ended FAILED: 2 successful, 1 failed, 0 not started.");
    }

    @Test
    void aDeploymentThatCanNotBeReadHoldsUpNoRollbackOfTheOthers() {
        fleet.start();
        fleet.rollouts.start(
                ID,
                RolloutSpec.builder()
                        .wave(RolloutSpec.wave("only", FleetSimulation.specs("shop:2", 0, 4)))
                        .rollback(RolloutSpec.Rollback.JOINT)
                        .build());
        fleet.until(
                ID, () -> IntStream.range(1, 5).allMatch(i -> exists("r.1." + i) && fleet.isHeld("r.1." + i)), LONG);
        damaged = "r.1.2";

        assertThat(fleet.rollouts.rollBack(ID, "wrong prices")).isEmpty();
        fleet.advance(Duration.ofMinutes(10));

        assertThat(List.of(fleet.status("r.1.1"), fleet.status("r.1.3"), fleet.status("r.1.4")))
                .containsOnly(DeploymentStatus.ROLLBACK_SUCCESSFUL);
        assertThat(fleet.rollouts.describe(ID).orElseThrow().toText())
                .contains("r.1.2")
                .contains("can't be read: REFUSED: read on r.1.2: it is damaged");

        damaged = "(none)";
        assertThat(fleet.untilEnded(ID, LONG).toText())
                .contains("ended ROLLED_BACK: 0 successful, 4 failed, 0 not started.");
    }

    @Test
    void aConditionThatHangsIsInterruptedAndAskedAgain() throws Exception {
        fleet.rollouts.start(
                ID,
                RolloutSpec.builder()
                        .wave(RolloutSpec.wave("first", FleetSimulation.specs("shop:2", 0, 1))
                                .condition("slow"))
                        .wave(RolloutSpec.wave("rest", FleetSimulation.specs("shop:2", 1, 1)))
                        .build());
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        AtomicInteger calls = new AtomicInteger();
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            RolloutDriver driver = RolloutDriver.builder(fleet.start().engine().engine(), fleet.rollouts)
                    .condition("slow", question -> {
                        if (calls.incrementAndGet() > 1) {
                            return PolicyAnswer.yes();
                        }
                        asked.countDown();
                        try {
                            new CountDownLatch(1).await();
                            return PolicyAnswer.yes();
                        } catch (InterruptedException woken) {
                            interrupted.countDown();
                            throw new IllegalStateException(woken);
                        }
                    })
                    .driven(threads);
            fleet.until(ID, () -> exists("r.1.1") && fleet.status("r.1.1") == DeploymentStatus.SUCCESSFUL, LONG);
            driver.poll();
            assertThat(asked.await(1, TimeUnit.MINUTES)).isTrue();
            fleet.advance(Duration.ofSeconds(30));
            driver.poll();
            assertThat(driver.describe(ID).orElseThrow().waits().toString()).contains("it has not answered since ");
            assertThat(interrupted.getCount()).isEqualTo(1);

            fleet.advance(Duration.ofSeconds(40));
            driver.poll();
            assertThat(interrupted.await(1, TimeUnit.MINUTES)).isTrue();
            for (int i = 0; i < 600 && !exists("r.2.1"); i++) {
                TimeUnit.MILLISECONDS.sleep(100); // its thread is a real one
                driver.poll();
                fleet.advance(Duration.ofSeconds(1));
            }
            assertThat(exists("r.2.1")).isTrue();
        } finally {
            threads.shutdownNow();
        }
    }

    /** By a job, for example, whenever an error budget is low. */
    @Test
    void aRolloutThatIsPausedThousandsOfTimesStillRollsBack() {
        RolloutSpec spec = RolloutSpec.builder()
                .wave(RolloutSpec.wave("only", FleetSimulation.specs("shop:2", 0, 1)))
                .build();
        fleet.rollouts.start(ID, spec);
        for (int i = 0; i < 3_000; i++) {
            assertThat(fleet.rollouts.pause(ID, "the error budget is low: " + i))
                    .isEmpty();
            assertThat(fleet.rollouts.resume(ID, "")).isEmpty();
        }
        assertThat(fleet.rollouts.pause(ID, "\u6c34".repeat(4_096))).isEmpty();
        RolloutDescription paused = fleet.rollouts.describe(ID).orElseThrow();
        assertThat(paused.status()).isEqualTo(RolloutStatus.PAUSED);
        assertThat(paused.history()).hasSizeGreaterThan(20);

        fleet.start();
        assertThat(fleet.rollouts.rollBack(ID, "x".repeat(4_096))).isEmpty();
        assertThat(fleet.untilEnded(ID, LONG).status()).isEqualTo(RolloutStatus.ROLLED_BACK);
    }
}
