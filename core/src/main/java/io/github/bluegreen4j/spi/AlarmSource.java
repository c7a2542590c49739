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

    /** A source that knows no alarm. */
    static AlarmSource none() {
        return NoAlarms.INSTANCE;
    }
}
