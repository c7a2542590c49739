package io.github.bluegreen4j.engine;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ThreadedCallRunnerTest {
    private final ThreadedCallRunner runner = new ThreadedCallRunner(2);
    private final CountDownLatch gate = new CountDownLatch(1);

    @AfterEach
    void close() {
        gate.countDown();
        runner.close();
    }

    /** One call under way. */
    private final class Made<T> implements CallRunner.Completion<T> {
        private final CompletableFuture<Boolean> begun = new CompletableFuture<>();
        private final CompletableFuture<T> answer = new CompletableFuture<>();
        private final CallRunner.Grip grip;

        Made(CallRunner.PortCall.Kind kind, String key, Callable<T> body) {
            CallRunner.PortCall<T> call = new CallRunner.PortCall<>(
                    new CallRunner.PortCall.Lane(kind, key),
                    CallRunner.Operation.DESCRIBE,
                    () -> "test",
                    Duration.ofSeconds(10),
                    body);
            grip = runner.run(call, this);
        }

        @Override
        public void began() {
            begun.complete(true);
        }

        @Override
        public void answered(T value) {
            answer.complete(value);
        }

        @Override
        public void failed(Throwable problem) {
            answer.completeExceptionally(problem);
        }

        T get() throws ExecutionException, InterruptedException, TimeoutException {
            return answer.get(10, TimeUnit.SECONDS);
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
        first.begun.get(10, TimeUnit.SECONDS);
        AtomicInteger made = new AtomicInteger();
        Made<Integer> second = new Made<>(CallRunner.PortCall.Kind.CHANGE, "route", made::incrementAndGet);

        assertThat(second.grip.abandon()).isTrue();
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
        hanging.begun.get(10, TimeUnit.SECONDS);

        assertThat(hanging.grip.abandon()).as("it had begun").isFalse();
        assertThat(interrupted.get(10, TimeUnit.SECONDS)).isTrue();
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
            deaf.begun.get(10, TimeUnit.SECONDS);
            deaf.grip.abandon();
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
}
