package io.github.bluegreen4j.testkit.adapters;

import io.github.bluegreen4j.testkit.contract.LifecycleHookContract;
import io.github.bluegreen4j.testkit.contract.LifecycleHookFixture;

/** An adapter of a hook that answers in text keeps its contract. */
class TextHookContractTest extends LifecycleHookContract {
    @Override
    protected LifecycleHookFixture fixture() {
        return new HookFixture(true, hook -> hook);
    }
}
