package io.github.bluegreen4j.model;

import java.time.Duration;
import java.util.Optional;

/**
 * What a lifecycle hook answered: yes, no, later, or nonsense; or that it is broken. That it could not be reached is no
 * answer but a {@code PortException}.
 *
 * @param status the answer
 * @param reason why, when it failed, was invalid or is broken
 * @param callBackDelay when to ask again, with {@code IN_PROGRESS}; 30 s when absent, at least 1 s, at most what is left
 *     of the hook's time
 * @param details merged into the hook's details and sent with the next call of the same execution
 */
public record HookResult(Status status, String reason, Optional<Duration> callBackDelay, HookDetails details) {

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

    public static HookResult failed(String reason) {
        return new HookResult(Status.FAILED, reason, Optional.empty(), HookDetails.EMPTY);
    }

    public static HookResult invalid(String reason) {
        return new HookResult(Status.INVALID, reason, Optional.empty(), HookDetails.EMPTY);
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
        return new HookResult(Status.IN_PROGRESS, "", Optional.of(callBackDelay), HookDetails.EMPTY);
    }

    /** The same answer with details for the next call. */
    public HookResult with(HookDetails newDetails) {
        return new HookResult(status, reason, callBackDelay, newDetails);
    }
}
