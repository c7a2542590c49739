package io.github.bluegreen4j.testkit.contract;

import io.github.bluegreen4j.model.AlarmReading;
import io.github.bluegreen4j.spi.AlarmSource;

/** A world in which a test sets alarms. */
public interface AlarmSourceFixture extends ContractFixture {
    /** The source under test. */
    AlarmSource alarms();

    /** An alarm of that name exists and is in that state from now on. */
    void set(String name, AlarmReading.State state);

    /** More alarms than fit into one request of the source's own. Default 250; CloudWatch takes 100. */
    default int many() {
        return 250;
    }

    /** From now on the alarms can't be reached. */
    void goOutOfReach();
}
