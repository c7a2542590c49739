package io.github.bluegreen4j.testkit.metrics;

import io.github.bluegreen4j.model.Latencies;
import io.github.bluegreen4j.model.MetricPoint;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** The metrics of one deployment, minute by minute. Every number follows from the seed. Not thread-safe. */
public final class MetricRun {
    private static final int MINUTES_A_DAY = 24 * 60;
    private static final double CALM_MINUTES = 3;
    private static final double MOST_ERRORS = 0.9;
    private static final int BOUNDS = 28;
    private static final double FACTOR = 1.5;
    private static final List<Double> SECONDS = seconds();
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final MetricConditions conditions;
    private final SplittableRandom random;
    private final int startOfDay;
    private Instant at;
    private int minute;
    /** What a shock multiplies errors and latencies with; 1 without a shock. */
    private double shockedErrors = 1;

    private double shockedLatency = 1;

    /**
     * The points of one minute.
     *
     * @param blue blue's point
     * @param green green's point
     */
    public record Both(MetricPoint blue, MetricPoint green) {}

    /**
     * Begins at a random minute of the day.
     *
     * @param conditions the day
     * @param begin the start of the first minute
     * @param seed the seed
     */
    public MetricRun(MetricConditions conditions, Instant begin, long seed) {
        this.conditions = conditions;
        this.random = new SplittableRandom(seed);
        this.at = begin;
        this.startOfDay = random.nextInt(MINUTES_A_DAY);
    }

    private static List<Double> seconds() {
        List<Double> seconds = new ArrayList<>();
        double bound = 0.001;
        for (int i = 0; i < BOUNDS; i++) {
            seconds.add(bound);
            bound *= FACTOR;
        }
        return List.copyOf(seconds);
    }

    /**
     * {@return the next minute}
     *
     * @param greenShare which share of the requests green gets; 0 to 1
     * @param green how green differs from blue
     */
    public Both next(double greenShare, GreenBehaviour green) {
        return next(greenShare, GreenBehaviour.SAME, green);
    }

    /**
     * {@return the next minute}
     *
     * @param greenShare which share of the requests green gets; 0 to 1
     * @param blue how blue differs from what the conditions say
     * @param green how green differs from that
     */
    public Both next(double greenShare, GreenBehaviour blue, GreenBehaviour green) {
        shock();
        double phase = 2 * Math.PI * (startOfDay + minute) / MINUTES_A_DAY;
        double load = 1 + conditions.swing() * Math.sin(phase);
        double requests = 60 * conditions.requestsPerSecond() * load * Math.exp(0.1 * gauss());
        double errors = conditions.errorRate() * shockedErrors;
        // A busy service is a slower one.
        double median = seconds(conditions.median()) * shockedLatency * (0.8 + 0.2 * load * load);
        Both both = new Both(
                point(requests * (1 - greenShare), errors, median, blue),
                point(requests * greenShare, errors, median, green));
        minute++;
        at = at.plus(MINUTE);
        return both;
    }

    private void shock() {
        if (shockedErrors > 1) {
            if (random.nextDouble() < 1 / CALM_MINUTES) {
                shockedErrors = 1;
                shockedLatency = 1;
            }
        } else if (random.nextDouble() < conditions.shocksPerHour() / 60) {
            shockedErrors = Math.exp(between(Math.log(5), Math.log(300)));
            shockedLatency = Math.exp(between(0, Math.log(8)));
        }
    }

    private MetricPoint point(double mean, double usualErrors, double usualMedian, GreenBehaviour behaviour) {
        double errorRate = usualErrors * behaviour.errorFactor() + behaviour.addedErrors();
        double median = usualMedian * behaviour.latencyFactor();
        double noise = conditions.noise() * (shockedErrors > 1 ? 2 : 1);
        double rate = Math.min(MOST_ERRORS, errorRate * Math.exp(noise * gauss() - noise * noise / 2));
        double middle = median * Math.exp(noise / 5 * gauss());
        double requests = 0;
        List<Double> counts = new ArrayList<>(BOUNDS);
        double below = 0;
        for (int i = 0; i < BOUNDS; i++) {
            double upTo = i == BOUNDS - 1 ? 1 : normal(Math.log(SECONDS.get(i) / middle) / conditions.tail());
            double count = poisson(mean * (upTo - below));
            counts.add(count);
            requests += count;
            below = upTo;
        }
        double failures = poisson(requests * rate / conditions.attempts()) * conditions.attempts();
        return new MetricPoint(at, requests, Math.min(failures, requests), Latencies.of(SECONDS, counts));
    }

    private double between(double from, double to) {
        return from + (to - from) * random.nextDouble();
    }

    private double gauss() {
        return Math.sqrt(-2 * Math.log(1 - random.nextDouble())) * Math.cos(2 * Math.PI * random.nextDouble());
    }

    /** A count with that mean: exact for small means, rounded from the normal distribution for great ones. */
    private double poisson(double mean) {
        if (mean < 1e-9) {
            return 0;
        }
        if (mean > 60) {
            return Math.max(0, Math.rint(mean + Math.sqrt(mean) * gauss()));
        }
        double limit = Math.exp(-mean);
        double product = random.nextDouble();
        int count = 0;
        while (product > limit) {
            product *= random.nextDouble();
            count++;
        }
        return count;
    }

    /** The distribution function of the normal distribution; Abramowitz and Stegun, 7.1.26, good to 1e-7. */
    private static double normal(double x) {
        double z = Math.abs(x) / Math.sqrt(2);
        double t = 1 / (1 + 0.3275911 * z);
        double series =
                t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
        double tail = series * Math.exp(-z * z) / 2;
        return x < 0 ? tail : 1 - tail;
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
