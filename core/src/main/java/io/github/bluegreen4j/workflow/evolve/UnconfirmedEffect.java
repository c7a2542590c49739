package io.github.bluegreen4j.workflow.evolve;

import io.github.bluegreen4j.event.Effect;
import io.github.bluegreen4j.workflow.state.DeploymentState;
import java.time.Instant;
import java.util.Optional;

/** Records when a route was possibly written last, if work on the route is withdrawn or fails. */
final class UnconfirmedEffect extends EffectAdapter<DeploymentState> {
    private final DeploymentState state;
    private final Optional<Instant> quietAt;

    /**
     * @param quietAt until when its last call may take effect; empty if the call was refused and takes no effect
     */
    UnconfirmedEffect(DeploymentState state, Optional<Instant> quietAt) {
        super(state);
        this.state = state;
        this.quietAt = quietAt;
    }

    @Override
    public DeploymentState shiftRoute(Effect.ShiftRoute effect) {
        return state.running()
                .map(run ->
                        state.with(run.with(quietAt.map(at -> run.resources().moved(effect.route(), at))
                                .orElseGet(() -> run.resources().notMoved(effect.route())))))
                .orElse(state);
    }
}
