package io.github.bluegreen4j.engine.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bluegreen4j.engine.memory.InMemoryJournal;
import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.spi.ForwardingJournal;
import io.github.bluegreen4j.spi.Journal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class LineReadingsTest {
    private static final Journal.Line STOPPED = new Journal.Line(
            true, "checkout is down", new Command.Origin("alice", Instant.parse("2026-03-01T03:00:00Z")));

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Held journal = new Held();
    private final LineReadings readings = new LineReadings(Duration.ofMinutes(1));

    /** A journal whose first readings of the line take effect and then are held. */
    private static final class Held extends ForwardingJournal {
        final AtomicInteger begun = new AtomicInteger();
        final CountDownLatch isHeld = new CountDownLatch(1);
        final CountDownLatch goOn = new CountDownLatch(1);

        Held() {
            super(InMemoryJournal.create());
        }

        @Override
        public Optional<Line> line() {
            boolean isFirst = begun.incrementAndGet() == 1;
            Optional<Line> line = super.line();
            if (isFirst) {
                isHeld.countDown();
                try {
                    goOn.await();
                } catch (InterruptedException interrupted) {
                    throw new IllegalStateException(interrupted);
                }
            }
            return line;
        }
    }

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    private Future<Optional<Journal.Line>> asked() {
        return threads.submit(() -> readings.read(journal));
    }

    /** The reading that runs may have seen the line as it was before the question. */
    @Test
    void theAnswerIsNeverOlderThanTheQuestion() throws Exception {
        Future<Optional<Journal.Line>> before = asked();
        journal.isHeld.await();
        journal.changeLine(STOPPED);
        Future<Optional<Journal.Line>> after = asked();
        journal.goOn.countDown();

        assertThat(before.get()).isEmpty();
        assertThat(after.get()).contains(STOPPED);
    }

    @Test
    void whoAsksWhileAReadingRunsSharesTheNextOne() throws Exception {
        Future<Optional<Journal.Line>> first = asked();
        journal.isHeld.await();
        List<Future<Optional<Journal.Line>>> others = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            others.add(asked());
        }
        while (readings.waiting() < 20) {
            Thread.onSpinWait();
        }
        journal.goOn.countDown();
        first.get();
        for (Future<Optional<Journal.Line>> other : others) {
            other.get();
        }

        assertThat(journal.begun).as("readings of 21 questions").hasValue(2);
    }

    @Test
    void aReadingThatHangsHoldsUpNobodyElse() throws Exception {
        LineReadings impatient = new LineReadings(Duration.ofMillis(1));
        Future<Optional<Journal.Line>> hanging = threads.submit(() -> impatient.read(journal));
        journal.isHeld.await();

        assertThat(impatient.read(journal)).isEmpty();
        assertThat(hanging.isDone()).as("whether the first one still hangs").isFalse();
        journal.goOn.countDown();
    }

    @Test
    void aFailureIsOnlyThatOfTheReadingThatFailed() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        Journal fails = new ForwardingJournal(journal) {
            @Override
            public Optional<Line> line() {
                if (calls.incrementAndGet() == 1) {
                    throw new IllegalStateException("no connection");
                }
                return Optional.of(STOPPED);
            }
        };

        assertThatThrownBy(() -> readings.read(fails)).hasMessage("no connection");
        assertThat(readings.read(fails)).contains(STOPPED);
    }
}
