package io.github.bluegreen4j.awstestkit.autoscaling;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.bluegreen4j.awstestkit.wire.AwsRefusal;
import io.github.bluegreen4j.awstestkit.wire.Inputs;
import io.github.bluegreen4j.awstestkit.wire.Paging;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The scaling policies, or the scheduled actions, of all scalable targets. They are stored as they were sent, and never act. Guarded by
 * the lock of the fake.
 */
final class ScalingPolicies {
    private static final int MOST = 50;

    private final String name;
    private final String arn;
    private final String list;
    private final Predicate<String> registered;
    private final Instant createdAt;
    private final List<ObjectNode> stored = new ArrayList<>();

    /**
     * @param name the parameter with the name
     * @param arn the parameter with the ARN
     * @param list the field of an answer with all of them
     * @param registered tells whether a resource id has a scalable target
     */
    ScalingPolicies(String name, String arn, String list, Predicate<String> registered, Instant createdAt) {
        this.name = name;
        this.arn = arn;
        this.list = list;
        this.registered = registered;
        this.createdAt = createdAt;
    }

    /** Adds one, in place of one of the same name. */
    ObjectNode put(ObjectNode input, String targetArn) {
        String resource = Inputs.text(input, "ResourceId").orElse("");
        String called = Inputs.text(input, name).orElse("");
        if (called.isEmpty()) {
            throw AwsRefusal.of("ValidationException", "1 validation error detected: Value null at '" + name + "'");
        }
        if (!registered.test(resource)) {
            throw AwsRefusal.of(
                    "ObjectNotFoundException",
                    "No scalable target registered for service namespace: ecs, resource ID: " + resource
                            + ", scalable dimension: ecs:service:DesiredCount");
        }
        stored.removeIf(other -> is(other, "ResourceId", resource) && is(other, name, called));
        ObjectNode added = input.deepCopy();
        added.put(arn, targetArn + ":" + name + "/" + called);
        added.put("CreationTime", createdAt.toEpochMilli() / 1000.0);
        stored.add(added);
        return JsonNodeFactory.instance.objectNode().put(arn, added.get(arn).asText());
    }

    private static boolean is(JsonNode node, String field, String value) {
        return Inputs.text(node, field).filter(value::equals).isPresent();
    }

    void delete(String resource) {
        stored.removeIf(other -> is(other, "ResourceId", resource));
    }

    ObjectNode describe(ObjectNode input) {
        List<ObjectNode> found = stored.stream()
                .filter(one -> Inputs.text(input, "ResourceId")
                        .map(asked -> is(one, "ResourceId", asked))
                        .orElse(true))
                .toList();
        return Paging.NEXT_TOKEN.answer(input, found, MOST, list, ObjectNode::deepCopy);
    }
}
