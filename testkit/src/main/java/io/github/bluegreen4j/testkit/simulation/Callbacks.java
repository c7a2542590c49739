package io.github.bluegreen4j.testkit.simulation;

import io.github.bluegreen4j.testkit.time.VirtualTime;
import java.time.Duration;

/** How the user's executor runs what completes the futures of handles. */
enum Callbacks {
    /** At once. */
    RUN {
        @Override
        void run(VirtualTime time, Runnable task) {
            time.after(Duration.ZERO, task);
        }
    },
    /** Each after a while. */
    RUN_LATE {
        @Override
        void run(VirtualTime time, Runnable task) {
            time.after(Duration.ofSeconds(30), task);
        }
    },
    /** Never: all its threads are in a callback that does not return. */
    BLOCK {
        @Override
        void run(VirtualTime time, Runnable task) {}
    };

    /** A moment in which everything has run that runs at once. */
    static final Duration SOON = Duration.ofMillis(1);

    abstract void run(VirtualTime time, Runnable task);
}
