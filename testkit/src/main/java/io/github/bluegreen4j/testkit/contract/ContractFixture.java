package io.github.bluegreen4j.testkit.contract;

/**
 * The base of all fixtures of contract suites. A fixture belongs to one test and is used by one thread unless a test says
 * otherwise.
 */
public interface ContractFixture extends AutoCloseable {

    /** Lets a little time pass: a second of virtual time, or some milliseconds of real time. */
    void pause();

    /** {@return how many pauses a test waits at most until the world shows an expected change; by default 100} */
    default int patience() {
        return 100;
    }

    /** Releases the world after a test. Does nothing by default. */
    @Override
    default void close() {}
}
