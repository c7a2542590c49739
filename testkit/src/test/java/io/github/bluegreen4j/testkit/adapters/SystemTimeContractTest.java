package io.github.bluegreen4j.testkit.adapters;

import io.github.bluegreen4j.testkit.contract.TimeSourceContract;
import io.github.bluegreen4j.testkit.contract.TimeSourceFixture;

/** The machine's clocks keep their contract. */
class SystemTimeContractTest extends TimeSourceContract {
    @Override
    protected TimeSourceFixture fixture() {
        return new SystemTimeFixture();
    }
}
