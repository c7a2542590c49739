package io.github.bluegreen4j.workflow;

import io.github.bluegreen4j.event.Effect;
import java.time.Instant;
import java.util.Optional;

/** What is remembered when nobody waits for work on a route any more. */
final class Moving extends EffectAdapter<DeploymentState> {
    private final DeploymentState state;
    private final Optional<Instant> quietAt;

    /** @param quietAt until then its last call may take effect; empty when it was refused, so that it does not */
    Moving(DeploymentState state, Optional<Instant> quietAt) {
        super(state);
        this.state = state;
        this.quietAt = quietAt;
    }

    @Override
    public DeploymentState shiftRoute(Effect.ShiftRoute effect) {
        return state.running()
                .map(run -> state.with(run.with(quietAt.map(at -> run.estate().moved(effect.route(), at))
                        .orElseGet(() -> run.estate().notMoved(effect.route())))))
                .orElse(state);
    }
}
