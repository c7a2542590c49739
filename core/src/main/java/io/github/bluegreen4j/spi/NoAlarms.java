package io.github.bluegreen4j.spi;

import io.github.bluegreen4j.model.AlarmReading;
import java.util.Map;
import java.util.Set;

/** No alarms. There is one instance, so that an engine knows that it has no source of alarms. */
enum NoAlarms implements AlarmSource {
    INSTANCE;

    @Override
    public AlarmReading read(Set<String> names) {
        return AlarmReading.of(Map.of());
    }
}
