package io.github.bluegreen4j.aws.dynamodb;

import io.github.bluegreen4j.testkit.contract.JournalContract;
import io.github.bluegreen4j.testkit.contract.JournalFixture;

class DynamoDbJournalContractTest extends JournalContract {
    @Override
    protected JournalFixture fixture() {
        return new FakeTable().fixture();
    }
}
