package io.github.bluegreen4j.awstestkit.wire;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** An HTTP response. */
final class AwsReply {
    private final int status;
    private final Map<String, String> headers;
    private final byte[] body;

    AwsReply(int status, Map<String, String> headers, byte[] body) {
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    AwsReply(int status, Map<String, String> headers, String body) {
        this(status, headers, body.getBytes(StandardCharsets.UTF_8));
    }

    static AwsReply of(int status, String contentType, String body) {
        return new AwsReply(status, Map.of("Content-Type", contentType), body);
    }

    static AwsReply nonsense(AwsRefusal refusal) {
        return of(refusal.status(), "text/html", refusal.text());
    }

    int status() {
        return status;
    }

    Map<String, String> headers() {
        return headers;
    }

    byte[] body() {
        return body;
    }
}
