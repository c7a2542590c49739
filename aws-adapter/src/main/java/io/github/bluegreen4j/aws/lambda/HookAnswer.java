package io.github.bluegreen4j.aws.lambda;

import com.fasterxml.jackson.core.JsonLocation;
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
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Parses a function's answer ("Lambda lifecycle hooks" in the ECS developer guide). The reason of an invalid answer does not
 * quote it, because the reason is journaled and the answer may contain secrets.
 */
final class HookAnswer {
    private static final int LONGEST_MESSAGE = 300;
    private static final Pattern WORD = Pattern.compile("[A-Za-z_ -]{1,20}");
    private static final long MOST_DIGITS = 100;
    private static final BigDecimal LONGEST_DELAY =
            BigDecimal.valueOf(Duration.ofDays(365).toSeconds());

    private final ObjectMapper json;

    HookAnswer(ObjectMapper json) {
        this.json = json;
    }

    /**
     * Parses an answer.
     *
     * @param text the answer
     * @param told the details that the function received; details in the answer are merged into them
     */
    HookResult of(String text, HookDetails told) {
        try {
            JsonNode answer = json.readTree(text);
            return answer == null || !answer.isObject()
                    ? HookResult.invalid("the response is no JSON object")
                    : of(answer, told);
        } catch (JsonProcessingException nonsense) {
            return HookResult.invalid("unable to parse the response as JSON" + place(nonsense.getLocation()));
        } catch (InvalidSpecException notAllowed) {
            return HookResult.invalid(notAllowed.faults().get(0).toString());
        } catch (ArithmeticException | NumberFormatException beyondAllNumbers) {
            return HookResult.invalid("the response has a number that is out of range");
        }
    }

    private static String place(@Nullable JsonLocation place) {
        return place == null ? "" : ", at line " + place.getLineNr() + ", column " + place.getColumnNr();
    }

    private HookResult of(JsonNode answer, HookDetails told) {
        JsonNode status = answer.path("hookStatus");
        Optional<HookResult.Status> known = status(status.asText());
        if (known.isEmpty()) {
            return HookResult.invalid(
                    status.isMissingNode() || status.isNull() ? "HookStatus must not be null" : notAllowed(status));
        }
        return known.get() == HookResult.Status.IN_PROGRESS
                ? later(answer, told)
                : new HookResult(known.get(), reason(answer, known.get()), Optional.empty(), HookDetails.EMPTY);
    }

    /**
     * Parses an answer in progress. Delay and details matter only if there is a next call, so a final answer ignores invalid
     * ones.
     */
    private HookResult later(JsonNode answer, HookDetails told) {
        JsonNode details = answer.path("hookDetails");
        if (isPresent(details) && !details.isObject()) {
            return HookResult.invalid("hookDetails is no JSON object");
        }
        JsonNode delay = answer.path("callBackDelay");
        if (isPresent(delay) && !delay.isNumber()) {
            return HookResult.invalid("callBackDelay is no number of seconds");
        }
        if (isPresent(delay) && isBeyondAllDelays(delay.decimalValue())) {
            return HookResult.invalid("callBackDelay is out of range");
        }
        return new HookResult(
                HookResult.Status.IN_PROGRESS,
                reason(answer, HookResult.Status.IN_PROGRESS),
                isPresent(delay) ? Optional.of(seconds(delay.decimalValue())) : Optional.empty(),
                isPresent(details) ? details(details, told) : HookDetails.EMPTY);
    }

    private static boolean isPresent(JsonNode field) {
        return !field.isMissingNode() && !field.isNull();
    }

    private static String notAllowed(JsonNode status) {
        String word = status.isTextual() && WORD.matcher(status.asText()).matches()
                ? "hookStatus: \"" + status.asText() + "\""
                : "hookStatus: what was answered";
        return word + " is not allowed; allowed: SUCCEEDED, FAILED, IN_PROGRESS";
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

    /** Compares by the exponent, because a number such as 1e999999999 must never be expanded. */
    private static boolean isBeyondAllDelays(BigDecimal delay) {
        return Math.abs((long) delay.precision() - delay.scale()) > MOST_DIGITS;
    }

    private static Duration seconds(BigDecimal delay) {
        BigDecimal bounded = delay.max(BigDecimal.ZERO).min(LONGEST_DELAY);
        return Duration.ofMillis(bounded.movePointRight(3).longValue());
    }

    /** Merges details. The result must fit into the next call's payload. */
    private HookDetails details(JsonNode details, HookDetails told) {
        Map<String, @Nullable Object> values = json.convertValue(details, new TypeReference<>() {});
        HookDetails answered = new HookDetails(values);
        told.merge(answered);
        return answered;
    }

    /** Returns the result for a function that threw: its error type and message, shortened. */
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
