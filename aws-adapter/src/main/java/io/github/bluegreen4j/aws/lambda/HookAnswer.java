package io.github.bluegreen4j.aws.lambda;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.bluegreen4j.model.HookDetails;
import io.github.bluegreen4j.model.HookResult;
import io.github.bluegreen4j.model.InvalidSpecException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a function answered ("Lambda lifecycle hooks" in the ECS developer guide). What makes no sense is invalid, and says why. */
final class HookAnswer {
    private static final int LONGEST_MESSAGE = 300;
    private static final BigDecimal LONGEST_DELAY =
            BigDecimal.valueOf(Duration.ofDays(365).toSeconds());

    private final ObjectMapper json;

    HookAnswer(ObjectMapper json) {
        this.json = json;
    }

    HookResult of(String text) {
        try {
            JsonNode answer = json.readTree(text);
            return answer == null || !answer.isObject()
                    ? HookResult.invalid("the response is no JSON object")
                    : of(answer);
        } catch (JsonProcessingException nonsense) {
            return HookResult.invalid("unable to parse the response: " + nonsense.getOriginalMessage());
        } catch (InvalidSpecException tooLarge) {
            return HookResult.invalid(tooLarge.faults().get(0).toString());
        }
    }

    private HookResult of(JsonNode answer) {
        JsonNode status = answer.path("hookStatus");
        Optional<HookResult.Status> known = status(status.asText());
        if (known.isEmpty()) {
            return HookResult.invalid(
                    status.isMissingNode() || status.isNull()
                            ? "HookStatus must not be null"
                            : "hookStatus: " + shortened(status.asText())
                                    + " is not allowed; allowed: SUCCEEDED, FAILED, IN_PROGRESS");
        }
        JsonNode details = answer.path("hookDetails");
        if (!details.isMissingNode() && !details.isNull() && !details.isObject()) {
            return HookResult.invalid("hookDetails is no JSON object");
        }
        JsonNode delay = answer.path("callBackDelay");
        boolean hasDelay = !delay.isMissingNode() && !delay.isNull();
        if (hasDelay && !delay.isNumber()) {
            return HookResult.invalid("callBackDelay is no number of seconds");
        }
        return new HookResult(
                known.get(),
                reason(answer, known.get()),
                hasDelay ? Optional.of(seconds(delay.decimalValue())) : Optional.empty(),
                details.isObject() ? details(details) : HookDetails.EMPTY);
    }

    private static Optional<HookResult.Status> status(String text) {
        return switch (text) {
            case "SUCCEEDED" -> Optional.of(HookResult.Status.SUCCEEDED);
            case "FAILED" -> Optional.of(HookResult.Status.FAILED);
            case "IN_PROGRESS" -> Optional.of(HookResult.Status.IN_PROGRESS);
            default -> Optional.empty();
        };
    }

    private static String reason(JsonNode answer, HookResult.Status status) {
        String said = answer.path("reason").asText("");
        return said.isEmpty() && status == HookResult.Status.FAILED ? "the function returned FAILED" : shortened(said);
    }

    private static Duration seconds(BigDecimal delay) {
        BigDecimal bounded = delay.max(BigDecimal.ZERO).min(LONGEST_DELAY);
        return Duration.ofMillis(bounded.movePointRight(3).longValue());
    }

    private HookDetails details(JsonNode details) {
        Map<String, @Nullable Object> values = json.convertValue(details, new TypeReference<>() {});
        return new HookDetails(values);
    }

    /** What the function threw: its error's type and message, cut short. */
    HookResult ofError(String error, String text) {
        String type = "";
        String message = "";
        try {
            JsonNode thrown = json.readTree(text);
            type = thrown.path("errorType").asText("");
            message = thrown.path("errorMessage").asText("");
        } catch (JsonProcessingException nonsense) {
            message = "with no readable error";
        }
        return HookResult.failed("the function failed (" + error + "): "
                + shortened(type + " " + message).trim());
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_MESSAGE ? text : text.substring(0, LONGEST_MESSAGE) + "...";
    }
}
