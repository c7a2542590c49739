package io.github.bluegreen4j.event;

import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.Given;
import io.github.bluegreen4j.model.HookDetails;
import io.github.bluegreen4j.model.HookExecution;
import io.github.bluegreen4j.model.TimeoutAction;
import java.time.Instant;

/** What happened to the lifecycle hooks and pauses. */
public sealed interface HookEvent extends DeploymentEvent {

    /** {@return the execution of the hook or pause} */
    HookExecution execution();

    /**
     * Visits every kind of event. When a kind is added, every visitor must handle it or it does not compile.
     *
     * @param <R> the type of the visitor's result
     */
    interface Handler<R> {
        /**
         * {@return the visitor's result for that event}
         *
         * @param event the event
         */
        R hookStarted(HookStarted event);

        /**
         * {@return the visitor's result for that event}
         *
         * @param event the event
         */
        R hookProgressed(HookProgressed event);

        /**
         * {@return the visitor's result for that event}
         *
         * @param event the event
         */
        R hookSucceeded(HookSucceeded event);

        /**
         * {@return the visitor's result for that event}
         *
         * @param event the event
         */
        R hookFailed(HookFailed event);

        /**
         * {@return the visitor's result for that event}
         *
         * @param event the event
         */
        R hookTimedOut(HookTimedOut event);

        /**
         * {@return the visitor's result for that event}
         *
         * @param event the event
         */
        R approvalGiven(ApprovalGiven event);

        /**
         * {@return the visitor's result for that event}
         *
         * @param event the event
         */
        R approvalWithdrawn(ApprovalWithdrawn event);
    }

    /** The ways in which a hook fails. */
    enum Failure {
        /** The hook answered FAILED. */
        SAID_NO,
        /** The hook answered nothing, or something that is not valid. */
        INVALID_RESPONSE,
        /** The hook threw an error or an unexpected exception. */
        DEFECT,
        /** The hook could not be reached in several attempts. */
        UNREACHABLE,
        /** An operator answered the pause with ROLLBACK. */
        REJECTED
    }

    /**
     * A hook is called, or a pause waits for an answer.
     *
     * @param at when it was decided, by the engine's clock
     * @param execution the execution of the hook
     * @param awaitsAction true for a pause, which an operator must answer
     * @param expiresAt when the execution times out
     */
    record HookStarted(Instant at, HookExecution execution, boolean awaitsAction, Instant expiresAt)
            implements HookEvent {
        /**
         * Checks that nothing is missing.
         *
         * @param at when it was decided, by the engine's clock
         * @param execution the execution of the hook
         * @param awaitsAction true for a pause, which an operator must answer
         * @param expiresAt when the execution times out
         */
        public HookStarted {
            Given.value("at", at);
            Given.value("execution", execution);
            Given.value("expiresAt", expiresAt);
        }

        @Override
        public <R> R accept(DeploymentEvent.Handler<R> handler) {
            return handler.hookStarted(this);
        }
    }

    /**
     * A hook is in progress and changed its details. At most one event a minute for each execution.
     *
     * @param at when it was decided, by the engine's clock
     * @param execution the execution of the hook
     * @param details the details that are sent with the next call
     */
    record HookProgressed(Instant at, HookExecution execution, HookDetails details) implements HookEvent {
        /**
         * Checks that nothing is missing.
         *
         * @param at when it was decided, by the engine's clock
         * @param execution the execution of the hook
         * @param details the details that are sent with the next call
         */
        public HookProgressed {
            Given.value("at", at);
            Given.value("execution", execution);
            Given.value("details", details);
        }

        @Override
        public <R> R accept(DeploymentEvent.Handler<R> handler) {
            return handler.hookProgressed(this);
        }
    }

    /**
     * A hook succeeded, or a pause was continued.
     *
     * @param at when it was decided, by the engine's clock
     * @param execution the execution of the hook
     * @param why the hook's or the operator's reason; may be empty
     */
    record HookSucceeded(Instant at, HookExecution execution, String why) implements HookEvent {
        /**
         * Checks that nothing is missing.
         *
         * @param at when it was decided, by the engine's clock
         * @param execution the execution of the hook
         * @param why the hook's or the operator's reason
         */
        public HookSucceeded {
            Given.value("at", at);
            Given.value("execution", execution);
            why = Given.foreignText("why", why);
        }

        @Override
        public <R> R accept(DeploymentEvent.Handler<R> handler) {
            return handler.hookSucceeded(this);
        }
    }

    /**
     * A hook failed.
     *
     * @param at when it was decided, by the engine's clock
     * @param execution the execution of the hook
     * @param failure the way in which it failed
     * @param reason the details
     */
    record HookFailed(Instant at, HookExecution execution, Failure failure, String reason) implements HookEvent {
        /**
         * Checks that nothing is missing.
         *
         * @param at when it was decided, by the engine's clock
         * @param execution the execution of the hook
         * @param failure the way in which it failed
         * @param reason the details
         */
        public HookFailed {
            Given.value("at", at);
            Given.value("execution", execution);
            Given.value("failure", failure);
            reason = Given.foreignText("reason", reason);
        }

        @Override
        public <R> R accept(DeploymentEvent.Handler<R> handler) {
            return handler.hookFailed(this);
        }
    }

    /**
     * A hook or a pause timed out.
     *
     * @param at when it was decided, by the engine's clock
     * @param execution the execution of the hook
     * @param action what happens now
     */
    record HookTimedOut(Instant at, HookExecution execution, TimeoutAction action) implements HookEvent {
        /**
         * Checks that nothing is missing.
         *
         * @param at when it was decided, by the engine's clock
         * @param execution the execution of the hook
         * @param action what happens now
         */
        public HookTimedOut {
            Given.value("at", at);
            Given.value("execution", execution);
            Given.value("action", action);
        }

        @Override
        public <R> R accept(DeploymentEvent.Handler<R> handler) {
            return handler.hookTimedOut(this);
        }
    }

    /**
     * One of the people who may approve a pause approved it. {@link HookSucceeded} follows when enough have.
     *
     * @param at when it was decided, by the engine's clock
     * @param execution the execution of the pause
     * @param approver who approved, as the pause names the person
     * @param by who gave the command, and when by that process's clock
     */
    record ApprovalGiven(Instant at, HookExecution execution, String approver, Command.Origin by) implements HookEvent {
        /**
         * Checks that nothing is missing.
         *
         * @param at when it was decided, by the engine's clock
         * @param execution the execution of the pause
         * @param approver who approved, as the pause names the person
         * @param by who gave the command, and when by that process's clock
         */
        public ApprovalGiven {
            Given.value("at", at);
            Given.value("execution", execution);
            approver = Given.foreignText("approver", approver);
            Given.value("by", by);
        }

        @Override
        public <R> R accept(DeploymentEvent.Handler<R> handler) {
            return handler.approvalGiven(this);
        }
    }

    /**
     * Somebody took an approval back before enough had approved.
     *
     * @param at when it was decided, by the engine's clock
     * @param execution the execution of the pause
     * @param approver whose approval it was, as the pause names the person
     * @param by who gave the command, and when by that process's clock
     */
    record ApprovalWithdrawn(Instant at, HookExecution execution, String approver, Command.Origin by)
            implements HookEvent {
        /**
         * Checks that nothing is missing.
         *
         * @param at when it was decided, by the engine's clock
         * @param execution the execution of the pause
         * @param approver whose approval it was, as the pause names the person
         * @param by who gave the command, and when by that process's clock
         */
        public ApprovalWithdrawn {
            Given.value("at", at);
            Given.value("execution", execution);
            approver = Given.foreignText("approver", approver);
            Given.value("by", by);
        }

        @Override
        public <R> R accept(DeploymentEvent.Handler<R> handler) {
            return handler.approvalWithdrawn(this);
        }
    }
}
