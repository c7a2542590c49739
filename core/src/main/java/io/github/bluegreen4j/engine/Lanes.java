package io.github.bluegreen4j.engine;

import io.github.bluegreen4j.event.Effect;
import io.github.bluegreen4j.model.HookSpec;
import io.github.bluegreen4j.model.Roles;
import io.github.bluegreen4j.spi.CallRunner;
import io.github.bluegreen4j.workflow.Call;
import io.github.bluegreen4j.workflow.Step;
import java.time.Duration;

/** Where the calls of each kind of work are made: what restores production has threads that nothing else may fill. */
final class Lanes implements Effect.Handler<CallRunner.PortCall.Kind> {
    private static final Lanes READS = new Lanes(false);
    private static final Lanes CHANGES = new Lanes(true);

    private final boolean mutates;

    private Lanes(boolean mutates) {
        this.mutates = mutates;
    }

    static Lanes of(Call call) {
        return call.mutates() ? CHANGES : READS;
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

    private CallRunner.PortCall.Kind usual() {
        return mutates ? CallRunner.PortCall.Kind.CHANGE : CallRunner.PortCall.Kind.READ;
    }

    @Override
    public CallRunner.PortCall.Kind restoreRoute(Effect.RestoreRoute effect) {
        return CallRunner.PortCall.Kind.RESTORE;
    }

    @Override
    public CallRunner.PortCall.Kind scaleRevision(Effect.ScaleRevision effect) {
        return effect.role() == Roles.Role.BLUE ? CallRunner.PortCall.Kind.RESTORE : usual();
    }

    @Override
    public CallRunner.PortCall.Kind invokeHook(Effect.InvokeHook effect) {
        return CallRunner.PortCall.Kind.HOOK;
    }

    @Override
    public CallRunner.PortCall.Kind inspectService(Effect.InspectService effect) {
        return usual();
    }

    @Override
    public CallRunner.PortCall.Kind readScaleIn(Effect.ReadScaleIn effect) {
        return usual();
    }

    @Override
    public CallRunner.PortCall.Kind suspendScaleIn(Effect.SuspendScaleIn effect) {
        return usual();
    }

    @Override
    public CallRunner.PortCall.Kind restoreScaleIn(Effect.RestoreScaleIn effect) {
        return usual();
    }

    @Override
    public CallRunner.PortCall.Kind launchGreen(Effect.LaunchGreen effect) {
        return usual();
    }

    @Override
    public CallRunner.PortCall.Kind shiftRoute(Effect.ShiftRoute effect) {
        return usual();
    }

    @Override
    public CallRunner.PortCall.Kind makePrimary(Effect.MakePrimary effect) {
        return usual();
    }

    @Override
    public CallRunner.PortCall.Kind retireRevision(Effect.RetireRevision effect) {
        return usual();
    }

    @Override
    public CallRunner.PortCall.Kind retireLeftOver(Effect.RetireLeftOver effect) {
        return usual();
    }

    @Override
    public CallRunner.PortCall.Kind verifyCleanUp(Effect.VerifyCleanUp effect) {
        return usual();
    }

    @Override
    public CallRunner.PortCall.Kind verifyEnd(Effect.VerifyEnd effect) {
        return usual();
    }

    @Override
    public CallRunner.PortCall.Kind observeEnd(Effect.ObserveEnd effect) {
        return usual();
    }
}
