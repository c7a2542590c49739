package io.github.bluegreen4j.testkit.engine;

import static io.github.bluegreen4j.testkit.engine.EngineFixture.ID;
import static io.github.bluegreen4j.testkit.engine.EngineFixture.SERVICE;
import static io.github.bluegreen4j.testkit.engine.EngineFixture.paused;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.engine.Deployment;
import io.github.bluegreen4j.engine.DeploymentEngine;
import io.github.bluegreen4j.engine.EngineBuilder;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentLimits;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.HookResult;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TimeoutAction;
import io.github.bluegreen4j.spi.Journal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** The engine with its own threads: what a user's callbacks do to it, and many users at once. */
class EngineThreadsTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final ServiceRef OTHER = new ServiceRef("prod", "other");
    private static final DeploymentId OTHER_ID = new DeploymentId("d-other");

    private final EngineFixture fixture = EngineFixture.withThreads();

    EngineThreadsTest() {
        fixture.addService(OTHER, "-other");
    }

    private static <T> T await(CompletableFuture<T> future) {
        return future.orTimeout(LONG.toSeconds(), TimeUnit.SECONDS).join();
    }

    private static void uninterruptibly(CountDownLatch latch) {
        try {
            assertThat(latch.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    @Test
    void aCallbackThatBlocksOrThrowsHoldsUpNothingElse() {
        CountDownLatch blocked = new CountDownLatch(3);
        CountDownLatch free = new CountDownLatch(1);
        Runnable blocks = () -> {
            blocked.countDown();
            uninterruptibly(free);
        };
        try (DeploymentEngine engine = fixture.builder().build()) {
            Deployment one = engine.deploy(ID, paused());
            CompletableFuture<Void> accepted = one.accepted().thenRun(blocks);
            CompletableFuture<Void> ended = one.completion().thenRun(blocks);
            CompletableFuture<Void> answered = one.abort("enough").thenRun(blocks);
            uninterruptibly(blocked);

            Deployment other = engine.deploy(OTHER_ID, paused(OTHER, "-other"));
            CompletableFuture<Void> thrown = other.accepted().thenRun(() -> {
                throw new IllegalStateException("a bad callback");
            });
            assertThat(await(other.abort("enough, too")).accepted()).isTrue();
            assertThat(await(other.completion()).status()).isEqualTo(DeploymentStatus.STOPPED);
            assertThat(thrown).isCompletedExceptionally();

            assertThat(List.of(accepted, ended, answered)).noneMatch(CompletableFuture::isDone);
            free.countDown();
            await(CompletableFuture.allOf(accepted, ended, answered));
        }
    }

    @Test
    void aCallbackMayWaitForAnotherDeployment() {
        try (DeploymentEngine engine = fixture.builder().build()) {
            Deployment one = engine.deploy(ID, paused());
            Deployment other = engine.deploy(OTHER_ID, paused(OTHER, "-other"));
            CompletableFuture<DeploymentStatus> chained = one.completion().thenApply(ended -> {
                assertThat(await(other.abort("the first has ended")).accepted()).isTrue();
                return await(other.completion()).status();
            });
            CompletableFuture<DeploymentStatus> inAnswer = one.abort("enough")
                    .thenApply(answer -> await(other.completion()).status());

            assertThat(await(chained)).isEqualTo(DeploymentStatus.STOPPED);
            assertThat(await(inAnswer)).isEqualTo(DeploymentStatus.STOPPED);
        }
    }

    @Test
    void anExecutorThatRefusesEverythingLeavesNoFutureOpen() {
        AtomicInteger refused = new AtomicInteger();
        try (DeploymentEngine engine = fixture.builder()
                .callbacks(task -> {
                    refused.incrementAndGet();
                    throw new RejectedExecutionException("shut down");
                })
                .build()) {
            Deployment deployment = engine.deploy(ID, paused());
            assertThat(await(deployment.accepted())).isSameAs(deployment);
            assertThat(await(deployment.abort("enough")).accepted()).isTrue();
            assertThat(await(deployment.completion()).status()).isEqualTo(DeploymentStatus.STOPPED);
            assertThat(refused).hasPositiveValue();
        }
    }

    @Test
    void commandsRightAfterTheOrderAreObeyed() {
        try (DeploymentEngine engine = fixture.builder().build()) {
            for (int i = 0; i < 20; i++) {
                Deployment deployment = engine.deploy(new DeploymentId("d-" + i), paused());
                CompletableFuture<Deployment.CommandAnswer> early = deployment.proceed("a hook that has not begun");
                CompletableFuture<Deployment.CommandAnswer> command =
                        i % 2 == 0 ? deployment.abort("at once") : deployment.rollBack("at once");

                assertThat(await(deployment.accepted())).isSameAs(deployment);
                assertThat(await(early).accepted()).as("try %d: the pause", i).isFalse();
                assertThat(await(command).accepted()).as("try %d", i).isTrue();
                assertThat(await(deployment.completion()).status())
                        .as("try %d", i)
                        .isIn(DeploymentStatus.STOPPED, DeploymentStatus.ROLLBACK_SUCCESSFUL);
            }
        }
        assertThat(fixture.world.changes()).isEmpty();
    }

    /** A journal that takes 10 ms for each call and 60 ms for an order, and when the lease was renewed. */
    private static final class SlowJournal {
        private static final long USUAL = Duration.ofMillis(10).toNanos();
        private static final long ORDER = Duration.ofMillis(60).toNanos();

        final Map<String, Long> renewedAt = new ConcurrentHashMap<>();
        final Map<String, Long> longestBetween = new ConcurrentHashMap<>();
        final Journal journal;

        SlowJournal(Journal truth) {
            journal = EngineFixture.intercepted(truth, this::before);
        }

        private void before(String operation, List<?> arguments) {
            LockSupport.parkNanos(operation.equals("open") ? ORDER : USUAL);
            if (operation.equals("renew")) {
                String engine = (String) arguments.get(0);
                long now = System.nanoTime();
                Long last = renewedAt.put(engine, now);
                longestBetween.merge(engine, last == null ? 0 : now - last, Math::max);
            }
        }
    }

    private void endsAll(int orders, int engines) {
        Duration lease = Duration.ofSeconds(6);
        Duration call = Duration.ofSeconds(4);
        SlowJournal slow = new SlowJournal(fixture.journal);
        List<DeploymentEngine> open = new ArrayList<>();
        try {
            for (int i = 0; i < engines; i++) {
                EngineBuilder builder = fixture.builder(slow.journal)
                        .name("engine-" + i)
                        .hook("refuses", invocation -> HookResult.failed("no"))
                        .lease(lease)
                        .journalCall(call);
                open.add(builder.build());
            }
            List<Deployment> deployments = new ArrayList<>();
            for (int i = 0; i < orders; i++) {
                ServiceRef service = new ServiceRef("prod", "service-" + i);
                fixture.addService(service, "-" + i);
                deployments.add(open.get(i % engines)
                        .deploy(
                                new DeploymentId("d-" + i),
                                EngineFixture.spec(service, "-" + i)
                                        .hook(LifecycleStage.PRE_SCALE_UP, "refuses")
                                        .limits(DeploymentLimits.DEFAULTS.withCall(call))
                                        .build()));
            }
            CompletableFuture.allOf(
                            deployments.stream().map(Deployment::completion).toArray(CompletableFuture[]::new))
                    .orTimeout(120, TimeUnit.SECONDS)
                    .join();

            assertThat(deployments).extracting(Deployment::status).containsOnly(DeploymentStatus.ROLLBACK_SUCCESSFUL);
            assertThat(deployments)
                    .as("deployments that an engine had to take up again")
                    .allMatch(deployment -> EngineFixture.count(deployment, ProgressEvent.EngineResumed.class) == 0);
            assertThat(slow.longestBetween)
                    .as("engines that renewed their lease")
                    .hasSize(engines);
            assertThat(slow.longestBetween.values())
                    .as("nanoseconds between renewals")
                    .allMatch(nanos -> nanos < lease.toNanos());
        } finally {
            open.forEach(DeploymentEngine::close);
        }
    }

    @Test
    void sixHundredOrdersAtOnceAllEndThoughTheJournalIsSlow() {
        endsAll(600, 1);
    }

    @Test
    void sixHundredOrdersAtTwoEnginesAllEndThoughTheJournalIsSlow() {
        endsAll(600, 2);
    }

    @Test
    void twoEnginesOfOneNameNeverActBoth() {
        Map<String, Boolean> names = new ConcurrentHashMap<>();
        Journal watched = EngineFixture.intercepted(fixture.journal, (operation, arguments) -> {
            if (operation.startsWith("claim")) {
                names.put((String) arguments.get(1), true);
            }
        });
        try (DeploymentEngine one = fixture.builder(watched)
                        .name("a")
                        .journalPoll(Duration.ofMillis(100))
                        .build();
                DeploymentEngine other = fixture.builder(watched)
                        .name("a")
                        .journalPoll(Duration.ofMillis(100))
                        .build()) {
            Deployment first = one.deploy(ID, paused());
            await(first.accepted());
            Deployment second = other.deploy(
                    OTHER_ID,
                    EngineFixture.spec(SERVICE, "")
                            .pause(LifecycleStage.PRE_SCALE_UP, Duration.ofHours(4), TimeoutAction.ROLLBACK)
                            .build());
            await(second.accepted());
            assertThat(await(first.completion()).status()).isEqualTo(DeploymentStatus.STOPPED);
            assertThat(await(second.abort("enough")).accepted()).isTrue();
            assertThat(await(second.completion()).status()).isEqualTo(DeploymentStatus.STOPPED);

            assertThat(names.keySet()).hasSize(2).allMatch(name -> name.startsWith("a/"));
            for (Deployment deployment : List.of(first, second)) {
                assertThat(deployment.history())
                        .as("taken up again")
                        .noneMatch(ProgressEvent.EngineResumed.class::isInstance);
            }
        }
    }
}
