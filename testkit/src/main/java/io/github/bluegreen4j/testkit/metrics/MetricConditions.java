package io.github.bluegreen4j.testkit.metrics;

import java.time.Duration;

/**
 * The day on which a deployment happens: the load, how good blue is, and what happens to both groups alike. Immutable;
 * the {@code with} methods return copies.
 *
 * @param requestsPerSecond the mean load of both groups together; above 0
 * @param errorRate the share of blue's requests that fail; 0 to 1
 * @param median the time in which half of blue's requests are answered
 * @param tail how far the slow requests lie above the median: the standard deviation of the logarithm of the time; 0.6
 *     puts the 99th percentile at four times the median
 * @param swing by which share load goes up and down in a day; 0 to 1. With the load latencies rise
 * @param noise by how much the rates of each group differ by themselves from minute to minute: the standard deviation
 *     of the logarithm of the error rate. Latencies get a fifth of it
 * @param shocksPerHour how often something that both groups share breaks, such as a database: for some minutes
 *     the error rate rises by a factor of 5 to 300, and latencies by up to 8. In a shock each group has twice the noise
 * @param attempts how often a client tries a failed request: each failure comes that many times, at the same group
 *     of that minute; at least 1
 */
public record MetricConditions(
        double requestsPerSecond,
        double errorRate,
        Duration median,
        double tail,
        double swing,
        double noise,
        double shocksPerHour,
        int attempts) {

    /** 100 requests a second, 0.1 % errors, a median of 50 ms, a 99th percentile of 200 ms, and some noise. */
    public static final MetricConditions ORDINARY =
            new MetricConditions(100, 0.001, Duration.ofMillis(50), 0.6, 0, 0.15, 0, 1);

    /**
     * Checks the ranges.
     *
     * @param requestsPerSecond the mean load
     * @param errorRate the share of blue's requests that fail
     * @param median the time in which half of blue's requests are answered
     * @param tail how far the slow requests lie above the median
     * @param swing by which share load goes up and down in a day
     * @param noise by how much the rates of each group differ from minute to minute
     * @param shocksPerHour how often something that both groups share breaks
     * @param attempts how often a client tries a failed request
     * @throws IllegalArgumentException if a value is out of range
     */
    public MetricConditions {
        if (!(requestsPerSecond > 0)
                || !(errorRate >= 0 && errorRate <= 1)
                || median.isNegative()
                || median.isZero()
                || !(tail > 0)
                || !(swing >= 0 && swing <= 1)
                || !(noise >= 0)
                || !(shocksPerHour >= 0)
                || attempts < 1) {
            throw new IllegalArgumentException("no such day: " + requestsPerSecond + " requests a second, error rate "
                    + errorRate + ", median " + median + ", tail " + tail + ", swing " + swing + ", noise " + noise
                    + ", " + shocksPerHour + " shocks an hour, " + attempts + " attempts");
        }
    }

    /**
     * {@return a copy with another load}
     *
     * @param newRequestsPerSecond the mean load of both groups together; above 0
     */
    public MetricConditions withRequestsPerSecond(double newRequestsPerSecond) {
        return new MetricConditions(
                newRequestsPerSecond, errorRate, median, tail, swing, noise, shocksPerHour, attempts);
    }

    /**
     * {@return a copy in which another share of requests fails, of both groups}
     *
     * @param newErrorRate 0 to 1
     */
    public MetricConditions withErrorRate(double newErrorRate) {
        return new MetricConditions(
                requestsPerSecond, newErrorRate, median, tail, swing, noise, shocksPerHour, attempts);
    }

    /**
     * {@return a copy with other latencies}
     *
     * @param newMedian the time in which half of the requests are answered
     * @param newTail the standard deviation of the logarithm of the time
     */
    public MetricConditions withLatency(Duration newMedian, double newTail) {
        return new MetricConditions(
                requestsPerSecond, errorRate, newMedian, newTail, swing, noise, shocksPerHour, attempts);
    }

    /**
     * {@return a copy whose load follows the day}
     *
     * @param newSwing 0 to 1
     */
    public MetricConditions withSwing(double newSwing) {
        return new MetricConditions(
                requestsPerSecond, errorRate, median, tail, newSwing, noise, shocksPerHour, attempts);
    }

    /**
     * {@return a copy with more or less noise}
     *
     * @param newNoise 0 or more
     */
    public MetricConditions withNoise(double newNoise) {
        return new MetricConditions(
                requestsPerSecond, errorRate, median, tail, swing, newNoise, shocksPerHour, attempts);
    }

    /**
     * {@return a copy with shocks that both groups share}
     *
     * @param newShocksPerHour 0 or more
     */
    public MetricConditions withShocksPerHour(double newShocksPerHour) {
        return new MetricConditions(
                requestsPerSecond, errorRate, median, tail, swing, noise, newShocksPerHour, attempts);
    }

    /**
     * {@return a copy whose clients try again}
     *
     * @param newAttempts how often a client tries a request that fails; at least 1
     */
    public MetricConditions withAttempts(int newAttempts) {
        return new MetricConditions(
                requestsPerSecond, errorRate, median, tail, swing, noise, shocksPerHour, newAttempts);
    }
}
