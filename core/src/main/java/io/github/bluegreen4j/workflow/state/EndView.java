package io.github.bluegreen4j.workflow.state;

import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.Percent;
import io.github.bluegreen4j.model.Readings;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.RouteReading;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceDescription;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TargetHealth;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What serves production at the end.
 *
 * @param serving one line for each production route
 * @param warnings what is not as it should be; empty if everything is
 */
public record EndView(List<String> serving, List<String> warnings) {
    public static final EndView NOTHING = new EndView(List.of(), List.of());

    /**
     * Copies the lists.
     *
     * @param serving one line for each production route
     * @param warnings what is not as it should be
     */
    public EndView {
        serving = List.copyOf(serving);
        warnings = List.copyOf(warnings);
    }

    /** The engine could not read it in time. */
    public static EndView unknown(String why) {
        return new EndView(List.of(), List.of("what serves production at the end is unknown: " + why));
    }

    /**
     * Compares what was read with what is required: after a rollback the floor of blue, otherwise the health watch.
     */
    public static EndView of(Running run, DeploymentStatus end, Readings readings) {
        List<String> serving = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        boolean back = end == DeploymentStatus.ROLLBACK_SUCCESSFUL || end == DeploymentStatus.ROLLBACK_FAILED;
        Percent share =
                back ? run.spec().rollback().floor() : run.spec().health().watch();
        int required = Math.max(
                1,
                readings.service()
                        .map(ServiceDescription::desiredCount)
                        .orElse(run.baseline().desiredCount()));
        int least = Math.max(1, share.ceilOf(required));
        for (RouteRef route : run.spec().productionRoutes()) {
            Optional<RouteReading> reading = readings.route(route);
            if (reading.isEmpty()) {
                warnings.add(readings.unknown(Readings.Subject.of(route)) + " is unknown or gone");
                continue;
            }
            for (TargetGroupRef group : reading.get().split().weighted()) {
                String what = "route " + route + " gives " + share(reading.get(), group) + " % to "
                        + named(run, group, readings);
                Optional<TargetHealth> health = readings.health(group);
                if (health.isEmpty()) {
                    serving.add(what);
                    warnings.add(what + ", and its health is unknown: " + readings.unknown(Readings.Subject.of(group)));
                    continue;
                }
                String line = what + ", " + health.get().healthy() + " of " + required + " targets healthy";
                serving.add(line);
                if (health.get().healthy() < least) {
                    warnings.add(line + ", at least " + least + " are required");
                }
            }
        }
        strangers(run, readings, warnings);
        return new EndView(serving, warnings);
    }

    /**
     * Names the revisions in the two target groups that are neither blue nor green. When green was launched, there were none: somebody
     * else started them.
     */
    private static void strangers(Running run, Readings readings, List<String> warnings) {
        Optional<RevisionRef> green = run.resources().green().revision();
        if (green.isEmpty()) {
            return;
        }
        readings.service().map(ServiceDescription::revisions).orElse(List.of()).stream()
                .filter(revision -> revision.owner().isEmpty()
                        && run.spec().targetGroups().contains(revision.targetGroup())
                        && !Optional.of(revision.revision()).equals(green)
                        && !Optional.of(revision.revision()).equals(run.roles().blue()))
                .map(revision -> "drift: somebody else started " + revision.revision() + " in " + revision.targetGroup()
                        + " during this deployment, which leaves it alone"
                        + revision.failures().stream()
                                .findFirst()
                                .map(why -> ": " + why)
                                .orElse(""))
                .forEach(warnings::add);
    }

    private static String share(RouteReading reading, TargetGroupRef group) {
        double share = Math.round(reading.split().shareOf(group) * 10) / 10.0;
        return share == Math.rint(share) ? String.valueOf((long) share) : String.valueOf(share);
    }

    /** The group, and the revision in it where there is one. */
    private static String named(Running run, TargetGroupRef group, Readings readings) {
        Optional<RevisionRef> green = run.resources().green().revision();
        for (ServiceDescription.Revision revision :
                readings.service().map(ServiceDescription::revisions).orElse(List.of())) {
            if (revision.targetGroup().equals(group)) {
                String role = Optional.of(revision.revision()).equals(green)
                        ? " (green)"
                        : Optional.of(revision.revision()).equals(run.roles().blue()) ? " (blue)" : "";
                return revision.revision() + role + " in " + group;
            }
        }
        return "targets that no revision owns in " + group;
    }
}
