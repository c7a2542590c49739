package io.github.bluegreen4j.testkit.simulation;

import io.github.bluegreen4j.model.RouteReading;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TargetGroups;
import io.github.bluegreen4j.model.TargetHealth;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.spi.CallRunner.SendPermit;
import io.github.bluegreen4j.spi.PreflightCheck;
import io.github.bluegreen4j.spi.TrafficRouter;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * A router that compares first and writes then, as Elastic Load Balancing has it: what is on its way in between arrives, however late
 * and whatever was written meanwhile.
 *
 * @param router the world's own
 * @param isLate whether what is written now was compared long ago
 */
record BestEffortRouter(TrafficRouter router, SimulatedWorld world, BiPredicate<RouteRef, TrafficSplit> isLate)
        implements TrafficRouter {
    @Override
    public WriteMode writeMode() {
        return WriteMode.BEST_EFFORT;
    }

    @Override
    public TrafficRouter within(SendPermit permit) {
        return new BestEffortRouter(router.within(permit), world, isLate);
    }

    @Override
    public RouteReading read(RouteRef route) {
        return router.read(route);
    }

    @Override
    public List<RouteReading> readAll(List<RouteRef> routes) {
        return router.readAll(routes);
    }

    @Override
    public int readBatch() {
        return router.readBatch();
    }

    @Override
    public void write(RouteRef route, String fingerprint, TrafficSplit split) {
        if (!isLate.test(route, split)) {
            router.write(route, fingerprint, split);
        } else if (world.has(route) && world.view().groups().containsAll(split.groups())) {
            world.rewrite(route, split);
        }
    }

    @Override
    public List<PreflightCheck> preflightChecks() {
        return router.preflightChecks();
    }

    @Override
    public Set<RouteRef> routesTo(TargetGroups groups) {
        return router.routesTo(groups);
    }

    @Override
    public TargetHealth health(ServiceRef service, TargetGroupRef group) {
        return router.health(service, group);
    }
}
