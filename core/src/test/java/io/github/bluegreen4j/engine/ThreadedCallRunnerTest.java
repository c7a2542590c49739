package io.github.bluegreen4j.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.engine.loop.ThreadedCallRunner;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.spi.CallRunner;
import io.github.bluegreen4j.spi.PortException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ThreadedCallRunnerTest {
    private final ThreadedCallRunner runner = new ThreadedCallRunner(2);
    private final CountDownLatch gate = new CountDownLatch(1);
    private final AtomicInteger interrupts = new AtomicInteger();

    @AfterEach
    void close() {
        gate.countDown();
        runner.close();
    }

    /** One call under way. */
    private final class Made<T> implements CallRunner.Completion<T> {
        private final CompletableFuture<Boolean> begun = new CompletableFuture<>();
        private final CompletableFuture<T> answer = new CompletableFuture<>();
        private final CallRunner.CallHandle handle;

        Made(CallRunner.PortCall.Kind kind, String key, Callable<T> body) {
            this(runner, new CallRunner.PortCall.Lane(kind, key), body);
        }

        Made(ThreadedCallRunner runner, CallRunner.PortCall.Lane lane, Callable<T> body) {
            CallRunner.PortCall<T> call = new CallRunner.PortCall<>(
                    lane,
                    CallRunner.Operation.DESCRIBE,
                    CallRunner.PortCall.Purpose.ENGINE,
                    () -> "test",
                    Duration.ofSeconds(10),
                    body);
            handle = runner.run(call, this);
        }

        @Override
        public void started() {
            begun.complete(true);
        }

        @Override
        public void succeeded(T value) {
            answer.complete(value);
        }

        @Override
        public void failed(Throwable problem) {
            answer.completeExceptionally(problem);
        }

        T get() throws ExecutionException, InterruptedException, TimeoutException {
            return answer.get(3, TimeUnit.MINUTES);
        }
    }

    private Made<Boolean> stuck(CallRunner.PortCall.Kind kind, String key) {
        return new Made<>(kind, key, () -> {
            gate.await();
            return true;
        });
    }

    @Test
    void hooksThatHangHoldUpNothingElse() throws Exception {
        for (int i = 0; i < 100; i++) {
            stuck(CallRunner.PortCall.Kind.HOOK, "");
        }
        assertThat(new Made<>(CallRunner.PortCall.Kind.RESTORE, "", () -> "restored").get())
                .isEqualTo("restored");
        assertThat(runner.waiting())
                .as("a bounded number of hooks is called at once")
                .isPositive();
    }

    @Test
    void changesThatHangDoNotHoldUpTheRestoringOfProduction() throws Exception {
        for (int i = 0; i < 100; i++) {
            stuck(CallRunner.PortCall.Kind.CHANGE, "route-" + i);
        }
        assertThat(new Made<>(CallRunner.PortCall.Kind.RESTORE, "", () -> "restored").get())
                .isEqualTo("restored");
    }

    @Test
    void callsOfOneKeyAreMadeOneAfterTheOther() throws Exception {
        AtomicInteger atOnce = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<Made<Boolean>> calls = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            calls.add(new Made<>(CallRunner.PortCall.Kind.CHANGE, "route", () -> {
                most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
                atOnce.decrementAndGet();
                return true;
            }));
        }
        for (Made<Boolean> call : calls) {
            assertThat(call.get()).isTrue();
        }
        assertThat(most).hasValue(1);
    }

    @Test
    void aCallThatHasNotBegunNeverDoesOnceItIsAbandoned() throws Exception {
        Made<Boolean> first = stuck(CallRunner.PortCall.Kind.CHANGE, "route");
        first.begun.get(3, TimeUnit.MINUTES);
        AtomicInteger made = new AtomicInteger();
        Made<Integer> second = new Made<>(CallRunner.PortCall.Kind.CHANGE, "route", made::incrementAndGet);

        assertThat(second.handle.abandon()).isTrue();
        gate.countDown();
        assertThat(first.get()).isTrue();
        assertThat(new Made<>(CallRunner.PortCall.Kind.CHANGE, "route", () -> "third").get())
                .isEqualTo("third");
        assertThat(made).hasValue(0);
    }

    @Test
    void anAbandonedCallIsInterruptedAndItsThreadDoesNotCountAnyMore() throws Exception {
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        Made<Boolean> hanging = new Made<>(CallRunner.PortCall.Kind.CHANGE, "route", () -> {
            try {
                gate.await();
                return true;
            } catch (InterruptedException expected) {
                interrupted.complete(true);
                throw expected;
            }
        });
        hanging.begun.get(3, TimeUnit.MINUTES);

        assertThat(hanging.handle.abandon()).as("it had begun").isFalse();
        assertThat(interrupted.get(3, TimeUnit.MINUTES)).isTrue();
        assertThat(new Made<>(CallRunner.PortCall.Kind.CHANGE, "route", () -> "next").get())
                .isEqualTo("next");
        assertThat(hanging.answer).as("nobody hears of an abandoned call").isNotDone();
    }

    @Test
    void howManyCallsMayBeLostIsBoundedAndBeyondThatCallsAreTurnedAway() throws Exception {
        AtomicInteger attempts = new AtomicInteger();
        for (int i = 0; i < 3; i++) {
            Made<Boolean> deaf = new Made<>(CallRunner.PortCall.Kind.READ, "", () -> {
                while (true) {
                    try {
                        gate.await();
                        return true;
                    } catch (InterruptedException ignored) {
                        attempts.incrementAndGet();
                    }
                }
            });
            deaf.begun.get(3, TimeUnit.MINUTES);
            deaf.handle.abandon();
        }
        assertThat(runner.lost()).isEqualTo(3);
        Made<String> refused = new Made<>(CallRunner.PortCall.Kind.READ, "", () -> "read");

        assertThat(refused.answer)
                .failsWithin(10, TimeUnit.SECONDS)
                .withThrowableOfType(ExecutionException.class)
                .havingCause()
                .isInstanceOfSatisfying(
                        PortException.class,
                        thrown -> assertThat(thrown.problem().kind()).isEqualTo(Problem.Kind.UNAVAILABLE));
        assertThat(new Made<>(CallRunner.PortCall.Kind.RESTORE, "", () -> "other kinds go on").get())
                .isEqualTo("other kinds go on");
    }

    @Test
    void whatAPortThrowsIsAnOutcome() {
        Made<String> failing = new Made<>(CallRunner.PortCall.Kind.READ, "", () -> {
            throw new AssertionError("even this");
        });
        assertThat(failing.answer)
                .failsWithin(10, TimeUnit.SECONDS)
                .withThrowableOfType(ExecutionException.class)
                .withMessageContaining("even this");
    }

    private static CallRunner.PortCall.Lane hook(String name) {
        return new CallRunner.PortCall.Lane(CallRunner.PortCall.Kind.HOOK, name, "");
    }

    /** Waits for ever, whoever interrupts it. */
    private boolean deaf() {
        while (true) {
            try {
                gate.await();
                return true;
            } catch (InterruptedException again) {
                interrupts.incrementAndGet();
            }
        }
    }

    private static void eventually(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("within 10 s").isLessThan(end);
            Thread.sleep(5);
        }
    }

    @Test
    void aQueueOfJournalCallsDoesNotHoldUpTheRenewalOfTheLease() throws Exception {
        for (int i = 0; i < 100; i++) {
            stuck(CallRunner.PortCall.Kind.JOURNAL, "");
        }
        assertThat(new Made<>(CallRunner.PortCall.Kind.LEASE, "", () -> "renewed").get())
                .isEqualTo("renewed");
    }

    @Test
    void aHookThatHangsForEverMakesOnlyItselfUnreachable() throws Exception {
        for (int i = 0; i < 91; i++) {
            Made<Boolean> hanging = new Made<>(runner, hook("hangs"), this::deaf);
            if (hanging.answer.isDone()) {
                break;
            }
            hanging.begun.get(3, TimeUnit.MINUTES);
            hanging.handle.abandon();
        }

        assertThat(runner.lost()).as("bounded").isEqualTo(3);
        assertThat(new Made<>(runner, hook("hangs"), () -> true).answer)
                .failsWithin(10, TimeUnit.SECONDS)
                .withThrowableOfType(ExecutionException.class)
                .withMessageContaining("too many lost calls of HOOK hangs: 3 earlier ones hang");
        assertThat(new Made<>(runner, hook("another"), () -> "said yes").get()).isEqualTo("said yes");
    }

    @Test
    void aHookIsReachableAgainWhenItsLostCallsReturn() throws Exception {
        for (int i = 0; i < 3; i++) {
            Made<Boolean> hanging = new Made<>(runner, hook("hangs"), this::deaf);
            hanging.begun.get(3, TimeUnit.MINUTES);
            hanging.handle.abandon();
        }
        gate.countDown();
        eventually(() -> runner.lost() == 0);

        assertThat(new Made<>(runner, hook("hangs"), () -> "back").get()).isEqualTo("back");
    }

    @Test
    void whatWaitsWhileTooManyCallsAreLostIsTurnedAwayAndNeverMade() throws Exception {
        List<Made<Boolean>> hanging = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            hanging.add(new Made<>(runner, hook("hangs"), this::deaf));
        }
        for (Made<Boolean> call : hanging) {
            call.begun.get(3, TimeUnit.MINUTES);
        }
        for (int i = 0; i < 64; i++) {
            new Made<>(runner, hook("hangs"), this::deaf);
        }
        AtomicInteger made = new AtomicInteger();
        Made<Integer> waiting = new Made<>(runner, hook("hangs"), made::incrementAndGet);
        hanging.forEach(call -> call.handle.abandon());

        assertThat(waiting.answer).failsWithin(10, TimeUnit.SECONDS);
        assertThat(made).hasValue(0);
        assertThat(runner.waiting()).isZero();
    }

    /** Twenty deployments wait in a hook for twenty others, whose hook is the same. */
    @Test
    void aHookThatWaitsForAnotherCallOfTheSameHookIsNotStarved() throws Exception {
        List<Made<String>> parents = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            parents.add(new Made<>(
                    runner, hook("nested"), () -> new Made<>(runner, hook("nested"), () -> "child ended").get()));
        }
        for (Made<String> parent : parents) {
            assertThat(parent.get()).isEqualTo("child ended");
        }
    }

    /** To start a thread takes much longer than most calls. */
    @Test
    void callsOneAfterTheOtherAreMadeByThreadsThatAreThereAlready() throws Exception {
        AtomicInteger started = new AtomicInteger();
        ThreadFactory factory = work -> {
            started.incrementAndGet();
            Thread thread = new Thread(work);
            thread.setDaemon(true);
            return thread;
        };
        try (ThreadedCallRunner counted = new ThreadedCallRunner(2, factory)) {
            for (int i = 0; i < 300; i++) {
                CallRunner.PortCall.Kind kind =
                        i % 2 == 0 ? CallRunner.PortCall.Kind.READ : CallRunner.PortCall.Kind.JOURNAL;
                new Made<>(counted, new CallRunner.PortCall.Lane(kind, ""), () -> true).get();
            }
        }
        assertThat(started).hasValueLessThan(50);
    }

    @Test
    void manyWaitingCallsCostNoMoreThanTheirNumber() throws Exception {
        Made<Boolean> first = stuck(CallRunner.PortCall.Kind.CHANGE, "route");
        first.begun.get(3, TimeUnit.MINUTES);
        List<Made<Boolean>> waiting = new ArrayList<>();
        long began = System.nanoTime();
        for (int i = 0; i < 80_000; i++) {
            waiting.add(new Made<>(CallRunner.PortCall.Kind.CHANGE, "route", () -> true));
        }
        assertThat(runner.waiting()).isEqualTo(80_000);
        for (Made<Boolean> call : waiting.subList(0, 40_000)) {
            assertThat(call.handle.abandon()).isTrue();
        }
        gate.countDown();
        for (Made<Boolean> call : waiting.subList(40_000, 80_000)) {
            assertThat(call.get()).isTrue();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void unusedPoolsOfHooksAreForgotten() throws Exception {
        for (int i = 0; i < 200; i++) {
            assertThat(new Made<>(runner, hook("hook-" + i), () -> true).get()).isTrue();
        }
        eventually(() -> runner.pools() == 0);
    }

    @Test
    void aThreadThatCannotBeStartedIsTriedAgainAndNothingIsLost() throws Exception {
        AtomicBoolean exhausted = new AtomicBoolean(true);
        AtomicInteger refused = new AtomicInteger();
        ThreadFactory factory = work -> new Thread(work) {
            @Override
            public synchronized void start() {
                if (exhausted.get()) {
                    refused.incrementAndGet();
                    throw new OutOfMemoryError("unable to create native thread");
                }
                super.start();
            }
        };
        try (ThreadedCallRunner poor = new ThreadedCallRunner(2, factory)) {
            CallRunner.PortCall.Lane lane = new CallRunner.PortCall.Lane(CallRunner.PortCall.Kind.CHANGE, "route");
            Made<String> abandoned = new Made<>(poor, lane, () -> "never");
            Made<String> waiting = new Made<>(poor, lane, () -> "made");

            assertThat(refused).hasPositiveValue();
            assertThat(waiting.begun).isNotDone();
            assertThat(poor.threads()).isZero();
            assertThat(poor.waiting()).isEqualTo(2);
            assertThat(abandoned.handle.abandon()).as("it never began").isTrue();
            assertThat(poor.lost()).isZero();

            exhausted.set(false);
            assertThat(waiting.get()).as("nothing else runs").isEqualTo("made");
            assertThat(abandoned.answer).isNotDone();
            eventually(() -> poor.threads() == 0);
            for (int i = 0; i < 20; i++) {
                assertThat(new Made<>(poor, lane, () -> "again").get()).isEqualTo("again");
            }
        }
    }

    @Test
    void theNextCallTriesAtOnceToStartTheThreadsThatWereMissing() throws Exception {
        AtomicInteger left = new AtomicInteger(1);
        ThreadFactory factory = work -> {
            if (left.getAndDecrement() > 0) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            return new Thread(work);
        };
        try (ThreadedCallRunner poor = new ThreadedCallRunner(2, factory)) {
            CallRunner.PortCall.Lane lane = new CallRunner.PortCall.Lane(CallRunner.PortCall.Kind.READ, "");
            Made<String> first = new Made<>(poor, lane, () -> "first");
            Made<String> second = new Made<>(poor, lane, () -> "second");

            assertThat(second.get()).isEqualTo("second");
            assertThat(first.get()).isEqualTo("first");
        }
    }

    /** Fails on whatever it is told. */
    private static final class Broken implements CallRunner.Completion<String> {
        @Override
        public void started() {
            throw new AssertionError("broken at the beginning");
        }

        @Override
        public void succeeded(String answer) {
            throw new StackOverflowError("broken by " + answer);
        }

        @Override
        public void failed(Throwable problem) {
            throw new NoClassDefFoundError("broken by " + problem);
        }
    }

    @Test
    void whatACompletionThrowsDoesNotChangeTheAccounts() throws Exception {
        CallRunner.PortCall.Lane lane = new CallRunner.PortCall.Lane(CallRunner.PortCall.Kind.CHANGE, "route");
        for (int i = 0; i < 40; i++) {
            boolean fails = i % 2 == 0;
            runner.run(
                    new CallRunner.PortCall<>(
                            lane,
                            CallRunner.Operation.SCALE,
                            CallRunner.PortCall.Purpose.ENGINE,
                            () -> "test",
                            Duration.ofSeconds(10),
                            () -> {
                                if (fails) {
                                    throw new StackOverflowError("a port's");
                                }
                                return "an answer";
                            }),
                    new Broken());
        }

        assertThat(new Made<>(runner, lane, () -> "goes on").get()).isEqualTo("goes on");
        eventually(() -> runner.threads() == 0);
        assertThat(runner.lost()).isZero();
        assertThat(runner.waiting()).isZero();
    }

    @Test
    void anInterruptThatACallLeavesBehindIsNotMeantForTheNextOne() throws Exception {
        for (int i = 0; i < 20; i++) {
            assertThat(new Made<>(CallRunner.PortCall.Kind.CHANGE, "route", () -> {
                                boolean interrupted = Thread.currentThread().isInterrupted();
                                Thread.currentThread().interrupt();
                                return interrupted;
                            })
                            .get())
                    .isFalse();
        }
    }
}
