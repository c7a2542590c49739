package io.github.bluegreen4j.awstestkit.lambda;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.bluegreen4j.awstestkit.arn.Arns;
import io.github.bluegreen4j.awstestkit.wire.Api;
import io.github.bluegreen4j.awstestkit.wire.AwsRefusal;
import io.github.bluegreen4j.awstestkit.wire.FakeService;
import io.github.bluegreen4j.awstestkit.wire.Inputs;
import io.github.bluegreen4j.awstestkit.wire.Operation;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** AWS Lambda with the functions that a test registers. Get it from {@code FakeAws.lambda()}. Thread-safe. */
public final class FakeLambda implements FakeService {
    private static final int MOST_BYTES = 6 * 1024 * 1024;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Object lock;
    private final Arns arns;
    private final Map<String, LambdaFunction> functions = new HashMap<>();

    /**
     * Creates a service without functions.
     *
     * @param arns the account and Region
     * @param lock the lock of the fake, held while an operation runs
     */
    public FakeLambda(Arns arns, Object lock) {
        this.arns = arns;
        this.lock = lock;
    }

    @Override
    public Api api() {
        return Api.LAMBDA;
    }

    @Override
    public Map<String, Operation> operations() {
        return Map.of("Invoke", new Operation(input -> List.of(arns.function(name(input))), this::invoke));
    }

    /**
     * Registers a function, or replaces it.
     *
     * @param name the short name; clients may also use the ARN and a qualifier
     * @param function the implementation
     */
    public void function(String name, LambdaFunction function) {
        synchronized (lock) {
            functions.put(name, function);
        }
    }

    /**
     * Removes a function.
     *
     * @param name the short name
     */
    public void remove(String name) {
        synchronized (lock) {
            functions.remove(name);
        }
    }

    /** Returns the short name of a function that is given by name, partial ARN or ARN, with or without a qualifier. */
    private static String name(ObjectNode input) {
        String given = Inputs.text(input, "FunctionName").orElse("");
        String name = given.substring(given.indexOf("function:") < 0 ? 0 : given.indexOf("function:") + 9);
        return name.contains(":") ? name.substring(0, name.indexOf(':')) : name;
    }

    /**
     * Invokes a function as a service of AWS does, which is not among the recorded requests.
     *
     * @param function the name or the ARN of the function
     * @param payload the payload, JSON
     * @return the result; empty if there is no such function
     */
    public Optional<LambdaAnswer> call(String function, String payload) {
        synchronized (lock) {
            ObjectNode named = JsonNodeFactory.instance.objectNode().put("FunctionName", function);
            return Optional.ofNullable(functions.get(name(named))).map(found -> run(found, payload));
        }
    }

    private ObjectNode invoke(ObjectNode input) {
        String name = name(input);
        LambdaFunction function = functions.get(name);
        if (function == null) {
            throw new AwsRefusal(404, "ResourceNotFoundException", "Function not found: " + arns.function(name));
        }
        String payload = Inputs.text(input, "Payload").orElse("");
        check(payload);
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("ExecutedVersion", "$LATEST");
        String type = Inputs.text(input, "InvocationType").orElse("RequestResponse");
        if (type.equals("DryRun")) {
            return answer.put("StatusCode", 204);
        }
        LambdaAnswer answered = run(function, payload);
        if (type.equals("Event")) {
            return answer.put("StatusCode", 202);
        }
        answered.error().ifPresent(error -> answer.put("FunctionError", error));
        return answer.put("StatusCode", 200).put("Payload", answered.payload());
    }

    private static void check(String payload) {
        if (payload.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
            throw new AwsRefusal(
                    413, "RequestTooLargeException", "Request must be smaller than " + MOST_BYTES + " bytes");
        }
        try {
            if (!payload.isEmpty()) {
                JSON.readTree(payload);
            }
        } catch (JsonProcessingException noJson) {
            throw AwsRefusal.of(
                    "InvalidRequestContentException",
                    "Could not parse request body into json: " + noJson.getOriginalMessage());
        }
    }

    private static LambdaAnswer run(LambdaFunction function, String payload) {
        try {
            return function.invoke(payload);
        } catch (Exception thrown) {
            return LambdaAnswer.unhandled(thrown.getClass().getSimpleName(), String.valueOf(thrown.getMessage()));
        }
    }
}
