package io.github.bluegreen4j.examples.local.dataplane;

import java.util.ArrayList;
import java.util.List;

/**
 * What a target group did lately, second by second.
 *
 * @param now the current second, counted from 1970
 * @param seconds the seconds in which it had a request, in their order
 */
public record GroupMetrics(long now, List<Second> seconds) {
    /** The upper bounds of the buckets of latencies, in seconds. */
    public static final List<Double> BOUNDS = bounds();

    /** Copies the list. */
    public GroupMetrics {
        seconds = List.copyOf(seconds);
    }

    /**
     * One second.
     *
     * @param second which one, counted from 1970
     * @param requests the requests that ended in it
     * @param errors of those, 5xx by a target, or not answered
     * @param latencies how many took up to each of {@link #BOUNDS}, and longer than the bound before
     */
    public record Second(long second, long requests, long errors, List<Double> latencies) {
        /** Copies the list. */
        public Second {
            latencies = List.copyOf(latencies);
        }
    }

    private static List<Double> bounds() {
        List<Double> bounds = new ArrayList<>();
        for (double bound = 0.001; bound < 60; bound *= 1.3) {
            bounds.add(bound);
        }
        bounds.add(60.0);
        return List.copyOf(bounds);
    }
}
