package io.github.bluegreen4j.awstestkit.lambda;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * The result of an invocation.
 *
 * @param payload the payload of the answer, usually JSON; the error description if the function failed
 * @param error {@code Handled} or {@code Unhandled} if the function failed; empty if it returned
 */
public record LambdaAnswer(String payload, Optional<String> error) {

    /**
     * The function returned.
     *
     * @param payload what it returned, usually JSON
     * @return the result
     */
    public static LambdaAnswer returned(String payload) {
        return new LambdaAnswer(payload, Optional.empty());
    }

    /**
     * The function failed and reported the error itself.
     *
     * @param errorType the type of the error
     * @param message the message of the error
     * @return the result
     */
    public static LambdaAnswer handled(String errorType, String message) {
        return failed("Handled", errorType, message);
    }

    /**
     * The function failed with an uncaught exception.
     *
     * @param errorType the type of the exception
     * @param message the message of the exception
     * @return the result
     */
    public static LambdaAnswer unhandled(String errorType, String message) {
        return failed("Unhandled", errorType, message);
    }

    /**
     * The function exceeded its time limit.
     *
     * @param limit the time limit of the function
     * @return the result
     */
    public static LambdaAnswer timedOut(Duration limit) {
        return failed(
                "Unhandled",
                "Sandbox.Timedout",
                String.format(Locale.ROOT, "Task timed out after %.2f seconds", limit.toMillis() / 1000.0));
    }

    private static LambdaAnswer failed(String error, String errorType, String message) {
        String payload = JsonNodeFactory.instance
                .objectNode()
                .put("errorMessage", message)
                .put("errorType", errorType)
                .toString();
        return new LambdaAnswer(payload, Optional.of(error));
    }
}
