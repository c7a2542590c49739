package io.github.bluegreen4j.awstestkit.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Function;

/**
 * One operation of a service.
 *
 * @param resources the ARNs of what a request is applied to, as a policy of IAM would have to name them
 * @param body does it
 */
public record Operation(Function<ObjectNode, List<String>> resources, Function<ObjectNode, ObjectNode> body) {}
