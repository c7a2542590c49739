package io.github.bluegreen4j.testkit.adapters;

import io.github.bluegreen4j.spi.TimeSource;
import io.github.bluegreen4j.testkit.contract.TimeSourceFixture;
import io.github.bluegreen4j.testkit.time.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;

/** Virtual time. */
final class TimeFixture implements TimeSourceFixture {
    private final VirtualTime virtual = VirtualTime.startingAt(Instant.EPOCH.plus(Duration.ofDays(1)));
    private final TimeSource time;

    /** @param under what is put under test instead of virtual time */
    TimeFixture(UnaryOperator<TimeSource> under) {
        time = under.apply(virtual);
    }

    @Override
    public void pause() {
        virtual.advance(Duration.ofSeconds(1));
    }

    @Override
    public TimeSource time() {
        return time;
    }

    @Override
    public Duration letPass() {
        virtual.advance(Duration.ofMinutes(5));
        return Duration.ofMinutes(5);
    }

    @Override
    public boolean wallJumpsBack() {
        virtual.jumpWall(Duration.ofHours(-1));
        return true;
    }
}
