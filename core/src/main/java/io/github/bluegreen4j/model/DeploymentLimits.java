package io.github.bluegreen4j.model;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * The time limits and intervals of the engine's own work. The defaults suit Amazon ECS with an Elastic Load Balancer.
 * The limits of a stage and of a deployment are those of the page "Amazon ECS blue/green service deployments
 * workflow" of the ECS developer guide.
 *
 * <p>The limits {@code stage}, {@code cleanUpGate}, {@code cleanUp} and {@code closing} count only time in which the
 * engine could act. They stand still while it has no journal or no lease, or while no port that it needs answers.
 *
 * @param deployment the whole deployment, pauses included; it never stands still. No hook, no pause and no sum of
 *     bakes may be longer; 1 s to 30 days, by default 30 days
 * @param stage the engine's own work in one stage. Bakes, pauses and hooks stop this clock: they have limits of their
 *     own; 1 s to 24 hours, by default 24 hours
 * @param cleanUpGate how long the gate before CLEAN_UP may stay closed before the deployment rolls back; 1 s to 24
 *     hours, by default 15 minutes
 * @param cleanUp CLEAN_UP itself, without the drain; 1 s to 24 hours, by default 1 hour
 * @param drain how long a target group must have had no weight before the engine reduces what is behind it; 1 ms to
 *     24 hours, by default 30 s
 * @param closing how long an ending deployment tries to restore what it suspended; 1 s to 1 hour, by default 5
 *     minutes
 * @param call the maximum duration of one call that changes something; after it the outcome is unknown; 100 ms to 30
 *     s, by default 10 s
 * @param grace how long after that maximum the call could still take effect; 1 ms to 1 minute, by default 5 s
 * @param freshness the maximum age of a reading that opens a gate; 1 s to 10 s, by default 10 s
 * @param watchAge the maximum age of a watched value; an older one is unknown; 10 s to 10 minutes, by default 60 s
 * @param poll how often a waiting piece of work reads again; 1 ms to 10 minutes, by default 10 s
 * @param backOff the delay before the first retry of a failed call; 1 ms to 1 minute, by default 1 s
 * @param backOffDoublings how often that delay doubles before it stays the same; 0 to 10, by default 5
 * @param hookTries how often an unreachable hook is called before it fails; 1 to 10, by default 3
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

    /** Every limit at its default. */
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

    /**
     * Checks the ranges.
     *
     * @param deployment the whole deployment, pauses included
     * @param stage the engine's own work in one stage
     * @param cleanUpGate how long the gate before CLEAN_UP may stay closed before the deployment rolls back
     * @param cleanUp CLEAN_UP itself, without the drain
     * @param drain how long a target group must have had no weight before the engine reduces what is behind it
     * @param closing how long an ending deployment tries to restore what it suspended
     * @param call the maximum duration of one call that changes something
     * @param grace how long after that maximum the call could still take effect
     * @param freshness the maximum age of a reading that opens a gate
     * @param watchAge the maximum age of a watched value
     * @param poll how often a waiting piece of work reads again
     * @param backOff the delay before the first retry of a failed call
     * @param backOffDoublings how often that delay doubles before it stays the same
     * @param hookTries how often an unreachable hook is called before it fails
     * @throws InvalidSpecException with every limit that is missing or out of range
     */
    public DeploymentLimits {
        SpecFaults faults = new SpecFaults();
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

    /**
     * {@return a copy with another {@link #deployment}}
     *
     * @param newDeployment the new value; 1 s to 30 days
     * @throws InvalidSpecException if it is out of range
     */
    public DeploymentLimits withDeployment(Duration newDeployment) {
        return with(draft -> draft.deployment = newDeployment);
    }

    /**
     * {@return a copy with another {@link #stage}}
     *
     * @param newStage the new value; 1 s to 24 hours
     * @throws InvalidSpecException if it is out of range
     */
    public DeploymentLimits withStage(Duration newStage) {
        return with(draft -> draft.stage = newStage);
    }

    /**
     * {@return a copy with another {@link #cleanUpGate}}
     *
     * @param newCleanUpGate the new value; 1 s to 24 hours
     * @throws InvalidSpecException if it is out of range
     */
    public DeploymentLimits withCleanUpGate(Duration newCleanUpGate) {
        return with(draft -> draft.cleanUpGate = newCleanUpGate);
    }

    /**
     * {@return a copy with another {@link #cleanUp}}
     *
     * @param newCleanUp the new value; 1 s to 24 hours
     * @throws InvalidSpecException if it is out of range
     */
    public DeploymentLimits withCleanUp(Duration newCleanUp) {
        return with(draft -> draft.cleanUp = newCleanUp);
    }

    /**
     * {@return a copy with another {@link #drain}}
     *
     * @param newDrain the new value; 1 ms to 24 hours
     * @throws InvalidSpecException if it is out of range
     */
    public DeploymentLimits withDrain(Duration newDrain) {
        return with(draft -> draft.drain = newDrain);
    }

    /**
     * {@return a copy with another {@link #closing}}
     *
     * @param newClosing the new value; 1 s to 1 hour
     * @throws InvalidSpecException if it is out of range
     */
    public DeploymentLimits withClosing(Duration newClosing) {
        return with(draft -> draft.closing = newClosing);
    }

    /**
     * {@return a copy with another {@link #call}}
     *
     * @param newCall the new value; 100 ms to 30 s
     * @throws InvalidSpecException if it is out of range
     */
    public DeploymentLimits withCall(Duration newCall) {
        return with(draft -> draft.call = newCall);
    }

    /**
     * {@return a copy with another {@link #grace}}
     *
     * @param newGrace the new value; 1 ms to 1 minute
     * @throws InvalidSpecException if it is out of range
     */
    public DeploymentLimits withGrace(Duration newGrace) {
        return with(draft -> draft.grace = newGrace);
    }

    /**
     * {@return a copy with another {@link #freshness}}
     *
     * @param newFreshness the new value; 1 s to 10 s
     * @throws InvalidSpecException if it is out of range
     */
    public DeploymentLimits withFreshness(Duration newFreshness) {
        return with(draft -> draft.freshness = newFreshness);
    }

    /**
     * {@return a copy with another {@link #watchAge}}
     *
     * @param newWatchAge the new value; 10 s to 10 minutes
     * @throws InvalidSpecException if it is out of range
     */
    public DeploymentLimits withWatchAge(Duration newWatchAge) {
        return with(draft -> draft.watchAge = newWatchAge);
    }

    /**
     * {@return a copy with another {@link #poll}}
     *
     * @param newPoll the new value; 1 ms to 10 minutes
     * @throws InvalidSpecException if it is out of range
     */
    public DeploymentLimits withPoll(Duration newPoll) {
        return with(draft -> draft.poll = newPoll);
    }

    /**
     * {@return a copy with another {@link #backOff}}
     *
     * @param newBackOff the new value; 1 ms to 1 minute
     * @throws InvalidSpecException if it is out of range
     */
    public DeploymentLimits withBackOff(Duration newBackOff) {
        return with(draft -> draft.backOff = newBackOff);
    }

    /**
     * {@return a copy with another {@link #backOffDoublings}}
     *
     * @param newBackOffDoublings the new value; 0 to 10
     * @throws InvalidSpecException if it is out of range
     */
    public DeploymentLimits withBackOffDoublings(int newBackOffDoublings) {
        return with(draft -> draft.backOffDoublings = newBackOffDoublings);
    }

    /**
     * {@return a copy with another {@link #hookTries}}
     *
     * @param newHookTries the new value; 1 to 10
     * @throws InvalidSpecException if it is out of range
     */
    public DeploymentLimits withHookTries(int newHookTries) {
        return with(draft -> draft.hookTries = newHookTries);
    }

    private DeploymentLimits with(Consumer<Draft> change) {
        Draft draft = new Draft();
        change.accept(draft);
        return draft.make();
    }

    /** The fields in mutable form, to change one of them. */
    private final class Draft {
        private Duration deployment = DeploymentLimits.this.deployment;
        private Duration stage = DeploymentLimits.this.stage;
        private Duration cleanUpGate = DeploymentLimits.this.cleanUpGate;
        private Duration cleanUp = DeploymentLimits.this.cleanUp;
        private Duration drain = DeploymentLimits.this.drain;
        private Duration closing = DeploymentLimits.this.closing;
        private Duration call = DeploymentLimits.this.call;
        private Duration grace = DeploymentLimits.this.grace;
        private Duration freshness = DeploymentLimits.this.freshness;
        private Duration watchAge = DeploymentLimits.this.watchAge;
        private Duration poll = DeploymentLimits.this.poll;
        private Duration backOff = DeploymentLimits.this.backOff;
        private int backOffDoublings = DeploymentLimits.this.backOffDoublings;
        private int hookTries = DeploymentLimits.this.hookTries;

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
