package io.github.bluegreen4j.cli;

import io.github.bluegreen4j.spi.TimeSource;
import java.time.Instant;

/** Time that runs some times as fast. */
record FastTime(TimeSource real, int times, Instant begin, long beginNanos) implements TimeSource {
    FastTime(int times) {
        this(TimeSource.system(), times, Instant.now(), TimeSource.system().nanos());
    }

    @Override
    public Instant wall() {
        return begin.plusNanos(nanos() - beginNanos);
    }

    @Override
    public long nanos() {
        return beginNanos + times * (real.nanos() - beginNanos);
    }
}
