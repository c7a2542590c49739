package io.github.bluegreen4j.testkit.contract;

/** What every fixture of a contract suite does: it knows how time passes in its world, and takes the world down. */
public interface ContractFixture extends AutoCloseable {

    /** Lets a little time pass: a second of virtual time, or some milliseconds of real time in which things happen. */
    void pause();

    /** How many pauses it takes at most until the world shows what was asked of it. Default 100. */
    default int patience() {
        return 100;
    }

    /** Takes the world down after a test. Does nothing by default. */
    @Override
    default void close() {}
}
