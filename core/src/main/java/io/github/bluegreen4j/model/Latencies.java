package io.github.bluegreen4j.model;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How long the requests of one minute took, as a histogram. Between two bounds a histogram assumes that the requests
 * are spread evenly on a logarithmic scale, so the bounds should lie close to each other where they matter: a factor
 * of 1.5 between neighbours is good, 2.5 is enough.
 *
 * <p>Immutable.
 */
public final class Latencies {
    /** No request. */
    public static final Latencies NONE = new Latencies(new double[0], new double[0]);

    /** The bounds in seconds, ascending. */
    private final double[] bounds;
    /** How many requests took longer than the bound before and at most this one. */
    private final double[] counts;

    private final double total;

    private Latencies(double[] bounds, double[] counts) {
        this.bounds = bounds;
        this.counts = counts;
        double sum = 0;
        for (double count : counts) {
            sum += count;
        }
        this.total = sum;
    }

    /**
     * {@return a histogram}
     *
     * @param upTo for each upper bound how many requests took longer than the bound before it and at most this one;
     *     counts may be fractions, and are 0 or more. The last bound is the longest time seen
     * @throws InvalidSpecException if a bound is not positive or a count is negative
     */
    public static Latencies of(SortedMap<Duration, Double> upTo) {
        Given.entries("latencies", upTo);
        return of(
                upTo.keySet().stream().map(Latencies::seconds).toList(),
                upTo.values().stream().toList());
    }

    /**
     * {@return a histogram over bounds that many histograms share}
     *
     * @param bounds the upper bounds in seconds, ascending
     * @param counts how many requests there are up to each bound; as many as there are bounds, each 0 or more
     * @throws InvalidSpecException if the numbers of bounds and counts differ, bounds do not ascend, or a count is
     *     negative
     */
    public static Latencies of(List<Double> bounds, List<Double> counts) {
        Given.elements("latencies.bounds", bounds);
        Given.elements("latencies.counts", counts);
        SpecFaults.check(
                bounds.size() == counts.size(), "latencies.counts", counts.size() + " counts", bounds.size() + "");
        double[] upTo = new double[bounds.size()];
        double[] many = new double[bounds.size()];
        for (int i = 0; i < upTo.length; i++) {
            upTo[i] = bounds.get(i);
            many[i] = counts.get(i);
            SpecFaults.check(
                    upTo[i] > (i == 0 ? 0 : upTo[i - 1]) && upTo[i] < Double.POSITIVE_INFINITY,
                    "latencies.bounds",
                    upTo[i],
                    "bounds above 0 that ascend");
            SpecFaults.check(
                    many[i] >= 0 && many[i] < Double.POSITIVE_INFINITY,
                    "latencies.counts",
                    many[i],
                    "counts of 0 or more");
        }
        return new Latencies(upTo, many);
    }

    /**
     * {@return a histogram that has these percentiles} The more percentiles around the tail, the better: p50, p90,
     * p95, p99, p99.9 and p100 (the maximum) are enough.
     *
     * @param requests how many requests there were; 0 or more
     * @param percentiles the time that so many percent of the requests took at most, by percent (above 0, up to 100).
     *     A percentile below a lower one counts as equal to it
     * @throws InvalidSpecException if a percentage is out of range, or a time is not positive
     */
    public static Latencies ofPercentiles(double requests, SortedMap<Double, Duration> percentiles) {
        Given.entries("latencies.percentiles", percentiles);
        SortedMap<Duration, Double> upTo = new TreeMap<>();
        double before = 0;
        Duration longest = Duration.ofNanos(1);
        for (Map.Entry<Double, Duration> each : percentiles.entrySet()) {
            double percent = each.getKey();
            SpecFaults.check(percent > 0 && percent <= 100, "latencies.percentiles", percent, "above 0, up to 100");
            longest = each.getValue().compareTo(longest) > 0 ? each.getValue() : longest;
            upTo.merge(longest, requests * (percent - before) / 100, Double::sum);
            before = percent;
        }
        if (before < 100 && !upTo.isEmpty()) {
            upTo.merge(longest, requests * (100 - before) / 100, Double::sum);
        }
        return of(upTo);
    }

    /** {@return how many requests there were} */
    public double requests() {
        return total;
    }

    /**
     * {@return how many requests took longer}
     *
     * @param limit the time
     */
    public double above(Duration limit) {
        return above(seconds(limit));
    }

    /**
     * {@return how many requests took longer}
     *
     * @param limit the time in seconds
     */
    public double above(double limit) {
        double above = 0;
        for (int i = bounds.length - 1; i >= 0; i--) {
            double lower = i == 0 ? 0 : bounds[i - 1];
            if (limit >= bounds[i]) {
                return above;
            }
            if (limit > lower) {
                return above + counts[i] * share(lower, limit, bounds[i]);
            }
            above += counts[i];
        }
        return above;
    }

    /** Which share of the requests between the two bounds took longer than the limit. */
    private static double share(double lower, double limit, double upper) {
        return lower > 0 ? Math.log(upper / limit) / Math.log(upper / lower) : (upper - limit) / (upper - lower);
    }

    /**
     * {@return the time in seconds that this share of the requests took at most; 0 without requests}
     *
     * @param share for example 0.99
     */
    public double quantile(double share) {
        double rest = total * (1 - share);
        for (int i = bounds.length - 1; i >= 0; i--) {
            if (counts[i] > 0 && rest <= counts[i]) {
                double lower = i == 0 ? 0 : bounds[i - 1];
                double part = rest / counts[i];
                return lower > 0
                        ? bounds[i] * Math.pow(lower / bounds[i], part)
                        : bounds[i] - part * (bounds[i] - lower);
            }
            rest -= counts[i];
        }
        return 0;
    }

    private static double seconds(Duration duration) {
        return duration.getSeconds() + duration.getNano() / 1e9;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Latencies latencies
                && Arrays.equals(bounds, latencies.bounds)
                && Arrays.equals(counts, latencies.counts);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(bounds) + Arrays.hashCode(counts);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "%.0f requests, p50 %.3f s, p99 %.3f s", total, quantile(0.5), quantile(0.99));
    }
}
