package io.github.bluegreen4j.testkit.adapters;

import io.github.bluegreen4j.spi.TrafficRouter.WriteMode;
import io.github.bluegreen4j.testkit.contract.TrafficRouterContract;
import io.github.bluegreen4j.testkit.contract.TrafficRouterFixture;

/** The fake world's routes keep their contract. */
class FakeRouterContractTest extends TrafficRouterContract {
    @Override
    protected TrafficRouterFixture fixture() {
        return new RouterFixture(WriteMode.ATOMIC, fake -> fake);
    }
}
