package io.github.bluegreen4j.testkit.explorer;

import io.github.bluegreen4j.model.Problem;
import java.time.Duration;
import java.time.Instant;

/**
 * How one round of reads goes.
 *
 * @param failing which of them can't be read; -1 when all can
 * @param kind why not
 * @param isSlow whether all of them are older than any gate allows
 */
record Reading(int failing, Problem.Kind kind, boolean isSlow) {
    static final Reading FINE = new Reading(-1, Problem.Kind.UNAVAILABLE, false);
    static final Reading SLOW = new Reading(-1, Problem.Kind.UNAVAILABLE, true);
    private static final Instant LONG_AGO = ExplorationCase.NOW.minus(Duration.ofMinutes(1));

    static Reading failing(int index, Problem.Kind kind) {
        return new Reading(index, kind, false);
    }

    boolean failsAt(int index) {
        return index == failing;
    }

    Instant startedAt() {
        return isSlow ? LONG_AGO : ExplorationCase.NOW;
    }
}
