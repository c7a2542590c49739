package io.github.bluegreen4j.workflow;

import io.github.bluegreen4j.event.Effect;
import java.util.function.UnaryOperator;

/** What is remembered from the moment work is owed, because it may have been done even if nobody ever hears of it. */
final class Owing implements Effect.Handler<DeploymentState> {
    private final DeploymentState state;

    Owing(DeploymentState state) {
        this.state = state;
    }

    private DeploymentState estate(UnaryOperator<Estate> change) {
        return state.running()
                .map(run -> state.with(run.with(change.apply(run.estate()))))
                .orElse(state);
    }

    @Override
    public DeploymentState suspendScaleIn(Effect.SuspendScaleIn effect) {
        return estate(estate -> estate.with(estate.scaleIn().owed()));
    }

    @Override
    public DeploymentState launchGreen(Effect.LaunchGreen effect) {
        return estate(estate -> estate.with(estate.green().owed()));
    }

    @Override
    public DeploymentState inspectService(Effect.InspectService effect) {
        return state;
    }

    @Override
    public DeploymentState readScaleIn(Effect.ReadScaleIn effect) {
        return state;
    }

    @Override
    public DeploymentState restoreScaleIn(Effect.RestoreScaleIn effect) {
        return state;
    }

    @Override
    public DeploymentState scaleRevision(Effect.ScaleRevision effect) {
        return state;
    }

    @Override
    public DeploymentState shiftRoute(Effect.ShiftRoute effect) {
        return state;
    }

    @Override
    public DeploymentState restoreRoute(Effect.RestoreRoute effect) {
        return state;
    }

    @Override
    public DeploymentState makePrimary(Effect.MakePrimary effect) {
        return state;
    }

    @Override
    public DeploymentState retireRevision(Effect.RetireRevision effect) {
        return state;
    }

    @Override
    public DeploymentState retireLeftOver(Effect.RetireLeftOver effect) {
        return state;
    }

    @Override
    public DeploymentState verifyCleanUp(Effect.VerifyCleanUp effect) {
        return state;
    }

    @Override
    public DeploymentState verifyEnd(Effect.VerifyEnd effect) {
        return state;
    }

    @Override
    public DeploymentState invokeHook(Effect.InvokeHook effect) {
        return state;
    }
}
