package io.github.bluegreen4j.workflow;

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
 * @param holds the resources that are not free
 * @param waiting what the wanted work waits for, for display
 */
public record Ledger(Map<Effect.Resource, Hold> holds, Map<Effect, Waiting> waiting) {

    /**
     * What work waits for.
     *
     * @param gate the gate that is closed
     * @param seen what was read last
     * @param wanted what would open the gate
     * @param since when the wait started
     */
    public record Waiting(Gate gate, String seen, String wanted, Instant since) {
        boolean isOutOfReach() {
            return gate == Gate.REACHABLE;
        }
    }

    static final Ledger EMPTY = new Ledger(Map.of(), Map.of());

    /**
     * {@return why a resource is not free; empty if it is free}
     *
     * @param resource the resource
     */
    public Optional<Hold> on(Effect.Resource resource) {
        return Optional.ofNullable(holds.get(resource));
    }

    /** Whether exactly this work is pending. */
    boolean owes(Effect effect) {
        if (holds.isEmpty() || effect.resource().isEmpty()) {
            return false;
        }
        Hold hold = holds.get(effect.resource().get());
        return hold != null && hold.isOwed() && hold.effect().equals(effect);
    }

    /** {@return whether no work is pending and no call can still take effect} */
    public boolean isQuiet() {
        return holds.isEmpty();
    }

    /** Whether a write of a route may still arrive that an earlier engine had under way. */
    boolean awaitsLateWrite() {
        for (Effect.Resource resource : holds.keySet()) {
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
    Duration lateWriteDelay(Instant lastAlive, Duration longest) {
        Duration delay = Duration.ZERO;
        for (Map.Entry<Effect.Resource, Hold> each : holds.entrySet()) {
            Duration left = switch (each.getKey().kind()) {
                case ROUTE -> longest;
                case LATE_WRITE ->
                    each.getValue()
                            .quietAt()
                            .map(until -> Spans.shorter(Duration.between(lastAlive, until), longest))
                            .orElse(longest);
                case REVISION, PRIMARY, SCALE_IN -> Duration.ZERO;
            };
            delay = Spans.longer(delay, left);
        }
        return delay;
    }

    Ledger owe(Effect effect) {
        return effect.resource()
                .map(resource -> new Ledger(Copies.with(holds, resource, Hold.owed(effect)), waiting))
                .orElse(this);
    }

    Ledger mayLand(Effect effect, Instant quietAt) {
        return held(effect, quietAt).done(effect);
    }

    /** A call of the work was not answered. */
    Ledger unanswered(Effect effect, Instant quietAt) {
        return held(effect, quietAt).doneUnlessOutOfReach(effect);
    }

    private Ledger held(Effect effect, Instant quietAt) {
        return effect.resource()
                .map(resource -> new Ledger(Copies.with(holds, resource, Hold.mayLand(effect, quietAt)), waiting))
                .orElse(this);
    }

    Ledger free(Effect.Resource resource) {
        Hold hold = holds.get(resource);
        if (hold == null) {
            return this;
        }
        Ledger free = new Ledger(Copies.without(holds, resource), waiting);
        if (resource.kind() == Effect.Resource.Kind.LATE_WRITE) {
            return free;
        }
        return hold.isOwed() ? free.done(hold.effect()) : free.doneUnlessOutOfReach(hold.effect());
    }

    /** Work without an answer stays out of reach until something answers. */
    private Ledger doneUnlessOutOfReach(Effect effect) {
        return gate(effect).equals(Optional.of(Gate.REACHABLE)) ? this : done(effect);
    }

    Ledger waits(Effect effect, Waiting what) {
        return new Ledger(holds, Copies.with(waiting, effect, what));
    }

    /** The gate that work waits for, if it does. */
    Optional<Gate> gate(Effect effect) {
        return Optional.ofNullable(waiting.get(effect)).map(Waiting::gate);
    }

    /** Work that is not wanted any more waits for nothing. */
    Ledger waitingOnly(Set<Effect> wanted) {
        if (wanted.containsAll(waiting.keySet())) {
            return this;
        }
        Map<Effect, Waiting> left = new LinkedHashMap<>(waiting);
        left.keySet().retainAll(wanted);
        return new Ledger(holds, left);
    }

    Ledger done(Effect effect) {
        return new Ledger(holds, Copies.without(waiting, effect));
    }

    /**
     * After a restart or a take-over: pending work may have been sent.
     *
     * @param lateUntil until when a write of a route may arrive that was in progress; empty when none can
     */
    Ledger afterResume(Instant quietAt, Optional<Instant> lateUntil) {
        Map<Effect.Resource, Hold> suspects = new LinkedHashMap<>();
        holds.forEach((resource, hold) -> {
            boolean late = resource.kind() == Effect.Resource.Kind.LATE_WRITE;
            if (late || resource.kind() == Effect.Resource.Kind.ROUTE) {
                lateUntil.ifPresent(until -> suspects.put(
                        new Effect.Resource(Effect.Resource.Kind.LATE_WRITE, resource.id()),
                        Hold.mayLand(hold.effect(), until)));
            }
            if (!late) {
                suspects.put(resource, Hold.mayLand(hold.effect(), quietAt));
            }
        });
        return new Ledger(suspects, Map.of());
    }
}
