package io.github.bluegreen4j.workflow.rules;

import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.Finding;
import io.github.bluegreen4j.model.InvalidSpecException;
import io.github.bluegreen4j.model.Readings;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.Roles;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceDescription;
import io.github.bluegreen4j.model.ServiceDescription.Revision;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TargetHealth;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The result of the inspection of a service. Roles come from live weights and revisions.
 *
 * <p>Blue is the revision that was <em>accepted</em> last, however weak it is: the one that a {@code SUCCESSFUL}
 * deployment left, which has the label PRIMARY, or the one that somebody else runs. A revision that an interrupted
 * deployment left has not passed its hooks, gates and bake. It never gets a larger share of production than it has.
 * To decide otherwise, an operator orders a recovery that names the revision to serve.
 *
 * @param findings everything that is wrong or may go wrong
 * @param roles which revision and which target group are blue and green; empty if that cannot be determined
 * @param reconcile whether an earlier deployment left something that must be repaired first
 * @param moveTraffic whether production must move to blue
 * @param retire the left-overs of earlier deployments
 * @param draining whether the idle group only has draining targets
 */
public record Inspection(
        List<Finding> findings,
        Optional<Roles> roles,
        boolean reconcile,
        boolean moveTraffic,
        List<RevisionRef> retire,
        boolean draining) {
    private static final String RECOVER = "to decide which one, order a recovery that names the revision to serve";

    public static Inspection of(DeploymentSpec spec, Readings readings) {
        List<Finding> findings = start(spec, readings);
        return blocks(findings) || readings.service().isEmpty() ? refused(findings) : of(spec, readings, findings);
    }

    /** What can be said before it is known which revision serves. */
    static List<Finding> start(DeploymentSpec spec, Readings readings) {
        List<Finding> findings = new ArrayList<>();
        for (Finding finding : StartCheck.findings(spec, readings)) {
            findings.add(finding.severity() == Finding.Severity.WARNING ? waived(spec, finding) : finding);
        }
        findings.addAll(others(spec, readings));
        return findings;
    }

    /** The inspection of a service that can be deployed as far as these findings go. */
    static Inspection of(DeploymentSpec spec, Readings readings, List<Finding> findings) {
        List<InvalidSpecException.Fault> faults = new ArrayList<>();
        List<Revision> revisions = readings.service().orElseThrow().revisions();
        Optional<TargetGroupRef> serving = servingGroup(spec, readings);
        Optional<Blue> found = blue(spec, readings, revisions, serving, faults);
        if (found.isEmpty()) {
            faults.forEach(fault -> findings.add(StartRule.REVISIONS.error(fault)));
            return refused(findings);
        }
        Blue blue = found.get();
        TargetGroupRef idle = spec.targetGroups().other(blue.group());
        List<RevisionRef> retire = leftOvers(spec, revisions, blue, faults);
        boolean move = !serving.equals(Optional.of(blue.group()));
        keptFault(spec, revisions, move).ifPresent(faults::add);
        List<InvalidSpecException.Fault> strangers = retire.isEmpty() ? strangers(idle, readings) : List.of();
        faults.forEach(fault -> findings.add(StartRule.REVISIONS.error(fault)));
        strangers.forEach(fault -> findings.add(StartRule.IDLE_GROUP.error(fault)));
        if (!faults.isEmpty()) {
            return refused(findings);
        }
        weakBlue(spec, readings, blue).ifPresent(findings::add);
        boolean labels = spec.serve().isPresent()
                && revisions.stream()
                        .noneMatch(revision -> revision.primary()
                                && revision.revision().equals(spec.serve().get()));
        return new Inspection(
                List.copyOf(findings),
                Optional.of(new Roles(blue.revision(), blue.group(), idle)),
                move || labels || !retire.isEmpty(),
                move,
                retire,
                readings.health(idle).map(health -> !health.isEmpty()).orElse(true));
    }

    private static Inspection refused(List<Finding> findings) {
        return new Inspection(List.copyOf(findings), Optional.empty(), false, false, List.of(), false);
    }

    /** Whether the service cannot be deployed. */
    public boolean isRefused() {
        return roles.isEmpty() || blocks(findings);
    }

    /** Why the service cannot be deployed; empty if it can. */
    public List<InvalidSpecException.Fault> faults() {
        return findings.stream().filter(Finding::blocks).map(Finding::fault).toList();
    }

    /** What people should know although the service can be deployed: warnings, and errors that somebody waived. */
    public List<Finding> warnings() {
        return findings.stream()
                .filter(finding -> finding.severity() == Finding.Severity.WARNING
                        || (finding.severity() == Finding.Severity.ERROR && !finding.blocks()))
                .toList();
    }

    private static boolean blocks(List<Finding> findings) {
        return findings.stream().anyMatch(Finding::blocks);
    }

    /** What the checks of ports and users found, with the waivers of the specification. */
    private static List<Finding> others(DeploymentSpec spec, Readings readings) {
        // What the runtime refuses comes with them, under the name of a rule of the engine, which can't be waived.
        return readings.findings().stream()
                .map(finding -> StartRule.isCheck(finding.check()) ? finding : waivable(waived(spec, finding)))
                .toList();
    }

    private static Finding waived(DeploymentSpec spec, Finding finding) {
        return spec.waivers().stream()
                .filter(waiver -> waiver.check().equals(finding.check()))
                .findFirst()
                .map(waiver -> finding.waived(waiver.by()))
                .orElse(finding);
    }

    /** A refusal says by which name the check can be waived. */
    private static Finding waivable(Finding finding) {
        if (!finding.blocks()) {
            return finding;
        }
        String wanted = finding.wanted().isEmpty() ? "" : finding.wanted() + ", or ";
        return new Finding(
                finding.check(),
                finding.severity(),
                finding.field(),
                finding.value(),
                finding.seen(),
                wanted + "a waiver of the check \"" + finding.check() + "\"",
                finding.remedy(),
                finding.command(),
                finding.waivedBy());
    }

    /** Blue has fewer healthy targets than a rollback asks for. */
    private static Optional<Finding> weakBlue(DeploymentSpec spec, Readings readings, Blue blue) {
        Optional<TargetHealth> health = readings.health(blue.group());
        if (spec.isRecovery() || blue.revision().isEmpty() || health.isEmpty()) {
            return Optional.empty();
        }
        int healthy = health.get().healthy(blue.revision().get());
        int floor = Math.max(
                1,
                spec.rollback().floor().ceilOf(readings.service().orElseThrow().desiredCount()));
        return healthy >= floor
                ? Optional.empty()
                : Optional.of(waived(
                        spec,
                        StartRule.BLUE_HEALTH.warning(
                                StartCheck.field(spec, blue.group()),
                                blue.group().id(),
                                "has " + healthy + " healthy targets of blue: a rollback would go to a weak blue",
                                floor + " or more")));
    }

    /** The one group to which every production route gives everything, if there is one. */
    private static Optional<TargetGroupRef> servingGroup(DeploymentSpec spec, Readings readings) {
        Set<TargetGroupRef> serving = new LinkedHashSet<>();
        for (RouteRef route : spec.productionRoutes()) {
            readings.route(route)
                    .ifPresent(reading -> serving.addAll(reading.split().weighted()));
        }
        return serving.size() == 1 ? Optional.of(serving.iterator().next()) : Optional.empty();
    }

    /** The revision that shall serve production, and its group. Without a revision: whatever serves in that group. */
    private record Blue(TargetGroupRef group, Optional<RevisionRef> revision) {
        static Blue of(Revision revision) {
            return new Blue(revision.targetGroup(), Optional.of(revision.revision()));
        }
    }

    /** Determines to which revision production belongs. If that cannot be determined, there is a fault. */
    private static Optional<Blue> blue(
            DeploymentSpec spec,
            Readings readings,
            List<Revision> revisions,
            Optional<TargetGroupRef> serving,
            List<InvalidSpecException.Fault> faults) {
        if (spec.serve().isPresent()) {
            Optional<Revision> named = revisions.stream()
                    .filter(revision -> revision.revision().equals(spec.serve().get()))
                    .findFirst();
            if (named.isEmpty()) {
                faults.add(new InvalidSpecException.Fault(
                        "serve",
                        spec.serve().get().id(),
                        "does not exist",
                        "a revision of the service: " + names(revisions)));
            }
            return named.map(Blue::of);
        }
        Optional<Blue> accepted = accepted(revisions).map(Blue::of).or(() -> foreignBlue(spec, readings, revisions));
        return accepted.isPresent() ? accepted : unaccepted(spec, revisions, serving, faults);
    }

    /** The revision that was accepted last: it has the label, or this library did not launch it. */
    private static Optional<Revision> accepted(List<Revision> revisions) {
        Optional<Revision> primary =
                revisions.stream().filter(Revision::primary).findFirst();
        List<Revision> theirs = revisions.stream()
                .filter(revision -> revision.owner().isEmpty())
                .toList();
        return primary.or(() -> theirs.size() == 1 ? Optional.of(theirs.get(0)) : Optional.empty());
    }

    /**
     * A foreign blue. Only first deployments were interrupted, so no revision has the label, and the group without a
     * revision of this library has healthy targets that no revision owns.
     */
    private static Optional<Blue> foreignBlue(DeploymentSpec spec, Readings readings, List<Revision> revisions) {
        return revisions.isEmpty()
                ? Optional.empty()
                : groupsWithout(spec, revisions)
                        .filter(group -> readings.health(group).stream()
                                .flatMap(health -> health.targets().stream())
                                .anyMatch(target -> target.state() == TargetHealth.State.HEALTHY
                                        && target.owner().isEmpty()))
                        .findFirst()
                        .map(group -> new Blue(group, Optional.empty()));
    }

    private static Stream<TargetGroupRef> groupsWithout(DeploymentSpec spec, List<Revision> revisions) {
        return Stream.of(spec.targetGroups().first(), spec.targetGroups().second())
                .filter(group -> revisions.stream()
                        .noneMatch(revision -> revision.targetGroup().equals(group)));
    }

    /**
     * Nothing was ever accepted: the revision with all of production keeps it. If production is split, it belongs to
     * the group without a revision of this library, as before the first deployment.
     */
    private static Optional<Blue> unaccepted(
            DeploymentSpec spec,
            List<Revision> revisions,
            Optional<TargetGroupRef> serving,
            List<InvalidSpecException.Fault> faults) {
        if (serving.isPresent()) {
            TargetGroupRef group = serving.get();
            List<Revision> there = revisions.stream()
                    .filter(revision -> revision.targetGroup().equals(group))
                    .filter(revision -> !holdsNothing(revision))
                    .toList();
            if (there.size() > 1) {
                faults.add(new InvalidSpecException.Fault(
                        "service.revisions",
                        names(there),
                        "are together in \"" + group + "\", none of them PRIMARY",
                        "one; " + RECOVER));
                return Optional.empty();
            }
            return Optional.of(there.isEmpty() ? new Blue(group, Optional.empty()) : Blue.of(there.get(0)));
        }
        Optional<TargetGroupRef> untouched = groupsWithout(spec, revisions).findFirst();
        if (untouched.isEmpty()) {
            faults.add(new InvalidSpecException.Fault(
                    "service.revisions",
                    names(revisions),
                    "share production, and none of them is PRIMARY",
                    "one that was accepted; " + RECOVER));
        }
        return untouched.map(group -> new Blue(group, Optional.empty()));
    }

    /**
     * What a deployment left for an undo is retired, or gets production back, only as that deployment left it: its green was accepted
     * last, and no later revision. What has weight is not retired.
     */
    private static Optional<InvalidSpecException.Fault> keptFault(
            DeploymentSpec spec, List<Revision> revisions, boolean move) {
        if (spec.kept().isEmpty()) {
            return Optional.empty();
        }
        RevisionRef kept = spec.kept().get();
        RevisionRef serve = spec.serve().orElseThrow();
        Optional<RevisionRef> accepted = accepted(revisions).map(Revision::revision);
        boolean isLast = accepted.equals(Optional.of(serve)) || (spec.isUndo() && accepted.equals(Optional.of(kept)));
        if (!isLast) {
            return Optional.of(new InvalidSpecException.Fault(
                    "service.revisions",
                    accepted.map(RevisionRef::id).orElse("none"),
                    "was accepted last",
                    (spec.isUndo() ? kept : serve) + ", the revision that serves since "
                            + (spec.isUndo() ? serve : kept) + " is kept"));
        }
        return spec.isKeeping() && move
                ? Optional.of(new InvalidSpecException.Fault(
                        "productionRoutes",
                        kept.id(),
                        "may have weight",
                        "all production on " + serve + "; what has weight is not retired"))
                : Optional.empty();
    }

    /** All other revisions of this library are retired. One in blue's own group is deleted only if it has no tasks. */
    private static List<RevisionRef> leftOvers(
            DeploymentSpec spec, List<Revision> revisions, Blue blue, List<InvalidSpecException.Fault> faults) {
        List<RevisionRef> retire = new ArrayList<>();
        for (Revision revision : revisions) {
            if (blue.revision().equals(Optional.of(revision.revision()))) {
                continue;
            }
            // A kept revision served before its deployment, whoever launched it.
            boolean ours = revision.owner().isPresent() || spec.kept().equals(Optional.of(revision.revision()));
            boolean beside = revision.targetGroup().equals(blue.group()) && !holdsNothing(revision);
            if (ours && !beside) {
                retire.add(revision.revision());
                continue;
            }
            faults.add(new InvalidSpecException.Fault(
                    "service.revisions",
                    revision.revision().id(),
                    "is in \"" + revision.targetGroup() + "\"",
                    ours
                            ? "only one revision in the group that serves: scale " + revision.revision()
                                    + " to 0, or delete it, unless it shall serve instead of "
                                    + blue.revision().map(RevisionRef::toString).orElse("what serves there") + "; "
                                    + RECOVER
                            : "only the serving revision and those that a deployment of ours launched"));
        }
        return List.copyOf(retire);
    }

    /** Whether a revision runs no task and its desired count is 0, so that deleting it harms nothing. */
    public static boolean holdsNothing(Revision revision) {
        ServiceDescription.Counts counts = revision.counts();
        return counts.desired() == 0 && counts.pending() == 0 && counts.running() == 0;
    }

    private static String names(List<Revision> revisions) {
        return revisions.isEmpty()
                ? "none"
                : String.join(
                        ", ",
                        revisions.stream()
                                .map(revision -> revision.revision().toString())
                                .toList());
    }

    /** Targets in the idle group that are not draining: they belong to somebody else. */
    private static List<InvalidSpecException.Fault> strangers(TargetGroupRef idle, Readings readings) {
        return readings.health(idle).map(TargetHealth::targets).orElse(List.of()).stream()
                .filter(target -> target.state() != TargetHealth.State.DRAINING)
                .map(TargetHealth.Target::id)
                .map(id -> new InvalidSpecException.Fault(
                        "targetGroups", idle.id(), "holds target \"" + id + "\"", "an idle group without targets"))
                .toList();
    }
}
