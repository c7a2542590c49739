package io.github.bluegreen4j.aws.ecs;

import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.InvalidSpecException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.Tag;

/**
 * The tags of a service, by which it remembers what the engine did with it. {@code UpdateService} accepts no mark, so each change writes
 * its tags first.
 */
record EngineTags(Map<String, String> values) {
    /** The beginning of all keys that are the engine's. */
    static final String PREFIX = "bluegreen4j:";

    /** The deployment that launched a revision last. */
    static final String DEPLOYMENT = PREFIX + "deployment";

    /** The task definition that the deployment launched. */
    static final String DEFINITION = PREFIX + "definition";

    /** The id of the deployment of ECS that the service had before the launch. */
    static final String AFTER = PREFIX + "after";

    /** The longest value of a tag ("Tag" in the ECS API reference). */
    private static final int LONGEST = 256;

    static EngineTags of(Service service) {
        Map<String, String> values = new TreeMap<>();
        for (Tag tag : service.tags()) {
            values.put(String.valueOf(tag.key()), String.valueOf(tag.value()));
        }
        return new EngineTags(values);
    }

    /** Returns the end of a long text: that of a task definition has its revision. */
    static String cut(String text) {
        return text.substring(Math.max(0, text.length() - LONGEST));
    }

    Optional<String> get(String key) {
        return Optional.ofNullable(values.get(key));
    }

    /** Tells whether a tag has this value, or the end of it if it is too long for a tag. */
    boolean is(String key, String value) {
        return get(key).equals(Optional.of(cut(value)));
    }

    Optional<DeploymentId> deployment() {
        try {
            return get(DEPLOYMENT).map(DeploymentId::new);
        } catch (InvalidSpecException anothersTag) {
            return Optional.empty();
        }
    }
}
