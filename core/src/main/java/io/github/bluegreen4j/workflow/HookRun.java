package io.github.bluegreen4j.workflow;

import io.github.bluegreen4j.model.HookDetails;
import io.github.bluegreen4j.model.HookExecution;
import java.time.Duration;
import java.time.Instant;

/**
 * One execution of a hook or a pause.
 *
 * @param execution which
 * @param state how far it got
 * @param expiresAt when its time-out action is taken
 * @param details what it was given, with what it answered merged in
 */
public record HookRun(HookExecution execution, State state, Instant expiresAt, HookDetails details) {

    /** ECS's names of a hook's states. */
    public enum State {
        AWAITING_ACTION,
        IN_PROGRESS,
        SUCCEEDED,
        FAILED,
        TIMED_OUT,
        /** Not ECS's: the deployment went back, or ended, before it had answered. */
        CANCELLED
    }

    public boolean isOpen() {
        return state == State.AWAITING_ACTION || state == State.IN_PROGRESS;
    }

    HookRun with(State newState) {
        return new HookRun(execution, newState, expiresAt, details);
    }

    /** The same with a deadline that much later. */
    HookRun later(Duration by) {
        return new HookRun(execution, state, expiresAt.plus(by), details);
    }

    HookRun with(HookDetails newDetails) {
        return new HookRun(execution, state, expiresAt, newDetails);
    }
}
