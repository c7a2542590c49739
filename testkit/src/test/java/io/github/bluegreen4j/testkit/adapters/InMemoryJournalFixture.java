package io.github.bluegreen4j.testkit.adapters;

import io.github.bluegreen4j.engine.memory.InMemoryJournal;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.testkit.contract.JournalFixture;
import io.github.bluegreen4j.testkit.time.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;

/** The journal in memory, on virtual time. */
final class InMemoryJournalFixture implements JournalFixture {
    private final VirtualTime time = VirtualTime.startingAt(Instant.EPOCH);
    private final Journal journal;

    /** @param under what is put under test instead of the journal */
    InMemoryJournalFixture(UnaryOperator<Journal> under) {
        journal = under.apply(InMemoryJournal.create(time));
    }

    @Override
    public void pause() {
        time.advance(Duration.ofSeconds(1));
    }

    @Override
    public Journal journal() {
        return journal;
    }

    @Override
    public Journal elsewhere() {
        return journal;
    }

    @Override
    public void letPass(Duration duration) {
        time.advance(duration);
    }

    @Override
    public boolean damage(DeploymentId deployment) {
        return false;
    }
}
