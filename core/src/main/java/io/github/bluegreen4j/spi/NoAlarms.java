package io.github.bluegreen4j.spi;

import io.github.bluegreen4j.model.AlarmReading;
import java.util.Map;
import java.util.Set;

/** A source without alarms. It is a singleton, so that the engine can detect that no real source was configured. */
enum NoAlarms implements AlarmSource {
    INSTANCE;

    @Override
    public AlarmReading read(Set<String> names) {
        return AlarmReading.of(Map.of());
    }
}
