package io.github.bluegreen4j.testkit.contract;

import io.github.bluegreen4j.spi.TimeSource;
import java.time.Duration;

/** A world whose clock is under test. */
public interface TimeSourceFixture extends ContractFixture {
    /** {@return the source under test} */
    TimeSource time();

    /**
     * Lets time pass.
     *
     * @return how much time has passed at least, longer than zero
     */
    Duration letPass();

    /**
     * Makes the wall clock jump one hour back, if this world can.
     *
     * @return whether it did
     */
    boolean wallJumpsBack();
}
