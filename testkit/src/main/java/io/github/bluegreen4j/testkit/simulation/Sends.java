package io.github.bluegreen4j.testkit.simulation;

import io.github.bluegreen4j.event.Effect;
import io.github.bluegreen4j.spi.CallRunner.Operation;
import java.util.EnumSet;
import java.util.Set;

/** The changing operations that each kind of effect may send. */
final class Sends implements Effect.Handler<Set<Operation>> {
    private static final Sends SENDS = new Sends();
    private static final Set<Operation> NOTHING = EnumSet.noneOf(Operation.class);
    private static final Set<Operation> SUSPENDS = EnumSet.of(Operation.SUSPEND_SCALE_IN);
    private static final Set<Operation> RESTORES = EnumSet.of(Operation.RESTORE_SCALE_IN);
    private static final Set<Operation> LAUNCHES = EnumSet.of(Operation.LAUNCH);
    private static final Set<Operation> SCALES = EnumSet.of(Operation.SCALE);
    private static final Set<Operation> WRITES = EnumSet.of(Operation.WRITE_ROUTE);
    private static final Set<Operation> LABELS = EnumSet.of(Operation.MAKE_PRIMARY);
    private static final Set<Operation> RETIRES = EnumSet.of(Operation.RETIRE);

    private Sends() {}

    static Set<Operation> of(Effect effect) {
        return effect.accept(SENDS);
    }

    @Override
    public Set<Operation> inspectService(Effect.InspectService effect) {
        return NOTHING;
    }

    @Override
    public Set<Operation> readScaleIn(Effect.ReadScaleIn effect) {
        return NOTHING;
    }

    @Override
    public Set<Operation> suspendScaleIn(Effect.SuspendScaleIn effect) {
        return SUSPENDS;
    }

    @Override
    public Set<Operation> restoreScaleIn(Effect.RestoreScaleIn effect) {
        return RESTORES;
    }

    @Override
    public Set<Operation> launchGreen(Effect.LaunchGreen effect) {
        return LAUNCHES;
    }

    @Override
    public Set<Operation> scaleRevision(Effect.ScaleRevision effect) {
        return SCALES;
    }

    @Override
    public Set<Operation> shiftRoute(Effect.ShiftRoute effect) {
        return WRITES;
    }

    @Override
    public Set<Operation> restoreRoute(Effect.RestoreRoute effect) {
        return WRITES;
    }

    @Override
    public Set<Operation> makePrimary(Effect.MakePrimary effect) {
        return LABELS;
    }

    @Override
    public Set<Operation> retireRevision(Effect.RetireRevision effect) {
        return RETIRES;
    }

    @Override
    public Set<Operation> retireLeftOver(Effect.RetireLeftOver effect) {
        return RETIRES;
    }

    @Override
    public Set<Operation> verifyCleanUp(Effect.VerifyCleanUp effect) {
        return NOTHING;
    }

    @Override
    public Set<Operation> verifyEnd(Effect.VerifyEnd effect) {
        return NOTHING;
    }

    @Override
    public Set<Operation> observeEnd(Effect.ObserveEnd effect) {
        return NOTHING;
    }

    @Override
    public Set<Operation> invokeHook(Effect.InvokeHook effect) {
        return NOTHING;
    }
}
