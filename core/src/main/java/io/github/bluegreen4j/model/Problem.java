package io.github.bluegreen4j.model;

import org.jspecify.annotations.Nullable;

/**
 * Why a call failed. The adapter that sees the error classifies it.
 *
 * @param kind what the error means for the caller
 * @param operation the operation that failed, in the words of the system that refused it
 * @param resource what the operation was applied to
 * @param message what happened, and what is missing if that is known
 */
public record Problem(Kind kind, String operation, String resource, String message) {

    /**
     * Cleans the texts for journals and logs. Only the kind is required: the texts come from a failing system, so a
     * missing one becomes an empty text.
     *
     * @param kind what the error means for the caller
     * @param operation the operation that failed, in the words of the system that refused it
     * @param resource what the operation was applied to
     * @param message what happened, and what is missing if that is known
     * @throws InvalidSpecException if the kind is missing
     */
    public Problem {
        Given.value("problem.kind", kind);
        operation = Given.foreignText("problem.operation", said(operation));
        resource = Given.foreignText("problem.resource", said(resource));
        message = Given.foreignText("problem.message", said(message));
    }

    private static String said(@Nullable String text) {
        return text == null ? "" : text;
    }

    /** What a problem means for the caller. */
    public enum Kind {
        /**
         * The call was refused for good: it is not permitted or not valid. Nothing was changed, and a retry is
         * useless.
         */
        REFUSED,
        /** The resource does not exist. Nothing was changed. */
        GONE,
        /** The resource had changed since it was read. Nothing was changed; read it again. */
        CONFLICT,
        /** The call was throttled or did not reach the system. Nothing was changed; retry later. */
        UNAVAILABLE,
        /** No answer, or an unclear one: the call may have taken effect, or could still take effect. */
        UNKNOWN
    }

    /**
     * {@return whether the system answered, so that the outcome is known: the kind is neither {@code UNAVAILABLE} nor
     * {@code UNKNOWN}}
     */
    public boolean isAnswered() {
        return kind != Kind.UNAVAILABLE && kind != Kind.UNKNOWN;
    }

    @Override
    public String toString() {
        return kind + ": " + operation + " on " + resource + ": " + message;
    }
}
