package io.github.bluegreen4j.workflow;

import io.github.bluegreen4j.event.Watch;

/**
 * What a gate or a watch makes of what was read.
 *
 * @param condition good, bad or unknown; only good opens a gate
 * @param seen what was seen, in words
 * @param wanted what was wanted, in words
 */
public record Verdict(Watch.Condition condition, String seen, String wanted) {

    static Verdict good(String seen) {
        return new Verdict(Watch.Condition.GOOD, seen, seen);
    }

    static Verdict bad(String seen, String wanted) {
        return new Verdict(Watch.Condition.BAD, seen, wanted);
    }

    static Verdict unknown(String what, String wanted) {
        return new Verdict(Watch.Condition.UNKNOWN, what + " is unknown", wanted);
    }

    boolean isGood() {
        return condition == Watch.Condition.GOOD;
    }

    boolean isBad() {
        return condition == Watch.Condition.BAD;
    }
}
