package io.github.bluegreen4j.workflow.evolve;

import io.github.bluegreen4j.event.Effect;
import io.github.bluegreen4j.workflow.state.DeploymentState;
import io.github.bluegreen4j.workflow.state.ObservedResources;
import java.time.Instant;
import java.util.function.UnaryOperator;

/** Records from the moment work is pending that it may have been done, even if its answer never arrives. */
final class EffectIntent extends EffectAdapter<DeploymentState> {
    private final DeploymentState state;
    private final Instant at;

    EffectIntent(DeploymentState state, Instant at) {
        super(state);
        this.state = state;
        this.at = at;
    }

    private DeploymentState estate(UnaryOperator<ObservedResources> change) {
        return state.running()
                .map(run -> state.with(run.with(change.apply(run.resources()))))
                .orElse(state);
    }

    @Override
    public DeploymentState suspendScaleIn(Effect.SuspendScaleIn effect) {
        return estate(resources -> resources.with(resources.scaleIn().owed()));
    }

    @Override
    public DeploymentState shiftRoute(Effect.ShiftRoute effect) {
        return estate(resources -> resources.moved(effect.route(), at));
    }

    @Override
    public DeploymentState launchGreen(Effect.LaunchGreen effect) {
        return estate(resources -> resources.with(resources.green().owed()));
    }
}
