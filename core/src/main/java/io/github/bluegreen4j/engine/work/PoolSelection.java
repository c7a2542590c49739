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
final class PoolSelection implements Effect.Handler<Urgency> {
    private static final PoolSelection ALL = new PoolSelection();

    private PoolSelection() {}

    static Urgency urgency(Effect effect) {
        return effect.accept(ALL);
    }

    static CallRunner.PortCall.Kind kind(Call call, Urgency urgency) {
        if (call instanceof Call.InvokeHook) {
            return CallRunner.PortCall.Kind.HOOK;
        }
        if (urgency == Urgency.RESTORING) {
            return CallRunner.PortCall.Kind.RESTORE;
        }
        return call.mutates() ? CallRunner.PortCall.Kind.CHANGE : CallRunner.PortCall.Kind.READ;
    }

    /** Which calls share threads with this one within its kind: each hook has threads of its own. */
    static String group(Call call) {
        if (!(call instanceof Call.InvokeHook asked)) {
            return "";
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

    @Override
    public Urgency restoreRoute(Effect.RestoreRoute effect) {
        return Urgency.RESTORING;
    }

    @Override
    public Urgency scaleRevision(Effect.ScaleRevision effect) {
        return effect.role() == Roles.Role.BLUE ? Urgency.RESTORING : Urgency.PROGRESS;
    }

    @Override
    public Urgency invokeHook(Effect.InvokeHook effect) {
        return Urgency.GATE;
    }

    @Override
    public Urgency inspectService(Effect.InspectService effect) {
        return Urgency.START;
    }

    @Override
    public Urgency readScaleIn(Effect.ReadScaleIn effect) {
        return Urgency.PROGRESS;
    }

    @Override
    public Urgency suspendScaleIn(Effect.SuspendScaleIn effect) {
        return Urgency.PROGRESS;
    }

    @Override
    public Urgency restoreScaleIn(Effect.RestoreScaleIn effect) {
        return Urgency.PROGRESS;
    }

    @Override
    public Urgency launchGreen(Effect.LaunchGreen effect) {
        return Urgency.PROGRESS;
    }

    @Override
    public Urgency shiftRoute(Effect.ShiftRoute effect) {
        return Urgency.GATE;
    }

    @Override
    public Urgency makePrimary(Effect.MakePrimary effect) {
        return Urgency.GATE;
    }

    @Override
    public Urgency retireRevision(Effect.RetireRevision effect) {
        return Urgency.PROGRESS;
    }

    @Override
    public Urgency retireLeftOver(Effect.RetireLeftOver effect) {
        return Urgency.PROGRESS;
    }

    @Override
    public Urgency verifyCleanUp(Effect.VerifyCleanUp effect) {
        return Urgency.GATE;
    }

    @Override
    public Urgency verifyEnd(Effect.VerifyEnd effect) {
        return Urgency.GATE;
    }

    @Override
    public Urgency observeEnd(Effect.ObserveEnd effect) {
        return Urgency.GATE;
    }
}
