package io.github.bluegreen4j.awstestkit.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One request, understood.
 *
 * @param api the service
 * @param operation the operation, {@code CreateTaskSet} for example
 * @param input its parameters
 */
public record AwsCall(Api api, String operation, ObjectNode input) {}
