package io.github.bluegreen4j.examples.local.process;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Does the same thing again and again on a thread of its own; a round that fails is reported, and the next one comes. */
public final class PeriodicThread {

    private PeriodicThread() {}

    /** Starts now, with a pause after each round, until the process ends. */
    public static void start(String name, Duration pause, Runnable round) {
        Thread thread = new Thread(() -> forever(pause, round), name);
        thread.setDaemon(true);
        thread.start();
    }

    private static void forever(Duration pause, Runnable round) {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                round.run();
            } catch (RuntimeException failed) {
                System.err.println(Thread.currentThread().getName() + ": " + failed);
            }
            LockSupport.parkNanos(pause.toNanos());
        }
    }
}
