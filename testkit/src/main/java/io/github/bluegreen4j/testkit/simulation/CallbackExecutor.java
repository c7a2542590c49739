package io.github.bluegreen4j.testkit.simulation;

import io.github.bluegreen4j.testkit.time.VirtualTime;
import java.time.Duration;
import java.util.Optional;

/** How the user's executor runs the callbacks of a handle's futures. */
enum CallbackExecutor {
    /** It runs them at once. */
    RUN(Optional.of(Duration.ZERO)),
    /** It runs each callback after 30 seconds. */
    RUN_LATE(Optional.of(Duration.ofSeconds(30))),
    /** It runs none: all its threads are blocked in a callback that never returns. */
    BLOCK(Optional.empty());

    /** The time in which callbacks that run at once have run. */
    static final Duration SOON = Duration.ofMillis(1);

    private final Optional<Duration> delay;

    CallbackExecutor(Optional<Duration> delay) {
        this.delay = delay;
    }

    void run(VirtualTime time, Runnable task) {
        delay.ifPresent(length -> time.after(length, task));
    }
}
