package io.github.bluegreen4j.workflow.state;

import io.github.bluegreen4j.model.DeploymentStatus;
import java.util.Optional;

/** The state before the first event. */
public record NotStarted() implements DeploymentState {
    @Override
    public <R> R accept(Handler<R> handler) {
        return handler.notStarted(this);
    }

    @Override
    public Optional<Running> running() {
        return Optional.empty();
    }

    @Override
    public DeploymentState with(Running run) {
        return this;
    }

    @Override
    public Node node() {
        return Node.NOT_STARTED;
    }

    @Override
    public DeploymentStatus status() {
        return DeploymentStatus.PENDING;
    }
}
