package io.github.bluegreen4j.testkit.adapters;

import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.testkit.contract.ServiceRuntimeContract;
import io.github.bluegreen4j.testkit.contract.ServiceRuntimeFixture;

/** The simulated world's services keep their contract also where revisions are scaled with their service by themselves. */
class ScalingRuntimeContractTest extends ServiceRuntimeContract {
    @Override
    protected ServiceRuntimeFixture fixture() {
        return new RuntimeFixture((world, simulated) -> {
            world.scalesRevisions(new ServiceRef("cluster", "shop"), true);
            return simulated;
        });
    }
}
