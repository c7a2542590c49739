package io.github.bluegreen4j.examples.kills;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Checks every second for weight on groups that no revision has, and for how long it stays. Safe for use by several threads. */
final class IdleWeights implements AutoCloseable {

    static final Duration ALLOWED = Duration.ofMinutes(1);
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final World world;
    private final Map<String, Long> since = new HashMap<>();
    private final Set<String> faults = new HashSet<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private long longest;

    IdleWeights(World world) {
        this.world = world;
        ScheduledFuture<?> unused =
                thread.scheduleWithFixedDelay(this::check, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void check() {
        Set<String> idle;
        try {
            idle = world.idleWeights();
        } catch (RuntimeException busy) {
            System.err.println("routes were not read: " + busy);
            return;
        }
        note(idle, Told.now());
    }

    private synchronized void note(Set<String> idle, long now) {
        since.keySet().retainAll(idle);
        for (String each : idle) {
            long lasts = now - since.computeIfAbsent(each, route -> now);
            longest = Math.max(longest, lasts);
            if (lasts > Told.micros(ALLOWED)) {
                faults.add(each + " for more than " + ALLOWED.toSeconds() + " s");
            }
        }
    }

    synchronized List<String> faults() {
        return new ArrayList<>(faults);
    }

    /** How long weight stayed on such a group, at most. */
    synchronized Duration longest() {
        return Duration.ofNanos(longest * 1_000);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
