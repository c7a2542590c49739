package io.github.bluegreen4j.workflow;

import io.github.bluegreen4j.model.DeploymentLimits;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.HookExecution;
import io.github.bluegreen4j.model.Roles;
import java.time.Instant;
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
 * @param resumedAt when an engine last took it up again; empty while the first one acts
 */
public record Running(
        Facts facts,
        Optional<Start> started,
        Ledger ledger,
        Estate estate,
        Map<HookExecution, HookRun> hooks,
        Watching watching,
        Set<String> answered,
        Optional<Instant> resumedAt) {

    static Running of(Facts facts) {
        return new Running(
                facts,
                Optional.empty(),
                Ledger.EMPTY,
                Estate.EMPTY,
                Map.of(),
                Watching.NOTHING,
                Set.of(),
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
        return new Running(facts, Optional.of(start), ledger, estate, hooks, watching, answered, resumedAt);
    }

    Running with(Ledger newLedger) {
        return new Running(facts, started, newLedger, estate, hooks, watching, answered, resumedAt);
    }

    Running with(Estate newEstate) {
        return new Running(facts, started, ledger, newEstate, hooks, watching, answered, resumedAt);
    }

    Running with(HookRun run) {
        return new Running(
                facts,
                started,
                ledger,
                estate,
                Copies.with(hooks, run.execution(), run),
                watching,
                answered,
                resumedAt);
    }

    Running withHooks(Map<HookExecution, HookRun> newHooks) {
        return new Running(facts, started, ledger, estate, newHooks, watching, answered, resumedAt);
    }

    Running with(Watching newWatching) {
        return new Running(facts, started, ledger, estate, hooks, newWatching, answered, resumedAt);
    }

    Running withAnswered(String commandId) {
        return new Running(
                facts, started, ledger, estate, hooks, watching, Copies.with(answered, commandId), resumedAt);
    }

    /** An engine takes it up again: what is owed may still land until then, and what was watched is unknown. */
    Running resumed(Instant at, Instant quietAt) {
        return new Running(
                facts,
                started,
                ledger.afterResume(quietAt),
                estate,
                hooks,
                watching.blind(),
                answered,
                Optional.of(at));
    }
}
