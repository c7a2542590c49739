package io.github.bluegreen4j.workflow;

import io.github.bluegreen4j.model.AlarmPolicy;
import io.github.bluegreen4j.model.AlarmReading;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.InvalidSpecException;
import io.github.bluegreen4j.model.Readings;
import io.github.bluegreen4j.model.RouteReading;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TargetGroups;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a service can be deployed as it stands. Nothing was touched yet; whatever is wrong is named, all of it at once.
 * The rules are ECS's own (troubleshooting page of blue/green deployments) and those that it lacks.
 */
final class StartCheck {
    private final DeploymentSpec spec;
    private final Readings readings;
    private final List<InvalidSpecException.Fault> faults = new ArrayList<>();

    private StartCheck(DeploymentSpec spec, Readings readings) {
        this.spec = spec;
        this.readings = readings;
    }

    /** Everything that is wrong; empty when nothing is. */
    static List<InvalidSpecException.Fault> faults(DeploymentSpec spec, Readings readings) {
        StartCheck check = new StartCheck(spec, readings);
        check.service();
        check.routes();
        check.otherRoutes();
        check.alarms();
        return check.faults;
    }

    private void service() {
        readings.service().ifPresent(service -> {
            if (service.desiredCount() == 0) {
                fault("service.desiredCount", "0", "1 or more: an empty service proves nothing about green");
            }
        });
    }

    private void routes() {
        TargetGroups groups = spec.targetGroups();
        Set<TargetGroupRef> referenced = new HashSet<>();
        for (RouteRef route : spec.routes()) {
            Optional<RouteReading> reading = readings.route(route);
            if (reading.isEmpty()) {
                Readings.Subject subject = Readings.Subject.of(route);
                fault(
                        subject.toString(),
                        readings.problem(subject).map(Object::toString).orElse("unreadable"),
                        "a route that can be read");
                continue;
            }
            boolean production = spec.productionRoutes().contains(route);
            for (TargetGroupRef group : reading.get().split().groups()) {
                referenced.add(group);
                if (!groups.contains(group)) {
                    fault(
                            "route " + route,
                            "forwards to " + group,
                            "only " + groups.first() + " and " + groups.second());
                }
            }
            if (production) {
                productionRoute(reading.get(), groups);
            }
        }
        for (TargetGroupRef group : List.of(groups.first(), groups.second())) {
            if (!referenced.contains(group)) {
                fault(
                        "targetGroups",
                        group + " is referenced by no route",
                        "a group that a route references: others are never health-checked");
            }
        }
    }

    private void productionRoute(RouteReading reading, TargetGroups groups) {
        if (spec.testRoute().isEmpty()
                && !(reading.split().lists(groups.first()) && reading.split().lists(groups.second()))) {
            fault(
                    "route " + reading.route(),
                    reading.split().toString(),
                    "both target groups, since there is no test route");
        }
        if (reading.split().weighted().isEmpty()) {
            fault("route " + reading.route(), reading.split().toString(), "a target group with weight");
        }
        reading.stickiness().ifPresent(sticky -> {
            if (spec.stickinessWait().isEmpty()) {
                fault(
                        "route " + reading.route(),
                        "pins clients to a group for " + sticky,
                        "no group stickiness, unless allowStickiness says how long to wait for pinned clients");
            }
        });
    }

    /** Routes that the specification names nowhere and that would lose their requests when a target group is emptied. */
    static List<RouteRef> others(DeploymentSpec spec, Readings readings) {
        List<RouteRef> others = new ArrayList<>(readings.users().orElse(Set.of()));
        others.removeAll(spec.routes());
        others.removeAll(spec.otherRoutes());
        others.sort(Comparator.comparing(RouteRef::id));
        return others;
    }

    private void otherRoutes() {
        for (RouteRef route : others(spec, readings)) {
            fault(
                    "route " + route,
                    "gives one of the target groups weight",
                    "only routes that the specification names: as a production route or the test route, or, to leave it"
                            + " alone, as one of otherRoutes");
        }
    }

    private void alarms() {
        for (String name : spec.alarms().names()) {
            Optional<AlarmReading.State> state = readings.alarms().flatMap(alarms -> alarms.of(name));
            if (state.isEmpty()) {
                fault("alarms", name, "an alarm that exists");
            } else if (state.get() == AlarmReading.State.ALARM
                    && spec.alarms().atStart() == AlarmPolicy.AtStart.FAIL_FAST) {
                fault("alarms", name + " is in ALARM", "no alarm in ALARM at the start (FAIL_FAST)");
            }
        }
    }

    private void fault(String field, String value, String allowed) {
        faults.add(new InvalidSpecException.Fault(field, value, allowed));
    }
}
