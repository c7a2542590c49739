package io.github.bluegreen4j.testkit.simulation;

import io.github.bluegreen4j.event.WorkEvent;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceDescription;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import io.github.bluegreen4j.workflow.state.DeploymentState;
import io.github.bluegreen4j.workflow.state.Forward;
import io.github.bluegreen4j.workflow.state.Node;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tracks which revision was last accepted, independently of what an engine takes for blue. At the start it is the revision
 * with the label PRIMARY, then the revision of each successful deployment. From the opening of the clean-up gate to the end
 * of its deployment, green is accepted in addition to the previous one. It has passed everything, and an engine that stops
 * there may leave either of them.
 *
 * <p>If no accepted revision exists (in a first deployment, or because it was deleted), each group may have at most the
 * share that it had when the deployment started.
 */
final class Acceptance {
    /** The tolerance of shares, which have a precision of a tenth of a percent. */
    private static final double INEXACT = 0.01;

    private final SimulatedWorld world;
    private final ServiceRef service;
    private final Set<RevisionRef> accepted = new HashSet<>();
    private final Set<RevisionRef> formerly = new HashSet<>();
    private final Map<RouteRef, TrafficSplit> atStart = new HashMap<>();
    private final Map<RouteRef, TrafficSplit> inspected = new HashMap<>();
    private final Map<DeploymentId, TargetGroupRef> launchedIn = new HashMap<>();
    private boolean hadNone;

    Acceptance(SimulatedWorld world, ServiceRef service) {
        this.world = world;
        this.service = service;
        acceptPrimary();
    }

    private List<ServiceDescription.Revision> revisions() {
        return world.view().service(service).map(ServiceDescription::revisions).orElse(List.of());
    }

    private void acceptPrimary() {
        for (ServiceDescription.Revision revision : revisions()) {
            if (revision.primary()) {
                accepted.add(revision.revision());
            }
        }
    }

    /** Records that a deployment launched a revision in a group. */
    void launched(DeploymentId deployment, TargetGroupRef group) {
        launchedIn.put(deployment, group);
    }

    /** Records the state when a deployment starts. From now on it may change something. */
    void began(DeploymentRecord record) {
        formerly.addAll(accepted);
        accepted.removeIf(revision -> find(revision).isEmpty());
        if (accepted.isEmpty()) {
            acceptPrimary();
        }
        hadNone = accepted.isEmpty();
        atStart.clear();
        inspected.clear();
        for (RouteRef route : record.spec().productionRoutes()) {
            world.view().route(route).ifPresent(found -> atStart.put(route, found.split()));
            // Somebody else may have written between the engine's inspection and now.
            record.state()
                    .running()
                    .flatMap(run -> run.resources().route(route))
                    .ifPresent(read -> inspected.put(route, read.split()));
        }
    }

    /** Records that a deployment's clean-up gate has opened. */
    void passed(DeploymentRecord record) {
        green(record).ifPresent(green -> accepted.add(green.revision()));
    }

    void ended(DeploymentRecord record) {
        DeploymentSpec spec = record.spec();
        if (record.status() != DeploymentStatus.SUCCESSFUL) {
            // Stopped after what it shall serve has got the label: whoever comes next takes that for the accepted one.
            if (record.events().stream().anyMatch(WorkEvent.PrimaryMade.class::isInstance)) {
                spec.serve().ifPresent(accepted::add);
            }
            return;
        }
        Optional<RevisionRef> left =
                spec.isRecovery() ? spec.serve() : green(record).map(ServiceDescription.Revision::revision);
        if (!spec.isRecovery() || spec.serve().isPresent()) {
            accepted.clear();
            left.ifPresent(accepted::add);
        }
    }

    private Optional<ServiceDescription.Revision> find(RevisionRef revision) {
        for (ServiceDescription.Revision existing : revisions()) {
            if (existing.revision().equals(revision)) {
                return Optional.of(existing);
            }
        }
        return Optional.empty();
    }

    /** Returns the revision that a deployment has launched, if it exists. */
    Optional<ServiceDescription.Revision> green(DeploymentRecord record) {
        return world.view().service(service).flatMap(found -> found.launchedBy(record.id()));
    }

    /** Returns the group in which a deployment has launched a revision; empty if it has launched none. */
    Optional<TargetGroupRef> groupOfGreen(DeploymentRecord record) {
        return Optional.ofNullable(launchedIn.get(record.id()));
    }

    /**
     * Returns the existing revisions that production may return to: the last accepted one or, if that was deleted, the one
     * before. A recovery may name another one.
     */
    Set<RevisionRef> accepted(DeploymentRecord record) {
        Optional<RevisionRef> named = record.spec().serve();
        Set<RevisionRef> existing = existing(named.map(Set::of).orElse(accepted));
        return existing.isEmpty() ? existing(formerly) : existing;
    }

    /**
     * Returns the revisions that an engine must recognize as accepted by their label. One that was accepted before a deleted
     * one is not among them.
     */
    Set<RevisionRef> lastAccepted() {
        Set<RevisionRef> existing = existing(accepted);
        // A revision that lost the label to a green that was deleted later has no mark that it was accepted.
        existing.removeIf(revision ->
                !find(revision).map(ServiceDescription.Revision::primary).orElse(false));
        return existing;
    }

    private Set<RevisionRef> existing(Set<RevisionRef> revisions) {
        Set<RevisionRef> existing = new HashSet<>(revisions);
        existing.removeIf(revision -> find(revision).isEmpty());
        return existing;
    }

    /**
     * Returns the groups of the accepted revisions. In a first deployment it is the group in which nothing was launched.
     * Empty if the accepted revision was deleted or cannot be recognized: a revision that gave its PRIMARY label to a green
     * that was deleted later has no mark.
     */
    Set<TargetGroupRef> homes(DeploymentRecord record) {
        boolean named = record.spec().serve().isPresent();
        Set<TargetGroupRef> homes = new HashSet<>();
        accepted(record)
                .forEach(revision -> find(revision)
                        .filter(found -> named || found.primary())
                        .ifPresent(found -> homes.add(found.targetGroup())));
        if (homes.isEmpty() && hadNone) {
            groupOfGreen(record)
                    .ifPresent(group -> homes.add(record.spec().targetGroups().other(group)));
        }
        return homes;
    }

    /** Tells whether a deployment goes forward and is not reconciling what an earlier one left. */
    static boolean isForward(DeploymentState state) {
        return state instanceof Forward && state.node() != Node.RECONCILE_SERVICE;
    }

    /**
     * Checks a write that gives a group of a production route more weight. Only an accepted revision may receive it, or
     * green on its own way forward, up to the share of its stage.
     *
     * @param sent the state of the deployment when the write was sent
     */
    void weigh(
            DeploymentRecord record, DeploymentState sent, RouteRef route, TargetGroupRef group, TrafficSplit after) {
        Set<RevisionRef> mayServe = accepted(record);
        boolean living = false;
        for (ServiceDescription.Revision revision : revisions()) {
            if (revision.targetGroup().equals(group)) {
                boolean runs = revision.counts().desired() + revision.counts().running() > 0;
                boolean green = revision.owner().equals(Optional.of(record.id()));
                if (mayServe.contains(revision.revision())
                        || (green && isForward(sent) && after.shareOf(group) <= share((Forward) sent) + INEXACT)) {
                    return;
                }
                living |= runs;
            }
        }
        boolean asAtStart = mayServe.isEmpty()
                && (hadAsMuch(atStart.get(route), group, after) || hadAsMuch(inspected.get(route), group, after));
        WorldInvariant.I15.require(
                !living || asAtStart,
                () -> route + " is given " + after + ", but what runs in " + group
                        + " was never accepted, nor may have " + "that much now; accepted is " + mayServe);
    }

    private static boolean hadAsMuch(@Nullable TrafficSplit before, TargetGroupRef group, TrafficSplit after) {
        return before != null && after.shareOf(group) <= before.shareOf(group) + INEXACT;
    }

    private static double share(Forward forward) {
        return forward.stage().greenShare().tenths() / 10.0;
    }

    /** Checks that an accepted revision is retired only if green follows it or another one is accepted. */
    void retire(DeploymentRecord record, RevisionRef revision) {
        Set<RevisionRef> mayServe = accepted(record);
        // A revision that lost the label to a green that was deleted later has no mark that it was accepted.
        boolean labelled =
                find(revision).map(ServiceDescription.Revision::primary).orElse(false);
        boolean last = labelled && mayServe.contains(revision) && mayServe.size() == 1;
        WorldInvariant.I15.require(
                !last || record.state().node() == Node.CLEAN_UP,
                () -> revision + " is retired in " + record.state().node() + ", and nothing else was accepted");
    }
}
