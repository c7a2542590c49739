package io.github.bluegreen4j.examples.local.adapter;

import io.github.bluegreen4j.examples.local.dataplane.DataPlaneClient;
import io.github.bluegreen4j.examples.local.dataplane.RouteMetrics;
import io.github.bluegreen4j.model.AlarmReading;
import io.github.bluegreen4j.spi.AlarmSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Alarms on the error rates of the local load balancer's routes, judged anew by every reading. */
public final class LocalAlarms implements AlarmSource {

    private final DataPlaneClient dataPlane;
    private final Map<String, ErrorRate> conditions;

    /**
     * These alarms.
     *
     * @param conditions their conditions by the alarms' names
     */
    public LocalAlarms(DataPlaneClient dataPlane, Map<String, ErrorRate> conditions) {
        this.dataPlane = dataPlane;
        this.conditions = Map.copyOf(conditions);
    }

    @Override
    public AlarmReading read(Set<String> names) {
        Map<String, AlarmReading.State> states = new HashMap<>();
        for (String name : names) {
            ErrorRate condition = conditions.get(name);
            if (condition != null) {
                RouteMetrics metrics = LocalProblems.read(
                        "read alarm", name, () -> dataPlane.metrics(condition.route(), condition.seconds()));
                states.put(name, condition.judge(metrics));
            }
        }
        return AlarmReading.of(states);
    }
}
