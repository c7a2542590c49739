package io.github.bluegreen4j.testkit.world;

import io.github.bluegreen4j.model.AlarmReading;
import io.github.bluegreen4j.spi.AlarmSource;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The alarms of a world. */
final class SimulatedAlarms implements AlarmSource {
    private final SimulatedState state;

    SimulatedAlarms(SimulatedState state) {
        this.state = state;
    }

    @Override
    public AlarmReading read(Set<String> names) {
        return state.call("readAlarms", names, now -> {
            Map<String, AlarmReading.State> found = new TreeMap<>(state.alarms());
            found.keySet().retainAll(names);
            return AlarmReading.of(found);
        });
    }
}
