package io.github.bluegreen4j.testkit.adapters;

import io.github.bluegreen4j.testkit.contract.MetricSourceContract;
import io.github.bluegreen4j.testkit.contract.MetricSourceFixture;

/** The simulated world's metrics keep their contract. */
class SimulatedMetricsContractTest extends MetricSourceContract {
    @Override
    protected MetricSourceFixture fixture() {
        return new MetricFixture(simulated -> simulated);
    }
}
