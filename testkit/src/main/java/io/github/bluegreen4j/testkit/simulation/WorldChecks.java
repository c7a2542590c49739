package io.github.bluegreen4j.testkit.simulation;

import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.KeepBlue;
import io.github.bluegreen4j.model.Percent;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceDescription;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.spi.CallRunner.Operation;
import io.github.bluegreen4j.testkit.time.VirtualTime;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import io.github.bluegreen4j.workflow.state.DeploymentState;
import io.github.bluegreen4j.workflow.state.Ended;
import io.github.bluegreen4j.workflow.state.Forward;
import io.github.bluegreen4j.workflow.state.ObservedResources;
import io.github.bluegreen4j.workflow.state.Running;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Checks changes and reported ends against the world and against what the engine had read. */
final class WorldChecks {
    /** The maximum age of a reading that justifies a call: its allowed age plus the time of its answer. */
    private static final long READING_AGE = Duration.ofSeconds(20).toNanos();

    /** How long an engine may act on a stale answer. */
    private static final long MISLED = Duration.ofMinutes(1).toNanos();

    private final SimulatedWorld world;
    private final ServiceRef service;
    private final Acceptance acceptance;
    private final LostRequests lost;
    private final Set<RouteRef> rewritten = new HashSet<>();
    private final Map<TargetGroupRef, Long> weightless = new HashMap<>();
    private final Map<TargetGroupRef, Long> retired = new HashMap<>();
    private final Map<Operation, Long> old = new EnumMap<>(Operation.class);
    private boolean suspendedByOthers;
    private boolean ofAnother;

    WorldChecks(SimulatedWorld world, VirtualTime time, ServiceRef service) {
        this.world = world;
        this.service = service;
        this.acceptance = new Acceptance(world, service);
        this.lost = new LostRequests(world, time, service, acceptance, rewritten);
        this.suspendedByOthers = isScaleInSuspended();
    }

    private boolean isScaleInSuspended() {
        return world.view().scaleIn(service).suspended();
    }

    /**
     * Records that the service was deleted with its suspension of scale-in. A new service of the same name is another one,
     * so the running deployment may move production anywhere.
     */
    void serviceRemoved() {
        suspendedByOthers = false;
        ofAnother = true;
    }

    LostRequests lost() {
        return lost;
    }

    /** Records that a deployment starts to act, decided a while ago. */
    void began(DeploymentRecord record, long ago) {
        ofAnother = false;
        acceptance.began(record);
        lost.began(ago + READING_AGE);
    }

    void launched(DeploymentId deployment, TargetGroupRef group) {
        acceptance.launched(deployment, group);
    }

    /** Records that an engine received a stale answer. Its next actions may be right for the old state. */
    void toldOld(Operation reading, long now) {
        old.put(reading, now);
    }

    private boolean misled(Operation reading, long now) {
        Long told = old.get(reading);
        return told != null && now - told <= MISLED;
    }

    /** Records that an outsider wrote a route. Until an engine writes it again, its state is not the engine's doing. */
    void rewritten(RouteRef route) {
        rewritten.add(route);
    }

    /** Tells whether the deployment may confuse revisions, because of a stale answer or a new service. */
    private boolean mayMistake() {
        return ofAnother || old.containsKey(Operation.DESCRIBE);
    }

    /** @param sent the state of the deployment when the write was sent */
    void write(
            DeploymentRecord record,
            DeploymentState sent,
            RouteRef route,
            TrafficSplit before,
            TrafficSplit after,
            RecentReadings readings,
            long sentAt) {
        DeploymentSpec spec = record.spec();
        WorldInvariant.I11.require(spec.routes().contains(route), () -> route + " is not a route of " + record);
        WorldInvariant.I11.require(
                after.groups().stream().allMatch(spec.targetGroups()::contains)
                        && after.lists(spec.targetGroups().first())
                        && after.lists(spec.targetGroups().second()),
                () -> route + " is given " + after);
        WorldInvariant.I19.require(
                !spec.isKeeping(), () -> route + " is given " + after + " by an order that keeps what has no weight");
        for (TargetGroupRef group : after.weighted()) {
            if (after.shareOf(group) > before.shareOf(group)) {
                WorldInvariant.I19.require(
                        !spec.isUndo()
                                || readings.sawHealth(group, sentAt - READING_AGE, health -> health.healthy() > 0),
                        () -> route + " goes back to " + group + " without a look that shows a healthy target");
                weigh(record, sent, route, group, readings, sentAt - READING_AGE);
                if (spec.productionRoutes().contains(route) && !mayMistake()) {
                    acceptance.weigh(record, sent, route, group, after);
                }
            }
        }
        rewritten.remove(route);
    }

    private void weigh(
            DeploymentRecord record,
            DeploymentState sent,
            RouteRef route,
            TargetGroupRef group,
            RecentReadings readings,
            long since) {
        Optional<ServiceDescription.Revision> green = acceptance.green(record);
        if (Acceptance.isForward(sent)) {
            if (green.isPresent() && group.equals(green.get().targetGroup())) {
                RevisionRef revision = green.get().revision();
                int floor = atLeast(record.spec().health().floor(), readings.lowestDesired(service, since));
                WorldInvariant.I1.require(
                        readings.sawHealth(group, since, health -> health.healthy(revision) >= floor),
                        () -> route + " gives weight to " + group + " without a look that shows " + floor
                                + " healthy targets");
            }
        } else if (!ofAnother && !acceptance.accepted(record).isEmpty()) {
            TargetGroupRef other = record.spec().targetGroups().other(group);
            boolean dead = !readings.wasBlind(since)
                    && readings.sawHealth(group, since, health -> health.healthy() == 0)
                    && !readings.sawHealth(group, since, health -> health.healthy() > 0);
            boolean othersLive = readings.sawHealth(other, since, health -> health.healthy() > 0)
                    && !readings.sawHealth(other, since, health -> health.healthy() == 0);
            WorldInvariant.I1.require(
                    !(dead && othersLive),
                    () -> route + " goes back to " + group + ", seen dead, from " + other + ", seen alive");
        }
    }

    private static int atLeast(Percent share, int required) {
        return Math.max(1, (share.tenths() * Math.max(1, required) + 999) / 1000);
    }

    /**
     * Checks the clean-up gate: when the engine decided to open it, recent readings must have shown that blue may go.
     *
     * @param now when the engine decided
     * @param ago how long ago that is
     */
    void gate(DeploymentRecord record, RecentReadings readings, long now, long ago) {
        TargetGroupRef group = acceptance.groupOfGreen(record).orElseThrow();
        for (RouteRef route : record.spec().productionRoutes()) {
            WorldInvariant.I3.require(
                    readings.sawRoute(
                            route, now - READING_AGE, reading -> reading.split().isAllOn(group)),
                    () -> "the clean-up gate opened without a look that shows " + route + " all on green");
        }
        int floor = atLeast(record.spec().health().floor(), readings.lowestDesired(service, now - READING_AGE));
        acceptance
                .green(record)
                .map(ServiceDescription.Revision::revision)
                .ifPresent(green -> WorldInvariant.I3.require(
                        readings.sawHealth(group, now - READING_AGE, health -> health.healthy(green) >= floor),
                        () -> "the clean-up gate opened without a look that shows " + floor
                                + " healthy targets of green"));
        acceptance.passed(record);
        lost.gate(ago + READING_AGE);
    }

    /** Records a write of a route. */
    void drains(TrafficSplit before, TrafficSplit after, long now) {
        for (TargetGroupRef group : before.weighted()) {
            if (after.weightOf(group) == 0) {
                weightless.put(group, now);
            }
        }
    }

    /** Checks that a retired revision's drain window is over, whichever engine removed its weight, by any clock. */
    void drained(DeploymentRecord record, RevisionRef revision, long now) {
        ServiceDescription.Revision retired =
                world.describe(service).find(revision).orElseThrow();
        TargetGroupRef group = retired.targetGroup();
        Long since = weightless.get(group);
        Duration window = record.spec().limits().drain();
        if (since != null && holdsAnything(retired)) {
            WorldInvariant.I3.require(
                    now - since >= window.toNanos(),
                    () -> revision + " is retired " + Duration.ofNanos(now - since) + " after the last weight of "
                            + group + " was taken; its drain window is " + window);
        }
    }

    void retire(DeploymentRecord record, RevisionRef revision, RecentReadings readings, long sentAt) {
        ServiceDescription.Revision retiring =
                world.describe(service).find(revision).orElseThrow();
        TargetGroupRef group = retiring.targetGroup();
        boolean misled = misled(Operation.READ_ROUTE, sentAt);
        boolean holds = holdsAnything(retiring);
        if (holds) {
            retired.put(group, sentAt);
            misled |= isWeighted(record, retiring, readings, sentAt);
        }
        if (record.state() instanceof Forward forward && Acceptance.isForward(forward)) {
            WorldInvariant.I3.require(
                    forward.gateOpen() || !acceptance.accepted(record).contains(revision),
                    () -> "blue is retired before the clean-up gate has opened");
        }
        if (!mayMistake()) {
            acceptance.retire(record, revision);
        }
        if (!misled && !ofAnother) {
            lost.retire(record, retiring);
        }
    }

    /** Whether a route gives it weight; then the engine must have read that none does. */
    private boolean isWeighted(
            DeploymentRecord record, ServiceDescription.Revision reduced, RecentReadings readings, long sentAt) {
        TargetGroupRef group = reduced.targetGroup();
        boolean any = false;
        for (RouteRef route : record.spec().routes()) {
            boolean weighted = world.has(route) && world.split(route).weightOf(group) > 0;
            boolean seenWeightless = readings.sawRoute(
                    route, sentAt - READING_AGE, reading -> reading.split().weightOf(group) == 0);
            any |= weighted && seenWeightless;
            WorldInvariant.I3.require(
                    !weighted || seenWeightless,
                    () -> reduced.revision() + " is reduced while " + route + " reads " + world.split(route));
        }
        return any;
    }

    /** A blue that is kept is scaled down to its share, after the clean-up gate has opened. */
    void reduce(DeploymentRecord record, RevisionRef revision, int tasks, RecentReadings readings, long sentAt) {
        world.describe(service).find(revision).ifPresent(reduced -> isWeighted(record, reduced, readings, sentAt));
        KeepBlue keep = record.spec().keepBlue().orElseThrow();
        boolean blue = record.state()
                .running()
                .filter(run -> run.roles().blue().equals(Optional.of(revision)))
                .isPresent();
        WorldInvariant.I2.require(
                blue && tasks >= keep.tasks(readings.lowestDesired(service, sentAt - READING_AGE)),
                () -> revision + " is scaled down to " + tasks + " tasks, though " + keep + " is kept");
    }

    /**
     * A write arrives that an engine had sent before it died.
     *
     * @param sentAt when it was sent
     */
    void arrives(RouteRef route, TrafficSplit split, long sentAt) {
        for (TargetGroupRef group : split.weighted()) {
            WorldInvariant.I3.require(
                    retired.getOrDefault(group, Long.MIN_VALUE) < sentAt || isAnyIn(group),
                    () -> route + " is given " + split + " by a write that was sent before what served in " + group
                            + " was retired");
        }
    }

    private boolean isAnyIn(TargetGroupRef group) {
        return world.describe(service).revisions().stream()
                .anyMatch(revision -> revision.targetGroup().equals(group) && holdsAnything(revision));
    }

    /** Tells whether a revision has or desires tasks. Retiring one without any takes no capacity. */
    private static boolean holdsAnything(ServiceDescription.Revision revision) {
        ServiceDescription.Counts counts = revision.counts();
        return counts.desired() + counts.pending() + counts.running() > 0;
    }

    /** Checks the reported end. */
    void end(DeploymentRecord record, long now) {
        DeploymentState state = record.state();
        if (!(state instanceof Ended ended)) {
            return;
        }
        Running run = ended.run();
        if (run.started().isEmpty()) {
            return;
        }
        boolean suspended = isScaleInSuspended();
        WorldInvariant.I7.require(
                suspended == suspendedByOthers
                        || isNamed(ended, "scale-in")
                        || old.containsKey(Operation.READ_SCALE_IN),
                () -> "scale-in is still suspended, not in " + ended.leftOvers());
        // The next deployment need not release what was listed as left over.
        suspendedByOthers = suspended;
        if (ended.status() == DeploymentStatus.SUCCESSFUL && !record.spec().isRecovery()) {
            good(ended, acceptance.groupOfGreen(record).map(Set::of).orElse(Set.of()), now);
        } else if (ended.status() == DeploymentStatus.SUCCESSFUL
                || ended.status() == DeploymentStatus.ROLLBACK_SUCCESSFUL) {
            good(ended, acceptance.homes(record), now);
        }
        acceptance.ended(record);
        // A stale reading of scale-in or of the revisions at the start has its effect until the end, no longer.
        old.keySet().removeIf(reading -> !misled(reading, now));
    }

    /** @param groups the groups of which one must carry production; empty if unknown */
    private void good(Ended ended, Set<TargetGroupRef> groups, long now) {
        if (groups.isEmpty() || ofAnother) {
            return;
        }
        for (RouteRef route : ended.run().identity().spec().productionRoutes()) {
            boolean ours = world.has(route) && !rewritten.contains(route) && !misled(Operation.READ_ROUTE, now);
            WorldInvariant.I13.require(
                    !ours || groups.stream().anyMatch(world.split(route)::isAllOn),
                    () -> ended.status() + ", but " + route + " reads " + (ours ? world.split(route) : "nothing"));
        }
        List<ServiceDescription.Revision> others =
                world.view().service(service).map(ServiceDescription::revisions).orElse(List.of()).stream()
                        .filter(revision -> revision.owner().isPresent() && !groups.contains(revision.targetGroup()))
                        .filter(revision -> !isNamed(ended, revision.revision().id()))
                        .filter(revision -> !isUnconfirmedGreen(ended, revision))
                        .filter(revision -> !isKept(ended, revision))
                        .toList();
        WorldInvariant.I8.require(
                others.isEmpty() || old.containsKey(Operation.DESCRIBE),
                () -> ended.status() + ", but not named are " + others);
    }

    /** Tells whether a green whose launch was never confirmed is listed, though not by its identity. */
    private static boolean isUnconfirmedGreen(Ended ended, ServiceDescription.Revision revision) {
        boolean own = revision.owner().equals(Optional.of(ended.run().identity().deployment()));
        return own && ended.run().resources().green().revision().isEmpty() && isNamed(ended, "(green)");
    }

    /** Tells whether a revision stays for an undo: another order retires it. */
    private static boolean isKept(Ended ended, ServiceDescription.Revision revision) {
        Running run = ended.run();
        return run.resources().kept() != ObservedResources.Kept.NO
                && run.roles().blue().equals(Optional.of(revision.revision()));
    }

    private static boolean isNamed(Ended ended, String what) {
        return ended.leftOvers().stream().anyMatch(name -> name.contains(what));
    }
}
