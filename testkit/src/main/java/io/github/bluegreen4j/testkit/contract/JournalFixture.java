package io.github.bluegreen4j.testkit.contract;

import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.spi.Journal;
import java.time.Duration;

/** An empty journal, and the time by which it judges leases. */
public interface JournalFixture extends ContractFixture {

    /** The journal under test. */
    Journal journal();

    /**
     * The same journal as another process sees it: opened a second time on the same storage. A journal that lives in one
     * process is its own other.
     */
    Journal elsewhere();

    /**
     * The same journal as a process sees it whose clock is so far ahead of the others', or behind them when it is negative. Default:
     * {@link #elsewhere}, for a journal that asks no clock of its process.
     */
    default Journal elsewhere(Duration ahead) {
        return elsewhere();
    }

    /** How long the leases of the tests are. Default 30 s; choose less where time is real, but ten calls' worth at least. */
    default Duration lease() {
        return Duration.ofSeconds(30);
    }

    /** Lets so much time pass on the clock by which leases are judged. */
    void letPass(Duration duration);

    /**
     * Makes what is kept of a deployment unreadable, if this journal keeps it in a form that can be damaged.
     *
     * @return whether it did
     */
    boolean damage(DeploymentId deployment);
}
