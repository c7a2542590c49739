package io.github.bluegreen4j.examples.spring;

import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.RouteReading;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TargetGroups;
import io.github.bluegreen4j.model.TargetHealth;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.spi.PortException;
import io.github.bluegreen4j.spi.TrafficRouter;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** What sends requests to the greeters. On AWS this would be {@code ElbRouter.create(elb)}. */
record GreeterRouter(Greeters greeters) implements TrafficRouter {
    static final RouteRef HELLO = new RouteRef("hello");

    @Override
    public WriteMode writeMode() {
        return WriteMode.ATOMIC;
    }

    @Override
    public RouteReading read(RouteRef route) {
        require(route);
        Greeters.Route read = greeters.route();
        return new RouteReading(route, split(read), Optional.empty(), read.tag(), Duration.ZERO);
    }

    private static TrafficSplit split(Greeters.Route route) {
        Map<TargetGroupRef, Integer> weights = new TreeMap<>();
        route.weights().forEach((group, weight) -> weights.put(new TargetGroupRef(group), weight));
        return new TrafficSplit(weights);
    }

    @Override
    public void write(RouteRef route, String fingerprint, TrafficSplit split) {
        require(route);
        Map<String, Integer> weights = new TreeMap<>();
        split.weights().forEach((group, weight) -> weights.put(group.id(), weight));
        if (!greeters.write(fingerprint, weights)) {
            throw problem(Problem.Kind.CONFLICT, route, "somebody else has written it");
        }
    }

    @Override
    public TargetHealth health(ServiceRef service, TargetGroupRef group) {
        return new TargetHealth(
                group,
                greeters.all().stream()
                        .filter(version -> version.group().equals(group.id()))
                        .flatMap(version -> IntStream.range(0, version.tasks())
                                .mapToObj(task -> new TargetHealth.Target(
                                        version.id() + "/" + task,
                                        TargetHealth.State.HEALTHY,
                                        Optional.of(new RevisionRef(version.id())))))
                        .toList());
    }

    @Override
    public Set<RouteRef> routesTo(TargetGroups groups) {
        boolean isOurs = split(greeters.route()).weighted().stream().anyMatch(groups::contains);
        return isOurs ? Set.of(HELLO) : Set.of();
    }

    private static void require(RouteRef route) {
        if (!route.equals(HELLO)) {
            throw problem(Problem.Kind.GONE, route, "there is no such route");
        }
    }

    private static PortException problem(Problem.Kind kind, RouteRef route, String message) {
        return new PortException(new Problem(kind, "route", route.id(), message));
    }
}
