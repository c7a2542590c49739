package io.github.bluegreen4j.examples.local.task;

import java.time.Duration;

/** How many requests are begun and not finished, and a way to wait until there is none. */
final class InFlight {

    private int requests;

    synchronized void begin() {
        requests++;
    }

    synchronized void end() {
        requests--;
        notifyAll();
    }

    /** Waits until none is left; false when some are after that time. */
    synchronized boolean awaitNone(Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        try {
            while (requests > 0) {
                long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
                if (left <= 0) {
                    return false;
                }
                wait(left);
            }
            return true;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
