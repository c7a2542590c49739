package io.github.bluegreen4j.aws.dynamodb;

import io.github.bluegreen4j.testkit.contract.JournalFixture;
import io.github.bluegreen4j.testkit.contract.LeaseContract;

class DynamoDbLeaseContractTest extends LeaseContract {
    @Override
    protected JournalFixture fixture() {
        return new FakeTable().fixture();
    }
}
