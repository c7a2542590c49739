package io.github.bluegreen4j.workflow.rules;

import io.github.bluegreen4j.event.Watch;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.Readings;

/**
 * The judgement of a gate or a watch on what was read.
 *
 * @param condition good, bad or unknown; only good opens a gate
 * @param seen what was read, as text
 * @param wanted what would be good, as text
 * @param reachable false if it is unknown because no port answered
 */
public record Verdict(Watch.Condition condition, String seen, String wanted, boolean reachable) {

    public static Verdict good(String seen) {
        return new Verdict(Watch.Condition.GOOD, seen, seen, true);
    }

    public static Verdict bad(String seen, String wanted) {
        return new Verdict(Watch.Condition.BAD, seen, wanted, true);
    }

    public static Verdict unknown(String what, String wanted) {
        return new Verdict(Watch.Condition.UNKNOWN, what + " is unknown", wanted, true);
    }

    /** Something could not be read. The verdict contains the last problem, and whether any port answered at all. */
    public static Verdict unknown(Readings readings, Readings.Subject subject, String wanted) {
        boolean reachable =
                readings.problem(subject).map(Problem::isAnswered).orElse(true) || readings.isAnythingKnown();
        return new Verdict(Watch.Condition.UNKNOWN, readings.unknown(subject) + " is unknown", wanted, reachable);
    }

    public boolean isGood() {
        return condition == Watch.Condition.GOOD;
    }

    public boolean isBad() {
        return condition == Watch.Condition.BAD;
    }
}
