package io.github.bluegreen4j.awstestkit.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Optional;
import software.amazon.awssdk.http.SdkHttpRequest;

/** How requests and answers of some services are written. */
interface Protocol {
    /** What a request asks, if it is written in this protocol. */
    Optional<AwsCall> read(SdkHttpRequest request, byte[] body) throws IOException;

    AwsReply write(AwsCall call, ObjectNode answer, String requestId) throws IOException;

    AwsReply write(AwsRefusal refusal, AwsCall call, String requestId) throws IOException;

    /** The parameters in a body, read with that mapper; without a body there are none. */
    static ObjectNode tree(ObjectMapper mapper, byte[] body) throws IOException {
        JsonNode tree = body.length == 0 ? JsonNodeFactory.instance.objectNode() : mapper.readTree(body);
        if (tree instanceof ObjectNode object) {
            return object;
        }
        throw AwsRefusal.of("SerializationException", "the body is no object");
    }
}
