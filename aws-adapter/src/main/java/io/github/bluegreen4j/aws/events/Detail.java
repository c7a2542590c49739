package io.github.bluegreen4j.aws.events;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * What is told of one event.
 *
 * @param type ECS's detail type, or one of ours
 * @param resources the ARNs that it is about
 * @param body its fields
 */
record Detail(String type, List<String> resources, ObjectNode body) {}
