package io.github.bluegreen4j.engine.loop;

import io.github.bluegreen4j.spi.Journal;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Reads whether the line is stopped. Calls that ask at the same time share a reading that begins after each of them has asked, so each gets
 * an answer that is as new as if it had read alone. Thread-safe.
 */
final class LineReadings {
    private final Duration longestWait;
    private final AtomicLong questions = new AtomicLong();
    private final ReentrantLock reading = new ReentrantLock();

    /** The last question that was asked before the last reading began. */
    private long answered;

    private Optional<Journal.Line> last = Optional.empty();

    /** @param longestWait how long a reading that hangs holds up others at most */
    LineReadings(Duration longestWait) {
        this.longestWait = longestWait;
    }

    /** What the journal says, asked after this call began. Whatever the journal throws is thrown only to the call that read. */
    Optional<Journal.Line> read(Journal journal) throws InterruptedException {
        long question = questions.incrementAndGet();
        if (!reading.tryLock(longestWait.toNanos(), TimeUnit.NANOSECONDS)) {
            return line(journal);
        }
        try {
            if (answered < question) {
                long asked = questions.get();
                last = line(journal);
                answered = asked;
            }
            return last;
        } finally {
            reading.unlock();
        }
    }

    /** How many calls wait for the reading that runs. */
    int waiting() {
        return reading.getQueueLength();
    }

    private static Optional<Journal.Line> line(Journal journal) {
        return Defects.present(journal.line(), "Journal.line");
    }
}
