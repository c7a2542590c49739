package io.github.bluegreen4j.spi;

import java.time.Instant;

/** The clocks of this machine. */
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
