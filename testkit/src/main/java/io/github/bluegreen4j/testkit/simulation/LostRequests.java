package io.github.bluegreen4j.testkit.simulation;

import io.github.bluegreen4j.model.DeploymentLimits;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceDescription;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.testkit.time.VirtualTime;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import io.github.bluegreen4j.testkit.world.WorldRoute;
import io.github.bluegreen4j.workflow.state.Node;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Checks that no request is lost that a healthy target could have answered (I16). It checks actions and omissions.
 *
 * <p><b>Actions.</b> When a revision is retired and its group then has no healthy target, while the other group of the
 * deployment has one, no route may send new clients to that group. Neither the split that its data plane applies now nor one
 * that it has yet to apply may do so. This holds for production routes and for routes of others. Exceptions:
 *
 * <ul>
 *   <li>clients that are pinned;
 *   <li>a route that an outsider has written since an engine last wrote it;
 *   <li>a data plane whose hidden lag is longer than the drain window;
 *   <li>a route of others that the specification names, or that appeared too late: after the readings of the clean-up gate or,
 *       in a rollback, after the deployment started.
 * </ul>
 *
 * <p><b>Omissions.</b> A production route must not send new clients to a group without a healthy target, while its other
 * group has one, for longer than the sum of the engine's own limits ({@link #forward}, {@link #back}). This holds while
 * green carries production on its way forward. During a rollback or a reconciliation it holds while an accepted revision
 * could answer. Before production is back, an accepted revision without tasks must be scaled up while only green answers.
 *
 * <p>The time restarts whenever something disturbs the engine: another engine acts, a call fails or is slow, the engine was
 * silent for a while. Routes that an outsider has written since an engine last wrote them do not count.
 */
final class LostRequests {
    private static final Set<Node> FORWARD = EnumSet.range(Node.PRE_SCALE_UP, Node.BAKE_TIME);
    private static final Set<Node> BACK =
            EnumSet.of(Node.RECONCILE_SERVICE, Node.RESTORE_PRODUCTION, Node.RESTORE_TEST, Node.RETIRE_GREEN);

    /** The minimum interval between two checks of the world. */
    private static final long EVERY = Duration.ofSeconds(5).toNanos();

    /** An engine without a call for this long was suspended. */
    private static final long SILENT = Duration.ofSeconds(20).toNanos();

    private final SimulatedWorld world;
    private final VirtualTime time;
    private final ServiceRef service;
    private final Acceptance acceptance;
    private final Set<RouteRef> rewritten;
    private String actor = "";
    private Phase phase = new Phase(Optional.empty(), "", 0);
    private Instant gateRead = Instant.MAX;
    private Instant began = Instant.MIN;
    private long heardAt;
    private long lookedAt;
    private long undisturbedSince;
    private Optional<Long> idleSince = Optional.empty();

    /** The direction of a deployment, and since when. */
    private record Phase(Optional<DeploymentRecord> record, String way, long since) {}

    /** @param rewritten the routes that an outsider has written since an engine last did; not a copy */
    LostRequests(
            SimulatedWorld world,
            VirtualTime time,
            ServiceRef service,
            Acceptance acceptance,
            Set<RouteRef> rewritten) {
        this.world = world;
        this.time = time;
        this.service = service;
        this.acceptance = acceptance;
        this.rewritten = rewritten;
    }

    /** Records that a deployment starts, on readings of a given age. It should know who used its groups before. */
    void began(long age) {
        began = world.view().now().minusNanos(age);
        gateRead = Instant.MAX;
    }

    /** Records that the clean-up gate has opened, on readings of a given age. */
    void gate(long age) {
        gateRead = world.view().now().minusNanos(age);
    }

    /** Checks a revision that is about to be retired. */
    void retire(DeploymentRecord record, ServiceDescription.Revision revision) {
        DeploymentSpec spec = record.spec();
        TargetGroupRef group = revision.targetGroup();
        if (!spec.targetGroups().contains(group) || !isLeftDark(spec, group, revision.revision())) {
            return;
        }
        for (RouteRef route : world.view().routes()) {
            WorldRoute found = world.view().route(route).orElseThrow();
            if (concerns(spec, route, found)
                    && found.dataPlane().stream().anyMatch(split -> split.weightOf(group) > 0)) {
                throw new BrokenInvariantError(
                        WorldInvariant.I16,
                        revision.revision() + " is retired while " + route + " sends requests to " + group + " by "
                                + found.dataPlane() + ", and somebody healthy is in "
                                + spec.targetGroups().other(group));
            }
        }
    }

    private boolean isLeftDark(DeploymentSpec spec, TargetGroupRef group, RevisionRef without) {
        return healthy(group) - healthy(group, without) == 0
                && healthy(group, without) > 0
                && healthy(spec.targetGroups().other(group)) > 0;
    }

    private boolean concerns(DeploymentSpec spec, RouteRef route, WorldRoute found) {
        if (found.hiddenLag().compareTo(spec.limits().drain()) > 0) {
            return false;
        }
        if (spec.productionRoutes().contains(route)) {
            return !rewritten.contains(route);
        }
        Instant tooLate = gateRead.equals(Instant.MAX) ? began : gateRead;
        return !spec.routes().contains(route)
                && !spec.otherRoutes().contains(route)
                && found.changedAt().isBefore(tooLate);
    }

    private int healthy(TargetGroupRef group) {
        return world.view().targets(group).map(health -> health.healthy()).orElse(0);
    }

    private int healthy(TargetGroupRef group, RevisionRef revision) {
        return world.view()
                .targets(group)
                .map(health -> health.healthy(revision))
                .orElse(0);
    }

    /** Records that something disturbs the active engine. */
    void disturbed() {
        undisturbedSince = time.nanos();
    }

    /** Records activity of an engine that acts for the service. */
    void heard(String engine, Supplier<Optional<DeploymentRecord>> running) {
        long now = time.nanos();
        if (!engine.equals(actor) || now - heardAt > SILENT) {
            actor = engine;
            undisturbedSince = now;
        }
        heardAt = now;
        if (now - lookedAt >= EVERY) {
            lookedAt = now;
            running.get().ifPresent(record -> look(record, now));
        }
    }

    private void look(DeploymentRecord record, long now) {
        Node node = record.state().node();
        String way = FORWARD.contains(node) ? "forward" : BACK.contains(node) ? "back" : "";
        if (!phase.way().equals(way) || !phase.record().equals(Optional.of(record))) {
            phase = new Phase(Optional.of(record), way, now);
            idleSince = Optional.empty();
        }
        long since = Math.max(phase.since(), undisturbedSince);
        if (way.equals("forward")) {
            acceptance
                    .groupOfGreen(record)
                    .ifPresent(group -> lost(record, group, Duration.ofNanos(now - since), forward(record.spec())));
        } else if (way.equals("back")) {
            for (RevisionRef accepted : acceptance.lastAccepted()) {
                wayBack(record, accepted, since, now);
            }
        }
    }

    private void wayBack(DeploymentRecord record, RevisionRef accepted, long since, long now) {
        DeploymentSpec spec = record.spec();
        ServiceDescription described = world.describe(service);
        ServiceDescription.Revision revision = described.find(accepted).orElseThrow();
        TargetGroupRef home = revision.targetGroup();
        if (!spec.targetGroups().contains(home)) {
            return;
        }
        if (healthy(home, accepted) > 0) {
            lost(record, spec.targetGroups().other(home), Duration.ofNanos(now - since), back(spec));
        }
        boolean idle = record.state().node() != Node.RESTORE_TEST
                && record.state().node() != Node.RETIRE_GREEN
                && world.view().groups().contains(home)
                && described.desiredCount() > 0
                && revision.counts().desired() == 0
                && healthy(spec.targetGroups().other(home)) > 0
                && !isBack(spec, home);
        idleSince = idle ? Optional.of(idleSince.orElse(now)) : Optional.empty();
        idleSince.ifPresent(from -> {
            Duration lasted = Duration.ofNanos(now - Math.max(from, since));
            WorldInvariant.I16.require(
                    lasted.compareTo(reaction(spec.limits())) <= 0,
                    () -> accepted + " runs no task for " + lasted + " on the way back in "
                            + record.state().node());
        });
    }

    private boolean isBack(DeploymentSpec spec, TargetGroupRef home) {
        for (RouteRef route : spec.productionRoutes()) {
            if (world.has(route)
                    && !rewritten.contains(route)
                    && !world.split(route).isAllOn(home)) {
                return false;
            }
        }
        return true;
    }

    /** Checks for how long requests went to a group in vain. */
    private void lost(DeploymentRecord record, TargetGroupRef group, Duration acted, Duration limit) {
        if (acted.compareTo(limit) <= 0) {
            return;
        }
        for (RouteRef route : record.spec().productionRoutes()) {
            Map<TargetGroupRef, Duration> dark = world.view().dark(route);
            Duration lasted = dark.getOrDefault(group, Duration.ZERO);
            Duration allowed = limit.plus(lag(record, route));
            boolean tooLong = lasted.compareTo(allowed) > 0 && acted.compareTo(allowed) > 0;
            WorldInvariant.I16.require(
                    !tooLong || rewritten.contains(route),
                    () -> route + " sends requests to " + group + ", where nobody is healthy, for " + lasted + " in "
                            + record.state().node() + ", although somebody else is healthy");
        }
    }

    private Duration lag(DeploymentRecord record, RouteRef route) {
        Duration settle = world.view().route(route).map(WorldRoute::settle).orElse(Duration.ZERO);
        return settle.plus(record.spec().limits().drain());
    }

    /**
     * Returns the limit on the way forward: green's failure is read, judged for its grace period, and production is moved
     * back.
     */
    private static Duration forward(DeploymentSpec spec) {
        DeploymentLimits limits = spec.limits();
        return spec.health()
                .unhealthyFor()
                .plus(limits.watchAge())
                .plus(limits.watchAge().dividedBy(2))
                .plus(reaction(limits));
    }

    /** Returns the limit of a rollback: it waits for a weak blue, then moves production back. */
    private static Duration back(DeploymentSpec spec) {
        return spec.rollback().weakBlueWait().plus(reaction(spec.limits()));
    }

    /** Returns the time for two consecutive calls that may both be queued, on fresh readings. */
    private static Duration reaction(DeploymentLimits limits) {
        return limits.call()
                .plus(limits.grace())
                .multipliedBy(2)
                .plus(limits.freshness())
                .plus(limits.poll().multipliedBy(3));
    }
}
