package io.github.bluegreen4j.testkit.metrics;

import io.github.bluegreen4j.model.MetricPoint;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * What is wrong with metrics themselves, whatever the service does.
 *
 * @param delay after which time a minute counts as complete; 0 or more
 * @param missing the share of points that never come; 0 to 1
 * @param late the share of points that come or are corrected five minutes after the others; 0 to 1
 * @param factor with which all errors are multiplied, as by a mistaken unit; 1 is right
 */
public record MetricFaults(Duration delay, double missing, double late, double factor) {
    private static final Duration LATE = Duration.ofMinutes(5);

    /** Points come half a minute after their period and are right. */
    public static final MetricFaults NONE = new MetricFaults(Duration.ofSeconds(30), 0, 0, 1);

    /**
     * Checks the ranges.
     *
     * @param delay after which time a minute counts as complete
     * @param missing the share of points that never come
     * @param late the share of points that come or are corrected late
     * @param factor with which all errors are multiplied
     * @throws IllegalArgumentException if a value is out of range
     */
    public MetricFaults {
        if (delay.isNegative() || !(missing >= 0 && missing <= 1) || !(late >= 0 && late <= 1) || !(factor >= 0)) {
            throw new IllegalArgumentException("no such faults: delay " + delay + ", missing " + missing + ", late "
                    + late + ", factor " + factor);
        }
    }

    /**
     * {@return the point as it is seen now; empty if it is not}
     *
     * @param point the point as it is
     * @param age how long ago its period began
     * @param dice what decides about this point, the same at each reading
     */
    public Optional<MetricPoint> seen(MetricPoint point, Duration age, SplittableRandom dice) {
        double fate = dice.nextDouble();
        boolean early = age.compareTo(delay.plus(LATE)) < 0;
        if (fate < missing || (fate < missing + late / 2 && early)) {
            return Optional.empty();
        }
        boolean corrected = fate < missing + late && early;
        double requests = corrected ? point.requests() / 2 : point.requests();
        double errors = Math.min(requests, point.errors() * factor * (corrected ? 0.5 : 1));
        return Optional.of(new MetricPoint(point.start(), requests, errors, point.latencies()));
    }
}
