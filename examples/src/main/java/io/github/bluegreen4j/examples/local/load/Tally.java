package io.github.bluegreen4j.examples.local.load;

import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;

/** Counts what the clients see. Safe for several threads. */
final class Tally {

    private final SortedMap<String, Long> succeeded = new TreeMap<>();
    private final SortedMap<String, Long> failed = new TreeMap<>();
    private long sent;
    private long slowestMillis;
    private boolean running = true;

    synchronized void sent() {
        sent++;
    }

    synchronized void succeeded(String revision, Duration after) {
        succeeded.merge(revision, 1L, Long::sum);
        slowestMillis = Math.max(slowestMillis, after.toMillis());
    }

    synchronized void failed(String kind) {
        failed.merge(kind, 1L, Long::sum);
    }

    synchronized void ended() {
        running = false;
    }

    synchronized LoadSummary summary() {
        return new LoadSummary(sent, succeeded, failed, slowestMillis, running);
    }
}
