package io.github.bluegreen4j.testkit.contract;

import io.github.bluegreen4j.model.AlarmReading;
import io.github.bluegreen4j.spi.AlarmSource;

/** A world with alarms whose states a test sets. */
public interface AlarmSourceFixture extends ContractFixture {
    /** {@return the source under test} */
    AlarmSource alarms();

    /**
     * Sets the state of an alarm, and creates the alarm if it is new. The next readings show it.
     *
     * @param name the name of the alarm
     * @param state its state from now on
     */
    void set(String name, AlarmReading.State state);

    /**
     * {@return a number of alarms that does not fit into one request of the source; by default 250, because CloudWatch takes
     * 100 names}
     */
    default int many() {
        return 250;
    }

    /** Makes the alarms unreachable from now on. */
    void goOutOfReach();
}
