package io.github.bluegreen4j.workflow.state;

import io.github.bluegreen4j.event.Watch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The results of the watches, as far as they matter. Observations themselves are not journaled.
 *
 * @param shown the last result of each watch; a watch that is not listed is unknown
 * @param ignoredAlarms alarms that were in ALARM at the start and do not count
 * @param ignoredForGood true: they never count in this deployment; false: until they were OK once
 * @param health how green has carried production so far
 * @param comparison the comparison of green with blue by their metrics
 * @param greenMissingSince since when the runtime does not describe green; empty while it does
 * @param liveDesired the highest desired count seen, or the one at the start
 * @param failed failed tasks of green so far
 * @param forgiven failures that no longer count, because a task became healthy after them
 * @param healthy the healthy tasks of green when failures were last counted
 */
public record Watching(
        Map<Watch, Shown> shown,
        Set<String> ignoredAlarms,
        boolean ignoredForGood,
        Health health,
        Comparison comparison,
        Optional<Instant> greenMissingSince,
        int liveDesired,
        int failed,
        int forgiven,
        int healthy) {

    static final Watching NOTHING =
            new Watching(Map.of(), Set.of(), false, Health.GOOD, Comparison.NOT_BEGUN, Optional.empty(), 0, 0, 0, 0);

    /**
     * The last result of a watch.
     *
     * @param condition good, bad or unknown
     * @param seen the same as text
     * @param reachable false if it is unknown because no port answered
     * @param since when this condition started
     * @param toldAt when the text was last journaled
     * @param told how often a text was journaled for this condition
     */
    public record Shown(
            Watch.Condition condition, String seen, boolean reachable, Instant since, Instant toldAt, int told) {
        private static final Duration SHORTEST = Duration.ofMinutes(1);
        private static final int MOST_DOUBLINGS = 7;

        /**
         * When another text about the same condition may be journaled: ever less often, so that the journal stays
         * small.
         */
        boolean mayTell(Instant at) {
            Duration pause = SHORTEST.multipliedBy(1L << Math.min(told, MOST_DOUBLINGS));
            return !toldAt.plus(pause).isAfter(at);
        }
    }

    /**
     * How green has carried production. It adds up the bad times within a window, so that a green that alternates
     * between healthy and unhealthy is detected.
     *
     * @param badSince since when green has too few healthy targets; empty while it has enough
     * @param bad earlier times with too few, within the window
     * @param episodes how often green fell below what is required
     */
    public record Health(Optional<Instant> badSince, List<Span> bad, int episodes) {
        static final Health GOOD = new Health(Optional.empty(), List.of(), 0);

        /**
         * A period of time.
         *
         * @param from its start
         * @param to its end
         */
        public record Span(Instant from, Instant to) {}

        /** Green has too few healthy targets from now on. */
        public Health falls(Instant at) {
            return badSince.isPresent() ? this : new Health(Optional.of(at), bad, episodes + 1);
        }

        /** Green has enough healthy targets again. */
        public Health recovers(Instant at, Duration window) {
            if (badSince.isEmpty()) {
                return this;
            }
            List<Span> spans = new ArrayList<>(bad);
            if (badSince.get().isBefore(at)) {
                spans.add(new Span(badSince.get(), at));
            }
            spans.removeIf(span -> !span.to().isAfter(at.minus(window)));
            return new Health(Optional.empty(), List.copyOf(spans), episodes);
        }

        /** How long green had too few healthy targets within the window that ends at its last fall. */
        Duration badBefore(Duration window) {
            Duration sum = Duration.ZERO;
            Instant begin = badSince.map(at -> at.minus(window)).orElse(Instant.MIN);
            for (Span span : bad) {
                Instant from = span.from().isBefore(begin) ? begin : span.from();
                if (span.to().isAfter(from)) {
                    sum = sum.plus(Duration.between(from, span.to()));
                }
            }
            return sum;
        }

        /** Whether green fell below what is required recently; then it is watched more often. */
        public boolean isSuspicious() {
            return badSince.isPresent() || !bad.isEmpty();
        }
    }

    /**
     * {@return the last result of a watch; unknown if there is none}
     *
     * @param watch the watch
     */
    public Watch.Condition condition(Watch watch) {
        Shown last = shown.get(watch);
        return last == null ? Watch.Condition.UNKNOWN : last.condition();
    }

    /**
     * {@return the last result of a watch as text; empty if there is none}
     *
     * @param watch the watch
     */
    public String seen(Watch watch) {
        Shown last = shown.get(watch);
        return last == null ? "" : last.seen();
    }

    boolean isGood(Watch watch) {
        return condition(watch) == Watch.Condition.GOOD;
    }

    /** Since when a watch is unknown because nothing answers. */
    public Optional<Instant> outOfReachSince(Watch watch) {
        return Optional.ofNullable(shown.get(watch))
                .filter(last -> last.condition() == Watch.Condition.UNKNOWN && !last.reachable())
                .map(Shown::since);
    }

    public boolean isAnyOutOfReach() {
        for (Shown last : shown.values()) {
            if (!last.reachable()) {
                return true;
            }
        }
        return false;
    }

    /** Whether another text about the same condition may be journaled now. */
    public boolean mayTell(Watch watch, String seen, Instant at) {
        Shown last = shown.get(watch);
        return last != null && !last.seen().equals(seen) && last.mayTell(at);
    }

    public Watching with(Watch watch, Watch.Condition condition, String seen, boolean reachable, Instant at) {
        Shown last = shown.get(watch);
        Shown next = last != null && last.condition() == condition && last.reachable() == reachable
                ? new Shown(condition, seen, reachable, last.since(), at, last.told() + 1)
                : new Shown(condition, seen, reachable, at, at, 0);
        return with(ImmutableCopies.with(shown, watch, next));
    }

    private Watching with(Map<Watch, Shown> newShown) {
        return copy(to -> to.shown = newShown);
    }

    /** Discards the result of a watch. */
    public Watching without(Watch watch) {
        return with(ImmutableCopies.without(shown, watch));
    }

    public Watching with(Health newHealth) {
        return copy(to -> to.health = newHealth);
    }

    public Watching with(Comparison newComparison) {
        return copy(to -> to.comparison = newComparison);
    }

    public Watching greenMissing(Optional<Instant> since) {
        return copy(to -> to.greenMissingSince = since);
    }

    public Watching ignoring(Set<String> alarms, boolean forGood) {
        return copy(to -> {
            to.ignoredAlarms = alarms;
            to.ignoredForGood = forGood;
        });
    }

    public Watching desired(int desired) {
        return copy(to -> to.liveDesired = desired);
    }

    public Watching tasks(int newFailed, int newHealthy, int newForgiven) {
        return copy(to -> {
            to.failed = newFailed;
            to.healthy = newHealthy;
            to.forgiven = newForgiven;
        });
    }

    /** Nobody watched during that time, so it does not count as bad time. */
    Watching stalled(Running.Clock clock, Instant since, Instant until) {
        return with(new Health(
                health.badSince().map(at -> clock.moved(at, since, until)), health.bad(), health.episodes()));
    }

    /** The same state by a clock that is ahead by that much. */
    Watching later(Duration by) {
        List<Health.Span> spans = new ArrayList<>();
        health.bad()
                .forEach(span -> spans.add(
                        new Health.Span(span.from().plus(by), span.to().plus(by))));
        return with(new Health(health.badSince().map(at -> at.plus(by)), List.copyOf(spans), health.episodes()))
                .with(comparison.later(by));
    }

    /** Discards every result: nobody watched, or what is watched has changed. */
    Watching blind() {
        return with(Map.of())
                .with(new Health(Optional.empty(), health.bad(), health.episodes()))
                .greenMissing(Optional.empty());
    }

    /** The values of a copy: this record's own, until they are changed. */
    private final class Copy {
        private Map<Watch, Shown> shown = Watching.this.shown;
        private Set<String> ignoredAlarms = Watching.this.ignoredAlarms;
        private boolean ignoredForGood = Watching.this.ignoredForGood;
        private Health health = Watching.this.health;
        private Comparison comparison = Watching.this.comparison;
        private Optional<Instant> greenMissingSince = Watching.this.greenMissingSince;
        private int liveDesired = Watching.this.liveDesired;
        private int failed = Watching.this.failed;
        private int forgiven = Watching.this.forgiven;
        private int healthy = Watching.this.healthy;
    }

    private Watching copy(Consumer<Copy> change) {
        Copy to = new Copy();
        change.accept(to);
        return new Watching(
                to.shown,
                to.ignoredAlarms,
                to.ignoredForGood,
                to.health,
                to.comparison,
                to.greenMissingSince,
                to.liveDesired,
                to.failed,
                to.forgiven,
                to.healthy);
    }
}
