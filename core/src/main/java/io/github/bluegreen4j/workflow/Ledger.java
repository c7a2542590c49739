package io.github.bluegreen4j.workflow;

import io.github.bluegreen4j.event.Effect;
import io.github.bluegreen4j.event.Gate;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is owed to each resource, or may still land on it. A resource that is not listed is free.
 *
 * @param holds the resources that are not free
 * @param waiting what the work in progress waits for, for those who ask why
 */
public record Ledger(Map<Effect.Resource, Hold> holds, Map<Effect, Waiting> waiting) {

    /** What work waits for: what was seen last and what is wanted, and since when. */
    public record Waiting(Gate gate, String seen, String wanted, Instant since) {
        boolean isOutOfReach() {
            return gate == Gate.REACHABLE;
        }
    }

    static final Ledger EMPTY = new Ledger(Map.of(), Map.of());

    public Optional<Hold> on(Effect.Resource resource) {
        return Optional.ofNullable(holds.get(resource));
    }

    /** Whether exactly this work is owed. */
    boolean owes(Effect effect) {
        if (holds.isEmpty() || effect.resource().isEmpty()) {
            return false;
        }
        Hold hold = holds.get(effect.resource().get());
        return hold != null && hold.isOwed() && hold.effect().equals(effect);
    }

    /** Whether nothing is owed and nothing may land. */
    public boolean isQuiet() {
        return holds.isEmpty();
    }

    Ledger owe(Effect effect) {
        return effect.resource()
                .map(resource -> new Ledger(Copies.with(holds, resource, Hold.owed(effect)), waiting))
                .orElse(this);
    }

    Ledger mayLand(Effect effect, Instant quietAt) {
        return effect.resource()
                .map(resource -> new Ledger(Copies.with(holds, resource, Hold.mayLand(effect, quietAt)), waiting))
                .orElse(this)
                .done(effect);
    }

    Ledger free(Effect.Resource resource) {
        Hold hold = holds.get(resource);
        if (hold == null) {
            return this;
        }
        Ledger free = new Ledger(Copies.without(holds, resource), waiting);
        Waiting waits = waiting.get(hold.effect());
        boolean stillAway = !hold.isOwed() && waits != null && waits.isOutOfReach();
        return stillAway ? free : free.done(hold.effect());
    }

    Ledger waits(Effect effect, Waiting what) {
        return new Ledger(holds, Copies.with(waiting, effect, what));
    }

    /** The gate that work waits for, if it does. */
    Optional<Gate> gate(Effect effect) {
        return Optional.ofNullable(waiting.get(effect)).map(Waiting::gate);
    }

    /** A call of the work was not answered. What was out of reach before counts as such until something answers. */
    Ledger unanswered(Effect effect, Instant quietAt) {
        Waiting before = waiting.get(effect);
        Ledger held = mayLand(effect, quietAt);
        return before != null && before.isOutOfReach() ? held.waits(effect, before) : held;
    }

    /** What was only read has been read, or is of no use any more. */
    Ledger withoutReads() {
        Map<Effect, Waiting> left = new LinkedHashMap<>(waiting);
        left.keySet().removeIf(effect -> effect.resource().isEmpty());
        return left.size() == waiting.size() ? this : new Ledger(holds, left);
    }

    Ledger done(Effect effect) {
        return new Ledger(holds, Copies.without(waiting, effect));
    }

    /** After a restart or a take-over: whatever was owed may have been sent. */
    Ledger afterResume(Instant quietAt) {
        Map<Effect.Resource, Hold> suspects = new LinkedHashMap<>();
        holds.forEach((resource, hold) -> suspects.put(resource, Hold.mayLand(hold.effect(), quietAt)));
        return new Ledger(suspects, Map.of());
    }
}
