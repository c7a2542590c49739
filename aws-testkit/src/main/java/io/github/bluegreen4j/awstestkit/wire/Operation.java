package io.github.bluegreen4j.awstestkit.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Function;

/**
 * An operation of a service.
 *
 * @param resources returns the ARNs that a request affects, as an IAM policy must name them
 * @param body executes a request and returns the answer; it throws {@link AwsRefusal} for an error answer
 */
public record Operation(Function<ObjectNode, List<String>> resources, Function<ObjectNode, ObjectNode> body) {}
