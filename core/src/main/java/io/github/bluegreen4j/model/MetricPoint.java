package io.github.bluegreen4j.model;

import java.time.Instant;

/**
 * What the targets of one target group did in one period.
 *
 * @param start the first instant of the period. A source aligns its periods, so that two groups have points with
 *     equal starts
 * @param requests how many requests were answered; 0 or more
 * @param errors how many of them failed; 0 to {@code requests}
 * @param latencies how long they took; {@link Latencies#NONE} if that is not known
 */
public record MetricPoint(Instant start, double requests, double errors, Latencies latencies) {
    /**
     * Checks the numbers.
     *
     * @param start the first instant of the period
     * @param requests how many requests were answered
     * @param errors how many of them failed
     * @param latencies how long they took
     * @throws InvalidSpecException if a number is negative or not finite, or there are more errors than requests
     */
    public MetricPoint {
        Given.value("point.start", start);
        Given.value("point.latencies", latencies);
        SpecFaults.check(requests >= 0 && Double.isFinite(requests), "point.requests", requests, "0 or more");
        SpecFaults.check(errors >= 0 && errors <= requests, "point.errors", errors, "0 to the number of requests");
    }
}
