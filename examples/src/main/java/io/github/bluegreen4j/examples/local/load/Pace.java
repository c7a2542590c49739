package io.github.bluegreen4j.examples.local.load;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Tells one client when to send: at even intervals, forgiving what it is late rather than sending a burst. */
final class Pace {

    private final long interval;
    private long next;

    Pace(Duration interval, Duration offset) {
        this.interval = interval.toNanos();
        this.next = System.nanoTime() + offset.toNanos();
    }

    /** Waits for the next turn. */
    void await() {
        for (long left = next - System.nanoTime(); left > 0; left = next - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
        long now = System.nanoTime();
        next = Math.max(next + interval, now - interval);
    }
}
