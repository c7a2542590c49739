package io.github.bluegreen4j.aws.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.spi.PortException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 1, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SideBySideTest {
    private static final int WIDTH = 4;

    private final SideBySide sideBySide = new SideBySide(WIDTH);

    private static List<Integer> numbers(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    @Test
    void asManyAsAllowedAreMadeAtOnceAndNoMore() {
        CyclicBarrier all = new CyclicBarrier(WIDTH);
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<Integer> doubled = sideBySide.each(numbers(3 * WIDTH), number -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            try {
                all.await(); // goes on when so many are here at the same time
            } catch (Exception broken) {
                throw new IllegalStateException(broken);
            }
            running.decrementAndGet();
            return 2 * number;
        });
        assertThat(most).hasValue(WIDTH);
        assertThat(doubled)
                .isEqualTo(numbers(3 * WIDTH).stream().map(number -> 2 * number).toList());
    }

    @Test
    void aSingleOneIsMadeByItsCaller() {
        Thread caller = Thread.currentThread();
        assertThat(sideBySide.each(List.of(1), number -> Thread.currentThread()))
                .containsExactly(caller);
        assertThat(new SideBySide(1).each(numbers(3), number -> Thread.currentThread()))
                .containsExactly(caller, caller, caller);
    }

    @Test
    void aFailureIsThrownWhenAllHaveEnded() {
        Set<Integer> ended = ConcurrentHashMap.newKeySet();
        Throwable thrown = catchThrowable(() -> sideBySide.each(numbers(10), number -> {
            ended.add(number);
            if (number == 3) {
                throw new PortException(new Problem(Problem.Kind.UNAVAILABLE, "read", "three", "away"));
            }
            return number;
        }));
        assertThat(thrown).isInstanceOf(PortException.class).hasMessageContaining("three");
        assertThat(ended).containsExactlyInAnyOrderElementsOf(numbers(10));
    }

    @Test
    void whoeverIsInterruptedKnowsNothing() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(WIDTH);
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(WIDTH);
        AtomicReference<PortException> thrown = new AtomicReference<>();
        AtomicReference<Boolean> flag = new AtomicReference<>();
        Thread caller = new Thread(() -> {
            thrown.set(catchThrowableOfType(
                    PortException.class,
                    () -> sideBySide.each(numbers(20), number -> {
                        begun.countDown();
                        try {
                            never.await();
                        } catch (InterruptedException given) {
                            interrupted.countDown();
                        }
                        return number;
                    })));
            flag.set(Thread.currentThread().isInterrupted());
        });
        caller.start();
        begun.await();
        caller.interrupt();
        caller.join();
        interrupted.await();
        assertThat(thrown.get().problem().kind()).isEqualTo(Problem.Kind.UNKNOWN);
        assertThat(flag.get()).as("whether the caller is still interrupted").isTrue();
    }
}
