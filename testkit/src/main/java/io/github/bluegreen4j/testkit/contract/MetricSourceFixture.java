package io.github.bluegreen4j.testkit.contract;

import io.github.bluegreen4j.model.MetricPoint;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.spi.MetricSource;
import java.time.Instant;

/** A world with metrics that a test sets. */
public interface MetricSourceFixture extends ContractFixture {
    /** {@return the source under test} */
    MetricSource metrics();

    /** {@return the current instant, by the clock that the source uses} */
    Instant now();

    /**
     * Creates a target group that has served no request.
     *
     * @param name tells it from others
     * @return the target group
     */
    TargetGroupRef group(String name);

    /** {@return a target group that does not exist} */
    TargetGroupRef unknown();

    /**
     * Publishes the point of a period that is over, or corrects it. The next readings show it once the period counts as
     * complete.
     *
     * @param group the target group
     * @param point the point; its latencies have a few buckets
     */
    void publish(TargetGroupRef group, MetricPoint point);

    /** {@return a number of groups that does not fit into one request of the source; by default 120} */
    default int many() {
        return 120;
    }

    /** Makes the metrics unreachable from now on. */
    void goOutOfReach();
}
