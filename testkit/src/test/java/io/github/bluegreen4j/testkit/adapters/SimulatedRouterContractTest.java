package io.github.bluegreen4j.testkit.adapters;

import io.github.bluegreen4j.spi.TrafficRouter.WriteMode;
import io.github.bluegreen4j.testkit.contract.TrafficRouterContract;
import io.github.bluegreen4j.testkit.contract.TrafficRouterFixture;

/** The simulated world's routes keep their contract. */
class SimulatedRouterContractTest extends TrafficRouterContract {
    @Override
    protected TrafficRouterFixture fixture() {
        return new RouterFixture(WriteMode.ATOMIC, simulated -> simulated);
    }
}
