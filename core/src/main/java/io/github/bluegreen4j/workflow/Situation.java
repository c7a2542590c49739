package io.github.bluegreen4j.workflow;

import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.InvalidSpecException;
import io.github.bluegreen4j.model.Readings;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.Roles;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceDescription;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TargetHealth;
import io.github.bluegreen4j.model.TrafficSplit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What the inspection of a service amounts to. Roles come from live weights and revisions.
 *
 * @param faults why it can't be deployed; when there are any, nothing else counts
 * @param roles who is blue, and where green goes
 * @param reconcile whether an earlier deployment left something that has to be put right first
 * @param moveTraffic whether production has to be moved to the chosen revision
 * @param retire the left-overs of our earlier deployments
 * @param draining whether the idle group only has targets that are on their way out
 */
record Situation(
        List<InvalidSpecException.Fault> faults,
        Optional<Roles> roles,
        boolean reconcile,
        boolean moveTraffic,
        List<RevisionRef> retire,
        boolean draining) {

    static Situation of(DeploymentSpec spec, Readings readings) {
        List<InvalidSpecException.Fault> faults = new ArrayList<>(StartCheck.faults(spec, readings));
        if (!faults.isEmpty() || readings.service().isEmpty()) {
            return refused(faults);
        }
        ServiceDescription service = readings.service().get();
        Optional<TargetGroupRef> serving = servingGroup(spec, readings);
        List<ServiceDescription.Revision> revisions = service.revisions();
        Optional<TargetGroupRef> foreign = foreignBlue(spec, readings, revisions);
        boolean tidy = serving.isPresent()
                && revisions.size() <= 1
                && foreign.isEmpty()
                && revisions.stream().allMatch(r -> r.targetGroup().equals(serving.get()));
        Choice choice = tidy
                ? new Choice(serving.get(), revisions.stream().findFirst().map(ServiceDescription.Revision::revision))
                : foreign.map(group -> new Choice(group, Optional.empty()))
                        .orElseGet(() -> Choice.among(spec, readings, service, serving));
        TargetGroupRef idle = spec.targetGroups().other(choice.group());
        List<RevisionRef> retire = new ArrayList<>();
        for (ServiceDescription.Revision revision : revisions) {
            if (choice.revision().equals(Optional.of(revision.revision()))) {
                continue;
            }
            if (revision.owner().isEmpty()) {
                faults.add(new InvalidSpecException.Fault(
                        "service.revisions",
                        revision.revision() + " in " + revision.targetGroup(),
                        "only the serving revision and those that a deployment of ours launched"));
            } else {
                retire.add(revision.revision());
            }
        }
        if (retire.isEmpty()) {
            faults.addAll(strangers(idle, readings));
        }
        if (!faults.isEmpty()) {
            return refused(faults);
        }
        boolean move = !serving.equals(Optional.of(choice.group()));
        return new Situation(
                List.of(),
                Optional.of(new Roles(choice.revision(), choice.group(), idle)),
                !tidy,
                move,
                List.copyOf(retire),
                readings.health(idle).map(health -> !health.isEmpty()).orElse(true));
    }

    private static Situation refused(List<InvalidSpecException.Fault> faults) {
        return new Situation(List.copyOf(faults), Optional.empty(), false, false, List.of(), false);
    }

    /** The one group that every production route gives everything to, if there is one. */
    private static Optional<TargetGroupRef> servingGroup(DeploymentSpec spec, Readings readings) {
        Set<TargetGroupRef> serving = new LinkedHashSet<>();
        for (RouteRef route : spec.productionRoutes()) {
            readings.route(route)
                    .ifPresent(reading -> serving.addAll(reading.split().weighted()));
        }
        return serving.size() == 1 ? Optional.of(serving.iterator().next()) : Optional.empty();
    }

    /**
     * The group of a foreign blue that is the last one to have served well: only first deployments of ours were interrupted,
     * so that no revision bears the label PRIMARY, and healthy targets that no revision owns are in the group that none of
     * ours is in.
     */
    private static Optional<TargetGroupRef> foreignBlue(
            DeploymentSpec spec, Readings readings, List<ServiceDescription.Revision> revisions) {
        boolean interrupted = !revisions.isEmpty()
                && revisions.stream().noneMatch(ServiceDescription.Revision::primary)
                && revisions.stream().allMatch(revision -> revision.owner().isPresent());
        if (!interrupted) {
            return Optional.empty();
        }
        return Stream.of(spec.targetGroups().first(), spec.targetGroups().second())
                .filter(group -> revisions.stream()
                        .noneMatch(revision -> revision.targetGroup().equals(group)))
                .filter(group -> readings.health(group).stream()
                        .flatMap(health -> health.targets().stream())
                        .anyMatch(target -> target.state() == TargetHealth.State.HEALTHY
                                && target.owner().isEmpty()))
                .findFirst();
    }

    /** Targets in the idle group that are not on their way out: somebody else's. */
    private static List<InvalidSpecException.Fault> strangers(TargetGroupRef idle, Readings readings) {
        return readings.health(idle).map(TargetHealth::targets).orElse(List.of()).stream()
                .filter(target -> target.state() != TargetHealth.State.DRAINING)
                .map(TargetHealth.Target::id)
                .map(id -> new InvalidSpecException.Fault(
                        "targetGroups", idle + " holds target " + id, "an idle group without targets"))
                .toList();
    }

    /** The revision that production goes to, and its group. */
    private record Choice(TargetGroupRef group, Optional<RevisionRef> revision) {

        static Choice among(
                DeploymentSpec spec, Readings readings, ServiceDescription service, Optional<TargetGroupRef> serving) {
            int floor = Math.max(1, spec.health().floor().ceilOf(Math.max(1, service.desiredCount())));
            Optional<ServiceDescription.Revision> lastSuccessful = service.revisions().stream()
                    .filter(ServiceDescription.Revision::primary)
                    .filter(revision -> healthy(revision, readings) >= floor)
                    .findFirst();
            Optional<ServiceDescription.Revision> healthiest = service.revisions().stream()
                    .filter(revision -> healthy(revision, readings) > 0)
                    .max(Comparator.<ServiceDescription.Revision>comparingInt(revision -> healthy(revision, readings))
                            .thenComparing(ServiceDescription.Revision::primary)
                            .thenComparing(ServiceDescription.Revision::revision));
            Optional<ServiceDescription.Revision> chosen = lastSuccessful.or(() -> healthiest);
            if (chosen.isPresent()) {
                return new Choice(
                        chosen.get().targetGroup(), Optional.of(chosen.get().revision()));
            }
            // Nobody is healthy: the weights stay, and where production is split the larger part decides. But where
            // nothing runs at all nothing serves, and the last successful revision must not go as a left-over.
            TargetGroupRef group = serving.orElseGet(() -> heavier(spec, readings));
            boolean empty =
                    readings.health(group).map(health -> health.healthy() == 0).orElse(false);
            Optional<ServiceDescription.Revision> there =
                    lastSuccessful(service, revision -> revision.targetGroup().equals(group));
            return there.or(() -> empty ? lastSuccessful(service, revision -> true) : Optional.empty())
                    .map(revision -> new Choice(revision.targetGroup(), Optional.of(revision.revision())))
                    .orElseGet(() -> new Choice(group, Optional.empty()));
        }

        /** Among those the one that bears the label PRIMARY, or any. */
        private static Optional<ServiceDescription.Revision> lastSuccessful(
                ServiceDescription service, Predicate<ServiceDescription.Revision> among) {
            return service.revisions().stream()
                    .filter(among)
                    .max(Comparator.comparing(ServiceDescription.Revision::primary));
        }

        private static int healthy(ServiceDescription.Revision revision, Readings readings) {
            return readings.health(revision.targetGroup())
                    .map(health -> health.healthy(revision.revision()))
                    .orElse(0);
        }

        private static TargetGroupRef heavier(DeploymentSpec spec, Readings readings) {
            TargetGroupRef first = spec.targetGroups().first();
            TargetGroupRef second = spec.targetGroups().second();
            double ofFirst = spec.productionRoutes().stream()
                    .flatMap(route -> readings.route(route).stream())
                    .map(reading -> reading.split())
                    .mapToDouble((TrafficSplit split) -> split.shareOf(first) - split.shareOf(second))
                    .sum();
            return ofFirst >= 0 ? first : second;
        }
    }
}
