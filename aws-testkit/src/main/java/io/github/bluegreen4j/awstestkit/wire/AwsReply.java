package io.github.bluegreen4j.awstestkit.wire;

import java.util.Map;

/** An answer as it goes over the wire. */
record AwsReply(int status, Map<String, String> headers, String body) {

    static AwsReply of(int status, String contentType, String body) {
        return new AwsReply(status, Map.of("Content-Type", contentType), body);
    }

    static AwsReply nonsense(AwsRefusal refusal) {
        return of(refusal.status(), "text/html", refusal.text());
    }
}
