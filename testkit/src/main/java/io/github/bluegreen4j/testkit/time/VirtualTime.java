package io.github.bluegreen4j.testkit.time;

import io.github.bluegreen4j.spi.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** Time that passes only when it is told to. Safe for use by many threads. */
public final class VirtualTime implements TimeSource {
    private final Instant start;
    private final AtomicLong passed = new AtomicLong();
    private volatile Duration jump = Duration.ZERO;

    private VirtualTime(Instant start) {
        this.start = start;
    }

    /** Time that begins at an instant. */
    public static VirtualTime startingAt(Instant start) {
        return new VirtualTime(start);
    }

    @Override
    public Instant wall() {
        return now().plus(jump);
    }

    @Override
    public long nanos() {
        return passed.get();
    }

    /** The instant, by the monotonic count. */
    public Instant now() {
        return start.plusNanos(passed.get());
    }

    /** Lets time pass. */
    public void advance(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("time does not go back: " + duration);
        }
        passed.addAndGet(duration.toNanos());
    }

    /** Lets the wall clock jump, forward or back; the monotonic count does not notice. */
    public void jumpWall(Duration by) {
        jump = jump.plus(by);
    }
}
