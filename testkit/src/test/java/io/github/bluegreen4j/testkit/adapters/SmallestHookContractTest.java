package io.github.bluegreen4j.testkit.adapters;

import io.github.bluegreen4j.testkit.contract.LifecycleHookContract;
import io.github.bluegreen4j.testkit.contract.LifecycleHookFixture;

/** The smallest adapter of a hook keeps its contract. */
class SmallestHookContractTest extends LifecycleHookContract {
    @Override
    protected LifecycleHookFixture fixture() {
        return new HookFixture(false, hook -> hook);
    }
}
