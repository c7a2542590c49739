package io.github.bluegreen4j.testkit.adapters;

import io.github.bluegreen4j.testkit.contract.ServiceRuntimeContract;
import io.github.bluegreen4j.testkit.contract.ServiceRuntimeFixture;

/** The fake world's services keep their contract. */
class FakeRuntimeContractTest extends ServiceRuntimeContract {
    @Override
    protected ServiceRuntimeFixture fixture() {
        return new RuntimeFixture(fake -> fake);
    }
}
