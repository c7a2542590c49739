package io.github.bluegreen4j.workflow.state;

import io.github.bluegreen4j.event.Effect;
import io.github.bluegreen4j.event.Gate;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The pending work: for each resource what was decided, or what could still take effect. A resource that is not
 * listed is free.
 *
 * @param locks the resources that are not free
 * @param waiting what the wanted work waits for, for display
 */
public record PendingWork(Map<Effect.Resource, ResourceLock> locks, Map<Effect, Waiting> waiting) {

    /**
     * What work waits for.
     *
     * @param gate the gate that is closed
     * @param seen what was read last
     * @param wanted what would open the gate
     * @param since when the wait started
     */
    public record Waiting(Gate gate, String seen, String wanted, Instant since) {
        public boolean isOutOfReach() {
            return gate == Gate.REACHABLE;
        }
    }

    static final PendingWork EMPTY = new PendingWork(Map.of(), Map.of());

    /**
     * {@return why a resource is not free; empty if it is free}
     *
     * @param resource the resource
     */
    public Optional<ResourceLock> on(Effect.Resource resource) {
        return Optional.ofNullable(locks.get(resource));
    }

    /** Whether exactly this work is pending. */
    public boolean owes(Effect effect) {
        if (locks.isEmpty() || effect.resource().isEmpty()) {
            return false;
        }
        ResourceLock lock = locks.get(effect.resource().get());
        return lock != null && lock.isOwed() && lock.effect().equals(effect);
    }

    /** {@return whether no work is pending and no call can still take effect} */
    public boolean isQuiet() {
        return locks.isEmpty();
    }

    /** Whether any work waits for something that does not answer. */
    public boolean isAnyOutOfReach() {
        for (Waiting waits : waiting.values()) {
            if (waits.isOutOfReach()) {
                return true;
            }
        }
        return false;
    }

    /** Since when work waits for a policy; empty if none does. */
    public Optional<Instant> heldSince() {
        for (Waiting waits : waiting.values()) {
            if (waits.gate() == Gate.POLICY) {
                return Optional.of(waits.since());
            }
        }
        return Optional.empty();
    }

    /** Whether a write of a route may still arrive that an earlier engine had under way. */
    public boolean awaitsLateWrite() {
        for (Effect.Resource resource : locks.keySet()) {
            if (resource.kind() == Effect.Resource.Kind.LATE_WRITE) {
                return true;
            }
        }
        return false;
    }

    /**
     * How long a write of a route may still take to arrive when an engine takes the deployment up: all that it may take while one was
     * under way, otherwise what was left of an earlier wait.
     *
     * @param lastAlive the last event's instant, by the clock of the engine that waited before
     * @param longest how long a write may take to arrive
     */
    public Duration lateWriteDelay(Instant lastAlive, Duration longest) {
        Duration delay = Duration.ZERO;
        for (Map.Entry<Effect.Resource, ResourceLock> each : locks.entrySet()) {
            Duration left = switch (each.getKey().kind()) {
                case ROUTE -> longest;
                case LATE_WRITE ->
                    each.getValue()
                            .quietAt()
                            .map(until -> Durations.shorter(Duration.between(lastAlive, until), longest))
                            .orElse(longest);
                case REVISION, PRIMARY, SCALE_IN -> Duration.ZERO;
            };
            delay = Durations.longer(delay, left);
        }
        return delay;
    }

    public PendingWork owe(Effect effect) {
        return effect.resource()
                .map(resource ->
                        new PendingWork(ImmutableCopies.with(locks, resource, ResourceLock.owed(effect)), waiting))
                .orElse(this);
    }

    public PendingWork mayLand(Effect effect, Instant quietAt) {
        return held(effect, quietAt).done(effect);
    }

    /** A call of the work was not answered. */
    public PendingWork unanswered(Effect effect, Instant quietAt) {
        return held(effect, quietAt).doneUnlessOutOfReach(effect);
    }

    private PendingWork held(Effect effect, Instant quietAt) {
        return effect.resource()
                .map(resource -> new PendingWork(
                        ImmutableCopies.with(locks, resource, ResourceLock.mayLand(effect, quietAt)), waiting))
                .orElse(this);
    }

    public PendingWork free(Effect.Resource resource) {
        ResourceLock lock = locks.get(resource);
        if (lock == null) {
            return this;
        }
        PendingWork free = new PendingWork(ImmutableCopies.without(locks, resource), waiting);
        if (resource.kind() == Effect.Resource.Kind.LATE_WRITE) {
            return free;
        }
        return lock.isOwed() ? free.done(lock.effect()) : free.doneUnlessOutOfReach(lock.effect());
    }

    /** Work without an answer stays out of reach until something answers. */
    private PendingWork doneUnlessOutOfReach(Effect effect) {
        return gate(effect).equals(Optional.of(Gate.REACHABLE)) ? this : done(effect);
    }

    public PendingWork waits(Effect effect, Waiting what) {
        return new PendingWork(locks, ImmutableCopies.with(waiting, effect, what));
    }

    /** The gate that work waits for, if it does. */
    public Optional<Gate> gate(Effect effect) {
        return Optional.ofNullable(waiting.get(effect)).map(Waiting::gate);
    }

    /** Work that is not wanted any more waits for nothing. */
    public PendingWork waitingOnly(Set<Effect> wanted) {
        if (wanted.containsAll(waiting.keySet())) {
            return this;
        }
        Map<Effect, Waiting> left = new LinkedHashMap<>(waiting);
        left.keySet().retainAll(wanted);
        return new PendingWork(locks, left);
    }

    PendingWork done(Effect effect) {
        return new PendingWork(locks, ImmutableCopies.without(waiting, effect));
    }

    /**
     * After a restart or a take-over: pending work may have been sent.
     *
     * @param lateUntil until when a write of a route may arrive that was in progress; empty when none can
     */
    PendingWork afterResume(Instant quietAt, Optional<Instant> lateUntil) {
        Map<Effect.Resource, ResourceLock> suspects = new LinkedHashMap<>();
        locks.forEach((resource, lock) -> {
            boolean late = resource.kind() == Effect.Resource.Kind.LATE_WRITE;
            if (late || resource.kind() == Effect.Resource.Kind.ROUTE) {
                lateUntil.ifPresent(until -> suspects.put(
                        new Effect.Resource(Effect.Resource.Kind.LATE_WRITE, resource.id()),
                        ResourceLock.mayLand(lock.effect(), until)));
            }
            if (!late) {
                suspects.put(resource, ResourceLock.mayLand(lock.effect(), quietAt));
            }
        });
        return new PendingWork(suspects, Map.of());
    }
}
