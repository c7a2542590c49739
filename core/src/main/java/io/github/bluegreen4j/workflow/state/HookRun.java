package io.github.bluegreen4j.workflow.state;

import io.github.bluegreen4j.model.HookDetails;
import io.github.bluegreen4j.model.HookExecution;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * The state of one execution of a hook or a pause.
 *
 * @param execution which execution
 * @param state its progress
 * @param expiresAt when it times out
 * @param details what the hook was given, merged with what it returned
 * @param approvals who approved a pause that needs approvals, by the approver's name in the pause
 */
public record HookRun(
        HookExecution execution, State state, Instant expiresAt, HookDetails details, Map<String, Approval> approvals) {

    /** An execution that nobody has approved. */
    public HookRun(HookExecution execution, State state, Instant expiresAt, HookDetails details) {
        this(execution, state, expiresAt, details, Map.of());
    }

    /**
     * An approval.
     *
     * @param actor who gave it, as the actor's process states the name
     * @param at when, by the engine's clock
     */
    public record Approval(String actor, Instant at) {}

    /**
     * The states of a hook, as ECS names them ({@code DeploymentLifecycleHookStatus} in the Amazon ECS API
     * reference).
     */
    public enum State {
        /** A pause waits for an operator. */
        AWAITING_ACTION,
        /** The hook is called until it gives a verdict. */
        IN_PROGRESS,
        /** The hook succeeded, or the pause was continued. */
        SUCCEEDED,
        /** The hook failed, or the pause was rejected. */
        FAILED,
        /** The hook or the pause timed out. */
        TIMED_OUT,
        /** The deployment rolled back or ended before there was a verdict. Not a state of ECS. */
        CANCELLED
    }

    /** {@return whether there is no verdict yet} */
    public boolean isOpen() {
        return state == State.AWAITING_ACTION || state == State.IN_PROGRESS;
    }

    public HookRun with(State newState) {
        return new HookRun(execution, newState, expiresAt, details, approvals);
    }

    /** The same with a deadline that much later. */
    HookRun later(Duration by) {
        return new HookRun(execution, state, expiresAt.plus(by), details, approvals);
    }

    public HookRun with(HookDetails newDetails) {
        return new HookRun(execution, state, expiresAt, newDetails, approvals);
    }

    /** The same with one more approval. */
    public HookRun approved(String approver, Approval approval) {
        return new HookRun(execution, state, expiresAt, details, ImmutableCopies.with(approvals, approver, approval));
    }

    /** The same without the approval of that approver. */
    public HookRun withoutApproval(String approver) {
        return new HookRun(execution, state, expiresAt, details, ImmutableCopies.without(approvals, approver));
    }
}
