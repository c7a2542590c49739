package io.github.bluegreen4j.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread of an engine in production: it polls the loop, and parks until something comes in or is due. */
final class LoopThread {
    private static final Logger LOG = LoggerFactory.getLogger(LoopThread.class);
    private static final Duration LONGEST_PARK = Duration.ofMinutes(1);

    private final Loop loop;
    private final Thread thread;
    private Runnable release = () -> {};

    LoopThread(Loop loop, String name) {
        this.loop = loop;
        this.thread = new Thread(this::run, "bluegreen4j-" + name);
        thread.setDaemon(true);
    }

    void start(Runnable atTheEnd) {
        release = atTheEnd;
        loop.onWake(() -> LockSupport.unpark(thread));
        thread.start();
    }

    private void run() {
        while (!loop.isClosed()) {
            try {
                Optional<Instant> next = loop.poll();
                if (loop.isIdle() && !loop.isClosed()) {
                    park(next);
                }
            } catch (RuntimeException broken) {
                LOG.error("The engine's loop failed on something and goes on", broken);
            }
        }
        release.run();
    }

    private void park(Optional<Instant> next) {
        Duration longest = next.map(at -> Duration.between(loop.now(), at))
                .filter(left -> left.compareTo(LONGEST_PARK) < 0)
                .orElse(LONGEST_PARK);
        if (!longest.isNegative() && !longest.isZero()) {
            LockSupport.parkNanos(loop, longest.toNanos());
        }
    }

    /** Ends the thread and waits for it. */
    void close() {
        loop.close();
        if (Thread.currentThread() == thread) {
            return;
        }
        try {
            thread.join(LONGEST_PARK.toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
