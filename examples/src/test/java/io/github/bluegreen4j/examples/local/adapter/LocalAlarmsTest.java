package io.github.bluegreen4j.examples.local.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.examples.local.ClosedPort;
import io.github.bluegreen4j.examples.local.dataplane.DataPlaneClient;
import io.github.bluegreen4j.examples.local.dataplane.LoadBalancerWorld;
import io.github.bluegreen4j.model.AlarmReading;
import io.github.bluegreen4j.spi.AlarmSource;
import io.github.bluegreen4j.testkit.contract.AlarmSourceContract;
import io.github.bluegreen4j.testkit.contract.AlarmSourceFixture;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The alarms keep their contract against the real metrics; each watches a route of its own. */
class LocalAlarmsTest extends AlarmSourceContract {

    @Override
    protected AlarmSourceFixture fixture() {
        return new LocalFixture();
    }

    @Test
    void requestsThatFindNoTargetAreNoErrorsOfTargets() {
        try (LocalFixture fixture = new LocalFixture()) {
            fixture.set("errors", AlarmReading.State.OK);
            fixture.world.client().overwrite("errors", Map.of("empty", 1));
            fixture.world.refuse("errors", 50);

            assertThat(fixture.alarms().read(Set.of("errors")).of("errors")).contains(AlarmReading.State.OK);
        }
    }

    private static final class LocalFixture implements AlarmSourceFixture {

        private final LoadBalancerWorld world = new LoadBalancerWorld();
        private final Map<String, AlarmReading.State> wanted = new HashMap<>();
        private final Map<String, ErrorRate> conditions = new HashMap<>();
        private DataPlaneClient dataPlane = world.client();

        LocalFixture() {
            dataPlane.createGroup("tasks");
            dataPlane.createGroup("empty");
            dataPlane.register("tasks", "task", "checkout-1", 1001);
        }

        @Override
        public AlarmSource alarms() {
            return new LocalAlarms(dataPlane, conditions);
        }

        /** What was answered before is forgotten, and the routes of all alarms answer anew. */
        @Override
        public void set(String name, AlarmReading.State state) {
            if (wanted.put(name, state) == null) {
                world.createRoute(name);
                dataPlane.overwrite(name, Map.of("tasks", 1));
                world.checkHealth();
                conditions.put(name, new ErrorRate(name, 3, 10, 1));
            }
            world.forget();
            wanted.forEach((route, wantedState) -> {
                switch (wantedState) {
                    case OK -> world.answer(route, 10, 200);
                    case ALARM -> world.answer(route, 10, 500);
                    case INSUFFICIENT_DATA -> world.answer(route, 9, 500);
                }
            });
        }

        @Override
        public void goOutOfReach() {
            dataPlane = new DataPlaneClient(ClosedPort.client());
        }

        @Override
        public void pause() {}

        @Override
        public void close() {
            world.close();
        }
    }
}
