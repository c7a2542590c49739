package io.github.bluegreen4j.workflow.rules;

import io.github.bluegreen4j.model.Percent;
import io.github.bluegreen4j.model.Readings;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.Roles;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceDescription;
import io.github.bluegreen4j.model.TargetHealth;
import io.github.bluegreen4j.workflow.state.Running;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Computes how many healthy targets there are, and how many are needed. */
public final class Capacity {
    private Capacity() {}

    /** Blue's healthy targets in its group; in a first deployment all healthy targets there. Empty if unknown. */
    public static OptionalInt ofBlue(Running run, Readings readings) {
        Roles roles = run.roles();
        return readings.health(roles.blueGroup())
                .map(health -> OptionalInt.of(roles.blue().map(health::healthy).orElseGet(health::healthy)))
                .orElse(OptionalInt.empty());
    }

    /**
     * The desired count of a revision that needs at least this many tasks. A runtime that scales revisions with their
     * service never runs more tasks than the service's desired count.
     */
    public static int wanted(int atLeast, ServiceDescription service) {
        return service.scalesRevisions() ? service.desiredCount() : Math.max(atLeast, service.desiredCount());
    }

    /** The verdict if somebody scaled blue below what it should run; empty if not, or if unknown. */
    public static Optional<Verdict> blueIsScaled(Running run, Readings readings) {
        return readings.service()
                .flatMap(service -> run.roles()
                        .blue()
                        .flatMap(service::find)
                        .filter(blue ->
                                blue.counts().desired() < wanted(run.baseline().desiredCount(), service))
                        .map(blue -> Verdict.bad(
                                "blue is asked to run " + blue.counts().desired() + " tasks",
                                wanted(run.baseline().desiredCount(), service) + " tasks")));
    }

    /** The verdict if the runtime does not describe green, which serves; empty if it does. */
    public static Optional<Verdict> greenIsMissing(Running run, Readings readings) {
        boolean described = readings.service()
                .flatMap(service -> run.resources().green().revision().flatMap(service::find))
                .isPresent();
        return described
                ? Optional.empty()
                : Optional.of(Verdict.bad("the runtime does not describe green", "green, which serves"));
    }

    /** The largest share of traffic, in percent, that a production route gives blue, as we last left or found them. */
    public static double shareOfBlue(Running run) {
        double share = 0;
        for (RouteRef route : run.spec().productionRoutes()) {
            double now = run.resources()
                    .route(route)
                    .map(left -> left.split().shareOf(run.roles().blueGroup()))
                    .orElse(0.0);
            share = Math.max(share, now);
        }
        return share;
    }

    /** Green's own healthy targets. Empty if unknown. */
    public static OptionalInt ofGreen(Running run, Readings readings) {
        return readings.health(run.roles().greenGroup())
                .map(health -> OptionalInt.of(
                        run.resources().green().revision().map(health::healthy).orElse(0)))
                .orElse(OptionalInt.empty());
    }

    /**
     * The healthy targets that production would leave: green's, or before the launch of green all targets in its
     * group.
     */
    static OptionalInt ofTheOtherSide(Running run, Readings readings) {
        return run.resources().green().revision().isPresent()
                ? ofGreen(run, readings)
                : readings.health(run.roles().greenGroup())
                        .map(health -> OptionalInt.of(health.healthy()))
                        .orElse(OptionalInt.empty());
    }

    /**
     * How many tasks production needs: the larger of the live desired count and blue's healthy targets, the latter up
     * to the desired count at the start. A blue of unknown health counts with all of that. Empty if the live desired
     * count is unknown.
     */
    static OptionalInt required(Running run, Readings readings) {
        Optional<ServiceDescription> service = readings.service();
        if (service.isEmpty()) {
            return OptionalInt.empty();
        }
        int atStart = run.baseline().desiredCount();
        int given = Math.min(atStart, ofBlue(run, readings).orElse(atStart));
        return OptionalInt.of(Math.max(1, Math.max(service.get().desiredCount(), given)));
    }

    /** Whether green has this share of what is required. */
    static Verdict greenHas(Percent share, Running run, Readings readings) {
        OptionalInt required = required(run, readings);
        OptionalInt healthy = ofGreen(run, readings);
        String wanted = share + " of the required tasks healthy";
        if (required.isEmpty()) {
            return Verdict.unknown(readings, Readings.Subject.of(run.spec().service()), wanted);
        }
        if (healthy.isEmpty()) {
            return Verdict.unknown(readings, Readings.Subject.of(run.roles().greenGroup()), wanted);
        }
        int floor = Math.max(1, share.ceilOf(required.getAsInt()));
        String seen = healthy.getAsInt() + " healthy";
        return healthy.getAsInt() >= floor
                ? Verdict.good(seen)
                : Verdict.bad(
                        seen + why(run, readings),
                        "at least " + floor + " healthy " + (floor == 1 ? "target" : "targets") + " of green");
    }

    /** The most task failures and the most targets that a reason quotes. */
    private static final int MOST_CAUSES = 3;

    /** Why green is not healthy, in the words of the runtime and the load balancer: the last few different causes of each. */
    public static String why(Running run, Readings readings) {
        List<String> reasons = new ArrayList<>();
        Optional<RevisionRef> green = run.resources().green().revision();
        readings.service().flatMap(service -> green.flatMap(service::find)).ifPresent(revision -> {
            ServiceDescription.Counts counts = revision.counts();
            reasons.add(counts.desired() + " tasks wanted, " + counts.running() + " running, " + counts.pending()
                    + " pending, " + counts.failed() + " failed");
            List<String> failures =
                    revision.failures().stream().distinct().limit(MOST_CAUSES).toList();
            if (!failures.isEmpty()) {
                reasons.add((failures.size() > 1 ? "last task failures: " : "last task failure: ")
                        + String.join(" | ", failures));
            }
        });
        Map<String, String> byReason = new LinkedHashMap<>();
        readings.health(run.roles().greenGroup()).stream()
                .flatMap(health -> health.targets().stream())
                .filter(target -> target.state() != TargetHealth.State.HEALTHY
                        && target.owner().equals(green)
                        && !target.reason().isEmpty())
                .forEach(target -> byReason.putIfAbsent(
                        target.state() + ": " + target.reason(),
                        "target " + target.id() + " is " + target.state() + ": " + target.reason()));
        byReason.values().stream().limit(MOST_CAUSES).forEach(reasons::add);
        return reasons.isEmpty() ? "" : " (" + String.join("; ", reasons) + ")";
    }
}
