package io.github.bluegreen4j.workflow;

import io.github.bluegreen4j.model.DeploymentStatus;
import java.util.Optional;

/** Where a deployment stands. Every value is immutable and reproduced exactly by folding the journal. */
public sealed interface DeploymentState permits NotStarted, Forward, RollingBack, Closing, Ended {

    /** The state before the first event. */
    static DeploymentState initial() {
        return new NotStarted();
    }

    /** Visits the kinds of state. */
    interface Handler<R> {
        R notStarted(NotStarted state);

        R forward(Forward state);

        R rollingBack(RollingBack state);

        R closing(Closing state);

        R ended(Ended state);
    }

    <R> R accept(Handler<R> handler);

    /** What the deployment carries with it; empty before the first event. */
    Optional<Running> running();

    /** The same state, carrying something else. */
    DeploymentState with(Running run);

    /** The node of the stage graph. */
    Node node();

    /** The status in ECS's words: a projection, never stored. */
    DeploymentStatus status();

    /** Whether it waits for its turn, because another deployment of the service runs. */
    default boolean isWaiting() {
        return false;
    }
}
