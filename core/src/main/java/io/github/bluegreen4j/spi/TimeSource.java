package io.github.bluegreen4j.spi;

import java.time.Instant;

/**
 * The clock of the engine. Within a process time advances by the monotonic count, starting from one wall-clock
 * instant. So a jump of the wall clock ends no bake. Safe for use by many threads.
 */
public interface TimeSource {

    /** {@return the time of the wall clock} */
    Instant wall();

    /** {@return nanoseconds since an arbitrary origin; never decreases} */
    long nanos();

    /** {@return the clocks of this machine} */
    static TimeSource system() {
        return SystemTimeSource.INSTANCE;
    }
}
