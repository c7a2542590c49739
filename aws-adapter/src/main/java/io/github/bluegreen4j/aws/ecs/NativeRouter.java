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

    private static final double ALL = 100;

    private final EcsNative ecs;
    private final TrafficRouter balancer;
    private final boolean restores;

    /** What each route read last. */
    private final Map<RouteRef, Seen> last;

    /**
     * What a route read.
     *
     * @param live its split, in tenths
     * @param meant the split that ECS meant by it, if it rounds to whole percents
     */
    private record Seen(TrafficSplit live, TrafficSplit meant) {}

    NativeRouter(EcsNative ecs, ElbRouter balancer) {
        this(ecs, balancer, false, new ConcurrentHashMap<>());
    }

    private NativeRouter(EcsNative ecs, TrafficRouter balancer, boolean restores, Map<RouteRef, Seen> last) {
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
        Seen before = last.get(route);
        if (before != null && live.split().equals(before.live())) {
            return with(live, before.meant());
        }
        TrafficSplit meant = restores
                ? live.split()
                : ecs.reader()
                        .serviceOf(route)
                        .map(service -> meant(service, live))
                        .orElse(live.split());
        last.put(route, new Seen(live.split(), meant));
        return with(live, meant);
    }

    private TrafficSplit meant(ServiceRef service, RouteReading live) {
        return ecs.api().within("ecs deployment", live.route(), EcsNative.READ, within -> {
            NativeService now = ecs.reader().read(within, service);
            if (now.isGivenUp()) {
                throw new PortException(new Problem(
                        Problem.Kind.UNAVAILABLE, "read", live.route().id(), "ECS moves it back: " + now.progress()));
            }
            return meant(now, live.split());
        });
    }

    private static TrafficSplit meant(NativeService now, TrafficSplit live) {
        List<TargetGroupRef> groups = List.copyOf(live.groups());
        Optional<TargetGroupRef> green = now.targetArn().map(now::group).filter(groups::contains);
        if (green.isEmpty() || groups.size() != 2) {
            return live;
        }
        double share = live.shareOf(green.get());
        double step = now.unrounded(share);
        TargetGroupRef blue = groups.get(groups.get(0).equals(green.get()) ? 1 : 0);
        return step == share ? live : TrafficSplit.of(blue, green.get(), new Percent((int) Math.round(step * 10)));
    }

    private static RouteReading with(RouteReading live, TrafficSplit split) {
        return new RouteReading(live.route(), split, live.stickiness(), live.fingerprint(), live.settle());
    }

    private static RouteReading inTenths(RouteReading live) {
        return with(live, inTenths(live.split()));
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
        TargetHealth health = balancer.health(service, group);
        // The green of a service deployment that is yet to be guarded is no stranger in its group.
        return ecs.reader()
                .foundGreen(service)
                .map(green -> new TargetHealth(
                        group,
                        health.targets().stream()
                                .filter(target -> !target.owner().equals(Optional.of(green)))
                                .toList()))
                .orElse(health);
    }

    @Override
    public Set<RouteRef> routesTo(TargetGroups groups) {
        return balancer.routesTo(groups);
    }

    @Override
    public void write(RouteRef route, String fingerprint, TrafficSplit split) {
        RouteReading live = inTenths(balancer.read(route));
        ServiceRef service = ecs.reader()
                .serviceOf(route)
                .orElseThrow(() -> new PortException(new Problem(
                        Problem.Kind.REFUSED, "write", route.id(), "it is the rule of no service that was described")));
        boolean isLeft = ecs.api().within("ecs shift", route, EcsNative.CHANGE, within -> {
            NativeService now = ecs.reader().read(within, service);
            if (now.newer().isPresent() || (now.isOngoing() && !now.isOurs())) {
                throw refused(route, now.progress() + ", which somebody else started");
            }
            boolean goesBack = restores || greenShare(now, split) == 0;
            if (now.isOngoing() && goesBack) {
                // Also if the route reads as wanted: ECS may be about to shift it. The workflow writes it until it can
                // trust a reading.
                EcsNative.rollBack(within, now);
                return false;
            }
            compare(live, fingerprint);
            if (live.split().equals(split) || meant(now, live.split()).equals(split)) {
                return false;
            }
            if (now.isOngoing()) {
                shift(within, now, live, split);
                return false;
            }
            if (!goesBack && now.deployment().isPresent()) {
                throw refused(route, "ECS does not shift it any more: " + now.progress());
            }
            return true;
        });
        // ECS has ended: what goes back is left to the engine.
        if (isLeft) {
            balancer.write(route, fingerprint, split);
        }
    }

    private static void compare(RouteReading live, String fingerprint) {
        if (!live.fingerprint().equals(fingerprint)) {
            throw new PortException(new Problem(
                    Problem.Kind.CONFLICT,
                    "write",
                    live.route().id(),
                    "it reads " + live.fingerprint() + ", not " + fingerprint));
        }
    }

    /** Returns green's share in a split, in percent; 0 if ECS has no green. */
    private static double greenShare(NativeService now, TrafficSplit split) {
        return now.targetArn().map(now::group).map(split::shareOf).orElse(0.0);
    }

    private static void shift(EcsApi within, NativeService now, RouteReading live, TrafficSplit split) {
        if (!now.goesForward()) {
            throw refused(live.route(), "ECS does not shift it any more: " + now.progress());
        }
        boolean isTest = NativeService.testRoute(now.service()).equals(Optional.of(live.route()));
        boolean waitsForTest = now.stage().equals(NativeService.POST_SCALE_UP) && now.shiftsTest();
        if (waitsForTest && !isTest) {
            // The test route gave green everything before ECS shifted it.
            now.pause().ifPresent(pause -> EcsNative.proceed(within, now, pause));
        }
        String pause = now.pause()
                .filter(id -> isTest == waitsForTest && !now.stage().equals(NativeService.POST_PRODUCTION))
                .orElseThrow(() -> EcsNative.notYet(now, "the engine before it shifts " + live.route()));
        double wanted = greenShare(now, split);
        double next = isTest ? ALL : now.nextShare(greenShare(now, live.split()));
        if (Math.abs(next - wanted) > SAME) {
            throw refused(live.route(), "ECS would give green " + next + " %, not " + wanted + " %: " + now.progress());
        }
        EcsNative.proceed(within, now, pause);
    }

    private static PortException refused(RouteRef route, String why) {
        return new PortException(new Problem(Problem.Kind.REFUSED, "write", route.id(), why));
    }
}
