package io.github.bluegreen4j.aws.ecs;

import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.InvalidSpecException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.Tag;

/**
 * The tags by which a service of a pair remembers what the engine did with it. {@code UpdateService} accepts no mark, so a launch
 * writes the tags first. {@link #AFTER} then tells whether the launch took effect.
 */
record PairMarks(Map<String, String> tags) {
    static final String PREFIX = "bluegreen4j:";

    /** The ARN of the service whose twin this service is. */
    static final String TWIN_OF = PREFIX + "twin-of";

    /** The deployment that launched what the service runs. */
    static final String DEPLOYMENT = PREFIX + "deployment";

    /** The task definition that the deployment launched. */
    static final String DEFINITION = PREFIX + "definition";

    /** The task definition that the service had before the launch. */
    static final String FORMER = PREFIX + "former-definition";

    /** The id of the rolling deployment that the service had before the launch. */
    static final String AFTER = PREFIX + "after";

    /** {@code true} once the service was retired, so that it has no revision. */
    static final String IDLE = PREFIX + "idle";

    /** A number. The service with the higher one is PRIMARY, so that one write moves the label. */
    static final String PRIMARY = PREFIX + "primary";

    /** How many tasks a first deployment runs, while neither service runs any. */
    static final String DESIRED_COUNT = PREFIX + "desired-count";

    /** The minimum and the maximum that a launch took over from the other service's scalable target. */
    static final String LIMITS = PREFIX + "scaling-limits";

    /** The longest value of a tag ("Tag" in the ECS API reference). */
    private static final int LONGEST = 256;

    private static final String TRUE = "true";

    static PairMarks of(Service service) {
        Map<String, String> tags = new TreeMap<>();
        for (Tag tag : service.tags()) {
            tags.put(String.valueOf(tag.key()), String.valueOf(tag.value()));
        }
        return new PairMarks(tags);
    }

    /** Returns the tags of a launch that follows a rolling deployment of another definition. */
    static Map<String, String> launched(DeploymentId deployment, String definition, String former, String after) {
        return Map.of(
                DEPLOYMENT, deployment.value(),
                DEFINITION, cut(definition),
                FORMER, cut(former),
                AFTER, after,
                IDLE, "false");
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

    /** Returns the end of a long text: that of a task definition has its revision. */
    private static String cut(String text) {
        return text.substring(Math.max(0, text.length() - LONGEST));
    }

    private Optional<String> get(String key) {
        return Optional.ofNullable(tags.get(key));
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
        try {
            return get(DEPLOYMENT).map(DeploymentId::new);
        } catch (InvalidSpecException anothersTag) {
            return Optional.empty();
        }
    }

    Optional<String> definition() {
        return get(DEFINITION);
    }

    boolean isDefinition(String definition) {
        return get(DEFINITION).equals(Optional.of(cut(definition)));
    }

    boolean isFormer(String definition) {
        return get(FORMER).equals(Optional.of(cut(definition)));
    }

    /** Tells whether a rolling deployment is the one that the service had before the launch. */
    boolean isBefore(String rollout) {
        return get(AFTER).equals(Optional.of(rollout));
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
