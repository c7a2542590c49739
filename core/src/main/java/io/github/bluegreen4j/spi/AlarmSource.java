package io.github.bluegreen4j.spi;

import io.github.bluegreen4j.model.AlarmReading;
import java.util.Set;

/** Where alarms are read. Safe for use by many threads. */
@FunctionalInterface
public interface AlarmSource {

    /**
     * Reads alarms, as many as are asked for; the source splits what is too much for one request of its own.
     *
     * @return the states of those that exist: a name that is missing is unknown
     * @throws PortException when nothing could be read
     */
    AlarmReading read(Set<String> names);

    /** How many alarms one request reads: the engine asks its watches for at most so many at once. Default 100, as CloudWatch allows. */
    default int readBatch() {
        return 100;
    }

    /** This source for calls of that urgency. By default nothing differs. */
    default AlarmSource at(CallRunner.Urgency urgency) {
        return this;
    }

    /** A source that knows no alarm. */
    static AlarmSource none() {
        return NoAlarms.INSTANCE;
    }
}
