package io.github.bluegreen4j.testkit.simulation;

import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.event.WorkEvent;
import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.TimeoutAction;
import io.github.bluegreen4j.spi.CallRunner.Operation;
import io.github.bluegreen4j.testkit.fault.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Generates the faults of a run. The same seed generates the same faults. */
final class RandomIncidents {
    private static final Duration LAST_DEATHS = Duration.ofMinutes(2);

    /** How long faults occur. Afterwards there are none. */
    static final Duration LASTS = Duration.ofMinutes(10);

    /** Enough that most pauses get the approvals that they need. */
    private static final int APPROVALS = 30;

    private final RandomChoice choice;
    private final WorldIncidents world;
    private final EnvironmentIncidents environment;
    private final UserIncidents users;
    private final Set<Operation> operations;
    private final boolean bestEffort;

    private RandomIncidents(Scenario scenario, long seed) {
        this.choice = new RandomChoice(new SplittableRandom(seed));
        this.world = new WorldIncidents(scenario.spec(), choice);
        this.environment =
                new EnvironmentIncidents(scenario.spec(), scenario.routeOfOthers(), scenario.statedLag(), choice);
        this.users = new UserIncidents(scenario.spec(), choice);
        this.bestEffort = scenario.isBestEffort();
        this.operations = EnumSet.complementOf(EnumSet.copyOf(scenario.missing()));
    }

    /** Generates the incidents of a seed. */
    static List<Incident> of(Scenario scenario, long seed) {
        List<Incident> incidents =
                new RandomIncidents(scenario, new SplittableRandom(seed).split().nextLong()).incidents();
        // From numbers of their own, so that older seeds generate the same incidents otherwise.
        RandomChoice more = new RandomChoice(new SplittableRandom(~seed));
        boolean needsApprovals = scenario.spec().hooks().stream()
                .anyMatch(hook -> hook.approvals().isPresent());
        for (int i = 0; needsApprovals && i < APPROVALS; i++) {
            incidents.add(approvals(more));
        }
        if (scenario.spec().keepBlue().isPresent()) {
            RandomChoice kept = new RandomChoice(new SplittableRandom(seed * 59 + 5));
            for (int i = 0; i < 4; i++) {
                incidents.add(toKeeping(kept));
            }
        }
        if (more.oneIn(4)) {
            Duration stop = more.moment(LASTS);
            Duration length = more.seconds(20, 240);
            incidents.add(Incident.at(stop, () -> "somebody stops the line for " + length, simulation -> {
                simulation.met(Circumstance.STOPPED_LINE);
                simulation.stopTheLine("chaos");
                simulation.after(length, Simulation::resumeTheLine);
            }));
        }
        return incidents;
    }

    /** Plans incidents in a run that is about to start, and their end. */
    static void plan(List<Incident> incidents, Simulation simulation) {
        incidents.forEach(incident -> incident.planning().accept(simulation));
        simulation.at(LASTS, RandomIncidents::calm);
    }

    private List<Incident> incidents() {
        List<Incident> incidents = new ArrayList<>();
        int count = 2 + choice.below(8);
        for (int i = 0; i < count; i++) {
            int kind = choice.below(100);
            if (kind < 42) {
                incidents.add(fault());
            } else if (kind < 54) {
                incidents.add(death());
            } else if (kind < 58) {
                incidents.add(users.close());
            } else if (kind < 68) {
                incidents.add(operator());
            } else if (kind < 74) {
                incidents.add(users.incident());
            } else if (kind < 90) {
                incidents.add(world.incident());
            } else {
                incidents.add(environment.incident());
            }
        }
        return incidents;
    }

    private List<Operation> filtered(Predicate<Operation> wanted) {
        List<Operation> filtered = new ArrayList<>(operations);
        filtered.removeIf(wanted.negate());
        return filtered;
    }

    private Incident fault() {
        Fault fault = choice.any(List.of(Fault.values()));
        Operation operation = choice.any(filtered(fault::befalls));
        // Frequent operations fail for a period of time, because their first calls are all early.
        boolean often = operation.reads() || operation.isOfJournal();
        if (often || choice.oneIn(4)) {
            Duration from = choice.moment(LASTS);
            Duration to =
                    from.plusMillis(1 + choice.moment(Duration.ofMinutes(3)).toMillis());
            return new Incident(
                    () -> fault + " befalls " + operation + " from " + from + " to " + to,
                    simulation ->
                            simulation.faults().on(operation).between(from, to).happens(fault));
        }
        long nth = 1L + choice.below(4);
        return new Incident(
                () -> fault + " befalls " + operation + " number " + nth,
                simulation -> simulation.faults().on(operation).nth(nth).happens(fault));
    }

    private Incident death() {
        Duration downTime = Duration.ofMillis(choice.any(List.of(0L, 500L, 20_000L, 70_000L)));
        if (bestEffort && choice.oneIn(2)) {
            return deathAtWrite(downTime);
        }
        boolean twice = choice.oneIn(4);
        Consumer<Simulation> kill = simulation -> {
            simulation.killAndRestart(downTime);
            if (twice) {
                simulation.after(downTime.plusMillis(100), again -> again.killAndRestart(Duration.ofSeconds(1)));
            }
        };
        Supplier<String> what =
                () -> "the engine dies" + (twice ? ", and its heir too" : "") + ", down for " + downTime;
        if (choice.oneIn(2)) {
            return Incident.at(choice.moment(LASTS), what, kill);
        }
        Operation operation = choice.any(
                filtered(one -> one.changesTheWorld() || one == Operation.APPEND || one == Operation.INVOKE_HOOK));
        long nth = 1L + choice.below(operation == Operation.APPEND ? 40 : 4);
        boolean before = choice.oneIn(2);
        return new Incident(
                () -> what.get() + (before ? " before " : " after ") + operation + " number " + nth,
                simulation -> simulation.killAt(operation, nth, before, kill));
    }

    private Incident deathAtWrite(Duration downTime) {
        long nth = 1L + choice.below(5);
        Duration late = Duration.ofSeconds(1).plus(choice.moment(Duration.ofSeconds(289)));
        return new Incident(
                () -> "the engine dies at write " + nth + ", down for " + downTime + "; the write arrives after "
                        + late,
                simulation -> simulation.killAtWrite(nth, late, downTime));
    }

    private Incident operator() {
        Duration at = choice.moment(LASTS);
        return switch (choice.below(6)) {
            case 0 -> Incident.at(at, () -> "somebody rolls back", simulation -> simulation.rollBack("chaos"));
            case 1 -> Incident.at(at, () -> "somebody aborts", simulation -> simulation.abort("chaos"));
            case 2 -> Incident.at(at, () -> "somebody skips the bake", Simulation::skipBake);
            case 3 -> Incident.at(at, () -> "somebody orders another deployment", Simulation::deploy);
            default -> {
                TimeoutAction action = choice.any(List.of(TimeoutAction.values()));
                yield Incident.at(
                        at,
                        () -> "somebody answers pauses with " + action,
                        simulation -> simulation.answerPauses(action));
            }
        };
    }

    /** Somebody undoes a deployment, or retires early what it kept: at some moment, or soon after it was kept or its wait was over. */
    private static Incident toKeeping(RandomChoice choice) {
        Command command = switch (choice.below(6)) {
            case 0 -> new Command.SkipBake();
            case 1 -> new Command.Abort("chaos");
            default -> new Command.RollBack("chaos");
        };
        Duration later = choice.any(List.of(Duration.ZERO, Duration.ofMillis(300), Duration.ofSeconds(40)));
        Class<? extends DeploymentEvent> when =
                choice.oneIn(2) ? WorkEvent.BlueKept.class : ProgressEvent.KeepingEnded.class;
        return choice.oneIn(2)
                ? Incident.at(
                        choice.moment(LASTS),
                        () -> "somebody says " + command + " about what is kept",
                        simulation -> simulation.toKeeping(command))
                : new Incident(
                        () -> "somebody says " + command + " about what is kept, " + later + " after "
                                + when.getSimpleName(),
                        simulation ->
                                simulation.when(when, then -> then.after(later, soon -> soon.toKeeping(command))));
    }

    /** Somebody, who may not be asked, answers the pauses that are open, and may take that back. */
    private static Incident approvals(RandomChoice choice) {
        String actor = choice.any(Users.ACTORS);
        TimeoutAction action = choice.below(12) == 0 ? TimeoutAction.ROLLBACK : TimeoutAction.CONTINUE;
        boolean withdraws = choice.below(4) == 0;
        return Incident.at(
                choice.moment(LASTS),
                () -> actor + " answers pauses with " + action + (withdraws ? ", and takes that back" : ""),
                simulation -> simulation.answerPauses(actor, action, withdraws));
    }

    /** Ends the faults, except for an outage that has started, and restarts engines if necessary. */
    static void calm(Simulation simulation) {
        simulation.faults().end();
        simulation.happens("it is calm from now on", world -> {});
        simulation.resumeIfStopped();
        if (simulation.livingEngines() == 0) {
            simulation.startEngine();
        }
        simulation.orderAgain();
        // An engine whose shutdown started before may end now, and an order that only it knew is lost.
        simulation.after(LAST_DEATHS, Simulation::orderAgain);
        simulation.after(LAST_DEATHS, Simulation::resumeIfStopped);
    }
}
