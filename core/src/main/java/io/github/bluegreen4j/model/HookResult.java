package io.github.bluegreen4j.model;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a lifecycle hook answered: yes, no, later, or nonsense; or that it is broken. That it could not be reached is no
 * answer but a {@code PortException}.
 *
 * @param status the answer
 * @param reason why, when it failed, was invalid or is broken; cut to 4,096 characters
 * @param callBackDelay when to ask again, with {@code IN_PROGRESS}; 30 s when absent, at least 1 s, at most what is left
 *     of the hook's time
 * @param details merged into the hook's details and sent with the next call of the same execution
 */
public record HookResult(Status status, String reason, Optional<Duration> callBackDelay, HookDetails details) {

    /** The most characters that a reason keeps. */
    public static final int MAX_REASON = 4_096;

    /** Makes the reason fit to be journaled: a longer one than {@value #MAX_REASON} characters is cut and says so. */
    public HookResult {
        Given.value("hookResult.status", status);
        reason = Given.fit(Given.value("hookResult.reason", reason), MAX_REASON);
        Given.value("hookResult.callBackDelay", callBackDelay);
        Given.value("hookResult.details", details);
    }

    /** The kinds of answer. */
    public enum Status {
        SUCCEEDED,
        FAILED,
        IN_PROGRESS,
        /** An answer that makes no sense: it counts as a failure, and is never asked for again. */
        INVALID,
        /** No answer: the hook threw an exception that it should not have. It counts as a failure, and is never asked again. */
        DEFECT
    }

    public static HookResult succeeded() {
        return new HookResult(Status.SUCCEEDED, "", Optional.empty(), HookDetails.EMPTY);
    }

    /**
     * The hook says no.
     *
     * @param reason why; without one, as an exception may be without a message, the answer says that there is none
     */
    public static HookResult failed(@Nullable String reason) {
        return new HookResult(Status.FAILED, said(reason), Optional.empty(), HookDetails.EMPTY);
    }

    /** The hook's answer makes no sense; see {@link #failed} for the reason. */
    public static HookResult invalid(@Nullable String reason) {
        return new HookResult(Status.INVALID, said(reason), Optional.empty(), HookDetails.EMPTY);
    }

    private static String said(@Nullable String reason) {
        return reason == null ? "(no reason given)" : reason;
    }

    /** The engine's own answer for a hook that threw an exception other than a {@code PortException}, or an error. */
    public static HookResult defect(String reason) {
        return new HookResult(Status.DEFECT, reason, Optional.empty(), HookDetails.EMPTY);
    }

    /** Asks to be called again after the default delay of 30 s. */
    public static HookResult inProgress() {
        return new HookResult(Status.IN_PROGRESS, "", Optional.empty(), HookDetails.EMPTY);
    }

    /** Asks to be called again after that delay. */
    public static HookResult inProgress(Duration callBackDelay) {
        return new HookResult(
                Status.IN_PROGRESS, "", Optional.of(Given.value("callBackDelay", callBackDelay)), HookDetails.EMPTY);
    }

    /** The same answer with details for the next call. */
    public HookResult with(HookDetails newDetails) {
        return new HookResult(status, reason, callBackDelay, newDetails);
    }
}
