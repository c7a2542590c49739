package io.github.bluegreen4j.aws.ecs;

import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.InvalidSpecException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.Tag;

/**
 * The tags by which a service with ECS's own controller remembers what the engine did with it. {@code UpdateService} accepts no mark, so
 * each change writes its tags first.
 */
record NativeMarks(Map<String, String> tags) {
    private static final String PREFIX = "bluegreen4j:";

    /** The deployment that launched a revision last. */
    static final String DEPLOYMENT = PREFIX + "deployment";

    /** The task definition that it launched. */
    static final String DEFINITION = PREFIX + "definition";

    /** The id of the service deployment that the service had before the launch. */
    static final String AFTER = PREFIX + "after";

    /** What the engine changes in the deployment configuration, as it was before; {@code -} if nothing is changed now. */
    static final String FORMER = PREFIX + "former-configuration";

    private static final String NOTHING = "-";

    /** The longest value of a tag ("Tag" in the ECS API reference). */
    private static final int LONGEST = 256;

    static NativeMarks of(Service service) {
        Map<String, String> tags = new TreeMap<>();
        for (Tag tag : service.tags()) {
            tags.put(String.valueOf(tag.key()), String.valueOf(tag.value()));
        }
        return new NativeMarks(tags);
    }

    /** Returns the tags of a launch that follows a service deployment. */
    static Map<String, String> launched(DeploymentId deployment, String definition, String after) {
        return Map.of(DEPLOYMENT, deployment.value(), DEFINITION, cut(definition), AFTER, EcsPlaces.last(after));
    }

    static Map<String, String> prepared(String former) {
        return Map.of(FORMER, former);
    }

    static Map<String, String> released() {
        return Map.of(FORMER, NOTHING);
    }

    /** Returns the end of a long text: that of a task definition has its revision. */
    private static String cut(String text) {
        return text.substring(Math.max(0, text.length() - LONGEST));
    }

    private Optional<String> get(String key) {
        return Optional.ofNullable(tags.get(key));
    }

    Optional<DeploymentId> deployment() {
        try {
            return get(DEPLOYMENT).map(DeploymentId::new);
        } catch (InvalidSpecException anothersTag) {
            return Optional.empty();
        }
    }

    boolean isDefinition(String definition) {
        return get(DEFINITION).equals(Optional.of(cut(definition)));
    }

    /** Tells whether a service deployment is the one that the service had before the launch. */
    boolean isBefore(String deploymentArn) {
        return get(AFTER).equals(Optional.of(EcsPlaces.last(deploymentArn)));
    }

    Optional<String> former() {
        return get(FORMER).filter(NativeConfiguration::isText);
    }
}
