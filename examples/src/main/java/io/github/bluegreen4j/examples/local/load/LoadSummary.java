package io.github.bluegreen4j.examples.local.load;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the clients saw so far.
 *
 * @param sent requests begun
 * @param succeeded answered with 2xx, by the revision that answered
 * @param failed everything else, by kind: {@code HTTP 503}, {@code connection}, {@code timeout}
 * @param slowestMillis the longest that a success took
 * @param running false once the load was stopped and the last answer has come; then the numbers are final
 */
public record LoadSummary(
        long sent,
        SortedMap<String, Long> succeeded,
        SortedMap<String, Long> failed,
        long slowestMillis,
        boolean running) {

    /** Copies the maps. */
    public LoadSummary {
        succeeded = Collections.unmodifiableSortedMap(new TreeMap<>(succeeded));
        failed = Collections.unmodifiableSortedMap(new TreeMap<>(failed));
    }

    /** Successes of all revisions. */
    public long allSucceeded() {
        return sum(succeeded);
    }

    /** Failures of all kinds. */
    public long allFailed() {
        return sum(failed);
    }

    private static long sum(SortedMap<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
