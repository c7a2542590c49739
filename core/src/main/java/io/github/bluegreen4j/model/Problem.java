package io.github.bluegreen4j.model;

import org.jspecify.annotations.Nullable;

/**
 * Why a call did not do what it was asked to, classified once, where the error was seen.
 *
 * @param kind what it means for the caller
 * @param operation the operation that failed, in the words of the system that refused it
 * @param resource what it was applied to
 * @param message what happened, and what is missing where that is known
 */
public record Problem(Kind kind, String operation, String resource, String message) {

    /**
     * Makes the texts fit to be journaled and logged: they are what a system said when something went wrong, so nothing but the kind
     * is refused. What was not said is an empty text.
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
        /** Refused for good: not permitted, or invalid. Nothing was changed; asking again is of no use. */
        REFUSED,
        /** What it was applied to does not exist. Nothing was changed. */
        GONE,
        /** What was written on had changed since it was read. Nothing was changed; read again. */
        CONFLICT,
        /** Turned away for now: throttled, or not reached at all. Nothing was changed; ask again later. */
        UNAVAILABLE,
        /** No answer, or one that does not say: the call may have taken effect, or may still. */
        UNKNOWN
    }

    /** Whether there was an answer at all: nothing was throttled or out of reach, and somebody knows what happened. */
    public boolean isAnswered() {
        return kind != Kind.UNAVAILABLE && kind != Kind.UNKNOWN;
    }

    @Override
    public String toString() {
        return kind + ": " + operation + " on " + resource + ": " + message;
    }
}
