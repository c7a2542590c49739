package io.github.bluegreen4j.spi;

import java.time.Instant;

/**
 * The time. Within a process time advances by the monotonic count, anchored at one wall instant, so that a jump of the wall
 * clock ends no bake. Safe for use by many threads.
 */
public interface TimeSource {

    /** The wall clock. */
    Instant wall();

    /** Nanoseconds since an arbitrary origin; never goes back. */
    long nanos();

    /** The machine's clocks. */
    static TimeSource system() {
        return SystemTimeSource.INSTANCE;
    }
}
