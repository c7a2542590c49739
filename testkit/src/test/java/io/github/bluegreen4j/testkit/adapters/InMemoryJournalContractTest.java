package io.github.bluegreen4j.testkit.adapters;

import io.github.bluegreen4j.testkit.contract.JournalContract;
import io.github.bluegreen4j.testkit.contract.JournalFixture;

/** The journal in memory keeps its contract. */
class InMemoryJournalContractTest extends JournalContract {
    @Override
    protected JournalFixture fixture() {
        return new InMemoryJournalFixture(journal -> journal);
    }
}
