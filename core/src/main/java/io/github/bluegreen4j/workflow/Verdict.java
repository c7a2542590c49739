package io.github.bluegreen4j.workflow;

import io.github.bluegreen4j.event.Watch;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.Readings;

/**
 * What a gate or a watch makes of what was read.
 *
 * @param condition good, bad or unknown; only good opens a gate
 * @param seen what was seen, in words
 * @param wanted what was wanted, in words
 * @param reachable false when it is unknown because nothing answered
 */
public record Verdict(Watch.Condition condition, String seen, String wanted, boolean reachable) {

    static Verdict good(String seen) {
        return new Verdict(Watch.Condition.GOOD, seen, seen, true);
    }

    static Verdict bad(String seen, String wanted) {
        return new Verdict(Watch.Condition.BAD, seen, wanted, true);
    }

    static Verdict unknown(String what, String wanted) {
        return new Verdict(Watch.Condition.UNKNOWN, what + " is unknown", wanted, true);
    }

    /** Something could not be read: with the last problem, and whether that is because nothing at all was answered. */
    static Verdict unknown(Readings readings, Readings.Subject subject, String wanted) {
        boolean reachable =
                readings.problem(subject).map(Problem::isAnswered).orElse(true) || readings.isAnythingKnown();
        return new Verdict(Watch.Condition.UNKNOWN, readings.unknown(subject) + " is unknown", wanted, reachable);
    }

    boolean isGood() {
        return condition == Watch.Condition.GOOD;
    }

    boolean isBad() {
        return condition == Watch.Condition.BAD;
    }
}
