package io.github.bluegreen4j.awstestkit.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * Smithy RPC v2 CBOR. The path names service and operation; the body has the parameters in CBOR.
 *
 * @see <a href="https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html">Smithy RPC v2 CBOR protocol</a>
 */
final class CborProtocol implements Protocol {
    private static final CBORMapper CBOR = new CBORMapper();
    private static final Pattern PATH = Pattern.compile("/service/([^/]+)/operation/([^/]+)");
    private static final Map<String, Api> SERVICES = Map.of("GraniteServiceVersion20100801", Api.CLOUDWATCH);

    /** CBOR's tag for an instant in seconds since 1970. */
    private static final int EPOCH_SECONDS = 1;

    private static final String INSTANT = "Timestamp";
    private static final String INSTANTS = "Timestamps";

    @Override
    public Optional<AwsCall> read(SdkHttpRequest request, byte[] body) throws IOException {
        Matcher path = PATH.matcher(request.encodedPath());
        Optional<String> protocol = request.firstMatchingHeader("smithy-protocol");
        if (request.method() != SdkHttpMethod.POST || !protocol.equals(Optional.of("rpc-v2-cbor")) || !path.matches()) {
            return Optional.empty();
        }
        Optional<Api> api = Optional.ofNullable(SERVICES.get(path.group(1)));
        return api.isEmpty()
                ? Optional.empty()
                : Optional.of(new AwsCall(api.get(), path.group(2), Protocol.tree(CBOR, body)));
    }

    @Override
    public AwsReply write(AwsCall call, ObjectNode answer, String requestId) throws IOException {
        return new AwsReply(200, headers(requestId), bytes(answer));
    }

    /** Sends the error code of the query protocol, too, because CloudWatch used that protocol before. */
    @Override
    public AwsReply write(AwsRefusal refusal, AwsCall call, String requestId) throws IOException {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.setAll(refusal.details());
        body.put("__type", refusal.code()).put("message", refusal.text());
        Map<String, String> headers = new HashMap<>(headers(requestId));
        headers.put("x-amzn-query-error", refusal.code() + (refusal.status() < 500 ? ";Sender" : ";Receiver"));
        return new AwsReply(refusal.status(), headers, bytes(body));
    }

    private static Map<String, String> headers(String requestId) {
        return Map.of(
                "Content-Type", "application/cbor", "smithy-protocol", "rpc-v2-cbor", "x-amzn-RequestId", requestId);
    }

    private static byte[] bytes(JsonNode node) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (CBORGenerator generator = CBOR.getFactory().createGenerator(bytes)) {
            write(node, "", generator);
        }
        return bytes.toByteArray();
    }

    private static void write(JsonNode node, String name, CBORGenerator generator) throws IOException {
        if (node.isObject()) {
            generator.writeStartObject();
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                generator.writeFieldName(field.getKey());
                write(field.getValue(), field.getKey(), generator);
            }
            generator.writeEndObject();
        } else if (node.isArray()) {
            generator.writeStartArray();
            for (JsonNode element : node) {
                write(element, name, generator);
            }
            generator.writeEndArray();
        } else if (node.isTextual() && (name.endsWith(INSTANT) || name.equals(INSTANTS))) {
            generator.writeTag(EPOCH_SECONDS);
            generator.writeNumber(Instant.parse(node.textValue()).toEpochMilli() / 1000.0);
        } else {
            generator.writeTree(node);
        }
    }
}
