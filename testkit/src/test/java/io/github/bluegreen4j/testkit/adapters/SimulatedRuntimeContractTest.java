package io.github.bluegreen4j.testkit.adapters;

import io.github.bluegreen4j.testkit.contract.ServiceRuntimeContract;
import io.github.bluegreen4j.testkit.contract.ServiceRuntimeFixture;

/** The simulated world's services keep their contract. */
class SimulatedRuntimeContractTest extends ServiceRuntimeContract {
    @Override
    protected ServiceRuntimeFixture fixture() {
        return new RuntimeFixture(simulated -> simulated);
    }
}
