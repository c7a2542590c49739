package io.github.bluegreen4j.engine.loop;

import io.github.bluegreen4j.spi.TimeSource;
import java.time.Instant;

/**
 * The engine's time: one wall instant, advanced by the monotonic count, so that a jump of the wall clock ends no bake. Safe
 * for use by many threads.
 */
public final class EngineClock {
    private final TimeSource source;
    private final Instant anchor;
    private final long origin;
    private volatile Reading last;

    /** What the clock showed when so much time had passed: in virtual time it is asked many times before time goes on. */
    private record Reading(long passed, Instant instant) {}

    public EngineClock(TimeSource source) {
        this.source = source;
        this.anchor = source.wall();
        this.origin = source.nanos();
        this.last = new Reading(0, anchor);
    }

    Instant now() {
        long passed = source.nanos() - origin;
        Reading reading = last;
        if (reading.passed() != passed) {
            reading = new Reading(passed, anchor.plusNanos(passed));
            last = reading;
        }
        return reading.instant();
    }

    /** How many nanoseconds the wall clock is ahead of this one. It changes when the wall clock is set, and when the machine was suspended. */
    long drift() {
        Instant wall = source.wall();
        long passed = source.nanos() - origin;
        return (wall.getEpochSecond() - anchor.getEpochSecond()) * 1_000_000_000L
                + (wall.getNano() - anchor.getNano())
                - passed;
    }
}
