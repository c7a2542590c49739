package io.github.bluegreen4j.workflow.rules;

import io.github.bluegreen4j.model.AlarmPolicy;
import io.github.bluegreen4j.model.AlarmReading;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.Finding;
import io.github.bluegreen4j.model.InvalidSpecException;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.Readings;
import io.github.bluegreen4j.model.RouteReading;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TargetGroups;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Checks whether a service can be deployed as it stands, before anything is changed. It reports all faults at once.
 * The rules are those of ECS (troubleshooting page of blue/green deployments), and some that ECS lacks.
 */
public final class StartCheck {
    private final DeploymentSpec spec;
    private final Readings readings;
    private final List<Finding> findings = new ArrayList<>();

    private StartCheck(DeploymentSpec spec, Readings readings) {
        this.spec = spec;
        this.readings = readings;
    }

    /** Everything that is wrong or may go wrong; empty if nothing is. */
    static List<Finding> findings(DeploymentSpec spec, Readings readings) {
        StartCheck check = new StartCheck(spec, readings);
        check.service();
        check.routes();
        check.otherRoutes();
        check.alarms();
        return check.findings;
    }

    private void service() {
        readings.service().ifPresent(service -> {
            if (service.desiredCount() == 0) {
                fault(StartRule.DESIRED_COUNT, "service.desiredCount", "0", "proves nothing about green", "1 or more");
            }
        });
    }

    private void routes() {
        TargetGroups groups = spec.targetGroups();
        Set<TargetGroupRef> referenced = new HashSet<>();
        for (RouteRef route : spec.routes()) {
            Optional<RouteReading> reading = readings.route(route);
            if (reading.isEmpty()) {
                fault(StartRule.ROUTES, route, unreadable(readings, route), "");
                continue;
            }
            boolean production = spec.productionRoutes().contains(route);
            for (TargetGroupRef group : reading.get().split().groups()) {
                referenced.add(group);
                if (!groups.contains(group)) {
                    fault(
                            StartRule.ROUTE_GROUPS,
                            route,
                            "forwards to \"" + group + "\"",
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
                        StartRule.GROUPS_ATTACHED,
                        field(spec, group),
                        group.id(),
                        "is referenced by no route",
                        "a group that a route references: others are never health-checked");
            }
        }
    }

    private void productionRoute(RouteReading reading, TargetGroups groups) {
        if (spec.testRoute().isEmpty()
                && !(reading.split().lists(groups.first()) && reading.split().lists(groups.second()))) {
            fault(
                    StartRule.GROUPS_ATTACHED,
                    reading.route(),
                    "forwards to " + reading.split(),
                    "both target groups, since there is no test route");
        }
        if (reading.split().weighted().isEmpty()) {
            fault(
                    StartRule.PRODUCTION_WEIGHT,
                    reading.route(),
                    "gives no target group weight: " + reading.split(),
                    "a target group with weight");
        }
        reading.stickiness().ifPresent(sticky -> stickiness(reading.route(), sticky));
    }

    private void stickiness(RouteRef route, Duration sticky) {
        String pins = "pins clients to a group for " + sticky;
        if (spec.stickinessWait().isEmpty()) {
            fault(
                    StartRule.GROUP_STICKINESS,
                    field(spec, route),
                    route.id(),
                    pins,
                    "no group stickiness, unless allowStickiness says how long to wait for pinned clients",
                    !spec.isUndo());
        } else if (sticky.compareTo(spec.stickinessWait().get()) > 0) {
            findings.add(StartRule.GROUP_STICKINESS.warning(
                    field(spec, route),
                    route.id(),
                    pins + ", and a revision is retired after "
                            + spec.stickinessWait().get() + ": requests of clients that are still pinned fail",
                    "allowStickiness of " + sticky + " or more"));
        } else if (sticky.compareTo(spec.bakeTime()) > 0) {
            findings.add(StartRule.GROUP_STICKINESS.warning(
                    field(spec, route),
                    route.id(),
                    pins + ", longer than the bake of " + spec.bakeTime()
                            + ": clients that are still pinned to blue at its end have not tried green",
                    "a bake of " + sticky + " or more"));
        }
    }

    /** Routes that the specification does not name and that would lose requests if a target group were emptied. */
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
                    StartRule.OTHER_ROUTES,
                    "otherRoutes",
                    route.id(),
                    "is not named, and gives one of the target groups weight",
                    "only routes that the specification names: as a production route or the test route, or, to leave it"
                            + " alone, as one of otherRoutes");
        }
    }

    private void alarms() {
        for (int i = 0; i < spec.alarms().names().size(); i++) {
            String name = spec.alarms().names().get(i);
            String field = "alarms.names[" + i + "]";
            Optional<AlarmReading.State> state = readings.alarms().flatMap(alarms -> alarms.of(name));
            if (state.isEmpty()) {
                fault(StartRule.ALARMS, field, name, "does not exist", "");
            } else if (state.get() == AlarmReading.State.ALARM
                    && spec.alarms().atStart() == AlarmPolicy.AtStart.FAIL_FAST) {
                fault(StartRule.ALARMS, field, name, "is in ALARM", "no alarm in ALARM at the start (FAIL_FAST)");
            }
        }
    }

    /** An undo takes production back whatever became of the test route, as a rollback does. */
    private void fault(StartRule rule, RouteRef route, String wrong, String allowed) {
        boolean stops = !spec.isUndo() || spec.productionRoutes().contains(route);
        fault(rule, field(spec, route), route.id(), wrong, allowed, stops);
    }

    private void fault(StartRule rule, String field, String value, String wrong, String allowed) {
        fault(rule, field, value, wrong, allowed, true);
    }

    private void fault(StartRule rule, String field, String value, String wrong, String allowed, boolean stops) {
        findings.add(stops ? rule.error(field, value, wrong, allowed) : rule.warning(field, value, wrong, allowed));
    }

    private static String unreadable(Readings readings, RouteRef route) {
        Readings.Subject subject = Readings.Subject.of(route);
        return readings.isGone(subject)
                ? "does not exist"
                : "can't be read"
                        + readings.problem(subject)
                                .map(problem -> ": " + problem)
                                .orElse("");
    }

    /** The message of a port about something that does not exist, if it has no more to say. */
    private static final Pattern SAYS_NO_MORE = Pattern.compile("|(there is )?no such \\w+|it does not exist");

    /** The field of the specification that names a route. */
    static String field(DeploymentSpec spec, RouteRef route) {
        int index = spec.productionRoutes().indexOf(route);
        return index >= 0 ? "productionRoutes[" + index + "]" : "testRoute";
    }

    /** A call that was refused before the deployment changed anything, as a fault of the specification. */
    public static InvalidSpecException.Fault fault(DeploymentSpec spec, Problem problem) {
        String more = SAYS_NO_MORE.matcher(problem.message()).matches() ? "" : ": " + problem.message();
        String wrong = problem.kind() == Problem.Kind.GONE
                ? "does not exist" + more
                : "was refused by " + problem.operation() + more;
        return new InvalidSpecException.Fault(field(spec, problem.resource()), problem.resource(), wrong, "");
    }

    static String field(DeploymentSpec spec, TargetGroupRef group) {
        return "targetGroups." + (group.equals(spec.targetGroups().first()) ? "first" : "second");
    }

    private static String field(DeploymentSpec spec, String resource) {
        Optional<RouteRef> route =
                spec.routes().stream().filter(one -> one.id().equals(resource)).findFirst();
        if (route.isPresent()) {
            return field(spec, route.get());
        }
        if (resource.equals(spec.targetGroups().first().id())) {
            return "targetGroups.first";
        }
        if (resource.equals(spec.targetGroups().second().id())) {
            return "targetGroups.second";
        }
        return resource.equals(spec.revision().definition()) ? "revision" : "service";
    }
}
