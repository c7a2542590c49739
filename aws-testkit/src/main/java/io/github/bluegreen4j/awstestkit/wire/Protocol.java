package io.github.bluegreen4j.awstestkit.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Optional;
import software.amazon.awssdk.http.SdkHttpRequest;

/** Parses requests and formats answers. */
interface Protocol {
    /** Parses a request; empty if it is in another protocol. */
    Optional<AwsCall> read(SdkHttpRequest request, byte[] body) throws IOException;

    AwsReply write(AwsCall call, ObjectNode answer, String requestId) throws IOException;

    AwsReply write(AwsRefusal refusal, AwsCall call, String requestId) throws IOException;

    /** Parses the parameters in a body; an empty body has none. */
    static ObjectNode tree(ObjectMapper mapper, byte[] body) throws IOException {
        JsonNode tree = body.length == 0 ? JsonNodeFactory.instance.objectNode() : mapper.readTree(body);
        if (tree instanceof ObjectNode object) {
            return object;
        }
        throw AwsRefusal.of("SerializationException", "the body is no object");
    }
}
