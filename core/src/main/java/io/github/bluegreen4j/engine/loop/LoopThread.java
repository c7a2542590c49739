package io.github.bluegreen4j.engine.loop;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread of an engine in production: it polls the loop, and parks until an input arrives or a timer is due. */
public final class LoopThread {
    private static final Logger LOG = LoggerFactory.getLogger(LoopThread.class);
    private static final Duration LONGEST_PARK = Duration.ofMinutes(1);
    private static final Duration LONGEST_END = Duration.ofSeconds(5);

    private final Loop loop;
    private final Thread thread;
    private volatile boolean isParked;
    private volatile boolean hasStarted;
    private Consumer<Throwable> failed = cause -> {};

    public LoopThread(Loop loop, String name) {
        this.loop = loop;
        this.thread = new Thread(this::run, "bluegreen4j-" + name);
        thread.setDaemon(true);
    }

    /**
     * Starts the thread.
     *
     * @param onFailure notified if the thread ends for a reason that it cannot survive
     */
    public void start(Consumer<Throwable> onFailure) {
        failed = onFailure;
        loop.onWake(this::wake);
        hasStarted = true;
        thread.start();
    }

    /** Whether {@link #start} was called. */
    public boolean hasStarted() {
        return hasStarted;
    }

    private void run() {
        try {
            while (!loop.isClosed()) {
                Optional<Instant> next = loop.poll();
                if (loop.isIdle() && !loop.isClosed()) {
                    park(next);
                }
            }
        } catch (Throwable fatal) { // Errors too: nobody may wait for a loop that is dead
            LOG.error(
                    "The engine's loop has failed; its deployments stay as they are until another engine takes over",
                    fatal);
            loop.close();
            failed.accept(fatal);
        }
    }

    /** Looks at the inbox once more after it has announced that it parks: who adds something after that wakes it. */
    private void park(Optional<Instant> next) {
        Duration longest = next.map(at -> Duration.between(loop.now(), at))
                .filter(left -> left.compareTo(LONGEST_PARK) < 0)
                .orElse(LONGEST_PARK);
        if (longest.isNegative() || longest.isZero()) {
            return;
        }
        isParked = true;
        if (loop.isIdle() && !loop.isClosed()) {
            LockSupport.parkNanos(loop, longest.toNanos());
        }
        isParked = false;
    }

    /** Most messages come while the loop works: to wake it then would be the most expensive part of a call. */
    private void wake() {
        if (isParked) {
            LockSupport.unpark(thread);
        }
    }

    /** Waits for what the loop does. */
    public void await(CountDownLatch done, Duration longest) {
        if (!waitsFor(done, longest, loop)) {
            LOG.warn(
                    "The engine could not close in order within {}: other engines wait until its lease expires",
                    longest);
        }
    }

    /**
     * An interrupt does not end the wait: the engine interrupts calls that it abandons, including a hook that closes
     * it.
     */
    public static boolean waitsFor(CountDownLatch done, Duration longest, Loop loop) {
        Instant end = loop.now().plus(longest);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return done.await(Duration.between(loop.now(), end).toNanos(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException interrupt) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Ends the thread and waits for it. */
    public void close() {
        loop.close();
        if (loop.isCurrent()) {
            return;
        }
        try {
            thread.join(LONGEST_END.toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
