package io.github.bluegreen4j.examples.local.dataplane;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Requests, errors and latencies of each of the last seconds of a target group. Guarded by the load balancer's lock. */
final class GroupCounts {
    /** How many seconds are kept. */
    private static final int LONGEST = 900;

    private final TreeMap<Long, Row> rows = new TreeMap<>();

    private static final class Row {
        private long requests;
        private long errors;
        private final double[] latencies = new double[GroupMetrics.BOUNDS.size()];
    }

    void count(long second, boolean error, double seconds) {
        Row row = rows.computeIfAbsent(second, any -> new Row());
        row.requests++;
        row.errors += error ? 1 : 0;
        int bucket = 0;
        while (bucket < row.latencies.length - 1 && seconds > GroupMetrics.BOUNDS.get(bucket)) {
            bucket++;
        }
        row.latencies[bucket]++;
        rows.headMap(second - LONGEST).clear();
    }

    GroupMetrics read(long since, long now) {
        List<GroupMetrics.Second> seconds = new ArrayList<>();
        rows.tailMap(since).forEach((second, row) -> {
            List<Double> latencies = new ArrayList<>();
            for (double count : row.latencies) {
                latencies.add(count);
            }
            seconds.add(new GroupMetrics.Second(second, row.requests, row.errors, latencies));
        });
        return new GroupMetrics(now, seconds);
    }
}
