package io.github.bluegreen4j.testkit.simulation;

import io.github.bluegreen4j.model.AlarmReading;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TimeoutAction;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.spi.CallRunner.Operation;
import io.github.bluegreen4j.testkit.fault.Fault;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import io.github.bluegreen4j.testkit.world.TaskBehaviour;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Makes up what goes wrong in a run. The same seed makes up the same. */
final class Chaos {
    private static final Duration LAST_DEATHS = Duration.ofMinutes(2);

    /** For how long things go wrong; afterwards it is calm. */
    static final Duration LASTS = Duration.ofMinutes(10);

    private final DeploymentSpec spec;
    private final SplittableRandom random;
    private final Set<Operation> operations;

    private Chaos(Scenario scenario, long seed) {
        this.spec = scenario.spec();
        this.random = new SplittableRandom(seed);
        this.operations = EnumSet.complementOf(EnumSet.copyOf(scenario.missing()));
    }

    /** What goes wrong in the run of a seed. */
    static List<Incident> of(Scenario scenario, long seed) {
        return new Chaos(scenario, new SplittableRandom(seed).split().nextLong()).incidents();
    }

    /** Lets that go wrong in a run that is about to begin, and calm come after it. */
    static void plan(List<Incident> incidents, Simulation simulation) {
        incidents.forEach(incident -> incident.planning().accept(simulation));
        simulation.at(LASTS, Chaos::calm);
    }

    private List<Incident> incidents() {
        List<Incident> incidents = new ArrayList<>();
        int count = 2 + random.nextInt(8);
        for (int i = 0; i < count; i++) {
            int dice = random.nextInt(100);
            if (dice < 45) {
                incidents.add(fault());
            } else if (dice < 62) {
                incidents.add(death());
            } else if (dice < 77) {
                incidents.add(operator());
            } else {
                incidents.add(world());
            }
        }
        return incidents;
    }

    private Duration moment() {
        // Most of what is worth disturbing happens early.
        double far = random.nextDouble() * random.nextDouble();
        return Duration.ofMillis(1 + (long) (far * LASTS.toMillis()));
    }

    private <T> T any(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    private List<Operation> filtered(Predicate<Operation> wanted) {
        List<Operation> filtered = new ArrayList<>(operations);
        filtered.removeIf(wanted.negate());
        return filtered;
    }

    private Incident fault() {
        Fault fault = any(List.of(Fault.values()));
        Operation operation = any(filtered(fault::befalls));
        // What is called all the time is not called in vain by number, but in a while.
        boolean often = operation.reads() || operation.isOfJournal();
        if (often || random.nextInt(4) == 0) {
            Duration from = moment();
            Duration to = from.plusMillis(1 + (long) (random.nextDouble() * random.nextDouble() * 180_000));
            return new Incident(
                    () -> fault + " befalls " + operation + " from " + from + " to " + to,
                    simulation ->
                            simulation.faults().on(operation).between(from, to).happens(fault));
        }
        long nth = 1L + random.nextInt(4);
        return new Incident(
                () -> fault + " befalls " + operation + " number " + nth,
                simulation -> simulation.faults().on(operation).nth(nth).happens(fault));
    }

    private Incident death() {
        Duration downTime = Duration.ofMillis(any(List.of(0L, 500L, 20_000L, 70_000L)));
        boolean twice = random.nextInt(4) == 0;
        Consumer<Simulation> kill = simulation -> {
            simulation.killAndRestart(downTime);
            if (twice) {
                simulation.after(downTime.plusMillis(100), again -> again.killAndRestart(Duration.ofSeconds(1)));
            }
        };
        Supplier<String> what =
                () -> "the engine dies" + (twice ? ", and its heir too" : "") + ", down for " + downTime;
        if (random.nextBoolean()) {
            return Incident.at(moment(), what, kill);
        }
        Operation operation =
                any(filtered(one -> one.changesTheWorld() || one == Operation.APPEND || one == Operation.INVOKE_HOOK));
        long nth = 1L + random.nextInt(operation == Operation.APPEND ? 40 : 4);
        boolean before = random.nextBoolean();
        return new Incident(
                () -> what.get() + (before ? " before " : " after ") + operation + " number " + nth,
                simulation -> simulation.killAt(operation, nth, before, kill));
    }

    private Incident operator() {
        Duration at = moment();
        return switch (random.nextInt(6)) {
            case 0 -> Incident.at(at, () -> "somebody rolls back", simulation -> simulation.rollBack("chaos"));
            case 1 -> Incident.at(at, () -> "somebody aborts", simulation -> simulation.abort("chaos"));
            case 2 -> Incident.at(at, () -> "somebody skips the bake", Simulation::skipBake);
            case 3 -> Incident.at(at, () -> "somebody orders another deployment", Simulation::deploy);
            default -> {
                TimeoutAction action = any(List.of(TimeoutAction.values()));
                yield Incident.at(
                        at,
                        () -> "somebody answers pauses with " + action,
                        simulation -> simulation.answerPauses(action));
            }
        };
    }

    private Incident world() {
        ServiceRef service = spec.service();
        Duration at = moment();
        TargetGroupRef group = random.nextBoolean()
                ? spec.targetGroups().first()
                : spec.targetGroups().second();
        int count = 1 + random.nextInt(3);
        return switch (random.nextInt(12)) {
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
                int desired = 1 + random.nextInt(4);
                yield inWorld(at, () -> "the service wants " + desired + " tasks", world -> {
                    boolean in = desired < world.describe(service).desiredCount();
                    if (!(in && world.isScaleInSuspended(service))) {
                        world.desire(service, desired);
                    }
                });
            }
            case 4 -> {
                List<String> names = spec.alarms().names();
                AlarmReading.State state = any(List.of(AlarmReading.State.ALARM, AlarmReading.State.OK));
                yield inWorld(
                        at, () -> "alarms are " + state, world -> names.forEach(name -> world.alarm(name, state)));
            }
            case 5, 6 -> {
                RouteRef route = any(spec.routes());
                int first = any(List.of(0, 0, 1, 50, 100));
                TrafficSplit split = new TrafficSplit(Map.of(
                        spec.targetGroups().first(), first, spec.targetGroups().second(), 100 - first));
                yield Incident.at(
                        at,
                        () -> "somebody writes " + route + ": " + split,
                        simulation -> simulation.rewrite(route, split));
            }
            case 7 -> {
                TaskBehaviour behaviour = AnyScenario.tasks(random);
                yield inWorld(
                        at,
                        () -> "tasks of green are from now on " + behaviour,
                        world -> world.behaves(spec.revision().definition(), behaviour));
            }
            case 8 -> {
                Duration length = Duration.ofSeconds(any(List.of(3L, 15L, 40L, 90L)));
                yield Incident.at(
                        at, () -> "the engine stands still for " + length, simulation -> simulation.standStill(length));
            }
            case 9 -> elsewhere(at);
            case 10 -> {
                Duration length = Duration.ofSeconds(any(List.of(5L, 30L, 90L)));
                yield Incident.at(at, () -> "the world is out of reach for " + length, simulation -> {
                    simulation.happens("the world is out of reach", world -> world.outOfReach(true));
                    simulation.after(
                            length, then -> then.happens("the world is back", world -> world.outOfReach(false)));
                });
            }
            default -> {
                Duration by = Duration.ofMinutes(any(List.of(-90L, -1L, 1L, 90L)));
                yield Incident.at(
                        at,
                        () -> "the wall clock jumps by " + by,
                        simulation -> simulation.time().jumpWall(by));
            }
        };
    }

    /** Somebody else takes a route for something of their own, and gives it back. */
    private Incident elsewhere(Duration at) {
        RouteRef route = any(spec.routes());
        TrafficSplit theirs = new TrafficSplit(Map.of(new TargetGroupRef("theirs"), 1));
        Duration length = Duration.ofSeconds(any(List.of(5L, 60L, 200L)));
        return Incident.at(at, () -> "somebody points " + route + " elsewhere for " + length, simulation -> {
            TrafficSplit before = simulation.world().split(route);
            simulation.rewrite(route, theirs);
            simulation.after(length, then -> {
                if (then.world().split(route).equals(theirs)) {
                    then.rewrite(route, before);
                }
            });
        });
    }

    private static Incident inWorld(Duration at, Supplier<String> what, Consumer<SimulatedWorld> change) {
        return Incident.at(at, what, simulation -> simulation.happens(what.get(), change));
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

    /** How calm comes: nothing goes wrong any more, and somebody looks after the engines. */
    static void calm(Simulation simulation) {
        simulation.faults().end();
        simulation.happens("it is calm from now on", world -> world.outOfReach(false));
        if (simulation.livingEngines() == 0) {
            simulation.startEngine();
        }
        simulation.orderAgain();
        // An engine whose death was begun in the chaos may die in the calm, with what it alone knew.
        simulation.after(LAST_DEATHS, Simulation::orderAgain);
    }
}
