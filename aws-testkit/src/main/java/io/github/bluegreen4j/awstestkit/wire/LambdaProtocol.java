package io.github.bluegreen4j.awstestkit.wire;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;

/** Lambda's REST protocol for {@code Invoke}. Path and headers have the parameters, the bodies are the payloads. */
final class LambdaProtocol implements Protocol {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern INVOKE = Pattern.compile("/2015-03-31/functions/([^/]+)/invocations");

    @Override
    public Optional<AwsCall> read(SdkHttpRequest request, byte[] body) {
        Matcher path = INVOKE.matcher(request.encodedPath());
        if (request.method() != SdkHttpMethod.POST || !path.matches()) {
            return Optional.empty();
        }
        ObjectNode input = JsonNodeFactory.instance.objectNode();
        input.put("FunctionName", URLDecoder.decode(path.group(1), StandardCharsets.UTF_8));
        request.firstMatchingRawQueryParameter("Qualifier").ifPresent(value -> input.put("Qualifier", value));
        request.firstMatchingHeader("X-Amz-Invocation-Type").ifPresent(value -> input.put("InvocationType", value));
        input.put("Payload", new String(body, StandardCharsets.UTF_8));
        return Optional.of(new AwsCall(Api.LAMBDA, "Invoke", input));
    }

    @Override
    public AwsReply write(AwsCall call, ObjectNode answer, String requestId) {
        Map<String, String> headers = new HashMap<>();
        headers.put("Content-Type", "application/json");
        headers.put("x-amzn-RequestId", requestId);
        Inputs.text(answer, "ExecutedVersion").ifPresent(version -> headers.put("X-Amz-Executed-Version", version));
        Inputs.text(answer, "FunctionError").ifPresent(error -> headers.put("X-Amz-Function-Error", error));
        return new AwsReply(
                Inputs.number(answer, "StatusCode").orElse(200),
                headers,
                Inputs.text(answer, "Payload").orElse(""));
    }

    @Override
    public AwsReply write(AwsRefusal refusal, AwsCall call, String requestId) throws IOException {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("Type", refusal.status() < 500 ? "User" : "Service");
        body.put("message", refusal.text()).put("Message", refusal.text());
        Map<String, String> headers = Map.of(
                "Content-Type", "application/json", "x-amzn-ErrorType", refusal.code(), "x-amzn-RequestId", requestId);
        return new AwsReply(refusal.status(), headers, JSON.writeValueAsString(body));
    }
}
