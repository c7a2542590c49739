package io.github.bluegreen4j.testkit.world;

import io.github.bluegreen4j.model.AlarmReading;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.spi.AlarmSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The alarms of a world. Some have a fixed state, others follow the results of a route's requests. */
final class SimulatedAlarms implements AlarmSource {
    private final SimulatedState state;
    private final Map<String, AlarmReading.State> fixed = new HashMap<>();
    private final Map<String, OnErrors> onErrors = new HashMap<>();

    private record OnErrors(RouteRef route, double share) {}

    SimulatedAlarms(SimulatedState state) {
        this.state = state;
    }

    void set(String name, AlarmReading.State alarm) {
        onErrors.remove(name);
        fixed.put(name, alarm);
    }

    void remove(String name) {
        onErrors.remove(name);
        fixed.remove(name);
    }

    void onErrors(String name, RouteRef route, double share) {
        fixed.remove(name);
        onErrors.put(name, new OnErrors(route, share));
    }

    Map<String, AlarmReading.State> all() {
        Map<String, AlarmReading.State> all = new TreeMap<>(fixed);
        onErrors.forEach((name, alarm) -> all.put(name, judge(alarm)));
        return all;
    }

    @Override
    public AlarmReading read(Set<String> names) {
        return state.call("readAlarms", names, now -> {
            Map<String, AlarmReading.State> found = all();
            found.keySet().retainAll(names);
            return AlarmReading.of(found);
        });
    }

    private AlarmReading.State judge(OnErrors alarm) {
        SimulatedRoute route = state.network().route(alarm.route());
        double errors = state.network().erringShare(route) + 1 - state.network().healthyShare(route);
        return errors > alarm.share() ? AlarmReading.State.ALARM : AlarmReading.State.OK;
    }
}
