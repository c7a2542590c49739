package io.github.bluegreen4j.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.engine.loop.TimerQueue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimerQueueTest {
    private static final Instant START = Instant.parse("2026-03-01T03:00:00Z");

    private final TimerQueue timers = new TimerQueue();
    private final List<Integer> done = new ArrayList<>();

    private TimerQueue.Entry set(int second, int rank, int name) {
        return timers.set(START.plusSeconds(second), rank, () -> done.add(name));
    }

    private void runAll() {
        while (runDue(timers, Instant.MAX)) {
            assertThat(timers.size()).isNotNegative();
        }
    }

    @Test
    void nothingIsDoneBeforeItsTime() {
        set(2, 0, 1);

        assertThat(runDue(timers, START.plusSeconds(1))).isFalse();
        assertThat(timers.next()).contains(START.plusSeconds(2));
        assertThat(runDue(timers, START.plusSeconds(2))).isTrue();
        assertThat(timers.next()).isEmpty();
        assertThat(done).containsExactly(1);
    }

    @Test
    void aCancelledEntryIsGoneAtOnceAndCancellingItAgainIsNoProblem() {
        TimerQueue.Entry first = set(1, 0, 1);
        set(2, 0, 2);

        first.cancel();
        first.cancel();

        assertThat(timers.size()).isEqualTo(1);
        assertThat(timers.next()).contains(START.plusSeconds(2));
        runAll();
        first.cancel();
        assertThat(done).containsExactly(2);
    }

    @Test
    void whatWasFarAwayWhenItWasSetComesBeforeWhatWasSetLaterForALaterTime() {
        runDue(timers, START);
        set(700, 0, 1); // much later than now
        runDue(timers, START.plusSeconds(600));
        set(800, 0, 2); // soon
        set(650, 0, 3);

        assertThat(timers.next()).contains(START.plusSeconds(650));
        runAll();
        assertThat(done).containsExactly(3, 1, 2);
    }

    @Test
    void whateverIsSetAndCancelledTheRestComesByTimeThenRankThenOrder() {
        record Expected(int second, int rank, int name) {}
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        List<Expected> expected = new ArrayList<>();
        List<TimerQueue.Entry> entries = new ArrayList<>();
        runDue(timers, START); // from here on, ten minutes are soon, and what is later has a heap of its own
        for (int name = 0; name < 500; name++) {
            int second = random.nextInt(40) + (random.nextBoolean() ? 580 : 0);
            Expected one = new Expected(second, random.nextInt(3), name);
            expected.add(one);
            entries.add(set(one.second(), one.rank(), one.name()));
            if (random.nextInt(3) == 0) {
                int victim = random.nextInt(entries.size());
                entries.remove(victim).cancel();
                expected.remove(victim);
            }
        }

        runAll();

        expected.sort(Comparator.comparingInt(Expected::second)
                .thenComparingInt(Expected::rank)
                .thenComparingInt(Expected::name));
        assertThat(done)
                .as("seed %d", seed)
                .containsExactlyElementsOf(expected.stream().map(Expected::name).toList());
    }

    private static boolean runDue(TimerQueue timers, Instant now) {
        Optional<Runnable> due = timers.takeDue(now);
        due.ifPresent(Runnable::run);
        return due.isPresent();
    }
}
