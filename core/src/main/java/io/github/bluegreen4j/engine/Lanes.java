package io.github.bluegreen4j.engine;

import io.github.bluegreen4j.event.Effect;
import io.github.bluegreen4j.model.RevisionRole;
import io.github.bluegreen4j.spi.PortCall;

/** Where the calls of each kind of work are made: what restores production has threads that nothing else may fill. */
final class Lanes implements Effect.Handler<PortCall.Kind> {
    private final boolean mutates;

    Lanes(boolean mutates) {
        this.mutates = mutates;
    }

    private PortCall.Kind usual() {
        return mutates ? PortCall.Kind.CHANGE : PortCall.Kind.READ;
    }

    @Override
    public PortCall.Kind restoreRoute(Effect.RestoreRoute effect) {
        return PortCall.Kind.RESTORE;
    }

    @Override
    public PortCall.Kind scaleRevision(Effect.ScaleRevision effect) {
        return effect.role() == RevisionRole.BLUE ? PortCall.Kind.RESTORE : usual();
    }

    @Override
    public PortCall.Kind invokeHook(Effect.InvokeHook effect) {
        return PortCall.Kind.HOOK;
    }

    @Override
    public PortCall.Kind inspectService(Effect.InspectService effect) {
        return usual();
    }

    @Override
    public PortCall.Kind readScaleIn(Effect.ReadScaleIn effect) {
        return usual();
    }

    @Override
    public PortCall.Kind suspendScaleIn(Effect.SuspendScaleIn effect) {
        return usual();
    }

    @Override
    public PortCall.Kind restoreScaleIn(Effect.RestoreScaleIn effect) {
        return usual();
    }

    @Override
    public PortCall.Kind launchGreen(Effect.LaunchGreen effect) {
        return usual();
    }

    @Override
    public PortCall.Kind shiftRoute(Effect.ShiftRoute effect) {
        return usual();
    }

    @Override
    public PortCall.Kind makePrimary(Effect.MakePrimary effect) {
        return usual();
    }

    @Override
    public PortCall.Kind retireRevision(Effect.RetireRevision effect) {
        return usual();
    }

    @Override
    public PortCall.Kind retireLeftOver(Effect.RetireLeftOver effect) {
        return usual();
    }

    @Override
    public PortCall.Kind verifyCleanUp(Effect.VerifyCleanUp effect) {
        return usual();
    }

    @Override
    public PortCall.Kind verifyEnd(Effect.VerifyEnd effect) {
        return usual();
    }
}
