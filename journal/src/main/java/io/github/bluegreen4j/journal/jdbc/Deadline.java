package io.github.bluegreen4j.journal.jdbc;

import io.github.bluegreen4j.spi.TimeSource;
import java.time.Duration;

/** When a call's time is over, by the monotonic clock. */
record Deadline(long since, Duration length) {

    static Deadline in(Duration length) {
        return new Deadline(TimeSource.system().nanos(), length);
    }

    /** Negative when it is over. */
    Duration left() {
        return length.minusNanos(TimeSource.system().nanos() - since);
    }
}
