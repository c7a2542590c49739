package io.github.bluegreen4j.engine;

import io.github.bluegreen4j.spi.TimeSource;
import java.time.Instant;

/** The engine's time: one wall instant, advanced by the monotonic count, so that a jump of the wall clock ends no bake. */
final class EngineClock {
    private final TimeSource source;
    private final Instant anchor;
    private final long origin;

    EngineClock(TimeSource source) {
        this.source = source;
        this.anchor = source.wall();
        this.origin = source.nanos();
    }

    Instant now() {
        return anchor.plusNanos(source.nanos() - origin);
    }
}
