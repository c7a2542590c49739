package io.github.bluegreen4j.workflow.state;

import io.github.bluegreen4j.model.DeploymentStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The end. No input changes it, with one exception: a deployment that was refused before anything was changed may be
 * ordered again.
 *
 * @param run what the deployment carried
 * @param status SUCCESSFUL, STOPPED, ROLLBACK_SUCCESSFUL or ROLLBACK_FAILED
 * @param reason why
 * @param leftOvers what is left behind, by name
 * @param view what serves production, and what is not as it should be
 * @param at when it ended
 */
public record Ended(
        Running run, DeploymentStatus status, String reason, List<String> leftOvers, EndView view, Instant at)
        implements DeploymentState {

    @Override
    public <R> R accept(Handler<R> handler) {
        return handler.ended(this);
    }

    @Override
    public Optional<Running> running() {
        return Optional.of(run);
    }

    @Override
    public Node node() {
        return Node.of(status);
    }

    @Override
    public EndView endView() {
        return view;
    }

    @Override
    public Ended with(Running newRun) {
        return new Ended(newRun, status, reason, leftOvers, view, at);
    }
}
