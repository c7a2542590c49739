package io.github.bluegreen4j.testkit.contract;

import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.spi.Journal;
import java.time.Duration;

/** An empty journal, and the clock by which it judges leases. */
public interface JournalFixture extends ContractFixture {

    /** {@return the journal under test} */
    Journal journal();

    /**
     * {@return the same journal as another process sees it, opened a second time on the same storage; a journal in memory
     * returns itself}
     */
    Journal elsewhere();

    /**
     * Returns the same journal as seen by a process whose clock is wrong. By default this is {@link #elsewhere()}, which
     * suits a journal that does not use the clock of its process.
     *
     * @param ahead how far that clock is ahead; negative if it is behind
     * @return the journal
     */
    default Journal elsewhere(Duration ahead) {
        return elsewhere();
    }

    /**
     * {@return the length of the leases in the tests; by default 30 seconds. With real time choose less, but at least ten
     * times the duration of a call}
     */
    default Duration lease() {
        return Duration.ofSeconds(30);
    }

    /**
     * Lets time pass on the clock by which the journal judges leases.
     *
     * @param duration how much time
     */
    void letPass(Duration duration);

    /**
     * Makes the stored data of a deployment unreadable, if this journal's storage can be damaged.
     *
     * @param deployment the deployment
     * @return whether it did
     */
    boolean damage(DeploymentId deployment);
}
