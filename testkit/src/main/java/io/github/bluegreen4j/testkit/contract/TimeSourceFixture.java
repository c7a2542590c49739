package io.github.bluegreen4j.testkit.contract;

import io.github.bluegreen4j.spi.TimeSource;
import java.time.Duration;

/** A world whose clock a test looks at. */
public interface TimeSourceFixture extends ContractFixture {
    /** The source under test. */
    TimeSource time();

    /**
     * Lets time pass.
     *
     * @return how long certainly has passed at least; more than zero
     */
    Duration letPass();

    /**
     * Lets the wall clock jump an hour back, if this world is able to.
     *
     * @return whether it did
     */
    boolean wallJumpsBack();
}
