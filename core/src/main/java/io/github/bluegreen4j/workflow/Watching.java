package io.github.bluegreen4j.workflow;

import io.github.bluegreen4j.event.Watch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the watches have shown. Only what made a difference is kept: observations themselves are not journaled.
 *
 * @param shown what each watch last showed; one that is not listed is unknown
 * @param ignoredAlarms alarms that were in ALARM at the start and do not count
 * @param ignoredForGood whether they never count again in this deployment
 * @param health how green has carried production so far
 * @param greenMissingSince since when the runtime does not describe green any more; empty while it does
 * @param liveDesired the highest desired count seen, or the one at the start
 * @param failed failed tasks of green so far
 * @param forgiven failures that do not count any more, because a task turned healthy after them
 * @param healthy the healthy tasks of green when failures were last counted
 */
public record Watching(
        Map<Watch, Shown> shown,
        Set<String> ignoredAlarms,
        boolean ignoredForGood,
        Health health,
        Optional<Instant> greenMissingSince,
        int liveDesired,
        int failed,
        int forgiven,
        int healthy) {

    static final Watching NOTHING = new Watching(Map.of(), Set.of(), false, Health.GOOD, Optional.empty(), 0, 0, 0, 0);

    /**
     * What a watch last showed.
     *
     * @param condition good, bad or unknown
     * @param seen the same in words
     * @param reachable false when it is unknown because nothing answered
     * @param since when that condition began
     * @param toldAt when the words were last told
     * @param told how often they were told for this condition
     */
    public record Shown(
            Watch.Condition condition, String seen, boolean reachable, Instant since, Instant toldAt, int told) {
        private static final Duration SHORTEST = Duration.ofMinutes(1);
        private static final int MOST_DOUBLINGS = 7;

        /** When other words about the same condition may be told: ever more seldom, so that no journal grows without limit. */
        boolean mayTell(Instant at) {
            Duration pause = SHORTEST.multipliedBy(1L << Math.min(told, MOST_DOUBLINGS));
            return !toldAt.plus(pause).isAfter(at);
        }
    }

    /**
     * How green has carried production: by its share of time, so that one that is well and unwell by turns is found out.
     *
     * @param badSince since when it has too few healthy targets; empty while it has enough
     * @param bad the earlier times with too few within the window
     * @param episodes how often it has fallen below what is required
     */
    public record Health(Optional<Instant> badSince, List<Span> bad, int episodes) {
        static final Health GOOD = new Health(Optional.empty(), List.of(), 0);

        /** A time. */
        public record Span(Instant from, Instant to) {
            Duration length() {
                return Duration.between(from, to);
            }
        }

        /** It has too few from now on. */
        Health falls(Instant at) {
            return badSince.isPresent() ? this : new Health(Optional.of(at), bad, episodes + 1);
        }

        /** It has enough again. */
        Health recovers(Instant at, Duration window) {
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

        /** How long it had too few within the window that ends when it fell below the last time. */
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

        /** Whether it has fallen below what is required lately: then it is looked at often. */
        boolean isSuspicious() {
            return badSince.isPresent() || !bad.isEmpty();
        }
    }

    public Watch.Condition condition(Watch watch) {
        Shown last = shown.get(watch);
        return last == null ? Watch.Condition.UNKNOWN : last.condition();
    }

    /** What a watch last showed, in words; empty when it has shown nothing. */
    public String seen(Watch watch) {
        Shown last = shown.get(watch);
        return last == null ? "" : last.seen();
    }

    boolean isGood(Watch watch) {
        return condition(watch) == Watch.Condition.GOOD;
    }

    /** Since when a watch is unknown because nothing answers. */
    Optional<Instant> outOfReachSince(Watch watch) {
        return Optional.ofNullable(shown.get(watch))
                .filter(last -> last.condition() == Watch.Condition.UNKNOWN && !last.reachable())
                .map(Shown::since);
    }

    boolean isAnyOutOfReach() {
        for (Shown last : shown.values()) {
            if (!last.reachable()) {
                return true;
            }
        }
        return false;
    }

    /** Whether other words about the same condition are worth an event now. */
    boolean mayTell(Watch watch, String seen, Instant at) {
        Shown last = shown.get(watch);
        return last != null && !last.seen().equals(seen) && last.mayTell(at);
    }

    Watching with(Watch watch, Watch.Condition condition, String seen, boolean reachable, Instant at) {
        Shown last = shown.get(watch);
        Shown next = last != null && last.condition() == condition && last.reachable() == reachable
                ? new Shown(condition, seen, reachable, last.since(), at, last.told() + 1)
                : new Shown(condition, seen, reachable, at, at, 0);
        return with(Copies.with(shown, watch, next));
    }

    private Watching with(Map<Watch, Shown> newShown) {
        return new Watching(
                newShown,
                ignoredAlarms,
                ignoredForGood,
                health,
                greenMissingSince,
                liveDesired,
                failed,
                forgiven,
                healthy);
    }

    /** What that watch has shown does not count any more. */
    Watching without(Watch watch) {
        return with(Copies.without(shown, watch));
    }

    Watching with(Health newHealth) {
        return new Watching(
                shown,
                ignoredAlarms,
                ignoredForGood,
                newHealth,
                greenMissingSince,
                liveDesired,
                failed,
                forgiven,
                healthy);
    }

    Watching greenMissing(Optional<Instant> since) {
        return new Watching(
                shown, ignoredAlarms, ignoredForGood, health, since, liveDesired, failed, forgiven, healthy);
    }

    Watching ignoring(Set<String> alarms, boolean forGood) {
        return new Watching(shown, alarms, forGood, health, greenMissingSince, liveDesired, failed, forgiven, healthy);
    }

    Watching desired(int desired) {
        return new Watching(
                shown, ignoredAlarms, ignoredForGood, health, greenMissingSince, desired, failed, forgiven, healthy);
    }

    Watching tasks(int newFailed, int newHealthy, int newForgiven) {
        return new Watching(
                shown,
                ignoredAlarms,
                ignoredForGood,
                health,
                greenMissingSince,
                liveDesired,
                newFailed,
                newForgiven,
                newHealthy);
    }

    /** In that time nobody watched: what was bad before counts as bad before and after it alone. */
    Watching stalled(Running.Clock clock, Instant since, Instant until) {
        return with(new Health(
                health.badSince().map(at -> clock.moved(at, since, until)), health.bad(), health.episodes()));
    }

    /** The same by a clock that is that much ahead. */
    Watching later(Duration by) {
        List<Health.Span> spans = new ArrayList<>();
        health.bad()
                .forEach(span -> spans.add(
                        new Health.Span(span.from().plus(by), span.to().plus(by))));
        return with(new Health(health.badSince().map(at -> at.plus(by)), List.copyOf(spans), health.episodes()));
    }

    /** Nothing is known any more: nobody watched, or what is watched has changed. */
    Watching blind() {
        return with(Map.of())
                .with(new Health(Optional.empty(), health.bad(), health.episodes()))
                .greenMissing(Optional.empty());
    }
}
