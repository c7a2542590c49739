package io.github.bluegreen4j.workflow.state;

import io.github.bluegreen4j.model.DeploymentStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The state of a deployment. Every value is immutable, and folding the journal reproduces it exactly. */
public sealed interface DeploymentState permits NotStarted, Forward, RollingBack, Closing, Ended {

    /** {@return the state before the first event} */
    static DeploymentState initial() {
        return new NotStarted();
    }

    /**
     * Visits the kinds of state.
     *
     * @param <R> the type of the visitor's result
     */
    interface Handler<R> {
        /**
         * {@return the visitor's result for that state}
         *
         * @param state the state
         */
        R notStarted(NotStarted state);

        /**
         * {@return the visitor's result for that state}
         *
         * @param state the state
         */
        R forward(Forward state);

        /**
         * {@return the visitor's result for that state}
         *
         * @param state the state
         */
        R rollingBack(RollingBack state);

        /**
         * {@return the visitor's result for that state}
         *
         * @param state the state
         */
        R closing(Closing state);

        /**
         * {@return the visitor's result for that state}
         *
         * @param state the state
         */
        R ended(Ended state);
    }

    /**
     * Calls the visitor's method for this kind of state.
     *
     * @param <R> the type of the visitor's result
     * @param handler the visitor
     * @return the visitor's result
     */
    <R> R accept(Handler<R> handler);

    /** {@return what the deployment carries in every direction; empty before the first event} */
    Optional<Running> running();

    /**
     * {@return a copy of this state that carries something else}
     *
     * @param run what it carries
     */
    DeploymentState with(Running run);

    /** {@return the node of the stage graph} */
    Node node();

    /** {@return the status, as ECS names it; derived, never stored} */
    DeploymentStatus status();

    /** {@return why the deployment goes back or ends; empty on the way forward} */
    default String reason() {
        return "";
    }

    /** {@return what is left behind at the end, by name; empty before the end is decided} */
    default List<String> leftOvers() {
        return List.of();
    }

    /** {@return what serves production at the end; nothing before it was read} */
    default EndView endView() {
        return EndView.NOTHING;
    }

    /** {@return whether the deployment waits for its turn, because another deployment of the service runs} */
    default boolean isWaiting() {
        return false;
    }

    /** {@return whether it keeps a revision that an earlier deployment left for an undo, and waits} */
    default boolean isKeeping() {
        return false;
    }

    /**
     * {@return the state after the engine could not act for some time} No limit of its own work counts that time.
     *
     * @param since since when it could not act
     * @param until since when it can act again
     */
    default DeploymentState stalled(Instant since, Instant until) {
        return this;
    }

    /**
     * {@return the same state by a clock that is ahead} What it carries is moved separately.
     *
     * @param by how far the clock is ahead
     */
    default DeploymentState later(Duration by) {
        return this;
    }

    /**
     * {@return the state with another drain window} Only the way forward and a rollback have one.
     *
     * @param change computes the new drain window from the present one
     */
    default DeploymentState drained(UnaryOperator<Drain> change) {
        return this;
    }

    /**
     * {@return the state with another progress of its restoration} That is the restoration of a rollback or of a
     * reconciliation; other states have none.
     *
     * @param change computes the new progress from the present one
     */
    default DeploymentState restored(UnaryOperator<Restoration> change) {
        return this;
    }
}
