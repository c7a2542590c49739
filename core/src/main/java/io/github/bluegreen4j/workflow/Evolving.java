package io.github.bluegreen4j.workflow;

import io.github.bluegreen4j.event.Effect;
import java.util.function.UnaryOperator;

/** Shared helpers of the evolution: ways to change one part of a state. */
abstract class Evolving {
    final DeploymentState state;

    Evolving(DeploymentState state) {
        this.state = state;
    }

    final DeploymentState run(UnaryOperator<Running> change) {
        return state.running().map(run -> state.with(change.apply(run))).orElse(state);
    }

    final DeploymentState estate(UnaryOperator<Estate> change) {
        return run(run -> run.with(change.apply(run.estate())));
    }

    final DeploymentState watching(UnaryOperator<Watching> change) {
        return run(run -> run.with(change.apply(run.watching())));
    }

    final DeploymentState ledger(UnaryOperator<Ledger> change) {
        return run(run -> run.with(change.apply(run.ledger())));
    }

    /** The outcome of work is known: its resource becomes free, and the result is recorded. */
    final DeploymentState outcome(Effect.Resource resource, UnaryOperator<Estate> change) {
        return run(run -> run.with(run.ledger().free(resource)).with(change.apply(run.estate())));
    }

    final DeploymentState forward(UnaryOperator<Forward> change) {
        return state.accept(new StateAdapter<DeploymentState>(state) {
            @Override
            public DeploymentState forward(Forward forward) {
                return change.apply(forward);
            }
        });
    }

    /** Changes the restoration in progress: that of a rollback, or of a reconciliation. */
    static DeploymentState restoration(DeploymentState state, UnaryOperator<Restoration> change) {
        return state.accept(new StateAdapter<DeploymentState>(state) {
            @Override
            public DeploymentState forward(Forward forward) {
                return forward.reconciliation()
                        .map(reconciliation ->
                                forward.with(reconciliation.with(change.apply(reconciliation.restoration()))))
                        .orElse(forward);
            }

            @Override
            public DeploymentState rollingBack(RollingBack rolling) {
                return rolling.with(change.apply(rolling.restoration()));
            }
        });
    }
}
