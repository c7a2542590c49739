package io.github.bluegreen4j.testkit.explorer;

import io.github.bluegreen4j.model.DeploymentSpec;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * A small world to search whole: a specification, how the service stands, and what the adversary may do.
 *
 * @param name how it is called in reports
 * @param spec what is deployed; at most one alarm
 * @param world how the service stands
 * @param tasks how many tasks it is asked to run
 * @param scalable whether it has an autoscaler whose permission to scale in is suspended
 * @param powers what the adversary may do
 * @param breakages what it may break for good with {@link Power#BREAK}
 * @param faults how often calls may go wrong, in all
 * @param changes how often the world may change by itself, in all
 * @param commands how many commands operators may give, in all; the same one only once
 * @param crashes how often the engine may die
 * @param rules what is checked
 * @param lag the settle time that readings of routes state, when data planes lag; empty when they follow at once. The
 *     data plane follows within that time; where it is zero the router does not keep its word
 * @param cap how many nodes are too many: reaching it is a failure, not an end
 */
public record Bound(
        String name,
        DeploymentSpec spec,
        StartWorld world,
        int tasks,
        boolean scalable,
        Set<Power> powers,
        Set<BrokenCalls> breakages,
        int faults,
        int changes,
        int commands,
        int crashes,
        Set<Rule> rules,
        Optional<Duration> lag,
        int cap) {

    /** Copies the sets. */
    public Bound {
        powers = powers.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(powers));
        breakages = breakages.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(breakages));
        rules = Collections.unmodifiableSet(EnumSet.copyOf(rules));
    }

    /** A bound with every power but the deletions, and no budget: only timers, hooks and the world's ordinary course. */
    public static Bound of(String name, DeploymentSpec spec) {
        return new Bound(
                name,
                spec,
                StartWorld.STEADY,
                1,
                false,
                EnumSet.complementOf(EnumSet.copyOf(Power.deletions())),
                Set.of(),
                0,
                0,
                0,
                0,
                Rule.all(),
                Optional.empty(),
                3_000_000);
    }

    /** The same from another start. */
    public Bound from(StartWorld start) {
        return new Bound(
                name, spec, start, tasks, scalable, powers, breakages, faults, changes, commands, crashes, rules, lag,
                cap);
    }

    /** The same with that many tasks. */
    public Bound tasks(int count) {
        return new Bound(
                name, spec, world, count, scalable, powers, breakages, faults, changes, commands, crashes, rules, lag,
                cap);
    }

    /** The same with an autoscaler. */
    public Bound withAutoScaling() {
        return new Bound(
                name, spec, world, tasks, true, powers, breakages, faults, changes, commands, crashes, rules, lag, cap);
    }

    /** The same with an adversary that may do only this. */
    public Bound powers(Set<Power> only) {
        return new Bound(
                name, spec, world, tasks, scalable, only, breakages, faults, changes, commands, crashes, rules, lag,
                cap);
    }

    /** The same, and one of these may break for good. */
    public Bound breaking(Set<BrokenCalls> what) {
        return new Bound(
                name, spec, world, tasks, scalable, powers, what, faults, changes, commands, crashes, rules, lag, cap);
    }

    /** The same with that budget. */
    public Bound budget(int newFaults, int newChanges, int newCommands, int newCrashes) {
        return new Bound(
                name,
                spec,
                world,
                tasks,
                scalable,
                powers,
                breakages,
                newFaults,
                newChanges,
                newCommands,
                newCrashes,
                rules,
                lag,
                cap);
    }

    /** The same, checking only this. */
    public Bound checking(Set<Rule> only) {
        return new Bound(
                name, spec, world, tasks, scalable, powers, breakages, faults, changes, commands, crashes, only, lag,
                cap);
    }

    /** The same with data planes that follow a write later, within the settle time that readings state. */
    public Bound lagging(Duration settle) {
        return new Bound(
                name,
                spec,
                world,
                tasks,
                scalable,
                powers,
                breakages,
                faults,
                changes,
                commands,
                crashes,
                rules,
                Optional.of(settle),
                cap);
    }

    /** The same with another cap. */
    public Bound cap(int nodes) {
        return new Bound(
                name, spec, world, tasks, scalable, powers, breakages, faults, changes, commands, crashes, rules, lag,
                nodes);
    }
}
