package io.github.bluegreen4j.aws.ecs;

import io.github.bluegreen4j.model.DeploymentId;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.ecs.model.Service;

/**
 * The tags by which a service of a pair remembers what the engine did with it. {@code UpdateService} accepts no mark, so a launch
 * writes the tags first. {@link EngineTags#AFTER} then tells whether the launch took effect.
 */
record PairMarks(EngineTags tags) {
    /** The ARN of the service whose twin this service is. */
    static final String TWIN_OF = EngineTags.PREFIX + "twin-of";

    /** The task definition that the service had before the launch. */
    static final String FORMER = EngineTags.PREFIX + "former-definition";

    /** {@code true} once the service was retired, so that it has no revision. */
    static final String IDLE = EngineTags.PREFIX + "idle";

    /** A number. The service with the higher one is PRIMARY, so that one write moves the label. */
    static final String PRIMARY = EngineTags.PREFIX + "primary";

    /** How many tasks a first deployment runs, while neither service runs any. */
    static final String DESIRED_COUNT = EngineTags.PREFIX + "desired-count";

    /** The minimum and the maximum that a launch took over from the other service's scalable target. */
    static final String LIMITS = EngineTags.PREFIX + "scaling-limits";

    private static final String TRUE = "true";

    static PairMarks of(Service service) {
        return new PairMarks(EngineTags.of(service));
    }

    /** Returns the tags of a launch that follows a rolling deployment of another definition. */
    static Map<String, String> launched(DeploymentId deployment, String definition, String former, String after) {
        return Map.of(
                EngineTags.DEPLOYMENT,
                deployment.value(),
                EngineTags.DEFINITION,
                EngineTags.cut(definition),
                FORMER,
                EngineTags.cut(former),
                EngineTags.AFTER,
                after,
                IDLE,
                "false");
    }

    static Map<String, String> limits(Optional<ScalingLimits> limits) {
        return Map.of(LIMITS, limits.map(ScalingLimits::toString).orElse("none"));
    }

    static Map<String, String> retired() {
        return Map.of(IDLE, TRUE);
    }

    static Map<String, String> primary(int number) {
        return Map.of(PRIMARY, Integer.toString(number));
    }

    private Optional<String> get(String key) {
        return tags.get(key);
    }

    private int number(String key) {
        return get(key).filter(text -> text.matches("[0-9]{1,9}"))
                .map(Integer::valueOf)
                .orElse(0);
    }

    Optional<String> twinOf() {
        return get(TWIN_OF);
    }

    Optional<DeploymentId> deployment() {
        return tags.deployment();
    }

    Optional<String> definition() {
        return get(EngineTags.DEFINITION);
    }

    boolean isDefinition(String definition) {
        return tags.is(EngineTags.DEFINITION, definition);
    }

    boolean isFormer(String definition) {
        return tags.is(FORMER, definition);
    }

    /** Tells whether a rolling deployment is the one that the service had before the launch. */
    boolean isBefore(String rollout) {
        return tags.is(EngineTags.AFTER, rollout);
    }

    Optional<ScalingLimits> limits() {
        return get(LIMITS).flatMap(ScalingLimits::parse);
    }

    boolean isIdle() {
        return get(IDLE).equals(Optional.of(TRUE));
    }

    int primary() {
        return number(PRIMARY);
    }

    int desiredCount() {
        return number(DESIRED_COUNT);
    }
}
