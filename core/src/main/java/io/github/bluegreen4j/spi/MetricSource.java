package io.github.bluegreen4j.spi;

import io.github.bluegreen4j.model.Given;
import io.github.bluegreen4j.model.MetricPoint;
import io.github.bluegreen4j.model.RequestCost;
import io.github.bluegreen4j.model.TargetGroupRef;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Where the metrics of target groups are read: requests, errors and latencies, per period. Implementations must be safe
 * for use by many threads.
 *
 * <p>The engine asks for all periods of a comparison each time. So a point that came late or was corrected simply
 * replaces what was read before, and an engine that takes over needs no history.
 */
public interface MetricSource {

    /**
     * Asks for the metrics of one target group.
     *
     * @param group the target group
     * @param from the first instant that matters; points of periods that begin earlier may be left out
     */
    record Query(TargetGroupRef group, Instant from) {
        /**
         * Checks that nothing is missing.
         *
         * @param group the target group
         * @param from the first instant that matters
         */
        public Query {
            Given.value("query.group", group);
            Given.value("query.from", from);
        }
    }

    /**
     * The metrics of one target group.
     *
     * @param points the points in the order of time, at most one for each period. A period without a point is unknown,
     *     not empty; a group that had no requests has a point with 0 requests, or none
     * @param completeUntil the end of the last period that the source counts as complete. Points after it are ignored
     */
    record Series(List<MetricPoint> points, Instant completeUntil) {
        /**
         * Checks that nothing is missing.
         *
         * @param points the points in the order of time
         * @param completeUntil the end of the last period that is complete
         */
        public Series {
            points = Given.list("series.points", points);
            Given.value("series.completeUntil", completeUntil);
        }
    }

    /**
     * Reads metrics. The source splits large sets into several requests by itself.
     *
     * @param queries what to read; each group at most once
     * @return the series of each query; a query without one is unknown
     * @throws PortException if nothing could be read
     */
    Map<Query, Series> read(Collection<Query> queries);

    /** {@return the length of a period} By default 1 minute. Periods begin at multiples of it. */
    default Duration period() {
        return Duration.ofMinutes(1);
    }

    /** {@return how many queries the engine may combine into one call} By default 50; a deployment needs two. */
    default int readBatch() {
        return 50;
    }

    /**
     * {@return this source for calls of one urgency} By default the same object.
     *
     * @param urgency how urgent the calls are
     */
    default MetricSource at(CallRunner.Urgency urgency) {
        return this;
    }

    /**
     * {@return what one call usually costs of the rate limits that this source knows} For plans. By default nothing.
     *
     * @param operation one of the operations of this port; others cost nothing here
     */
    default List<RequestCost> costs(CallRunner.Operation operation) {
        return List.of();
    }

    /**
     * {@return the checks that this port brings for the preflight of every deployment} A class that wraps another MetricSource
     * passes them on. By default none.
     */
    default List<PreflightCheck> preflightChecks() {
        return List.of();
    }

    /** {@return a source without metrics} */
    static MetricSource none() {
        return NoMetrics.INSTANCE;
    }
}
