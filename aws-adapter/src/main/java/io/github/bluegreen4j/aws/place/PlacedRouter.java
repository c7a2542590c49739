package io.github.bluegreen4j.aws.place;

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
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** The routers of all places. */
final class PlacedRouter implements TrafficRouter {
    private final Placed<TrafficRouter> ports;

    PlacedRouter(AwsPlaces places, Function<AwsPlace, TrafficRouter> port) {
        ports = new Placed<>(places, port);
    }

    private TrafficRouter of(RouteRef route, String operation) {
        return ports.in(ports.places().of("route", route.id(), operation));
    }

    private TrafficRouter of(TargetGroupRef group, String operation) {
        return ports.in(ports.places().of("targetGroup", group.id(), operation));
    }

    @Override
    public WriteMode writeMode() {
        boolean all =
                ports.places().all().stream().allMatch(place -> ports.in(place).writeMode() == WriteMode.ATOMIC);
        return all ? WriteMode.ATOMIC : WriteMode.BEST_EFFORT;
    }

    @Override
    public Duration maxWriteDelay() {
        return ports.places().all().stream()
                .map(place -> ports.in(place).maxWriteDelay())
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    @Override
    public RouteReading read(RouteRef route) {
        return of(route, "read").read(route);
    }

    /**
     * {@inheritDoc}
     *
     * <p>The engine never mixes places here. For whoever does, the routes of a place that does not answer are left out, unless no place
     * answers.
     */
    @Override
    public List<RouteReading> readAll(List<RouteRef> routes) {
        List<RouteReading> readings = new ArrayList<>();
        List<PortException> failures = new ArrayList<>();
        Map<AwsPlace, List<RouteRef>> byPlace =
                ports.byPlace(routes, route -> ports.places().find(route.id()));
        byPlace.forEach((place, some) -> {
            try {
                readings.addAll(ports.in(place).readAll(some));
            } catch (PortException failed) {
                failures.add(failed);
            }
        });
        if (!failures.isEmpty() && failures.size() == byPlace.size()) {
            throw failures.get(0);
        }
        return readings;
    }

    @Override
    public int readBatch() {
        return ports.smallest(TrafficRouter::readBatch);
    }

    @Override
    public void write(RouteRef route, String fingerprint, TrafficSplit split) {
        of(route, "write").write(route, fingerprint, split);
    }

    @Override
    public TargetHealth health(ServiceRef service, TargetGroupRef group) {
        return of(group, "health").health(service, group);
    }

    @Override
    public Set<RouteRef> routesTo(TargetGroups groups) {
        return of(groups.first(), "routesTo").routesTo(groups);
    }

    @Override
    public TrafficRouter at(Urgency urgency) {
        return new PlacedRouter(ports.places(), ports.each(port -> port.at(urgency)));
    }

    @Override
    public TrafficRouter within(SendPermit permit) {
        return new PlacedRouter(ports.places(), ports.once(port -> port.within(permit)));
    }

    @Override
    public List<RequestCost> costs(CallRunner.Operation operation) {
        return ports.costs(port -> port.costs(operation));
    }

    @Override
    public List<PreflightCheck> preflightChecks() {
        return ports.checksOfTheService(TrafficRouter::preflightChecks);
    }
}
