package io.github.bluegreen4j.testkit.simulation;

import io.github.bluegreen4j.testkit.time.VirtualTime;
import java.time.Duration;

/** How the user's executor runs the callbacks of a handle's futures. */
enum CallbackExecutor {
    /** It runs them at once. */
    RUN {
        @Override
        void run(VirtualTime time, Runnable task) {
            time.after(Duration.ZERO, task);
        }
    },
    /** It runs each callback after 30 seconds. */
    RUN_LATE {
        @Override
        void run(VirtualTime time, Runnable task) {
            time.after(Duration.ofSeconds(30), task);
        }
    },
    /** It runs none: all its threads are blocked in a callback that never returns. */
    BLOCK {
        @Override
        void run(VirtualTime time, Runnable task) {}
    };

    /** The time in which callbacks that run at once have run. */
    static final Duration SOON = Duration.ofMillis(1);

    abstract void run(VirtualTime time, Runnable task);
}
