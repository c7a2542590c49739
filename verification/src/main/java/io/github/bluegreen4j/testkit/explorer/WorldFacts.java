package io.github.bluegreen4j.testkit.explorer;

import io.github.bluegreen4j.model.AlarmReading;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TrafficSplit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The small world at one moment.
 *
 * @param splits the routes' weights, in the order of the specification, the test route last
 * @param foreign which of them somebody else wrote last
 * @param revisions the revisions that exist
 * @param suspended whether scale-in is suspended
 * @param alarm the alarm; empty when it can't be read
 * @param desired how many tasks the service is asked to run
 * @param failed how many tasks of green failed
 * @param broken what is broken for good
 * @param launches how many revisions were launched
 * @param blind whether the clean-up gate opened without evidence
 * @param lost what somebody else has deleted
 * @param lags how far the routes' data planes are behind, in the order of the routes
 */
record WorldFacts(
        List<TrafficSplit> splits,
        List<Boolean> foreign,
        List<ModelRevision> revisions,
        boolean suspended,
        Optional<AlarmReading.State> alarm,
        int desired,
        int failed,
        Set<BrokenCalls> broken,
        int launches,
        boolean blind,
        Lost lost,
        List<Lag> lags) {

    /** What a route that does not exist any more is kept as. */
    static final TrafficSplit GONE = new TrafficSplit(Map.of(new TargetGroupRef("nowhere"), 100));

    boolean isGone(int route) {
        return splits.get(route).equals(GONE);
    }

    boolean isBroken(BrokenCalls what) {
        return broken.contains(BrokenCalls.EVERYTHING) || broken.contains(what);
    }

    Optional<ModelRevision> find(RevisionRef ref) {
        return revisions.stream().filter(r -> r.ref().equals(ref)).findFirst();
    }

    WorldFacts withSplit(int route, TrafficSplit split, boolean byOthers) {
        return new WorldFacts(
                with(splits, route, split),
                with(foreign, route, byOthers),
                revisions,
                suspended,
                alarm,
                desired,
                failed,
                broken,
                launches,
                blind,
                lost,
                lags);
    }

    private static <T> List<T> with(List<T> list, int index, T value) {
        List<T> copy = new ArrayList<>(list);
        copy.set(index, value);
        return List.copyOf(copy);
    }

    private WorldFacts withRevisions(List<ModelRevision> newRevisions, int newLaunches) {
        return new WorldFacts(
                splits,
                foreign,
                List.copyOf(newRevisions),
                suspended,
                alarm,
                desired,
                failed,
                broken,
                newLaunches,
                blind,
                lost,
                lags);
    }

    WorldFacts with(ModelRevision changed) {
        return withRevisions(
                revisions.stream()
                        .map(r -> r.ref().equals(changed.ref()) ? changed : r)
                        .toList(),
                launches);
    }

    WorldFacts launched(ModelRevision revision) {
        List<ModelRevision> more = new ArrayList<>(revisions);
        more.add(revision);
        return withRevisions(more, launches + 1);
    }

    WorldFacts without(RevisionRef ref) {
        return withRevisions(
                revisions.stream().filter(r -> !r.ref().equals(ref)).toList(), launches);
    }

    WorldFacts withPrimary(RevisionRef ref) {
        return withRevisions(
                revisions.stream().map(r -> r.withPrimary(r.ref().equals(ref))).toList(), launches);
    }

    WorldFacts withSuspended(boolean is) {
        return new WorldFacts(
                splits, foreign, revisions, is, alarm, desired, failed, broken, launches, blind, lost, lags);
    }

    WorldFacts withAlarm(Optional<AlarmReading.State> state) {
        return new WorldFacts(
                splits, foreign, revisions, suspended, state, desired, failed, broken, launches, blind, lost, lags);
    }

    WorldFacts withDesired(int count) {
        return new WorldFacts(
                splits, foreign, revisions, suspended, alarm, count, failed, broken, launches, blind, lost, lags);
    }

    WorldFacts withFailed(int count) {
        return new WorldFacts(
                splits, foreign, revisions, suspended, alarm, desired, count, broken, launches, blind, lost, lags);
    }

    WorldFacts withBroken(BrokenCalls what) {
        Set<BrokenCalls> more = EnumSet.of(what);
        more.addAll(broken);
        return new WorldFacts(
                splits,
                foreign,
                revisions,
                suspended,
                alarm,
                desired,
                failed,
                Set.copyOf(more),
                launches,
                blind,
                lost,
                lags);
    }

    WorldFacts withBlindCleanUp() {
        return new WorldFacts(
                splits, foreign, revisions, suspended, alarm, desired, failed, broken, launches, true, lost, lags);
    }

    private WorldFacts withLost(Lost what) {
        return new WorldFacts(
                splits, foreign, revisions, suspended, alarm, desired, failed, broken, launches, blind, what, lags);
    }

    /** Somebody else has deleted a revision. */
    WorldFacts withDeleted(ModelRevision revision) {
        return without(revision.ref()).withLost(lost.with(revision));
    }

    /** Somebody else has deleted a target group: it has no targets any more. */
    WorldFacts withDeleted(TargetGroupRef group) {
        return withLost(lost.with(group));
    }

    /** Somebody else has deleted the service, and with it every revision. */
    WorldFacts withDeletedService() {
        WorldFacts without = this;
        for (ModelRevision revision : revisions) {
            without = without.withDeleted(revision);
        }
        return without.withLost(without.lost.withService());
    }

    WorldFacts withLag(int route, Lag lag) {
        return new WorldFacts(
                splits,
                foreign,
                revisions,
                suspended,
                alarm,
                desired,
                failed,
                broken,
                launches,
                blind,
                lost,
                with(lags, route, lag));
    }

    /** Healthy targets of our revisions in that group. */
    int healthyIn(TargetGroupRef group) {
        int count = 0;
        if (lost.groups().contains(group)) {
            return count;
        }
        for (ModelRevision revision : revisions) {
            count += revision.group().equals(group) ? revision.healthy() : 0;
        }
        return count;
    }

    /** Whether a route that we wrote last gives that group weight. */
    boolean weightByUs(TargetGroupRef group) {
        for (int i = 0; i < splits.size(); i++) {
            if (!foreign.get(i) && splits.get(i).weightOf(group) > 0) {
                return true;
            }
        }
        return false;
    }
}
