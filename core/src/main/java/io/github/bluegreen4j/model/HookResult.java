package io.github.bluegreen4j.model;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The answer of a lifecycle hook: succeeded, failed, in progress or invalid; or the fact that the hook is broken. A
 * hook that cannot be reached has no answer: it throws a {@code PortException}.
 *
 * @param status the answer
 * @param reason why it failed, was invalid or is broken; cut to 4,096 characters
 * @param callBackDelay with {@code IN_PROGRESS}: when to call again. If absent 30 s; at least 1 s, at most the rest
 *     of the hook's timeout
 * @param details merged into the hook's details and sent with the next call of the same execution
 */
public record HookResult(Status status, String reason, Optional<Duration> callBackDelay, HookDetails details) {

    /** The maximum length of a reason, in characters. */
    public static final int MAX_REASON = 4_096;

    /**
     * Cleans the reason for the journal. A reason of more than {@value #MAX_REASON} characters is cut, and the cut is
     * noted in it.
     *
     * @param status the answer
     * @param reason why it failed, was invalid or is broken
     * @param callBackDelay with {@code IN_PROGRESS}: when to call again
     * @param details merged into the hook's details and sent with the next call of the same execution
     * @throws InvalidSpecException if a value is missing or not allowed
     */
    public HookResult {
        Given.value("hookResult.status", status);
        reason = Given.fit(Given.value("hookResult.reason", reason), MAX_REASON);
        Given.value("hookResult.callBackDelay", callBackDelay);
        Given.value("hookResult.details", details);
    }

    /** The kinds of answers. */
    public enum Status {
        /** The hook succeeded: the stage may go on. */
        SUCCEEDED,
        /** The hook failed: the deployment rolls back. */
        FAILED,
        /** The hook has no verdict yet: the engine calls it again. */
        IN_PROGRESS,
        /** The answer is not valid. It counts as a failure, and the hook is not called again. */
        INVALID,
        /** The hook threw an unexpected exception. It counts as a failure, and the hook is not called again. */
        DEFECT
    }

    /** {@return the answer of a hook that succeeded} */
    public static HookResult succeeded() {
        return new HookResult(Status.SUCCEEDED, "", Optional.empty(), HookDetails.EMPTY);
    }

    /**
     * {@return the answer of a hook that failed}
     *
     * @param reason why; null, as the message of an exception may be, becomes a note that no reason was given
     */
    public static HookResult failed(@Nullable String reason) {
        return new HookResult(Status.FAILED, said(reason), Optional.empty(), HookDetails.EMPTY);
    }

    /**
     * {@return the result for an answer that is not valid}
     *
     * @param reason what is wrong with it; null becomes a note that no reason was given
     */
    public static HookResult invalid(@Nullable String reason) {
        return new HookResult(Status.INVALID, said(reason), Optional.empty(), HookDetails.EMPTY);
    }

    private static String said(@Nullable String reason) {
        return reason == null ? "(no reason given)" : reason;
    }

    /**
     * The engine's own result for a hook that threw an error or an exception other than a {@code PortException}.
     *
     * @param reason what it threw
     * @return the result
     */
    public static HookResult defect(String reason) {
        return new HookResult(Status.DEFECT, reason, Optional.empty(), HookDetails.EMPTY);
    }

    /** {@return the answer of a hook that wants to be called again after 30 s, the default delay} */
    public static HookResult inProgress() {
        return new HookResult(Status.IN_PROGRESS, "", Optional.empty(), HookDetails.EMPTY);
    }

    /**
     * {@return the answer of a hook that wants to be called again after a delay}
     *
     * @param callBackDelay the delay; the engine limits it to at least 1 s and at most the rest of the hook's timeout
     */
    public static HookResult inProgress(Duration callBackDelay) {
        return new HookResult(
                Status.IN_PROGRESS, "", Optional.of(Given.value("callBackDelay", callBackDelay)), HookDetails.EMPTY);
    }

    /**
     * {@return a copy with details for the next call}
     *
     * @param newDetails merged into the details of the same execution
     */
    public HookResult with(HookDetails newDetails) {
        return new HookResult(status, reason, callBackDelay, newDetails);
    }
}
