package io.github.bluegreen4j.awstestkit.ecs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.bluegreen4j.awstestkit.wire.Inputs;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** The operations on the tags of services. Guarded by the lock of its fake. */
final class ServiceTags {
    private static final int MOST_TAGS = 50;

    private final Function<String, Optional<Map<String, String>>> tags;
    private final Consumer<String> tagged;

    /**
     * @param tags returns the tags of a service by its ARN, to be changed; empty if there is no such service
     * @param tagged called with the ARN of a service that was tagged
     */
    ServiceTags(Function<String, Optional<Map<String, String>>> tags, Consumer<String> tagged) {
        this.tags = tags;
        this.tagged = tagged;
    }

    private Map<String, String> of(ObjectNode input) {
        String arn = Inputs.text(input, "resourceArn").orElse("");
        return tags.apply(arn).orElseThrow(() -> EcsRefusals.invalid("The specified resource is not found: " + arn));
    }

    static void put(Map<String, String> tags, List<JsonNode> added) {
        for (JsonNode tag : added) {
            String key = Inputs.text(tag, "key").orElse("");
            String value = Inputs.text(tag, "value").orElse("");
            if (!TaskSetBounds.isTag(key, value)) {
                throw EcsRefusals.invalid("Invalid tag: " + key + "=" + value);
            }
            tags.put(key, value);
        }
        if (tags.size() > MOST_TAGS) {
            throw EcsRefusals.invalid("The number of tags exceeds the maximum of 50.");
        }
    }

    ObjectNode tag(ObjectNode input) {
        put(of(input), Inputs.list(input, "tags"));
        tagged.accept(Inputs.text(input, "resourceArn").orElse(""));
        return JsonNodeFactory.instance.objectNode();
    }

    ObjectNode untag(ObjectNode input) {
        of(input).keySet().removeAll(Inputs.texts(input, "tagKeys"));
        return JsonNodeFactory.instance.objectNode();
    }
}
