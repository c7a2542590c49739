package io.github.bluegreen4j.awstestkit.wire;

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
}
