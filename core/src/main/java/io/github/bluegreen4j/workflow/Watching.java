package io.github.bluegreen4j.workflow;

import io.github.bluegreen4j.event.Watch;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the watches have shown. Only what made a difference is kept: observations themselves are not journaled.
 *
 * @param conditions what each watch last showed; one that is not listed is unknown
 * @param ignoredAlarms alarms that were in ALARM at the start and do not count
 * @param ignoredForGood whether they never count again in this deployment
 * @param unhealthySince since when green carries production with too few healthy targets
 * @param liveDesired the highest desired count seen, or the one at the start
 * @param failed failed tasks of green so far
 * @param forgiven failures that do not count any more, because a task turned healthy after them
 * @param healthy the healthy tasks of green when failures were last counted
 */
public record Watching(
        Map<Watch, Watch.Condition> conditions,
        Set<String> ignoredAlarms,
        boolean ignoredForGood,
        Optional<Instant> unhealthySince,
        int liveDesired,
        int failed,
        int forgiven,
        int healthy) {

    static final Watching NOTHING = new Watching(Map.of(), Set.of(), false, Optional.empty(), 0, 0, 0, 0);

    public Watch.Condition condition(Watch watch) {
        return conditions.getOrDefault(watch, Watch.Condition.UNKNOWN);
    }

    boolean isGood(Watch watch) {
        return condition(watch) == Watch.Condition.GOOD;
    }

    Watching with(Watch watch, Watch.Condition condition) {
        return new Watching(
                Copies.with(conditions, watch, condition),
                ignoredAlarms,
                ignoredForGood,
                unhealthySince,
                liveDesired,
                failed,
                forgiven,
                healthy);
    }

    Watching unhealthySince(Optional<Instant> since) {
        return new Watching(conditions, ignoredAlarms, ignoredForGood, since, liveDesired, failed, forgiven, healthy);
    }

    Watching ignoring(Set<String> alarms, boolean forGood) {
        return new Watching(conditions, alarms, forGood, unhealthySince, liveDesired, failed, forgiven, healthy);
    }

    Watching desired(int desired) {
        return new Watching(
                conditions, ignoredAlarms, ignoredForGood, unhealthySince, desired, failed, forgiven, healthy);
    }

    Watching tasks(int newFailed, int newHealthy, int newForgiven) {
        return new Watching(
                conditions,
                ignoredAlarms,
                ignoredForGood,
                unhealthySince,
                liveDesired,
                newFailed,
                newForgiven,
                newHealthy);
    }

    /** Nothing is known any more: nobody watched, or what is watched has changed. */
    Watching blind() {
        return new Watching(
                Map.of(), ignoredAlarms, ignoredForGood, Optional.empty(), liveDesired, failed, forgiven, healthy);
    }
}
