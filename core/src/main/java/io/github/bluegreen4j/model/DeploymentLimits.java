package io.github.bluegreen4j.model;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * The limits and rhythms of the engine's own work. The defaults suit Amazon ECS with an Elastic Load Balancer; the limits
 * of a stage and of a deployment are those of the page "Amazon ECS blue/green service deployments workflow" of the ECS
 * developer guide. Every time is positive. The limits of the engine's own work (stage, cleanUpGate, cleanUp, closing) do not count
 * the time in which the engine could not act: without a journal or a lease, or while nothing it needs answers.
 *
 * @param deployment the whole deployment, pauses included; it always counts; no hook, no pause and not all bakes together may be
 *     longer; 1 s to 30 days, by default 30 days
 * @param stage the engine's own work in one stage; bakes, pauses and hooks have limits of their own and stop this clock; 1 s to 24 hours, by default 24 hours
 * @param cleanUpGate how long the gate before CLEAN_UP may stay closed before the deployment rolls back; 1 s to 24 hours, by default 15 minutes
 * @param cleanUp CLEAN_UP itself, beyond the drain; 1 s to 24 hours, by default 1 hour
 * @param drain how long a target group must have been without weight before anything behind it is reduced; 1 ms to 24 hours, by default 30 s
 * @param closing how long an ending deployment tries to release what it has suspended; 1 s to 1 hour, by default 5 minutes
 * @param call the maximum of one call that changes something; afterwards its outcome is unknown; 100 ms to 30 s, by default 10 s
 * @param grace how long after that maximum a call may still take effect; 1 ms to 1 minute, by default 5 s
 * @param freshness how old a reading may be that opens a gate; 1 s to 10 s, by default 10 s
 * @param watchAge how old a watched value may be before it is unknown; 10 s to 10 minutes, by default 60 s
 * @param poll how often a script that waits looks again; 1 ms to 10 minutes, by default 10 s
 * @param backOff the delay before a failed call is tried again for the first time; 1 ms to 1 minute, by default 1 s
 * @param backOffDoublings how often that delay doubles before it stays; 0 to 10, by default 5
 * @param hookTries how often a hook that cannot be reached is called before it counts as unreachable; 1 to 10, by default 3
 */
public record DeploymentLimits(
        Duration deployment,
        Duration stage,
        Duration cleanUpGate,
        Duration cleanUp,
        Duration drain,
        Duration closing,
        Duration call,
        Duration grace,
        Duration freshness,
        Duration watchAge,
        Duration poll,
        Duration backOff,
        int backOffDoublings,
        int hookTries) {

    /** The defaults. */
    public static final DeploymentLimits DEFAULTS = new DeploymentLimits(
            Duration.ofDays(30),
            Duration.ofHours(24),
            Duration.ofMinutes(15),
            Duration.ofHours(1),
            Duration.ofSeconds(30),
            Duration.ofMinutes(5),
            Duration.ofSeconds(10),
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            Duration.ofSeconds(60),
            Duration.ofSeconds(10),
            Duration.ofSeconds(1),
            5,
            3);

    /** Checks the ranges. */
    public DeploymentLimits {
        Faults faults = new Faults();
        faults.duration("limits.deployment", deployment, range(Duration.ofSeconds(1), Duration.ofDays(30)));
        faults.duration("limits.stage", stage, range(Duration.ofSeconds(1), Duration.ofHours(24)));
        faults.duration("limits.cleanUpGate", cleanUpGate, range(Duration.ofSeconds(1), Duration.ofHours(24)));
        faults.duration("limits.cleanUp", cleanUp, range(Duration.ofSeconds(1), Duration.ofHours(24)));
        faults.duration("limits.drain", drain, range(Duration.ofMillis(1), Duration.ofHours(24)));
        faults.duration("limits.closing", closing, range(Duration.ofSeconds(1), Duration.ofHours(1)));
        faults.duration("limits.call", call, range(Duration.ofMillis(100), Duration.ofSeconds(30)));
        faults.duration("limits.grace", grace, range(Duration.ofMillis(1), Duration.ofMinutes(1)));
        faults.duration("limits.freshness", freshness, range(Duration.ofSeconds(1), Duration.ofSeconds(10)));
        faults.duration("limits.watchAge", watchAge, range(Duration.ofSeconds(10), Duration.ofMinutes(10)));
        faults.duration("limits.poll", poll, range(Duration.ofMillis(1), Duration.ofMinutes(10)));
        faults.duration("limits.backOff", backOff, range(Duration.ofMillis(1), Duration.ofMinutes(1)));
        faults.number("limits.backOffDoublings", backOffDoublings, 0, 10);
        faults.number("limits.hookTries", hookTries, 1, 10);
        faults.throwIfAny();
    }

    private static DurationRange range(Duration min, Duration max) {
        return DurationRange.precise(min, max);
    }

    /** The same limits but for {@link #deployment}. */
    public DeploymentLimits withDeployment(Duration newDeployment) {
        return with(draft -> draft.deployment = newDeployment);
    }

    /** The same limits but for {@link #stage}. */
    public DeploymentLimits withStage(Duration newStage) {
        return with(draft -> draft.stage = newStage);
    }

    /** The same limits but for {@link #cleanUpGate}. */
    public DeploymentLimits withCleanUpGate(Duration newCleanUpGate) {
        return with(draft -> draft.cleanUpGate = newCleanUpGate);
    }

    /** The same limits but for {@link #cleanUp}. */
    public DeploymentLimits withCleanUp(Duration newCleanUp) {
        return with(draft -> draft.cleanUp = newCleanUp);
    }

    /** The same limits but for {@link #drain}. */
    public DeploymentLimits withDrain(Duration newDrain) {
        return with(draft -> draft.drain = newDrain);
    }

    /** The same limits but for {@link #closing}. */
    public DeploymentLimits withClosing(Duration newClosing) {
        return with(draft -> draft.closing = newClosing);
    }

    /** The same limits but for {@link #call}. */
    public DeploymentLimits withCall(Duration newCall) {
        return with(draft -> draft.call = newCall);
    }

    /** The same limits but for {@link #grace}. */
    public DeploymentLimits withGrace(Duration newGrace) {
        return with(draft -> draft.grace = newGrace);
    }

    /** The same limits but for {@link #freshness}. */
    public DeploymentLimits withFreshness(Duration newFreshness) {
        return with(draft -> draft.freshness = newFreshness);
    }

    /** The same limits but for {@link #watchAge}. */
    public DeploymentLimits withWatchAge(Duration newWatchAge) {
        return with(draft -> draft.watchAge = newWatchAge);
    }

    /** The same limits but for {@link #poll}. */
    public DeploymentLimits withPoll(Duration newPoll) {
        return with(draft -> draft.poll = newPoll);
    }

    /** The same limits but for {@link #backOff}. */
    public DeploymentLimits withBackOff(Duration newBackOff) {
        return with(draft -> draft.backOff = newBackOff);
    }

    /** The same limits but for {@link #backOffDoublings}. */
    public DeploymentLimits withBackOffDoublings(int newBackOffDoublings) {
        return with(draft -> draft.backOffDoublings = newBackOffDoublings);
    }

    /** The same limits but for {@link #hookTries}. */
    public DeploymentLimits withHookTries(int newHookTries) {
        return with(draft -> draft.hookTries = newHookTries);
    }

    private DeploymentLimits with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.make();
    }

    /** The fields, to change one of them. */
    private static final class Draft {
        private Duration deployment;
        private Duration stage;
        private Duration cleanUpGate;
        private Duration cleanUp;
        private Duration drain;
        private Duration closing;
        private Duration call;
        private Duration grace;
        private Duration freshness;
        private Duration watchAge;
        private Duration poll;
        private Duration backOff;
        private int backOffDoublings;
        private int hookTries;

        Draft(DeploymentLimits limits) {
            deployment = limits.deployment;
            stage = limits.stage;
            cleanUpGate = limits.cleanUpGate;
            cleanUp = limits.cleanUp;
            drain = limits.drain;
            closing = limits.closing;
            call = limits.call;
            grace = limits.grace;
            freshness = limits.freshness;
            watchAge = limits.watchAge;
            poll = limits.poll;
            backOff = limits.backOff;
            backOffDoublings = limits.backOffDoublings;
            hookTries = limits.hookTries;
        }

        DeploymentLimits make() {
            return new DeploymentLimits(
                    deployment,
                    stage,
                    cleanUpGate,
                    cleanUp,
                    drain,
                    closing,
                    call,
                    grace,
                    freshness,
                    watchAge,
                    poll,
                    backOff,
                    backOffDoublings,
                    hookTries);
        }
    }
}
