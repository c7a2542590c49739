package io.github.bluegreen4j.aws.events;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * An event for EventBridge.
 *
 * @param type ECS's detail type, or one of ours
 * @param resources the ARNs of the affected resources
 * @param body the fields of the detail
 */
record Detail(String type, List<String> resources, ObjectNode body) {}
