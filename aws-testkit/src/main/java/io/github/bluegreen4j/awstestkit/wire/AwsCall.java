package io.github.bluegreen4j.awstestkit.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A parsed request.
 *
 * @param api the service
 * @param operation the operation, for example {@code CreateTaskSet}
 * @param input the parameters
 */
public record AwsCall(Api api, String operation, ObjectNode input) {}
