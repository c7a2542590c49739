package io.github.bluegreen4j.workflow;

import io.github.bluegreen4j.model.Percent;
import io.github.bluegreen4j.model.Readings;
import io.github.bluegreen4j.model.Roles;
import io.github.bluegreen4j.model.ServiceDescription;
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
            return Verdict.unknown("the desired count", wanted);
        }
        if (healthy.isEmpty()) {
            return Verdict.unknown("green's health", wanted);
        }
        int floor = Math.max(1, share.ceilOf(required.getAsInt()));
        String seen = healthy.getAsInt() + " healthy";
        return healthy.getAsInt() >= floor ? Verdict.good(seen) : Verdict.bad(seen, "at least " + floor + " healthy");
    }
}
