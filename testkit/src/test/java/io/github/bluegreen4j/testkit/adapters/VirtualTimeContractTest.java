package io.github.bluegreen4j.testkit.adapters;

import io.github.bluegreen4j.testkit.contract.TimeSourceContract;
import io.github.bluegreen4j.testkit.contract.TimeSourceFixture;

/** Virtual time keeps the contract. */
class VirtualTimeContractTest extends TimeSourceContract {
    @Override
    protected TimeSourceFixture fixture() {
        return new TimeFixture(time -> time);
    }
}
