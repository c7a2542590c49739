package io.github.bluegreen4j.spi;

import java.time.Instant;

/** The machine's clocks. */
enum SystemTimeSource implements TimeSource {
    INSTANCE;

    @Override
    public Instant wall() {
        return Instant.now();
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }
}
