package io.github.bluegreen4j.testkit.adapters;

import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.spi.TrafficRouter;
import io.github.bluegreen4j.testkit.contract.TrafficRouterFixture;
import io.github.bluegreen4j.testkit.time.VirtualTime;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/** A simulated world with two routes of ours and one of somebody else's. */
class RouterFixture implements TrafficRouterFixture {
    private static final ServiceRef SHOP = new ServiceRef("cluster", "shop");
    private static final ServiceRef TOOL = new ServiceRef("cluster", "tool");
    private static final TargetGroupRef BLUE = new TargetGroupRef("blue-group");
    private static final TargetGroupRef GREEN = new TargetGroupRef("green-group");
    private static final TargetGroupRef UNUSED = new TargetGroupRef("unused-group");
    private static final RouteRef ROUTE = new RouteRef("production");
    private static final RouteRef NARROW = new RouteRef("narrow");

    private final VirtualTime time = VirtualTime.startingAt(Instant.EPOCH);
    private final SimulatedWorld world = SimulatedWorld.create(time);
    private final TrafficRouter.WriteMode mode;
    private final RevisionRef blue;
    private final TrafficRouter router;

    /** @param under what is put under test instead of the simulated */
    RouterFixture(TrafficRouter.WriteMode mode, UnaryOperator<TrafficRouter> under) {
        this(mode, (world, simulated) -> under.apply(simulated));
    }

    /** @param under what is put under test instead of the simulated, and meddles with the world */
    RouterFixture(TrafficRouter.WriteMode mode, BiFunction<SimulatedWorld, TrafficRouter, TrafficRouter> under) {
        this.mode = mode;
        world.addService(SHOP, 3);
        world.addService(TOOL, 1);
        world.addRoute(ROUTE, TrafficSplit.allOn(BLUE, GREEN));
        world.addRoute(NARROW, new TrafficSplit(Map.of(BLUE, 1)));
        world.addRoute(new RouteRef("marketing"), new TrafficSplit(Map.of(new TargetGroupRef("theirs"), 7)));
        blue = world.addRevision(SHOP, "shop:1", BLUE);
        world.addRevision(TOOL, "tool:1", UNUSED);
        router = under.apply(world, world.router());
    }

    @Override
    public void pause() {
        time.advance(Duration.ofSeconds(1));
    }

    @Override
    public TrafficRouter router() {
        return router;
    }

    @Override
    public TrafficRouter.WriteMode writeMode() {
        return mode;
    }

    @Override
    public ServiceRef service() {
        return SHOP;
    }

    @Override
    public RouteRef route() {
        return ROUTE;
    }

    @Override
    public RouteRef narrowRoute() {
        return NARROW;
    }

    @Override
    public RouteRef missingRoute() {
        return new RouteRef("nowhere");
    }

    @Override
    public TargetGroupRef blueGroup() {
        return BLUE;
    }

    @Override
    public RevisionRef blue() {
        return blue;
    }

    @Override
    public TargetGroupRef greenGroup() {
        return GREEN;
    }

    @Override
    public TargetGroupRef unusedGroup() {
        return UNUSED;
    }

    @Override
    public TargetGroupRef missingGroup() {
        return new TargetGroupRef("no-group");
    }

    @Override
    public String everythingElse() {
        List<String> others = world.routes().stream()
                .filter(route -> route.startsWith("marketing"))
                .toList();
        return world.terms(ROUTE) + "\n" + world.terms(NARROW) + "\n" + others;
    }

    @Override
    public TrafficSplit actual(RouteRef route) {
        return world.split(route);
    }

    @Override
    public void rewrite(RouteRef route, TrafficSplit split) {
        world.rewrite(route, split);
    }

    @Override
    public void rewriteTerms(RouteRef route) {
        world.rewriteTerms(route, "if header is beta, with priority 7");
    }

    @Override
    public void stick(RouteRef route, Duration stickiness) {
        world.stick(route, Optional.of(stickiness));
    }

    @Override
    public void addStranger(TargetGroupRef group) {
        world.addStranger(group, "10.0.0.99");
    }

    @Override
    public void failOneTarget() {
        world.sicken(SHOP, blue, 1);
    }

    @Override
    public void goOutOfReach() {
        world.outOfReach(true);
    }
}
