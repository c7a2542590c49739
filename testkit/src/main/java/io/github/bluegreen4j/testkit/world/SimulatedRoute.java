package io.github.bluegreen4j.testkit.world;

import io.github.bluegreen4j.model.RouteReading;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TrafficSplit;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A route and the results of its requests. Its data plane lags behind writes, and half of the clients of a sticky route stay
 * on the previous groups until the stickiness is over. Guarded by its world's lock.
 */
final class SimulatedRoute {
    /** The share of a sticky route's clients that are pinned to the groups that had weight before. */
    private static final double PINNED = 0.5;

    private final RouteRef ref;
    /** Writes that the data plane has yet to apply, the oldest first. */
    private final Deque<Written> ahead = new ArrayDeque<>(1);

    private final Map<TargetGroupRef, Long> darkSince = new HashMap<>(2);
    private final Tally tally = new Tally();
    private TrafficSplit split;
    private TrafficSplit followed;
    private TrafficSplit before;
    private long changedAt;
    private long pinnedUntil;
    private Optional<Duration> stickiness = Optional.empty();
    private String terms;
    private Duration settle = Duration.ZERO;
    private Duration lag = Duration.ZERO;
    private double load;
    private RouteReading reading;

    private record Written(TrafficSplit split, long followedAt) {}

    SimulatedRoute(RouteRef ref, TrafficSplit split, long now) {
        this.ref = ref;
        this.split = split;
        this.followed = split;
        this.before = split;
        this.changedAt = now;
        this.terms = "if path is " + ref;
        this.reading = read();
    }

    RouteRef ref() {
        return ref;
    }

    TrafficSplit split() {
        return split;
    }

    /** Queues a write for the data plane. A write that is due earlier than a queued one replaces it. */
    void write(TrafficSplit newSplit, long now) {
        long followedAt = now + lag.toNanos();
        split = newSplit;
        changedAt = now;
        ahead.removeIf(written -> written.followedAt() > followedAt);
        ahead.add(new Written(newSplit, followedAt));
        follow(now);
        reading = read();
    }

    /** Applies the writes that are due to the data plane. */
    void follow(long now) {
        while (!ahead.isEmpty() && ahead.element().followedAt() <= now) {
            Written next = ahead.remove();
            before = followed;
            followed = next.split();
            pinnedUntil = next.followedAt() + stickiness.map(Duration::toNanos).orElse(0L);
        }
    }

    /** Returns when its groups or weights last changed, whoever changed them. */
    long changedAt() {
        return changedAt;
    }

    /** Returns the split of the data plane, followed by those it has yet to apply. */
    List<TrafficSplit> dataPlane() {
        List<TrafficSplit> splits = new ArrayList<>();
        splits.add(followed);
        ahead.forEach(written -> splits.add(written.split()));
        return splits;
    }

    void stick(Optional<Duration> newStickiness) {
        stickiness = newStickiness;
        reading = read();
    }

    Optional<Duration> stickiness() {
        return stickiness;
    }

    void terms(String newTerms) {
        terms = newTerms;
    }

    String terms() {
        return terms;
    }

    /** @param said the lag that readings state */
    void lag(Duration newLag, Duration said) {
        lag = newLag;
        settle = said;
        reading = read();
    }

    /** Returns how much longer the data plane lags than its readings say. */
    Duration hiddenLag() {
        Duration hidden = lag.minus(settle);
        return hidden.isNegative() ? Duration.ZERO : hidden;
    }

    double load() {
        return load;
    }

    void load(double requestsPerSecond) {
        load = requestsPerSecond;
    }

    Tally tally() {
        return tally;
    }

    /** Returns when the data plane next changes by itself. */
    long nextChange(long now) {
        if (!ahead.isEmpty()) {
            return ahead.element().followedAt();
        }
        return now < pinnedUntil ? pinnedUntil : SimulatedTask.NEVER;
    }

    /** Returns the share of the requests that goes to a group, 0 to 1. */
    double shareOf(TargetGroupRef group, long now) {
        double young = followed.shareOf(group) / 100;
        return now < pinnedUntil ? PINNED * before.shareOf(group) / 100 + (1 - PINNED) * young : young;
    }

    /** Tells whether requests may go to a group. */
    boolean mayReach(TargetGroupRef group) {
        return followed.lists(group) || before.lists(group);
    }

    /** Tells whether new clients are sent to a group. */
    boolean sendsTo(TargetGroupRef group) {
        return followed.weightOf(group) > 0;
    }

    /** Records whether a group gets requests that no target there can answer, and since when. */
    void dark(TargetGroupRef group, boolean dark, long since) {
        if (dark) {
            darkSince.putIfAbsent(group, since);
        } else if (!darkSince.isEmpty()) {
            darkSince.remove(group);
        }
    }

    Map<TargetGroupRef, Long> darkSince() {
        return darkSince;
    }

    private RouteReading read() {
        return new RouteReading(ref, split, stickiness, split + stickinessText(), settle);
    }

    private String stickinessText() {
        return stickiness.map(duration -> " sticky for " + duration).orElse("");
    }

    RouteReading reading() {
        return reading;
    }

    /** Returns everything but the target groups and their weights. */
    String rest() {
        return ref + ": " + terms + stickinessText();
    }

    @Override
    public String toString() {
        return rest() + " -> " + split;
    }

    /** The results of the route's requests. */
    static final class Tally {
        private double answered;
        private double failed;
        private double lost;
        private long dark;

        void count(double requests, double healthyShare, double erringShare, long nanos) {
            answered += requests * (healthyShare - erringShare);
            failed += requests * erringShare;
            lost += requests * (1 - healthyShare);
            dark += healthyShare < 1 ? nanos : 0;
        }

        Traffic traffic() {
            return new Traffic(
                    Math.round(answered), Math.round(failed), (long) Math.ceil(lost - 1e-6), Duration.ofNanos(dark));
        }
    }
}
