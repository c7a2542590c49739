package io.github.bluegreen4j.awstestkit.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullResponse;

/**
 * The HTTP client of SDK clients. It answers requests on the caller's thread, without a connection. Thread-safe if the
 * handler is.
 */
public final class WireClient implements SdkHttpClient {
    private static final List<Protocol> PROTOCOLS =
            List.of(new JsonProtocol(), new CborProtocol(), new QueryProtocol(), new LambdaProtocol());

    /** The first number, so that the last part of a request id has twelve digits. */
    private static final long FIRST_REQUEST = 100_000_000_000L;

    private final Handler handler;
    private final AtomicLong requests = new AtomicLong();

    /** Answers requests. */
    @FunctionalInterface
    public interface Handler {
        /**
         * Answers a request.
         *
         * @param call the request
         * @return the answer
         * @throws AwsRefusal for an error answer of the service
         * @throws IOException if the connection fails; the request may have taken effect
         */
        ObjectNode answer(AwsCall call) throws IOException;
    }

    /**
     * Creates a client.
     *
     * @param handler answers all requests
     */
    public WireClient(Handler handler) {
        this.handler = handler;
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() throws IOException {
                return response(reply(request));
            }

            @Override
            public void abort() {}
        };
    }

    private AwsReply reply(HttpExecuteRequest request) throws IOException {
        byte[] body = body(request);
        String requestId = "00000000-0000-4000-8000-" + (FIRST_REQUEST + requests.incrementAndGet());
        for (Protocol protocol : PROTOCOLS) {
            Optional<AwsCall> call = protocol.read(request.httpRequest(), body);
            if (call.isPresent()) {
                return reply(protocol, call.get(), requestId);
            }
        }
        throw new IOException("nobody here speaks " + request.httpRequest().getUri());
    }

    private AwsReply reply(Protocol protocol, AwsCall call, String requestId) throws IOException {
        try {
            return protocol.write(call, handler.answer(call), requestId);
        } catch (AwsRefusal refusal) {
            return refusal.isNonsense() ? AwsReply.nonsense(refusal) : protocol.write(refusal, call, requestId);
        }
    }

    private static byte[] body(HttpExecuteRequest request) throws IOException {
        if (request.contentStreamProvider().isEmpty()) {
            return new byte[0];
        }
        try (InputStream stream = request.contentStreamProvider().get().newStream()) {
            return stream.readAllBytes();
        }
    }

    private static HttpExecuteResponse response(AwsReply reply) {
        SdkHttpFullResponse.Builder response =
                SdkHttpFullResponse.builder().statusCode(reply.status()).statusText("");
        reply.headers().forEach(response::putHeader);
        byte[] body = reply.body();
        response.putHeader("Content-Length", String.valueOf(body.length));
        return HttpExecuteResponse.builder()
                .response(response.build())
                .responseBody(AbortableInputStream.create(new ByteArrayInputStream(body)))
                .build();
    }

    @Override
    public String clientName() {
        return "FakeAws";
    }

    @Override
    public void close() {}
}
