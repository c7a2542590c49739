package io.github.bluegreen4j.testkit.explorer;

import io.github.bluegreen4j.model.AlarmReading;
import io.github.bluegreen4j.model.Judgement;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The small world at one moment.
 *
 * @param routes the routes, in the order of the specification, the test route last
 * @param revisions the revisions that exist
 * @param suspended whether scale-in is suspended
 * @param alarm the alarm; empty when it can't be read
 * @param metrics what the metrics show
 * @param desired how many tasks the service is asked to run
 * @param failed how many tasks of green failed
 * @param broken what is broken for good
 * @param launches how many revisions were launched
 * @param blind whether the clean-up gate opened without evidence
 * @param lost what somebody else has deleted
 * @param forbidden whether a policy says no
 */
record WorldFacts(
        List<ModelRoute> routes,
        List<ModelRevision> revisions,
        boolean suspended,
        Optional<AlarmReading.State> alarm,
        Judgement.Answer metrics,
        int desired,
        int failed,
        Set<BrokenCalls> broken,
        int launches,
        boolean blind,
        Deletions lost,
        boolean forbidden) {

    boolean isBroken(BrokenCalls what) {
        return broken.contains(BrokenCalls.EVERYTHING) || broken.contains(what);
    }

    Optional<ModelRevision> find(RevisionRef ref) {
        return revisions.stream().filter(r -> r.ref().equals(ref)).findFirst();
    }

    WorldFacts with(int route, ModelRoute changed) {
        List<ModelRoute> all = new ArrayList<>(routes);
        all.set(route, changed);
        return new WorldFacts(
                List.copyOf(all),
                revisions,
                suspended,
                alarm,
                metrics,
                desired,
                failed,
                broken,
                launches,
                blind,
                lost,
                forbidden);
    }

    private WorldFacts withRevisions(List<ModelRevision> all, int count) {
        return new WorldFacts(
                routes, all, suspended, alarm, metrics, desired, failed, broken, count, blind, lost, forbidden);
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
        return withRevisions(List.copyOf(more), launches + 1);
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
                routes, revisions, is, alarm, metrics, desired, failed, broken, launches, blind, lost, forbidden);
    }

    WorldFacts withAlarm(Optional<AlarmReading.State> state) {
        return new WorldFacts(
                routes, revisions, suspended, state, metrics, desired, failed, broken, launches, blind, lost,
                forbidden);
    }

    WorldFacts withMetrics(Judgement.Answer answer) {
        return new WorldFacts(
                routes, revisions, suspended, alarm, answer, desired, failed, broken, launches, blind, lost, forbidden);
    }

    WorldFacts withDesired(int count) {
        return new WorldFacts(
                routes, revisions, suspended, alarm, metrics, count, failed, broken, launches, blind, lost, forbidden);
    }

    WorldFacts withFailed(int count) {
        return new WorldFacts(
                routes, revisions, suspended, alarm, metrics, desired, count, broken, launches, blind, lost, forbidden);
    }

    WorldFacts withBroken(BrokenCalls what) {
        Set<BrokenCalls> more = EnumSet.of(what);
        more.addAll(broken);
        Set<BrokenCalls> all = Set.copyOf(more);
        return new WorldFacts(
                routes, revisions, suspended, alarm, metrics, desired, failed, all, launches, blind, lost, forbidden);
    }

    WorldFacts withBlindCleanUp() {
        return new WorldFacts(
                routes, revisions, suspended, alarm, metrics, desired, failed, broken, launches, true, lost, forbidden);
    }

    /** A policy changes its mind. */
    WorldFacts withForbidden(boolean no) {
        return new WorldFacts(
                routes, revisions, suspended, alarm, metrics, desired, failed, broken, launches, blind, lost, no);
    }

    private WorldFacts withLost(Deletions what) {
        return new WorldFacts(
                routes, revisions, suspended, alarm, metrics, desired, failed, broken, launches, blind, what,
                forbidden);
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
        return routes.stream()
                .anyMatch(route -> !route.foreign() && route.split().weightOf(group) > 0);
    }
}
