package io.github.bluegreen4j.testkit.world;

import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.RouteReading;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TargetGroups;
import io.github.bluegreen4j.model.TargetHealth;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.spi.CallRunner.SendPermit;
import io.github.bluegreen4j.spi.TrafficRouter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The router of a world. */
final class SimulatedRouter implements TrafficRouter {
    private final SimulatedState state;
    private final SendPermit permit;

    SimulatedRouter(SimulatedState state, SendPermit permit) {
        this.state = state;
        this.permit = permit;
    }

    @Override
    public TrafficRouter within(SendPermit newPermit) {
        return new SimulatedRouter(state, newPermit);
    }

    @Override
    public WriteMode writeMode() {
        return WriteMode.ATOMIC;
    }

    @Override
    public RouteReading read(RouteRef route) {
        return state.call(
                "readRoute", route, now -> state.network().route(route).reading());
    }

    @Override
    public List<RouteReading> readAll(List<RouteRef> routes) {
        return state.call(
                "readRoutes",
                routes,
                now -> routes.stream()
                        .flatMap(route -> state.network().find(route).stream())
                        .map(SimulatedRoute::reading)
                        .toList());
    }

    @Override
    public int readBatch() {
        return 20;
    }

    @Override
    public void write(RouteRef route, String fingerprint, TrafficSplit split) {
        state.change(permit, "write", route, now -> {
            RouteReading before = state.network().route(route).reading();
            if (!before.fingerprint().equals(fingerprint)) {
                throw SimulatedState.problem(
                        Problem.Kind.CONFLICT,
                        "write",
                        route,
                        "it reads " + before.fingerprint() + ", not " + fingerprint);
            }
            split.groups().forEach(state.network()::group);
            state.watcher().writes(route, before.split(), split);
            state.network().write(route, split, now);
            return " " + split;
        });
    }

    @Override
    public Set<RouteRef> routesTo(TargetGroups groups) {
        return state.call("routesTo", groups, now -> {
            state.network().group(groups.first());
            state.network().group(groups.second());
            Set<RouteRef> users = new LinkedHashSet<>();
            for (SimulatedRoute route : state.network().routes()) {
                if (route.split().weightOf(groups.first()) + route.split().weightOf(groups.second()) > 0) {
                    users.add(route.ref());
                }
            }
            return users;
        });
    }

    @Override
    public TargetHealth health(ServiceRef service, TargetGroupRef group) {
        return state.call("health", group, now -> state.network().health(group));
    }
}
