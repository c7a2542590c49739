package io.github.bluegreen4j.rollout;

import io.github.bluegreen4j.model.AlarmReading;
import io.github.bluegreen4j.model.LaunchRequest;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.RouteReading;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceDescription;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TargetGroups;
import io.github.bluegreen4j.model.TargetHealth;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.spi.AlarmSource;
import io.github.bluegreen4j.spi.ServiceRuntime;
import io.github.bluegreen4j.spi.TrafficRouter;
import io.github.bluegreen4j.testkit.time.VirtualTime;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import io.github.bluegreen4j.testkit.world.TaskBehaviour;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A simulated world for each service: one world settles all of its tasks at every change, so three thousand services in one take the square
 * of that. The ports ask the world that a name belongs to, as ports of several Regions do.
 */
final class FleetWorld {
    private static final Pattern SERVICE = Pattern.compile("service-(\\d+)");
    private static final Pattern GROUP = Pattern.compile("/(?:blue|green)-(\\d+)/");
    private static final Pattern ALARM = Pattern.compile("alarm-(\\d+)");

    private final VirtualTime time;
    private final Map<Integer, SimulatedWorld> worlds = new HashMap<>();

    FleetWorld(VirtualTime time) {
        this.time = time;
    }

    /** The world of a service, which serves. */
    SimulatedWorld of(int number) {
        return worlds.computeIfAbsent(number, n -> {
            SimulatedWorld world = SimulatedWorld.create(time);
            world.behaves("shop:2", TaskBehaviour.healthy(Duration.ofSeconds(20), Duration.ofSeconds(10)));
            world.behaves("shop:bad", TaskBehaviour.fails(Duration.ofSeconds(5)));
            world.addService(Fleet.service(n), 1);
            world.addRoute(Fleet.route(n), TrafficSplit.allOn(Fleet.group(n, "blue"), Fleet.group(n, "green")));
            RevisionRef unused = world.addRevision(Fleet.service(n), "shop:1", Fleet.group(n, "blue"));
            world.alarm("alarm-" + n, AlarmReading.State.OK);
            return world;
        });
    }

    private static int number(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new IllegalArgumentException(text);
        }
        return Integer.parseInt(matcher.group(1));
    }

    private SimulatedWorld of(ServiceRef service) {
        return of(number(SERVICE, service.name()));
    }

    private SimulatedWorld of(RouteRef route) {
        return of(Integer.parseInt(route.id().substring(route.id().lastIndexOf('/') + 1)));
    }

    private SimulatedWorld of(TargetGroupRef group) {
        return of(number(GROUP, group.id()));
    }

    ServiceRuntime runtime() {
        return new ServiceRuntime() {
            @Override
            public List<ServiceDescription> describe(List<ServiceRef> services) {
                List<ServiceDescription> described = new ArrayList<>();
                services.forEach(
                        service -> described.addAll(of(service).runtime().describe(List.of(service))));
                return described;
            }

            @Override
            public String place(ServiceRef service) {
                return service.cluster().split(":", -1)[3];
            }

            @Override
            public void launch(LaunchRequest request) {
                of(request.service()).runtime().launch(request);
            }

            @Override
            public void scale(ServiceRef service, RevisionRef revision, int desired) {
                of(service).runtime().scale(service, revision, desired);
            }

            @Override
            public void makePrimary(ServiceRef service, RevisionRef revision) {
                of(service).runtime().makePrimary(service, revision);
            }

            @Override
            public void retire(ServiceRef service, RevisionRef revision) {
                of(service).runtime().retire(service, revision);
            }
        };
    }

    TrafficRouter router() {
        return new TrafficRouter() {
            @Override
            public WriteMode writeMode() {
                return WriteMode.ATOMIC;
            }

            @Override
            public RouteReading read(RouteRef route) {
                return of(route).router().read(route);
            }

            @Override
            public void write(RouteRef route, String fingerprint, TrafficSplit split) {
                of(route).router().write(route, fingerprint, split);
            }

            @Override
            public TargetHealth health(ServiceRef service, TargetGroupRef group) {
                return of(group).router().health(service, group);
            }

            @Override
            public Set<RouteRef> routesTo(TargetGroups groups) {
                return of(groups.first()).router().routesTo(groups);
            }
        };
    }

    AlarmSource alarms() {
        return names -> {
            Map<String, AlarmReading.State> states = new HashMap<>();
            names.forEach(name -> states.putAll(
                    of(number(ALARM, name)).alarms().read(Set.of(name)).states()));
            return AlarmReading.of(states);
        };
    }
}
