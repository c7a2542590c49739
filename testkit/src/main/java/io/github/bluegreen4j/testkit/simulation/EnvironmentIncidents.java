package io.github.bluegreen4j.testkit.simulation;

import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceDescription;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Generates failures of the environment: data planes lag, outsiders delete or scale what the deployment needs, rules of
 * others use its target groups, the journal or the whole world is unreachable for longer than any limit. What was deleted is
 * mostly restored later, so that the run can continue.
 */
record EnvironmentIncidents(DeploymentSpec spec, RouteRef theirs, Optional<Duration> statedLag, RandomChoice choice) {
    /** The durations of outages. The longest one exceeds every limit of the generated scenarios. */
    private static final List<Duration> OUTAGES = List.of(
            Duration.ofMinutes(1),
            Duration.ofMinutes(4),
            Duration.ofMinutes(15),
            Duration.ofMinutes(45),
            Duration.ofMinutes(90));

    Incident incident() {
        int kind = choice.below(100);
        if (kind < 25) {
            return lag();
        } else if (kind < 50) {
            return scale();
        } else if (kind < 58) {
            return ruleOfOthers();
        } else if (kind < 66) {
            return journalAway();
        } else if (kind < 72) {
            return worldAway();
        } else if (kind < 84) {
            return deletedRevision();
        } else if (kind < 90) {
            return deletedGroup();
        } else if (kind < 95) {
            return deletedRoute();
        }
        return deletedService();
    }

    private Duration moment() {
        return choice.moment(RandomIncidents.LASTS);
    }

    private Duration aWhile() {
        return choice.seconds(30, 180);
    }

    private TargetGroupRef group() {
        return choice.oneIn(2)
                ? spec.targetGroups().first()
                : spec.targetGroups().second();
    }

    /** Changes the lag of a data plane. A hidden lag stays within the drain window, which is the engine's stated limit. */
    private Incident lag() {
        RouteRef route = choice.any(spec.routes());
        Duration hidden = choice.any(List.of(
                Duration.ZERO,
                Duration.ofSeconds(5),
                Duration.ofSeconds(20),
                spec.limits().drain()));
        Duration any =
                choice.any(List.of(Duration.ZERO, Duration.ZERO, Duration.ofSeconds(10), Duration.ofSeconds(75)));
        Duration said = statedLag.orElse(any);
        return Incident.at(
                moment(), () -> route + " lags " + said.plus(hidden) + " from now on, and says " + said, simulation -> {
                    // A router does not change the stated lag of a write that its data plane has yet to apply.
                    boolean mayChange = simulation
                            .world()
                            .view()
                            .route(route)
                            .filter(now ->
                                    now.dataPlane().size() == 1 || now.settle().compareTo(said) <= 0)
                            .isPresent();
                    if (mayChange) {
                        if (!hidden.isZero()) {
                            simulation.met(Circumstance.SILENT_LAG);
                        }
                        if (said.compareTo(Duration.ofMinutes(1)) > 0) {
                            simulation.met(Circumstance.LONG_LAG);
                        }
                        simulation.happens(
                                route + " lags " + said.plus(hidden) + ", and says " + said,
                                world -> world.lags(route, said.plus(hidden), said));
                    }
                });
    }

    private Incident scale() {
        TargetGroupRef group = group();
        int tasks = choice.any(List.of(0, 0, 1, 2, 5));
        return Incident.at(
                moment(),
                () -> "somebody scales what is in " + group + " to " + tasks,
                simulation -> simulation.revisionIn(group).ifPresent(revision -> {
                    simulation.met(tasks == 0 ? Circumstance.SCALED_TO_ZERO : Circumstance.SCALED);
                    simulation.happens(
                            "somebody scales " + revision + " to " + tasks,
                            world -> world.rescale(spec.service(), revision, tasks));
                }));
    }

    private Incident ruleOfOthers() {
        TargetGroupRef group = group();
        Optional<Duration> length = choice.oneIn(4) ? Optional.empty() : Optional.of(aWhile());
        return Incident.at(
                moment(),
                () -> "somebody's " + theirs + " forwards to " + group
                        + length.map(stays -> " for " + stays).orElse(""),
                simulation -> {
                    if (simulation.world().has(theirs)
                            || !simulation.world().view().groups().contains(group)) {
                        return;
                    }
                    simulation.met(Circumstance.LATER_RULE_OF_OTHERS);
                    simulation.happens(
                            "somebody's " + theirs + " forwards to " + group,
                            world -> world.addRoute(theirs, new TrafficSplit(Map.of(group, 1))));
                    length.ifPresent(stays -> simulation.after(
                            stays,
                            later -> later.happens(theirs + " is removed again", world -> world.removeRoute(theirs))));
                });
    }

    private Incident journalAway() {
        Duration length = choice.any(OUTAGES);
        return Incident.at(moment(), () -> "the journal is away for " + length, simulation -> {
            simulation.met(Circumstance.JOURNAL_AWAY);
            simulation.journalAway(length);
        });
    }

    private Incident worldAway() {
        Duration length = choice.any(OUTAGES);
        return Incident.at(moment(), () -> "the world is out of reach for " + length, simulation -> {
            simulation.met(Circumstance.WORLD_AWAY);
            simulation.outOfReach(length);
        });
    }

    private Incident deletedRevision() {
        TargetGroupRef group = group();
        return Incident.at(
                moment(),
                () -> "somebody deletes what is in " + group,
                simulation -> simulation.revisionIn(group).ifPresent(revision -> {
                    simulation.met(Circumstance.REVISION_DELETED);
                    simulation.happens(
                            "somebody deletes " + revision, world -> world.removeRevision(spec.service(), revision));
                }));
    }

    private Incident deletedGroup() {
        TargetGroupRef group = group();
        return deleted("the target group " + group, Circumstance.GROUP_DELETED, simulation -> {
            simulation.othersWrite(spec.routes());
            simulation.world().removeGroup(group);
        });
    }

    private Incident deletedRoute() {
        RouteRef route = choice.any(spec.routes());
        return deleted("the route " + route, Circumstance.ROUTE_DELETED, simulation -> {
            simulation.othersWrite(List.of(route));
            simulation.world().removeRoute(route);
        });
    }

    private Incident deletedService() {
        return deleted("the service", Circumstance.SERVICE_DELETED, Simulation::removeService);
    }

    private Incident deleted(String what, Circumstance circumstance, Consumer<Simulation> deletion) {
        Optional<Duration> repaired = choice.oneIn(4) ? Optional.empty() : Optional.of(aWhile());
        return Incident.at(
                moment(),
                () -> "somebody deletes " + what
                        + repaired.map(after -> ", and makes it anew after " + after)
                                .orElse(""),
                simulation -> {
                    boolean scales = simulation
                            .world()
                            .view()
                            .service(spec.service())
                            .map(ServiceDescription::scalesRevisions)
                            .orElse(false);
                    simulation.met(circumstance);
                    simulation.happens("somebody deletes " + what, world -> deletion.accept(simulation));
                    repaired.ifPresent(after -> simulation.after(after, later -> repair(later, scales)));
                });
    }

    /** Restores what is missing. */
    private void repair(Simulation simulation, boolean scalesRevisions) {
        simulation.happens("somebody makes anew what was deleted", world -> {
            TargetGroupRef first = spec.targetGroups().first();
            world.addGroup(first);
            world.addGroup(spec.targetGroups().second());
            ServiceRef service = spec.service();
            if (world.view().service(service).isEmpty()) {
                world.addService(service, 2);
                world.scalesRevisions(service, scalesRevisions);
                world.addRevision(service, "blue", first);
            }
            TargetGroupRef serving = primary(world).orElse(first);
            TrafficSplit whole = TrafficSplit.allOn(serving, spec.targetGroups().other(serving));
            for (RouteRef route : spec.routes()) {
                if (!world.has(route)) {
                    simulation.othersWrite(List.of(route));
                    world.addRoute(route, whole);
                } else if (!world.split(route).groups().equals(whole.groups())) {
                    simulation.rewrite(route, whole);
                }
            }
        });
    }

    private Optional<TargetGroupRef> primary(SimulatedWorld world) {
        return world.describe(spec.service()).revisions().stream()
                .filter(ServiceDescription.Revision::primary)
                .map(ServiceDescription.Revision::targetGroup)
                .findFirst();
    }
}
