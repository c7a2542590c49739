package io.github.bluegreen4j.testkit.time;

import io.github.bluegreen4j.model.Problem;
import java.time.Duration;
import java.util.Optional;

/**
 * What becomes of a call: when it takes effect, and what its caller hears of it, when.
 *
 * @param landsAfter when it takes effect; empty when it never does
 * @param answersAfter when its caller hears of it; empty when it never does
 * @param problem what the caller hears instead of the answer; empty for the answer itself
 */
public record Fate(Optional<Duration> landsAfter, Optional<Duration> answersAfter, Optional<Problem> problem) {

    /** It takes effect and is answered at once. */
    public static Fate answered() {
        return answeredAfter(Duration.ZERO);
    }

    /** It takes effect and is answered after a while. */
    public static Fate answeredAfter(Duration delay) {
        return new Fate(Optional.of(delay), Optional.of(delay), Optional.empty());
    }

    /** It takes effect at once, and nobody hears of it. */
    public static Fate answerLost() {
        return new Fate(Optional.of(Duration.ZERO), Optional.empty(), Optional.empty());
    }

    /** Nobody hears of it, and it takes effect much later. */
    public static Fate landsLate(Duration delay) {
        return new Fate(Optional.of(delay), Optional.empty(), Optional.empty());
    }

    /** It never takes effect, and nobody hears of it. */
    public static Fate hangs() {
        return new Fate(Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** It does not take effect, and its caller hears why. */
    public static Fate fails(Problem.Kind kind, String message) {
        return new Fate(
                Optional.empty(), Optional.of(Duration.ZERO), Optional.of(new Problem(kind, "test", "test", message)));
    }
}
