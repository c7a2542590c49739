package io.github.bluegreen4j.testkit.world;

import io.github.bluegreen4j.model.RouteReading;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TrafficSplit;
import java.time.Duration;
import java.util.Optional;

/**
 * A route as it stands, and the requests that it has carried. Its data plane lags behind a write, and half of the clients of a
 * sticky route stay where they were until their stickiness is over. Confined to its world's lock.
 */
final class SimulatedRoute {
    /** The share of a sticky route's clients that are pinned to the groups that had weight before. */
    private static final double PINNED = 0.5;

    private final RouteRef ref;
    private TrafficSplit split;
    private TrafficSplit before;
    private long followsAt;
    private long pinnedUntil;
    private Optional<Duration> stickiness = Optional.empty();
    private String terms;
    private Duration settle = Duration.ZERO;
    private double load;
    private final Tally tally = new Tally();
    private RouteReading reading;

    SimulatedRoute(RouteRef ref, TrafficSplit split) {
        this.ref = ref;
        this.split = split;
        this.before = split;
        this.terms = "if path is " + ref;
        this.reading = read();
    }

    RouteRef ref() {
        return ref;
    }

    WorldRoute view() {
        return new WorldRoute(split, stickiness, terms);
    }

    TrafficSplit split() {
        return split;
    }

    void write(TrafficSplit newSplit, long now) {
        before = split;
        split = newSplit;
        followsAt = now + settle.toNanos();
        pinnedUntil = followsAt + stickiness.map(Duration::toNanos).orElse(0L);
        reading = read();
    }

    void stick(Optional<Duration> newStickiness) {
        stickiness = newStickiness;
        reading = read();
    }

    void terms(String newTerms) {
        terms = newTerms;
    }

    void settle(Duration newSettle) {
        settle = newSettle;
        reading = read();
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

    /** When its data plane next changes by itself. */
    long nextChange(long now) {
        if (now < followsAt) {
            return followsAt;
        }
        return now < pinnedUntil ? pinnedUntil : SimulatedTask.NEVER;
    }

    /** The share of the requests that goes to a group, 0 to 1. */
    double shareOf(TargetGroupRef group, long now) {
        double old = before.shareOf(group) / 100;
        double young = split.shareOf(group) / 100;
        if (now < followsAt) {
            return old;
        }
        return now < pinnedUntil ? PINNED * old + (1 - PINNED) * young : young;
    }

    /** The groups that requests may go to. */
    boolean mayReach(TargetGroupRef group) {
        return split.lists(group) || before.lists(group);
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

    /** Everything but the target groups and their weights. */
    String rest() {
        return ref + ": " + terms + stickinessText();
    }

    @Override
    public String toString() {
        return rest() + " -> " + split;
    }

    /** What became of its requests. */
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
