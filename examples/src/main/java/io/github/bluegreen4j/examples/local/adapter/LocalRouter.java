package io.github.bluegreen4j.examples.local.adapter;

import io.github.bluegreen4j.examples.local.dataplane.DataPlaneClient;
import io.github.bluegreen4j.examples.local.dataplane.RouteView;
import io.github.bluegreen4j.examples.local.dataplane.TargetView;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.RouteReading;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TargetGroups;
import io.github.bluegreen4j.model.TargetHealth;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.spi.CallRunner.SendPermit;
import io.github.bluegreen4j.spi.PortException;
import io.github.bluegreen4j.spi.TrafficRouter;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The routes of the local load balancer. It compares and writes under one lock, so {@code ATOMIC} is no boast, and the next
 * request already obeys what was written, so nothing has to settle.
 *
 * <p>A target's owner is the mark under which it was registered: the runner uses the revision's id, and somebody who leaves
 * no mark is a stranger.
 */
public final class LocalRouter implements TrafficRouter {

    private final DataPlaneClient dataPlane;
    private final SendPermit permit;

    /** The router behind that client. */
    public LocalRouter(DataPlaneClient dataPlane) {
        this(dataPlane, SendPermit.always());
    }

    private LocalRouter(DataPlaneClient dataPlane, SendPermit permit) {
        this.dataPlane = dataPlane;
        this.permit = permit;
    }

    @Override
    public TrafficRouter within(SendPermit newPermit) {
        return new LocalRouter(dataPlane, newPermit);
    }

    @Override
    public WriteMode writeMode() {
        return WriteMode.ATOMIC;
    }

    @Override
    public RouteReading read(RouteRef route) {
        RouteView view = LocalProblems.read("read route", route.id(), () -> dataPlane.route(route.id()));
        if (view.weights().isEmpty()) {
            throw problem(Problem.Kind.REFUSED, "read route", route, "it forwards to nobody yet");
        }
        Map<TargetGroupRef, Integer> weights = new HashMap<>();
        view.weights().forEach((group, weight) -> weights.put(new TargetGroupRef(group), weight));
        return new RouteReading(
                route,
                new TrafficSplit(weights),
                Optional.of(Duration.ofSeconds(view.stickiness())).filter(time -> !time.isZero()),
                view.fingerprint(),
                Duration.ZERO);
    }

    @Override
    public void write(RouteRef route, String fingerprint, TrafficSplit split) {
        Map<String, Integer> weights = new HashMap<>();
        split.weights().forEach((group, weight) -> weights.put(group.id(), weight));
        LocalProblems.change(permit, "write route", route.id(), () -> {
            if (dataPlane.weigh(route.id(), fingerprint, weights).isEmpty()) {
                throw problem(Problem.Kind.CONFLICT, "write route", route, "it has changed since it was read");
            }
        });
    }

    @Override
    public TargetHealth health(ServiceRef service, TargetGroupRef group) {
        List<TargetView> targets = LocalProblems.read("read targets", group.id(), () -> dataPlane.targets(group.id()));
        return new TargetHealth(group, targets.stream().map(LocalRouter::target).toList());
    }

    @Override
    public Set<RouteRef> routesTo(TargetGroups groups) {
        Set<RouteRef> users = new LinkedHashSet<>();
        for (RouteView view : LocalProblems.read("read routes", groups.toString(), dataPlane::routes)) {
            view.weights().forEach((group, weight) -> {
                if (weight > 0 && groups.contains(new TargetGroupRef(group))) {
                    users.add(new RouteRef(view.name()));
                }
            });
        }
        return users;
    }

    private static TargetHealth.Target target(TargetView view) {
        return new TargetHealth.Target(
                view.id(),
                state(view),
                Optional.of(view.owner()).filter(owner -> !owner.isBlank()).map(RevisionRef::new));
    }

    private static TargetHealth.State state(TargetView view) {
        return switch (view.state()) {
            case INITIAL -> TargetHealth.State.INITIAL;
            case HEALTHY -> TargetHealth.State.HEALTHY;
            case UNHEALTHY -> TargetHealth.State.UNHEALTHY;
            case DRAINING -> TargetHealth.State.DRAINING;
            case UNUSED -> TargetHealth.State.UNUSED;
        };
    }

    private static PortException problem(Problem.Kind kind, String operation, RouteRef route, String message) {
        return new PortException(new Problem(kind, operation, route.id(), message));
    }
}
