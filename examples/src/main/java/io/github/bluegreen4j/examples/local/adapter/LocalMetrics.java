package io.github.bluegreen4j.examples.local.adapter;

import io.github.bluegreen4j.examples.local.dataplane.DataPlaneClient;
import io.github.bluegreen4j.examples.local.dataplane.GroupMetrics;
import io.github.bluegreen4j.model.Latencies;
import io.github.bluegreen4j.model.MetricPoint;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.spi.MetricSource;
import io.github.bluegreen4j.spi.PortException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The counters of the local load balancer, per target group and second. */
public final class LocalMetrics implements MetricSource {
    private static final Duration PERIOD = Duration.ofSeconds(1);

    private final DataPlaneClient dataPlane;

    /** The counters of that load balancer. */
    public LocalMetrics(DataPlaneClient dataPlane) {
        this.dataPlane = dataPlane;
    }

    @Override
    public Duration period() {
        return PERIOD;
    }

    @Override
    public Map<Query, Series> read(Collection<Query> queries) {
        Map<Query, Series> series = new LinkedHashMap<>();
        for (Query query : queries) {
            String group = query.group().id();
            long since = query.from().getEpochSecond();
            try {
                GroupMetrics metrics =
                        LocalProblems.read("read metrics", group, () -> dataPlane.groupMetrics(group, since));
                series.put(query, series(metrics));
            } catch (PortException failed) {
                // A group that does not exist has no series, and hides no other.
                if (failed.problem().kind() != Problem.Kind.GONE) {
                    throw failed;
                }
            }
        }
        return series;
    }

    private static Series series(GroupMetrics metrics) {
        List<MetricPoint> points = new ArrayList<>();
        for (GroupMetrics.Second second : metrics.seconds()) {
            points.add(new MetricPoint(
                    Instant.ofEpochSecond(second.second()),
                    second.requests(),
                    second.errors(),
                    Latencies.of(GroupMetrics.BOUNDS, second.latencies())));
        }
        return new Series(points, Instant.ofEpochSecond(metrics.now()));
    }
}
