package io.github.bluegreen4j.workflow.evolve;

import io.github.bluegreen4j.event.Effect;

/** A visitor with one default result for every kind of work that a subclass does not override. */
public abstract class EffectAdapter<R> implements Effect.Handler<R> {
    private final R otherwise;

    public EffectAdapter(R otherwise) {
        this.otherwise = otherwise;
    }

    @Override
    public R inspectService(Effect.InspectService effect) {
        return otherwise;
    }

    @Override
    public R readScaleIn(Effect.ReadScaleIn effect) {
        return otherwise;
    }

    @Override
    public R suspendScaleIn(Effect.SuspendScaleIn effect) {
        return otherwise;
    }

    @Override
    public R restoreScaleIn(Effect.RestoreScaleIn effect) {
        return otherwise;
    }

    @Override
    public R launchGreen(Effect.LaunchGreen effect) {
        return otherwise;
    }

    @Override
    public R scaleRevision(Effect.ScaleRevision effect) {
        return otherwise;
    }

    @Override
    public R shiftRoute(Effect.ShiftRoute effect) {
        return otherwise;
    }

    @Override
    public R restoreRoute(Effect.RestoreRoute effect) {
        return otherwise;
    }

    @Override
    public R makePrimary(Effect.MakePrimary effect) {
        return otherwise;
    }

    @Override
    public R retireRevision(Effect.RetireRevision effect) {
        return otherwise;
    }

    @Override
    public R retireLeftOver(Effect.RetireLeftOver effect) {
        return otherwise;
    }

    @Override
    public R verifyCleanUp(Effect.VerifyCleanUp effect) {
        return otherwise;
    }

    @Override
    public R verifyEnd(Effect.VerifyEnd effect) {
        return otherwise;
    }

    @Override
    public R observeEnd(Effect.ObserveEnd effect) {
        return otherwise;
    }

    @Override
    public R invokeHook(Effect.InvokeHook effect) {
        return otherwise;
    }
}
