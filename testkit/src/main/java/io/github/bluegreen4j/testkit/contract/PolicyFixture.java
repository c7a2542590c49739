package io.github.bluegreen4j.testkit.contract;

import io.github.bluegreen4j.model.PolicyRequest;
import io.github.bluegreen4j.spi.Policy;

/** A policy and what it depends on, for {@link PolicyContract}. */
public interface PolicyFixture extends ContractFixture {
    /** {@return the policy under test} */
    Policy policy();

    /** {@return a request about a production route, which the policy permits or forbids as told} */
    PolicyRequest request();

    /** From now on, the policy must let green get more weight. */
    void permit();

    /** From now on, the policy must not let green get more weight. */
    void forbid();

    /**
     * Takes away what the policy reads, until the next call of {@link #permit} or {@link #forbid}.
     *
     * @return false if the policy reads nothing
     */
    boolean goOutOfReach();
}
