package io.github.bluegreen4j.workflow;

import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.DeploymentLimits;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.HookExecution;
import io.github.bluegreen4j.model.Roles;
import io.github.bluegreen4j.model.RollbackCause;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a deployment carries with it whichever way it goes.
 *
 * @param facts what never changes
 * @param started what was found at the start; empty while it is pending
 * @param ledger what is owed or may still land
 * @param estate what it has in the world
 * @param hooks its hooks so far
 * @param watching what the watches have shown
 * @param answered the commands it has answered
 * @param clock what interrupted the engine's own work
 * @param rollback why it rolls back or rolled back; empty when it does not
 * @param refused whether it was refused before anything was touched
 * @param requestedBy who asked for its rollback or its stop; empty when nobody did, or nobody said who
 */
public record Running(
        Facts facts,
        Optional<Start> started,
        Ledger ledger,
        Estate estate,
        Map<HookExecution, HookRun> hooks,
        Watching watching,
        Set<String> answered,
        Clock clock,
        Optional<Rollback> rollback,
        boolean refused,
        Optional<Command.Origin> requestedBy) {

    /** Why, in a word and in words, and since when. */
    public record Rollback(RollbackCause cause, String reason, Instant since) {}

    /**
     * What interrupted the engine's own work: the limits of that work do not count it.
     *
     * @param resumedAt when an engine last took the deployment up again; empty while the first one acts
     * @param stalledUntil the end of the last time that was not counted; empty while there was none
     * @param behind how far the clock of the engine that acts is known to be behind an earlier one's
     * @param moved by how much the limits that always count were moved because clocks differ
     * @param lateUntil until when a write may arrive that an earlier engine had under way; empty when none could at the last take-over
     */
    public record Clock(
            Optional<Instant> resumedAt,
            Optional<Instant> stalledUntil,
            Duration behind,
            Duration moved,
            Optional<Instant> lateUntil) {
        static final Clock UNINTERRUPTED =
                new Clock(Optional.empty(), Optional.empty(), Duration.ZERO, Duration.ZERO, Optional.empty());

        /** So far the clocks of two engines may be apart without any limit becoming shorter. */
        static final Duration MOST_APART = Duration.ofMinutes(15);

        /** An engine took the deployment up at that instant of its own clock, so long after the last event of another clock. */
        Clock resumed(Instant at, Duration gap, Optional<Instant> late) {
            Duration stillBehind = behind.minus(gap);
            return new Clock(
                    Optional.of(at),
                    Optional.of(at),
                    stillBehind.isNegative() ? Duration.ZERO : stillBehind,
                    moved.plus(notPassed(gap)),
                    late);
        }

        /**
         * What of that gap did not pass for limits that count while no engine lives (of hooks, pauses and the deployment): all of it if
         * the clock went back, and what different clocks explain if it went forward.
         */
        Duration notPassed(Duration gap) {
            return Spans.shorter(gap, Spans.longer(MOST_APART, behind));
        }

        /** The later of that instant and the last one at which a write of an earlier engine may arrive. */
        Instant afterLateWrites(Instant instant) {
            return lateUntil.filter(instant::isBefore).orElse(instant);
        }

        Clock stalled(Instant until) {
            return new Clock(resumedAt, Optional.of(until), behind, moved, lateUntil);
        }

        /** An instant from which a limit is counted, moved by the time that has just not been counted. */
        Instant moved(Instant instant, Instant stalledFrom, Instant stalledTo) {
            Instant begin = stalledUntil.filter(stalledFrom::isBefore).orElse(stalledFrom);
            Instant lost = instant.isAfter(begin) ? instant : begin;
            return lost.isBefore(stalledTo) ? instant.plus(Duration.between(lost, stalledTo)) : instant;
        }
    }

    static Running of(Facts facts) {
        return new Running(
                facts,
                Optional.empty(),
                Ledger.EMPTY,
                Estate.EMPTY,
                Map.of(),
                Watching.NOTHING,
                Set.of(),
                Clock.UNINTERRUPTED,
                Optional.empty(),
                false,
                Optional.empty());
    }

    DeploymentSpec spec() {
        return facts.spec();
    }

    DeploymentLimits limits() {
        return facts.limits();
    }

    /** What was found at the start; only a deployment that has started is asked. */
    Start start() {
        return started.orElseThrow();
    }

    Roles roles() {
        return start().roles();
    }

    Running started(Start start) {
        return new Running(
                facts,
                Optional.of(start),
                ledger,
                estate,
                hooks,
                watching,
                answered,
                clock,
                rollback,
                refused,
                requestedBy);
    }

    Running with(Ledger newLedger) {
        return new Running(
                facts, started, newLedger, estate, hooks, watching, answered, clock, rollback, refused, requestedBy);
    }

    Running with(Estate newEstate) {
        return new Running(
                facts, started, ledger, newEstate, hooks, watching, answered, clock, rollback, refused, requestedBy);
    }

    Running with(HookRun run) {
        return withHooks(Copies.with(hooks, run.execution(), run));
    }

    Running withHooks(Map<HookExecution, HookRun> newHooks) {
        return new Running(
                facts, started, ledger, estate, newHooks, watching, answered, clock, rollback, refused, requestedBy);
    }

    /** Hooks that have not answered are not waited for any more. */
    Running withoutOpenHooks() {
        Map<HookExecution, HookRun> over = new LinkedHashMap<>(hooks);
        over.replaceAll((execution, hook) -> hook.isOpen() ? hook.with(HookRun.State.CANCELLED) : hook);
        return withHooks(over);
    }

    Running with(Watching newWatching) {
        return new Running(
                facts, started, ledger, estate, hooks, newWatching, answered, clock, rollback, refused, requestedBy);
    }

    Running with(Clock newClock) {
        return new Running(
                facts, started, ledger, estate, hooks, watching, answered, newClock, rollback, refused, requestedBy);
    }

    Running with(Rollback newRollback) {
        return new Running(
                facts,
                started,
                ledger,
                estate,
                hooks,
                watching,
                answered,
                clock,
                Optional.of(newRollback),
                refused,
                requestedBy);
    }

    Running withAnswered(String commandId) {
        return new Running(
                facts,
                started,
                ledger,
                estate,
                hooks,
                watching,
                Copies.with(answered, commandId),
                clock,
                rollback,
                refused,
                requestedBy);
    }

    Running withRefused() {
        return new Running(
                facts, started, ledger, estate, hooks, watching, answered, clock, rollback, true, requestedBy);
    }

    Running requestedBy(Optional<Command.Origin> origin) {
        return new Running(facts, started, ledger, estate, hooks, watching, answered, clock, rollback, refused, origin);
    }

    /**
     * An engine takes it up again: what is owed may still land until then, and what was watched is unknown.
     *
     * @param gap how long after the last event that is, from its instant to one of the new engine's clock
     * @param lateUntil until when a write may arrive that an earlier engine had under way; empty when none can
     */
    Running resumed(Instant at, Instant quietAt, Duration gap, Optional<Instant> lateUntil) {
        Duration notPassed = clock.notPassed(gap);
        Map<HookExecution, HookRun> later = new LinkedHashMap<>(hooks);
        later.replaceAll((execution, hook) -> hook.isOpen() ? hook.later(notPassed) : hook);
        return with(ledger.afterResume(quietAt, lateUntil))
                .with(estate.resumed(at, quietAt))
                .with(watching.blind().later(gap))
                .with(clock.resumed(at, gap, lateUntil))
                .withHooks(later);
    }
}
