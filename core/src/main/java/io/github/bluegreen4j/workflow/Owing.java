package io.github.bluegreen4j.workflow;

import io.github.bluegreen4j.event.Effect;
import java.time.Instant;
import java.util.function.UnaryOperator;

/** Records from the moment work is pending that it may have been done, even if its answer never arrives. */
final class Owing extends EffectAdapter<DeploymentState> {
    private final DeploymentState state;
    private final Instant at;

    Owing(DeploymentState state, Instant at) {
        super(state);
        this.state = state;
        this.at = at;
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
    public DeploymentState shiftRoute(Effect.ShiftRoute effect) {
        return estate(estate -> estate.moved(effect.route(), at));
    }

    @Override
    public DeploymentState launchGreen(Effect.LaunchGreen effect) {
        return estate(estate -> estate.with(estate.green().owed()));
    }
}
