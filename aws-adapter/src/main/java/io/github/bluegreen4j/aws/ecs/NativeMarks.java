package io.github.bluegreen4j.aws.ecs;

import io.github.bluegreen4j.model.DeploymentId;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.ecs.model.Service;

/** What a service with ECS's own controller remembers of the engine's deployments. */
record NativeMarks(EngineTags tags) {
    /** What the engine changes in the deployment configuration, as it was before; {@code -} if nothing is changed now. */
    static final String FORMER = EngineTags.PREFIX + "former-configuration";

    /** The deployment configuration as it was before {@link NativeGuard} placed its pause hook; {@code -} if there is no guard. */
    static final String GUARDED = EngineTags.PREFIX + "guarded-configuration";

    private static final String NOTHING = "-";

    static NativeMarks of(Service service) {
        return new NativeMarks(EngineTags.of(service));
    }

    /** Returns the tags of a launch that follows a service deployment. */
    static Map<String, String> launched(DeploymentId deployment, String definition, String after) {
        return Map.of(
                EngineTags.DEPLOYMENT, deployment.value(),
                EngineTags.DEFINITION, EngineTags.cut(definition),
                EngineTags.AFTER, EcsPlaces.last(after));
    }

    /** Returns the tags of a deployment that is about to launch. What an earlier one launched is no definition of its own. */
    static Map<String, String> prepared(String former) {
        return Map.of(FORMER, former, EngineTags.DEFINITION, NOTHING);
    }

    static Map<String, String> guarded(String former) {
        return Map.of(GUARDED, former);
    }

    static Map<String, String> unguarded() {
        return Map.of(GUARDED, NOTHING);
    }

    /** Returns the configuration before the guard; empty if no guard is placed. */
    Optional<String> guarded() {
        return tags.get(GUARDED).filter(NativeConfiguration::isText);
    }

    static Map<String, String> released() {
        return Map.of(FORMER, NOTHING);
    }

    Optional<DeploymentId> deployment() {
        return tags.deployment();
    }

    boolean isDefinition(String definition) {
        return tags.is(EngineTags.DEFINITION, definition);
    }

    /** Tells whether a service deployment is the one that the service had before the launch. */
    boolean isBefore(String deploymentArn) {
        return tags.is(EngineTags.AFTER, EcsPlaces.last(deploymentArn));
    }

    Optional<String> former() {
        return tags.get(FORMER).filter(NativeConfiguration::isText);
    }
}
