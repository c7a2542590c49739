package io.github.bluegreen4j.engine.work;

import io.github.bluegreen4j.event.Effect;
import io.github.bluegreen4j.model.HookSpec;
import io.github.bluegreen4j.model.Roles;
import io.github.bluegreen4j.spi.CallRunner;
import io.github.bluegreen4j.spi.CallRunner.Urgency;
import io.github.bluegreen4j.workflow.script.Call;
import io.github.bluegreen4j.workflow.script.Step;
import java.time.Duration;

/**
 * Where the calls of each kind of work are made, and how urgent they are: what restores production has threads that nothing else may
 * fill, and comes first in every budget.
 */
final class PoolSelection {
    private static final String POLICIES = "(policies)";

    private PoolSelection() {}

    /** Blue gets what it needs first, then comes what a stage waits for. */
    static Urgency urgency(Effect effect) {
        boolean restores = effect instanceof Effect.RestoreRoute
                || (effect instanceof Effect.ScaleRevision scaled && scaled.role() == Roles.Role.BLUE);
        if (restores) {
            return Urgency.RESTORING;
        }
        if (effect instanceof Effect.InspectService) {
            return Urgency.START;
        }
        boolean isGate = effect instanceof Effect.InvokeHook
                || effect instanceof Effect.ShiftRoute
                || effect instanceof Effect.MakePrimary
                || effect instanceof Effect.VerifyCleanUp
                || effect instanceof Effect.VerifyEnd
                || effect instanceof Effect.ObserveEnd;
        return isGate ? Urgency.GATE : Urgency.PROGRESS;
    }

    static CallRunner.PortCall.Kind kind(Call call, Urgency urgency) {
        if (call instanceof Call.InvokeHook || usesJournal(call)) { // user code, and the journal
            return CallRunner.PortCall.Kind.HOOK;
        }
        if (urgency == Urgency.RESTORING) {
            return CallRunner.PortCall.Kind.RESTORE;
        }
        return call.mutates() ? CallRunner.PortCall.Kind.CHANGE : CallRunner.PortCall.Kind.READ;
    }

    private static boolean usesJournal(Call call) {
        return call instanceof Call.AskPolicies || call instanceof Call.PlaceOrder;
    }

    /** Which calls share threads with this one within its kind: each place and each hook has threads of its own. */
    static String group(Call call, String place) {
        if (!(call instanceof Call.InvokeHook asked)) {
            return usesJournal(call) ? POLICIES : place;
        }
        HookSpec hook = asked.invocation().hook();
        return hook instanceof HookSpec.Lambda lambda ? lambda.functionArn() : hook.name();
    }

    /**
     * How long a call may wait for a thread after an instant: a hook until its own time is over, which ends it from outside; any
     * other call not at all, for what justified it grows old.
     */
    static Duration patience(Step.Next next) {
        return next.call() instanceof Call.InvokeHook ? next.maximum() : Duration.ZERO;
    }
}
