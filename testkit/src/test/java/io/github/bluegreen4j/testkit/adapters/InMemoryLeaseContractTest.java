package io.github.bluegreen4j.testkit.adapters;

import io.github.bluegreen4j.testkit.contract.JournalFixture;
import io.github.bluegreen4j.testkit.contract.LeaseContract;

/** The leases of the journal in memory keep their contract. */
class InMemoryLeaseContractTest extends LeaseContract {
    @Override
    protected JournalFixture fixture() {
        return new InMemoryJournalFixture(journal -> journal);
    }
}
