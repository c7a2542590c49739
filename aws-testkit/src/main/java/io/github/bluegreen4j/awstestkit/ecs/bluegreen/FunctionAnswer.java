package io.github.bluegreen4j.awstestkit.ecs.bluegreen;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.bluegreen4j.awstestkit.lambda.LambdaAnswer;
import io.github.bluegreen4j.awstestkit.wire.Inputs;
import java.time.Duration;
import java.util.Optional;

/**
 * What a Lambda hook answered ("Lambda lifecycle hooks for Amazon ECS service deployments").
 *
 * @param status the verdict
 * @param delay after which time a hook in progress is called again
 * @param details the {@code hookDetails} of the answer
 * @param failure why the hook failed; empty if it did not
 */
record FunctionAnswer(Status status, Duration delay, Optional<ObjectNode> details, String failure) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration USUAL_DELAY = Duration.ofSeconds(30);

    /** The verdict of a hook. */
    enum Status {
        SUCCEEDED,
        FAILED,
        IN_PROGRESS
    }

    static FunctionAnswer failed(String why) {
        return new FunctionAnswer(Status.FAILED, Duration.ZERO, Optional.empty(), why);
    }

    /** Returns what an invocation means. */
    static FunctionAnswer of(String target, LambdaAnswer answer) {
        if (answer.error().isPresent()) {
            return failed("ECS was unable to invoke hook target " + target + " due to " + answer.payload());
        }
        try {
            return of(target, JSON.readTree(answer.payload()));
        } catch (JsonProcessingException noJson) {
            return unparsable(target, noJson.getOriginalMessage());
        }
    }

    private static FunctionAnswer unparsable(String target, String why) {
        return failed("ECS was unable to parse the response from " + target + " due to " + why);
    }

    private static FunctionAnswer of(String target, JsonNode answer) {
        Optional<ObjectNode> details = Optional.of(answer.path("hookDetails"))
                .filter(JsonNode::isObject)
                .map(object -> ((ObjectNode) object).deepCopy());
        String status = Inputs.text(answer, "hookStatus").orElse("");
        return switch (status) {
            case "SUCCEEDED" -> new FunctionAnswer(Status.SUCCEEDED, Duration.ZERO, details, "");
            case "FAILED" -> failed("Hook target " + target + " returned FAILED status.");
            case "IN_PROGRESS" -> new FunctionAnswer(Status.IN_PROGRESS, delay(answer), details, "");
            case "" -> unparsable(target, "HookStatus must not be null");
            default -> unparsable(target, "HookStatus must not be " + status);
        };
    }

    private static Duration delay(JsonNode answer) {
        double seconds = answer.path("callBackDelay").asDouble((double) USUAL_DELAY.toSeconds());
        return Duration.ofMillis(Math.max(1_000, Math.round(seconds * 1_000)));
    }
}
