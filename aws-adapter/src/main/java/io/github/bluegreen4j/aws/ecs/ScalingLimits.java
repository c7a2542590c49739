package io.github.bluegreen4j.aws.ecs;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableTarget;

/**
 * The minimum and the maximum capacity of a scalable target.
 *
 * @param min the minimum, at least 0
 * @param max the maximum, at least the minimum
 */
record ScalingLimits(int min, int max) {
    /** Those of a service at rest: no policy can start a task. */
    static final ScalingLimits AT_REST = new ScalingLimits(0, 0);

    private static final Pattern TEXT = Pattern.compile("([0-9]{1,9})-([0-9]{1,9})");

    static ScalingLimits of(ScalableTarget target) {
        return new ScalingLimits(number(target.minCapacity()), number(target.maxCapacity()));
    }

    private static int number(@Nullable Integer capacity) {
        return capacity == null ? 0 : capacity;
    }

    /** Reads the value of a tag. */
    static Optional<ScalingLimits> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        return matcher.matches()
                ? Optional.of(new ScalingLimits(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))))
                : Optional.empty();
    }

    boolean isAtRest() {
        return max == 0;
    }

    /** Returns these limits for a service whose tasks do not run yet: a minimum could start them too early. */
    ScalingLimits withoutMinimum() {
        return new ScalingLimits(0, max);
    }

    @Override
    public String toString() {
        return min + "-" + max;
    }
}
