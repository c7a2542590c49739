package io.github.bluegreen4j.testkit.adapters;

import io.github.bluegreen4j.testkit.contract.AutoScalingGuardContract;
import io.github.bluegreen4j.testkit.contract.AutoScalingGuardFixture;

/** The simulated world's autoscaler flags keep their contract. */
class SimulatedAutoScalingContractTest extends AutoScalingGuardContract {
    @Override
    protected AutoScalingGuardFixture fixture() {
        return new AutoScalingFixture(simulated -> simulated);
    }
}
