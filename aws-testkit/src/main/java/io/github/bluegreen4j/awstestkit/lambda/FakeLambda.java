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

/** AWS Lambda, with the functions that a test registers. */
public final class FakeLambda implements FakeService {
    private static final int MOST_BYTES = 6 * 1024 * 1024;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Object lock;
    private final Arns arns;
    private final Map<String, LambdaFunction> functions = new HashMap<>();

    /** @param lock held by whoever lets an operation happen */
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
     * There is that function, and no other of its name.
     *
     * @param name its short name; it is invoked by its ARN and with a qualifier, too
     */
    public void function(String name, LambdaFunction function) {
        synchronized (lock) {
            functions.put(name, function);
        }
    }

    /** There is no function of that name any more. */
    public void remove(String name) {
        synchronized (lock) {
            functions.remove(name);
        }
    }

    /** The short name, whichever of name, partial ARN and ARN was given, with or without a qualifier. */
    private static String name(ObjectNode input) {
        String given = Inputs.text(input, "FunctionName").orElse("");
        String name = given.substring(given.indexOf("function:") < 0 ? 0 : given.indexOf("function:") + 9);
        return name.contains(":") ? name.substring(0, name.indexOf(':')) : name;
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
