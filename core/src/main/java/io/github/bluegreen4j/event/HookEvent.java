package io.github.bluegreen4j.event;

import io.github.bluegreen4j.model.Given;
import io.github.bluegreen4j.model.HookDetails;
import io.github.bluegreen4j.model.HookExecution;
import io.github.bluegreen4j.model.TimeoutAction;
import java.time.Instant;

/**
 * What became of the lifecycle hooks and pauses.
 */
public sealed interface HookEvent extends DeploymentEvent {

    /** Visits every kind; a new kind does not compile until every visitor knows it. */
    interface Handler<R> {
        R hookStarted(HookStarted event);

        R hookProgressed(HookProgressed event);

        R hookSucceeded(HookSucceeded event);

        R hookFailed(HookFailed event);

        R hookTimedOut(HookTimedOut event);
    }

    /** The ways in which a hook fails. */
    enum Failure {
        /** It answered FAILED. */
        SAID_NO,
        /** It answered nonsense, or nothing. */
        INVALID_RESPONSE,
        /** It threw an exception that says nothing about its being reached, or an error: it is broken. */
        DEFECT,
        /** It could not be reached, in several tries. */
        UNREACHABLE,
        /** An operator answered the pause with ROLLBACK. */
        REJECTED
    }

    /** A hook is asked, or a pause awaits an action. */
    record HookStarted(Instant at, HookExecution execution, boolean awaitsAction, Instant expiresAt)
            implements HookEvent {
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

    /** A hook is in progress and changed its details; at most one event a minute. */
    record HookProgressed(Instant at, HookExecution execution, HookDetails details) implements HookEvent {
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

    /** A hook succeeded, or a pause was continued. */
    record HookSucceeded(Instant at, HookExecution execution, String why) implements HookEvent {
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

    /** A hook failed. */
    record HookFailed(Instant at, HookExecution execution, Failure failure, String reason) implements HookEvent {
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

    /** A hook or a pause was not answered in time. */
    record HookTimedOut(Instant at, HookExecution execution, TimeoutAction action) implements HookEvent {
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
}
