package io.github.bluegreen4j.workflow;

import io.github.bluegreen4j.model.Percent;
import io.github.bluegreen4j.model.Readings;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.Roles;
import io.github.bluegreen4j.model.ServiceDescription;
import io.github.bluegreen4j.model.TargetHealth;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The arithmetic of capacity: how many healthy targets there are, and how many are needed. */
final class Capacity {
    private Capacity() {}

    /** Healthy targets of blue in its group; in a first deployment, whoever serves there. Empty when unknown. */
    static OptionalInt ofBlue(Running run, Readings readings) {
        Roles roles = run.roles();
        return readings.health(roles.blueGroup())
                .map(health -> OptionalInt.of(roles.blue().map(health::healthy).orElseGet(health::healthy)))
                .orElse(OptionalInt.empty());
    }

    /**
     * How many tasks a revision is to run that needs at least so many. A runtime that scales revisions with their service runs none
     * with more tasks than the service is asked to run.
     */
    static int wanted(int atLeast, ServiceDescription service) {
        return service.scalesRevisions() ? service.desiredCount() : Math.max(atLeast, service.desiredCount());
    }

    /** Whether somebody has scaled blue to fewer tasks than it should run; empty when not, or when that is unknown. */
    static Optional<Verdict> blueIsScaled(Running run, Readings readings) {
        return readings.service()
                .flatMap(service -> run.roles()
                        .blue()
                        .flatMap(service::find)
                        .filter(blue ->
                                blue.counts().desired() < wanted(run.start().desiredCount(), service))
                        .map(blue -> Verdict.bad(
                                "blue is asked to run " + blue.counts().desired() + " tasks",
                                wanted(run.start().desiredCount(), service) + " tasks")));
    }

    /** What is wrong when the runtime does not describe green, which serves; empty when it does. */
    static Optional<Verdict> greenIsMissing(Running run, Readings readings) {
        boolean described = readings.service()
                .flatMap(service -> run.estate().green().revision().flatMap(service::find))
                .isPresent();
        return described
                ? Optional.empty()
                : Optional.of(Verdict.bad("the runtime does not describe green", "green, which serves"));
    }

    /** Green's own healthy targets. Empty when unknown. */
    static OptionalInt ofGreen(Running run, Readings readings) {
        return readings.health(run.roles().greenGroup())
                .map(health -> OptionalInt.of(
                        run.estate().green().revision().map(health::healthy).orElse(0)))
                .orElse(OptionalInt.empty());
    }

    /** Healthy targets that production would leave: green's, or before there is a green whoever is in its group. */
    static OptionalInt ofTheOtherSide(Running run, Readings readings) {
        return run.estate().green().revision().isPresent()
                ? ofGreen(run, readings)
                : readings.health(run.roles().greenGroup())
                        .map(health -> OptionalInt.of(health.healthy()))
                        .orElse(OptionalInt.empty());
    }

    /**
     * How many tasks production needs: the larger of the live desired count and what blue really gives, as far as it was
     * asked for at the start. A blue whose health is unknown is taken to give all of that. Empty when the live desired
     * count is unknown.
     */
    static OptionalInt required(Running run, Readings readings) {
        Optional<ServiceDescription> service = readings.service();
        if (service.isEmpty()) {
            return OptionalInt.empty();
        }
        int atStart = run.start().desiredCount();
        int given = Math.min(atStart, ofBlue(run, readings).orElse(atStart));
        return OptionalInt.of(Math.max(1, Math.max(service.get().desiredCount(), given)));
    }

    /** Whether green has {@code share} of what is required. */
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
                : Verdict.bad(seen + why(run, readings), "at least " + floor + " healthy");
    }

    /** Why green is not healthy, as far as the runtime and the load balancer say. */
    static String why(Running run, Readings readings) {
        List<String> reasons = new ArrayList<>();
        Optional<RevisionRef> green = run.estate().green().revision();
        readings.service().flatMap(service -> green.flatMap(service::find)).ifPresent(revision -> {
            ServiceDescription.Counts counts = revision.counts();
            reasons.add(counts.desired() + " tasks wanted, " + counts.running() + " running, " + counts.pending()
                    + " pending, " + counts.failed() + " failed");
            if (!revision.failures().isEmpty()) {
                reasons.add("last task failure: " + revision.failures().get(0));
            }
        });
        readings.health(run.roles().greenGroup()).stream()
                .flatMap(health -> health.targets().stream())
                .filter(target -> target.state() != TargetHealth.State.HEALTHY
                        && target.owner().equals(green)
                        && !target.reason().isEmpty())
                .findFirst()
                .ifPresent(target ->
                        reasons.add("target " + target.id() + " is " + target.state() + ": " + target.reason()));
        return reasons.isEmpty() ? "" : " (" + String.join("; ", reasons) + ")";
    }
}
