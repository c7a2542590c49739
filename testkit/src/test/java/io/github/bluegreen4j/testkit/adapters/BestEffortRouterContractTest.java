package io.github.bluegreen4j.testkit.adapters;

import io.github.bluegreen4j.model.RouteReading;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TargetGroups;
import io.github.bluegreen4j.model.TargetHealth;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.spi.CallRunner.SendPermit;
import io.github.bluegreen4j.spi.TrafficRouter;
import io.github.bluegreen4j.testkit.contract.TrafficRouterContract;
import io.github.bluegreen4j.testkit.contract.TrafficRouterFixture;
import java.util.Set;

/** A router that promises less is asked for less, and keeps the contract too. */
class BestEffortRouterContractTest extends TrafficRouterContract {
    @Override
    protected TrafficRouterFixture fixture() {
        return new RouterFixture(TrafficRouter.WriteMode.BEST_EFFORT, BestEffort::new);
    }

    private record BestEffort(TrafficRouter simulated) implements TrafficRouter {
        @Override
        public WriteMode writeMode() {
            return WriteMode.BEST_EFFORT;
        }

        @Override
        public TrafficRouter within(SendPermit permit) {
            return new BestEffort(simulated.within(permit));
        }

        @Override
        public RouteReading read(RouteRef route) {
            return simulated.read(route);
        }

        @Override
        public void write(RouteRef route, String fingerprint, TrafficSplit split) {
            simulated.write(route, fingerprint, split);
        }

        @Override
        public Set<RouteRef> routesTo(TargetGroups groups) {
            return simulated.routesTo(groups);
        }

        @Override
        public TargetHealth health(ServiceRef service, TargetGroupRef group) {
            return simulated.health(service, group);
        }
    }
}
