package io.github.bluegreen4j.testkit.adapters;

import io.github.bluegreen4j.spi.TimeSource;
import io.github.bluegreen4j.testkit.contract.TimeSourceFixture;
import java.time.Duration;

/** The machine's clocks, of which a test can only look how they go. */
final class SystemTimeFixture implements TimeSourceFixture {
    private static final Duration A_WHILE = Duration.ofMillis(20);

    @Override
    public void pause() {
        letPass();
    }

    @Override
    public TimeSource time() {
        return TimeSource.system();
    }

    @Override
    public Duration letPass() {
        long begun = System.nanoTime();
        while (System.nanoTime() - begun < A_WHILE.toNanos()) {
            Thread.onSpinWait();
        }
        return A_WHILE;
    }

    @Override
    public boolean wallJumpsBack() {
        return false;
    }
}
