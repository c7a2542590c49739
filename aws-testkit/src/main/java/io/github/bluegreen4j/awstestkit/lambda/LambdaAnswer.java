package io.github.bluegreen4j.awstestkit.lambda;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * What becomes of an invocation.
 *
 * @param payload what is answered, JSON as a rule
 * @param error {@code Handled} or {@code Unhandled} when the function failed; the payload says why, then
 */
public record LambdaAnswer(String payload, Optional<String> error) {

    /** The function returned that JSON. */
    public static LambdaAnswer returned(String payload) {
        return new LambdaAnswer(payload, Optional.empty());
    }

    /** The function failed and said so itself. */
    public static LambdaAnswer handled(String errorType, String message) {
        return failed("Handled", errorType, message);
    }

    /** The function failed by an exception that nobody caught. */
    public static LambdaAnswer unhandled(String errorType, String message) {
        return failed("Unhandled", errorType, message);
    }

    /** The function ran longer than it may. */
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
