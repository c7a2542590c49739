package io.github.bluegreen4j.awstestkit.wire;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.http.SdkHttpRequest;

/** AWS JSON 1.1. The header {@code X-Amz-Target} names service and operation; the body has the parameters. */
final class JsonProtocol implements Protocol {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TYPE = "application/x-amz-json-1.1";

    @Override
    public Optional<AwsCall> read(SdkHttpRequest request, byte[] body) throws IOException {
        Optional<String> target = request.firstMatchingHeader("X-Amz-Target");
        int dot = target.map(text -> text.indexOf('.')).orElse(-1);
        Optional<Api> api = dot < 0 ? Optional.empty() : Api.of(target.get().substring(0, dot));
        if (api.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new AwsCall(api.get(), target.get().substring(dot + 1), Protocol.tree(JSON, body)));
    }

    @Override
    public AwsReply write(AwsCall call, ObjectNode answer, String requestId) throws IOException {
        return reply(200, requestId, answer);
    }

    @Override
    public AwsReply write(AwsRefusal refusal, AwsCall call, String requestId) throws IOException {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.setAll(refusal.details());
        body.put("__type", refusal.code()).put("message", refusal.text());
        return reply(refusal.status(), requestId, body);
    }

    private static AwsReply reply(int status, String requestId, ObjectNode body) throws IOException {
        return new AwsReply(
                status, Map.of("Content-Type", TYPE, "x-amzn-RequestId", requestId), JSON.writeValueAsString(body));
    }
}
