package io.github.bluegreen4j.aws.ecs;

import io.github.bluegreen4j.aws.elb.ElbRouter;
import io.github.bluegreen4j.model.Percent;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.RequestCost;
import io.github.bluegreen4j.model.RouteReading;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TargetGroups;
import io.github.bluegreen4j.model.TargetHealth;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.spi.CallRunner;
import io.github.bluegreen4j.spi.CallRunner.SendPermit;
import io.github.bluegreen4j.spi.CallRunner.Urgency;
import io.github.bluegreen4j.spi.PortException;
import io.github.bluegreen4j.spi.PreflightCheck;
import io.github.bluegreen4j.spi.TrafficRouter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Lets ECS write the weights of its services: it continues the pause before a shift, or makes ECS roll back. What a route reads, and
 * the health of targets, it reads from the load balancer.
 */
final class NativeRouter implements TrafficRouter {
    /** Shares are compared up to a thousandth: ECS chooses the weights that give a share. */
    private static final double SAME = 0.05;

    private final EcsNative ecs;
    private final TrafficRouter balancer;
    private final boolean restores;

    /** What each route read last. */
    private final Map<RouteRef, TrafficSplit> last;

    NativeRouter(EcsNative ecs, ElbRouter balancer) {
        this(ecs, balancer, false, new ConcurrentHashMap<>());
    }

    private NativeRouter(EcsNative ecs, TrafficRouter balancer, boolean restores, Map<RouteRef, TrafficSplit> last) {
        this.ecs = ecs;
        this.balancer = balancer;
        this.restores = restores;
        this.last = last;
    }

    @Override
    public WriteMode writeMode() {
        return WriteMode.ATOMIC;
    }

    /** {@return that of the load balancer, for the writes that ECS does not make} */
    @Override
    public Duration maxWriteDelay() {
        return balancer.maxWriteDelay();
    }

    @Override
    public TrafficRouter restoring() {
        return at(Urgency.RESTORING);
    }

    @Override
    public TrafficRouter at(Urgency urgency) {
        return new NativeRouter(ecs.at(urgency), balancer.at(urgency), urgency == Urgency.RESTORING, last);
    }

    @Override
    public TrafficRouter within(SendPermit permit) {
        return new NativeRouter(ecs.within(permit), balancer.within(permit), restores, last);
    }

    @Override
    public List<RequestCost> costs(CallRunner.Operation operation) {
        if (operation != CallRunner.Operation.WRITE_ROUTE) {
            return balancer.costs(operation);
        }
        List<RequestCost> costs = new ArrayList<>(balancer.costs(CallRunner.Operation.READ_ROUTE));
        costs.addAll(ecs.api().costs(EcsNative.CHANGE));
        return costs;
    }

    @Override
    public List<PreflightCheck> preflightChecks() {
        return balancer.preflightChecks();
    }

    /**
     * {@return the reading, with the same shares in the weights by which the engine writes them: ECS chooses its own}
     *
     * <p>A route that was moved by ECS because ECS gives up must not look like somebody else's write: until the engine goes back, too, it
     * cannot be read, and the problem has ECS's reason.
     */
    @Override
    public RouteReading read(RouteRef route) {
        RouteReading live = inTenths(balancer.read(route));
        boolean isNews = !live.split().equals(last.get(route));
        if (isNews && !restores) {
            ecs.reader().serviceOf(route).ifPresent(service -> checkThatEcsGoesOn(service, route));
        }
        last.put(route, live.split());
        return live;
    }

    private void checkThatEcsGoesOn(ServiceRef service, RouteRef route) {
        ecs.api().change("ecs deployment", route, EcsNative.READ, within -> {
            NativeService now = ecs.reader().read(within, service);
            if (now.isGivenUp()) {
                throw new PortException(new Problem(
                        Problem.Kind.UNAVAILABLE, "read", route.id(), "ECS moves it back: " + now.progress()));
            }
        });
    }

    private static RouteReading inTenths(RouteReading live) {
        return new RouteReading(
                live.route(), inTenths(live.split()), live.stickiness(), live.fingerprint(), live.settle());
    }

    private static TrafficSplit inTenths(TrafficSplit split) {
        List<TargetGroupRef> groups = List.copyOf(split.groups());
        if (groups.size() != 2 || split.weighted().isEmpty()) {
            return split;
        }
        int tenths = (int) Math.round(split.shareOf(groups.get(1)) * 10);
        return TrafficSplit.of(groups.get(0), groups.get(1), new Percent(tenths));
    }

    @Override
    public TargetHealth health(ServiceRef service, TargetGroupRef group) {
        return balancer.health(service, group);
    }

    @Override
    public Set<RouteRef> routesTo(TargetGroups groups) {
        return balancer.routesTo(groups);
    }

    @Override
    public void write(RouteRef route, String fingerprint, TrafficSplit split) {
        RouteReading live = inTenths(balancer.read(route));
        if (!live.fingerprint().equals(fingerprint)) {
            throw new PortException(new Problem(
                    Problem.Kind.CONFLICT,
                    "write",
                    route.id(),
                    "it reads " + live.fingerprint() + ", not " + fingerprint));
        }
        if (live.split().equals(split)) {
            return;
        }
        ServiceRef service = ecs.reader()
                .serviceOf(route)
                .orElseThrow(() -> new PortException(new Problem(
                        Problem.Kind.REFUSED, "write", route.id(), "it is the rule of no service that was described")));
        boolean isLeft = ecs.api().within("ecs shift", route, EcsNative.CHANGE, within -> {
            NativeService now = ecs.reader().read(within, service);
            if (now.newer().isPresent() || (now.isOngoing() && now.owner().isEmpty())) {
                throw refused(route, now.progress() + ", which somebody else started");
            }
            if (!now.isOngoing()) {
                return isLeft(now, live, split);
            }
            if (givesGreenMore(now, live, split)) {
                shift(within, now, route, split);
            } else {
                EcsNative.rollBack(within, now);
            }
            return false;
        });
        if (isLeft) {
            balancer.write(route, fingerprint, split);
        }
    }

    /** Tells whether a write is left to the engine, because ECS has ended: one that goes back. */
    private static boolean isLeft(NativeService now, RouteReading live, TrafficSplit split) {
        if (now.deployment().isPresent() && givesGreenMore(now, live, split)) {
            throw refused(live.route(), "ECS does not shift it any more: " + now.progress());
        }
        return true;
    }

    private static Optional<TargetGroupRef> greenGroup(NativeService now) {
        return now.targetArn().map(now::group);
    }

    private static boolean givesGreenMore(NativeService now, RouteReading live, TrafficSplit split) {
        return greenGroup(now)
                .filter(group -> split.shareOf(group) > live.split().shareOf(group))
                .isPresent();
    }

    private static void shift(EcsApi within, NativeService now, RouteRef route, TrafficSplit split) {
        if (!now.goesForward()) {
            throw refused(route, "ECS does not shift it any more: " + now.progress());
        }
        boolean isTest = NativeService.testRoute(now.service()).equals(Optional.of(route));
        boolean waitsForTest = now.stage().equals(NativeService.POST_SCALE_UP) && now.shiftsTest();
        String pause = now.pause()
                .filter(id -> isTest == waitsForTest && !now.stage().equals(NativeService.POST_PRODUCTION))
                .orElseThrow(() -> EcsNative.notYet(now, "the engine before it shifts " + route));
        double wanted = split.shareOf(greenGroup(now).orElseThrow());
        double next = isTest ? 100 : now.nextShare();
        if (Math.abs(next - wanted) > SAME) {
            throw refused(route, "ECS would give green " + next + " %, not " + wanted + " %: " + now.progress());
        }
        within.proceed(now.ref(), now.deployment().orElseThrow().serviceDeploymentArn(), pause);
    }

    private static PortException refused(RouteRef route, String why) {
        return new PortException(new Problem(Problem.Kind.REFUSED, "write", route.id(), why));
    }
}
