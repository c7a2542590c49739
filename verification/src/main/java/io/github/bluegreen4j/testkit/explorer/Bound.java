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
 * @param budget what the adversary may spend, packed into one number by {@link #budget(int, int, int, int)}
 * @param rules what is checked
 * @param lag the settle time that readings of routes state, when data planes lag; empty when they follow at once. The
 *     data plane follows within that time; where it is zero the router does not keep its word
 * @param bestEffort whether the router compares and then writes, as Elastic Load Balancing does: a write whose engine died may land
 *     minutes later, whatever the route reads then
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
        int budget,
        Set<Rule> rules,
        Optional<Duration> lag,
        boolean bestEffort,
        int cap) {

    /**
     * Copies the sets.
     *
     * @param name how it is called in reports
     * @param spec what is deployed; at most one alarm
     * @param world how the service stands
     * @param tasks how many tasks it is asked to run
     * @param scalable whether it has an autoscaler whose permission to scale in is suspended
     * @param powers what the adversary may do
     * @param breakages what it may break for good with {@link Power#BREAK}
     * @param budget what the adversary may spend, packed into one number by {@link #budget(int, int, int, int)}
     * @param rules what is checked
     * @param lag the settle time that readings of routes state, when data planes lag; empty when they follow at once. The
     *     data plane follows within that time; where it is zero the router does not keep its word
     * @param bestEffort whether the router compares and then writes, as Elastic Load Balancing does: a write whose engine died may
     *     land minutes later, whatever the route reads then
     * @param cap how many nodes are too many: reaching it is a failure, not an end
     */
    public Bound {
        powers = powers.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(powers));
        breakages = breakages.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(breakages));
        rules = Collections.unmodifiableSet(EnumSet.copyOf(rules));
    }

    /**
     * {@return a bound with every power but the deletions and policies, and no budget: only timers, hooks and the world's ordinary
     * course}
     *
     * @param name how it is called in reports
     * @param spec what is deployed
     */
    public static Bound of(String name, DeploymentSpec spec) {
        return new Bound(
                name,
                spec,
                StartWorld.STEADY,
                1,
                false,
                EnumSet.complementOf(EnumSet.copyOf(Power.extra())),
                Set.of(),
                0,
                Rule.all(),
                Optional.empty(),
                false,
                3_000_000);
    }

    /**
     * {@return the same from another start}
     *
     * @param start how the service stands
     */
    public Bound from(StartWorld start) {
        return new Bound(name, spec, start, tasks, scalable, powers, breakages, budget, rules, lag, bestEffort, cap);
    }

    /**
     * {@return the same with that many tasks}
     *
     * @param count how many tasks the service is asked to run, 1 or more
     */
    public Bound tasks(int count) {
        return new Bound(name, spec, world, count, scalable, powers, breakages, budget, rules, lag, bestEffort, cap);
    }

    /** {@return the same with an autoscaler} */
    public Bound withAutoScaling() {
        return new Bound(name, spec, world, tasks, true, powers, breakages, budget, rules, lag, bestEffort, cap);
    }

    /**
     * {@return the same with an adversary that may do only this}
     *
     * @param only what it may do
     */
    public Bound powers(Set<Power> only) {
        return new Bound(name, spec, world, tasks, scalable, only, breakages, budget, rules, lag, bestEffort, cap);
    }

    /**
     * {@return the same, and one of these may break for good}
     *
     * @param what what may break with {@link Power#BREAK}
     */
    public Bound breaking(Set<BrokenCalls> what) {
        return new Bound(name, spec, world, tasks, scalable, powers, what, budget, rules, lag, bestEffort, cap);
    }

    /**
     * {@return the same with that budget} Each number is at most 255.
     *
     * @param faults how often calls may go wrong, in all
     * @param changes how often the world may change by itself, in all
     * @param commands how many commands operators may give, in all; the same one only once
     * @param crashes how often the engine may die
     */
    public Bound budget(int faults, int changes, int commands, int crashes) {
        int packed = Budget.of(faults, changes, commands, crashes);
        return new Bound(name, spec, world, tasks, scalable, powers, breakages, packed, rules, lag, bestEffort, cap);
    }

    /**
     * {@return the same, checking only this}
     *
     * @param only the rules that are checked
     */
    public Bound checking(Set<Rule> only) {
        return new Bound(name, spec, world, tasks, scalable, powers, breakages, budget, only, lag, bestEffort, cap);
    }

    /**
     * {@return the same with data planes that follow a write later, within the settle time that readings state}
     *
     * @param settle the settle time
     */
    public Bound lagging(Duration settle) {
        return new Bound(
                name,
                spec,
                world,
                tasks,
                scalable,
                powers,
                breakages,
                budget,
                rules,
                Optional.of(settle),
                bestEffort,
                cap);
    }

    /** {@return the same with a router that compares and then writes} */
    public Bound withBestEffort() {
        return new Bound(name, spec, world, tasks, scalable, powers, breakages, budget, rules, lag, true, cap);
    }

    /**
     * {@return the same with another cap}
     *
     * @param nodes how many nodes are too many
     */
    public Bound cap(int nodes) {
        return new Bound(name, spec, world, tasks, scalable, powers, breakages, budget, rules, lag, bestEffort, nodes);
    }
}
