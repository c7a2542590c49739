package io.github.bluegreen4j.testkit.simulation;

import io.github.bluegreen4j.model.AlarmReading;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceDescription;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import io.github.bluegreen4j.testkit.world.TaskBehaviour;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Generates everyday incidents of the world: tasks fail, alarms fire, outsiders write routes. */
record WorldIncidents(DeploymentSpec spec, RandomChoice choice) {

    /** Generates an incident of the world. */
    Incident incident() {
        ServiceRef service = spec.service();
        Duration at = choice.moment(RandomIncidents.LASTS);
        TargetGroupRef group = choice.oneIn(2)
                ? spec.targetGroups().first()
                : spec.targetGroups().second();
        int count = 1 + choice.below(3);
        return switch (choice.below(12)) {
            case 0 ->
                ofRevision(
                        at,
                        () -> count + " tasks in " + group + " die",
                        group,
                        (world, revision) -> world.kill(service, revision, count));
            case 1 ->
                ofRevision(
                        at,
                        () -> count + " tasks in " + group + " fall sick",
                        group,
                        (world, revision) -> world.sicken(service, revision, count));
            case 2 ->
                ofRevision(
                        at,
                        () -> "tasks in " + group + " recover",
                        group,
                        (world, revision) -> world.recover(service, revision));
            case 3 -> {
                int desired = 1 + choice.below(4);
                yield ofService(at, () -> "the service wants " + desired + " tasks", world -> {
                    int before = world.view()
                            .service(service)
                            .map(ServiceDescription::desiredCount)
                            .orElse(desired);
                    if (desired > before || !world.view().scaleIn(service).suspended()) {
                        world.desire(service, desired);
                    }
                });
            }
            case 4 -> {
                List<String> names = spec.alarms().names();
                AlarmReading.State state = choice.any(List.of(AlarmReading.State.ALARM, AlarmReading.State.OK));
                yield inWorld(
                        at, () -> "alarms are " + state, world -> names.forEach(name -> world.alarm(name, state)));
            }
            case 5, 6 -> {
                RouteRef route = choice.any(spec.routes());
                int first = choice.any(List.of(0, 0, 1, 50, 100));
                TrafficSplit split = new TrafficSplit(Map.of(
                        spec.targetGroups().first(), first, spec.targetGroups().second(), 100 - first));
                yield Incident.at(
                        at,
                        () -> "somebody writes " + route + ": " + split,
                        simulation -> simulation.rewrite(route, split));
            }
            case 7 -> {
                TaskBehaviour behaviour = AnyScenario.tasks(choice);
                yield Incident.at(at, () -> "tasks of green are from now on " + behaviour, simulation -> {
                    AnyScenario.circumstance(behaviour).ifPresent(simulation::met);
                    simulation.happens(
                            "tasks of green are from now on " + behaviour,
                            world -> world.behaves(spec.revision().definition(), behaviour));
                });
            }
            case 8 -> {
                Duration length = Duration.ofSeconds(choice.any(List.of(3L, 15L, 40L, 90L)));
                yield Incident.at(
                        at, () -> "the engine stands still for " + length, simulation -> simulation.standStill(length));
            }
            case 9 -> elsewhere(at);
            case 10 -> {
                Duration length = Duration.ofSeconds(choice.any(List.of(5L, 30L, 90L)));
                yield Incident.at(
                        at,
                        () -> "the world is out of reach for " + length,
                        simulation -> simulation.outOfReach(length));
            }
            default -> {
                Duration by = Duration.ofMinutes(choice.any(List.of(-90L, -1L, 1L, 90L)));
                yield Incident.at(
                        at,
                        () -> "the wall clock jumps by " + by,
                        simulation -> simulation.time().jumpWall(by));
            }
        };
    }

    /** An outsider uses a route for something else, and restores it. */
    private Incident elsewhere(Duration at) {
        RouteRef route = choice.any(spec.routes());
        TrafficSplit theirs = new TrafficSplit(Map.of(new TargetGroupRef("theirs"), 1));
        Duration length = Duration.ofSeconds(choice.any(List.of(5L, 60L, 200L)));
        return Incident.at(at, () -> "somebody points " + route + " elsewhere for " + length, simulation -> {
            if (!simulation.world().has(route)) {
                return;
            }
            TrafficSplit before = simulation.world().split(route);
            simulation.rewrite(route, theirs);
            simulation.after(length, then -> {
                if (then.world().has(route) && then.world().split(route).equals(theirs)) {
                    then.rewrite(route, before);
                }
            });
        });
    }

    private static Incident inWorld(Duration at, Supplier<String> what, Consumer<SimulatedWorld> change) {
        return Incident.at(at, what, simulation -> simulation.happens(what.get(), change));
    }

    private Incident ofService(Duration at, Supplier<String> what, Consumer<SimulatedWorld> change) {
        return Incident.at(at, what, simulation -> {
            if (simulation.world().view().service(spec.service()).isPresent()) {
                simulation.happens(what.get(), change);
            }
        });
    }

    private static Incident ofRevision(
            Duration at, Supplier<String> what, TargetGroupRef group, BiConsumer<SimulatedWorld, RevisionRef> change) {
        return Incident.at(
                at,
                what,
                simulation -> simulation
                        .revisionIn(group)
                        .ifPresent(
                                revision -> simulation.happens(what.get(), world -> change.accept(world, revision))));
    }
}
