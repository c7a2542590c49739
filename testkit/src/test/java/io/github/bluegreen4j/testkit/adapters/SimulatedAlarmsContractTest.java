package io.github.bluegreen4j.testkit.adapters;

import io.github.bluegreen4j.testkit.contract.AlarmSourceContract;
import io.github.bluegreen4j.testkit.contract.AlarmSourceFixture;

/** The simulated world's alarms keep their contract. */
class SimulatedAlarmsContractTest extends AlarmSourceContract {
    @Override
    protected AlarmSourceFixture fixture() {
        return new AlarmFixture(simulated -> simulated);
    }
}
