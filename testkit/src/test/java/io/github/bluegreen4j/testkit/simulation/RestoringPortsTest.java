package io.github.bluegreen4j.testkit.simulation;

import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.SHOP;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.assertEndsOnBlue;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.enters;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.RouteReading;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TargetGroups;
import io.github.bluegreen4j.model.TargetHealth;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.spi.CallRunner.Urgency;
import io.github.bluegreen4j.spi.TrafficRouter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A rollback finds its share of a router's budget untouched by everything else. */
class RestoringPortsTest {
    private final List<String> forward = new ArrayList<>();
    private final List<String> restoring = new ArrayList<>();

    private record Told(TrafficRouter router, List<String> writes, List<String> back) implements TrafficRouter {
        @Override
        public WriteMode writeMode() {
            return router.writeMode();
        }

        @Override
        public RouteReading read(RouteRef route) {
            return router.read(route);
        }

        @Override
        public void write(RouteRef route, String fingerprint, TrafficSplit split) {
            writes.add(route + " " + split);
            router.write(route, fingerprint, split);
        }

        @Override
        public Set<RouteRef> routesTo(TargetGroups groups) {
            return router.routesTo(groups);
        }

        @Override
        public TargetHealth health(ServiceRef service, TargetGroupRef group) {
            return router.health(service, group);
        }

        @Override
        public TrafficRouter at(Urgency urgency) {
            return urgency == Urgency.RESTORING ? new Told(router, back, back) : this;
        }
    }

    @Test
    void onlyWhatRestoresProductionIsWrittenByTheRestoringRouter() {
        Simulation simulation = Scenario.of(spec().build())
                .ports((world, builder) -> builder.router(new Told(world.router(), forward, restoring)))
                .simulate();
        simulation.when(enters(LifecycleStage.BAKE_TIME), s -> s.rollBack("enough"));

        DeploymentRecord record = simulation.run();

        assertEndsOnBlue(simulation, record);
        assertThat(simulation.world().describe(SHOP).revisions()).hasSize(1);
        assertThat(forward).isNotEmpty().allMatch(write -> !restoring.contains(write));
        assertThat(restoring).isNotEmpty();
    }
}
