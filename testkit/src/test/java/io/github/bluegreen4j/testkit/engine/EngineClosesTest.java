package io.github.bluegreen4j.testkit.engine;

import static io.github.bluegreen4j.testkit.engine.EngineFixture.ID;
import static io.github.bluegreen4j.testkit.engine.EngineFixture.paused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bluegreen4j.engine.Deployment;
import io.github.bluegreen4j.engine.DeploymentEngine;
import io.github.bluegreen4j.engine.EngineBuilder;
import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.HookEvent;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.HookResult;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.spi.CallRunner;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.testkit.time.Fate;
import io.github.bluegreen4j.testkit.time.VirtualEngine;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How an engine closes: in order, within a bound, from every thread, whatever is under way. */
class EngineClosesTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    /** Far longer than a close in order takes, and far shorter than {@link #LONG}. */
    private static final Duration IN_ORDER = Duration.ofSeconds(30);

    private final EngineFixture fixture = EngineFixture.withThreads();
    private final CountDownLatch never = new CountDownLatch(1);

    @AfterEach
    void letEverybodyGo() {
        never.countDown();
    }

    private static boolean waited(CountDownLatch latch) {
        try {
            return latch.await(LONG.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    private static <T> T await(CompletableFuture<T> future) {
        return future.orTimeout(LONG.toSeconds(), TimeUnit.SECONDS).join();
    }

    private static Duration took(Runnable what) {
        long began = System.nanoTime();
        what.run();
        return Duration.ofNanos(System.nanoTime() - began);
    }

    private static void assertClosed(CompletableFuture<?> future) {
        assertThatThrownBy(() -> await(future))
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(DeploymentEngine.ClosedException.class);
    }

    /** Which engines have ended their lease. */
    private static final class Leases {
        final Queue<String> ended = new ConcurrentLinkedQueue<>();
        final Journal journal;

        Leases(Journal truth) {
            journal = EngineFixture.intercepted(truth, (operation, arguments) -> {
                if (operation.equals("renew") && Duration.ZERO.equals(arguments.get(1))) {
                    ended.add((String) arguments.get(0));
                }
            });
        }
    }

    @Test
    void anotherEngineTakesOverWithinAPoll() {
        EngineFixture virtual = new EngineFixture();
        try (VirtualEngine one = virtual.engine("a");
                VirtualEngine other = virtual.engine("b")) {
            Deployment deployment = one.engine().deploy(ID, EngineFixture.spec().build());
            one.advance(Duration.ofMinutes(1));
            one.beginClose();
            one.runUntilIdle();
            assertThat(one.isClosed()).isTrue();
            assertThat(deployment.completion()).isCompletedExceptionally();

            // A poll takes 5 s, the lease 30 s.
            other.advance(Duration.ofSeconds(6));
            assertThat(other.engine().find(ID)).isPresent();
        }
    }

    @Test
    void whatIsOnItsWayIntoTheJournalIsAwaitedAndNotified() {
        EngineFixture virtual = new EngineFixture();
        List<DeploymentEvent> heard = new ArrayList<>();
        VirtualEngine closing = VirtualEngine.of(
                virtual.time, virtual.builder().name("a").listener((id, version, event) -> heard.add(event)));
        Deployment deployment = closing.engine().deploy(ID, paused());
        closing.runUntilIdle();
        closing.calls().fate(call -> switch (call.operation()) {
            case APPEND -> Fate.answeredAfter(Duration.ofSeconds(3));
            case LISTEN -> Fate.answeredAfter(Duration.ofSeconds(2));
            default -> Fate.answered();
        });
        CompletableFuture<Deployment.CommandAnswer> aborted = deployment.abort("enough");
        closing.runUntilIdle();
        closing.beginClose();
        closing.advance(Duration.ofMillis(2_900));
        assertThat(closing.isClosed()).as("before the append").isFalse();
        assertThat(heard).noneMatch(ProgressEvent.StopRequested.class::isInstance);

        closing.advance(Duration.ofSeconds(60));
        assertThat(closing.isClosed()).isTrue();
        assertThat(heard).isEqualTo(virtual.journal.read(ID).orElseThrow().events());
        assertThat(aborted).isCompletedWithValueMatching(Deployment.CommandAnswer::accepted);
        assertThat(heard).anyMatch(ProgressEvent.StopRequested.class::isInstance);
    }

    @Test
    void closeReturnsAfterTheListenerHasHeardTheEnd() {
        CountDownLatch appending = new CountDownLatch(1);
        CountDownLatch mayAppend = new CountDownLatch(1);
        AtomicBoolean isHeard = new AtomicBoolean();
        Journal slow = EngineFixture.intercepted(fixture.journal, (operation, arguments) -> {
            if (operation.equals("append") && arguments.toString().contains("DeploymentEnded")) {
                appending.countDown();
                waited(mayAppend);
            }
        });
        DeploymentEngine engine = fixture.builder(slow)
                .listener((id, version, event) -> {
                    if (event instanceof ProgressEvent.DeploymentEnded) {
                        isHeard.set(true);
                    }
                })
                .build();
        Deployment deployment = engine.deploy(ID, paused());
        CompletableFuture<Deployment.CommandAnswer> aborted = deployment.abort("enough");
        assertThat(waited(appending)).isTrue();
        CompletableFuture<Void> closed = CompletableFuture.runAsync(() -> engine.close(LONG));
        // The close has begun once no order is taken any more.
        while (!isRefused(engine)) {
            Thread.onSpinWait();
        }
        assertThat(closed).isNotDone();
        mayAppend.countDown();
        await(closed);

        assertThat(isHeard).isTrue();
        assertThat(await(deployment.completion()).status()).isEqualTo(DeploymentStatus.STOPPED);
        assertThat(await(aborted).accepted()).isTrue();
    }

    private static boolean isRefused(DeploymentEngine engine) {
        try {
            engine.deploy(ID, paused());
            return false;
        } catch (DeploymentEngine.ClosedException closed) {
            return true;
        }
    }

    @Test
    void whatHasEndedStaysEndedThoughItsCallbacksRunAfterTheClose() {
        EngineFixture virtual = new EngineFixture();
        Deque<Runnable> callbacks = new ArrayDeque<>();
        VirtualEngine closing =
                VirtualEngine.of(virtual.time, virtual.builder().name("a").callbacks(callbacks::push));
        Deployment deployment = closing.engine().deploy(ID, paused());
        CompletableFuture<Deployment.CommandAnswer> aborted = deployment.abort("enough");
        closing.runUntilIdle();
        assertThat(deployment.status()).isEqualTo(DeploymentStatus.STOPPED);
        closing.close();
        // An executor with several threads may run the last ones first.
        callbacks.forEach(Runnable::run);

        assertThat(deployment.accepted()).isCompletedWithValue(deployment);
        assertThat(aborted).isCompletedWithValueMatching(Deployment.CommandAnswer::accepted);
        assertThat(deployment.completion()).isCompleted();
        assertThat(deployment.abort("again")).isCompletedWithValueMatching(answer -> !answer.accepted());
    }

    @Test
    void closeIsBoundedThoughTheJournalHangs() {
        CountDownLatch hanging = new CountDownLatch(1);
        AtomicBoolean hangs = new AtomicBoolean();
        Journal torn = EngineFixture.intercepted(fixture.journal, (operation, arguments) -> {
            if (hangs.get() && operation.equals("append")) {
                hanging.countDown();
                waitUninterruptibly();
            }
        });
        DeploymentEngine engine = fixture.builder(torn).build();
        Deployment deployment = engine.deploy(ID, paused());
        await(deployment.accepted());
        hangs.set(true);
        CompletableFuture<Deployment.CommandAnswer> aborted = deployment.abort("enough");
        assertThat(waited(hanging)).isTrue();

        assertThat(took(() -> engine.close(Duration.ofMillis(500)))).isLessThan(IN_ORDER);
        assertClosed(deployment.completion());
        assertClosed(aborted);
    }

    /** As code that takes no notice of interrupts. */
    private void waitUninterruptibly() {
        boolean over = false;
        while (!over) {
            try {
                over = never.await(LONG.toSeconds(), TimeUnit.SECONDS);
            } catch (InterruptedException ignored) {
                Thread.interrupted();
            }
        }
    }

    @Test
    void closeIsBoundedThoughAListenerHangs() {
        CountDownLatch hanging = new CountDownLatch(1);
        Leases leases = new Leases(fixture.journal);
        DeploymentEngine engine = fixture.builder(leases.journal)
                .listener((id, version, event) -> {
                    hanging.countDown();
                    waitUninterruptibly();
                })
                .build();
        Deployment deployment = engine.deploy(ID, paused());
        assertThat(waited(hanging)).isTrue();

        assertThat(took(() -> engine.close(Duration.ofSeconds(2)))).isLessThan(IN_ORDER);
        assertClosed(deployment.completion());
        assertThat(leases.ended).as("leases ended, though a listener hangs").hasSize(1);
    }

    /** Closes an engine from the code of its user, and says how long that took. */
    private void closesFrom(
            String where,
            BiConsumer<EngineBuilder, Runnable> prepare,
            BiFunction<Deployment, Runnable, CompletableFuture<?>> use) {
        Leases leases = new Leases(fixture.journal);
        AtomicReference<DeploymentEngine> engine = new AtomicReference<>();
        CountDownLatch built = new CountDownLatch(1);
        CompletableFuture<Duration> closing = new CompletableFuture<>();
        Runnable close = () -> {
            waited(built);
            closing.complete(took(() -> engine.get().close(LONG)));
        };
        EngineBuilder builder = fixture.builder(leases.journal);
        prepare.accept(builder, close);
        engine.set(builder.build());
        built.countDown();
        Deployment deployment = engine.get()
                .deploy(
                        new DeploymentId("d-" + where),
                        EngineFixture.spec()
                                .hook(LifecycleStage.PRE_SCALE_UP, "closes")
                                .build());
        CompletableFuture<?> used = use.apply(deployment, close);

        assertThat(await(closing)).as("closing from %s", where).isLessThan(IN_ORDER);
        assertClosed(deployment.completion());
        CompletableFuture<Boolean> over = used.handle((value, thrown) -> true);
        assertThat(await(over)).isTrue();
        engine.get().close(LONG);
        assertThat(leases.ended).as("leases ended from %s", where).hasSize(1);
    }

    private static void waitsForever(EngineBuilder builder) {
        builder.hook("closes", invocation -> HookResult.inProgress());
    }

    @Test
    void closeFromACallbackClosesInOrder() {
        closesFrom(
                "callback",
                (builder, close) -> waitsForever(builder),
                (deployment, close) -> deployment.accepted().thenRun(close));
    }

    @Test
    void closeFromACallbackOnTheLoopClosesInOrder() {
        Leases leases = new Leases(fixture.journal);
        DeploymentEngine engine =
                fixture.builder(leases.journal).callbacks(Runnable::run).build();
        Deployment deployment = engine.deploy(ID, paused());
        CompletableFuture<Boolean> closed = deployment.accepted().thenApply(accepted -> {
            engine.close(LONG);
            return true;
        });
        await(closed);
        assertClosed(deployment.completion());
        long deadline = System.nanoTime() + IN_ORDER.toNanos();
        while (leases.ended.isEmpty() && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(leases.ended).hasSize(1);
    }

    @Test
    void closeFromAHookClosesInOrder() {
        closesFrom(
                "hook",
                (builder, close) -> builder.hook("closes", invocation -> {
                    close.run();
                    return HookResult.succeeded();
                }),
                (deployment, close) -> deployment.completion());
    }

    @Test
    void closeFromAListenerClosesInOrder() {
        AtomicBoolean first = new AtomicBoolean(true);
        List<DeploymentEvent> otherListener = new ArrayList<>();
        closesFrom(
                "listener",
                (builder, close) -> {
                    waitsForever(builder);
                    builder.listener((id, version, event) -> {
                                if (event instanceof HookEvent.HookStarted && first.getAndSet(false)) {
                                    close.run();
                                }
                            })
                            .listener((id, version, event) -> otherListener.add(event));
                },
                (deployment, close) -> deployment.completion());
        assertThat(otherListener)
                .as("what the other listener heard")
                .isEqualTo(fixture.journal
                        .read(new DeploymentId("d-listener"))
                        .orElseThrow()
                        .events());
    }

    @Test
    void aSecondCloseReturnsWhenTheFirstHasClosed() throws InterruptedException {
        CountDownLatch ending = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        Journal slow = EngineFixture.intercepted(fixture.journal, (operation, arguments) -> {
            if (operation.equals("renew") && Duration.ZERO.equals(arguments.get(1))) {
                ending.countDown();
                waited(mayEnd);
            }
        });
        DeploymentEngine engine = fixture.builder(slow).build();
        Deployment deployment = engine.deploy(ID, paused());
        CompletableFuture<Void> first = CompletableFuture.runAsync(() -> engine.close(LONG));
        assertThat(waited(ending)).isTrue();
        Thread second = new Thread(() -> engine.close(LONG));
        second.start();
        while (second.getState() != Thread.State.TIMED_WAITING && second.isAlive()) {
            Thread.onSpinWait();
        }
        assertThat(second.isAlive()).as("the second close waits").isTrue();
        mayEnd.countDown();
        await(first);
        second.join(LONG.toMillis());
        assertThat(second.isAlive()).isFalse();
        assertClosed(deployment.completion());
    }

    @Test
    void commandsAfterCloseEnd() {
        DeploymentEngine engine = fixture.builder().build();
        Deployment deployment = engine.deploy(ID, paused());
        await(deployment.accepted());
        engine.close();

        assertClosed(deployment.abort("late"));
        assertClosed(deployment.proceed("late"));
        assertClosed(deployment.rollBack("late"));
        assertClosed(deployment.skipBake());
        assertThat(fixture.journal.read(ID).orElseThrow().mail()).isEmpty();
        assertThatThrownBy(() -> engine.deploy(paused())).isInstanceOf(DeploymentEngine.ClosedException.class);
    }

    @Test
    void ordersThatRaceWithACloseAreRefusedOrEnd() throws InterruptedException {
        for (int round = 0; round < 5; round++) {
            EngineFixture fresh = EngineFixture.withThreads();
            DeploymentEngine engine = fresh.builder().build();
            Queue<Deployment> ordered = new ConcurrentLinkedQueue<>();
            Queue<CompletableFuture<?>> commands = new ConcurrentLinkedQueue<>();
            CountDownLatch begun = new CountDownLatch(200);
            List<Thread> threads = new ArrayList<>();
            for (int t = 0; t < 8; t++) {
                Thread thread = new Thread(() -> {
                    boolean closed = false;
                    while (!closed) {
                        try {
                            Deployment deployment = engine.deploy(paused());
                            ordered.add(deployment);
                            commands.add(deployment.abort("at once"));
                        } catch (DeploymentEngine.ClosedException refused) {
                            closed = true;
                        } catch (DeploymentEngine.RejectedException tooMany) {
                            Thread.onSpinWait();
                        }
                        begun.countDown();
                    }
                });
                threads.add(thread);
                thread.start();
            }
            assertThat(waited(begun)).isTrue();
            engine.close(LONG);
            for (Thread thread : threads) {
                thread.join(LONG.toMillis());
                assertThat(thread.isAlive()).isFalse();
            }
            for (Deployment deployment : ordered) {
                commands.add(deployment.accepted());
                commands.add(deployment.completion());
            }
            for (CompletableFuture<?> future : commands) {
                await(future.handle((value, thrown) -> true));
            }
        }
    }

    @Test
    void aClosedEngineCallsNobodyAnyMore() {
        EngineFixture virtual = new EngineFixture();
        List<String> afterClose = new ArrayList<>();
        VirtualEngine closing = virtual.engine("a");
        closing.engine().deploy(ID, paused());
        closing.runUntilIdle();
        closing.beginClose();
        closing.calls().fate(call -> {
            if (call.operation() != CallRunner.Operation.RENEW) {
                afterClose.add(call.text());
            }
            return Fate.answered();
        });
        closing.advance(Duration.ofMinutes(5));
        assertThat(afterClose).isEmpty();
    }
}
