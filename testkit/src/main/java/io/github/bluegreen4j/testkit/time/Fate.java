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
 * @param isStale whether the answer is the one that the same call was given the last time
 */
public record Fate(
        Optional<Duration> landsAfter, Optional<Duration> answersAfter, Optional<Problem> problem, boolean isStale) {
    private static final Optional<Duration> AT_ONCE = Optional.of(Duration.ZERO);
    private static final Optional<Duration> NEVER = Optional.empty();
    private static final Fate ANSWERED = new Fate(AT_ONCE, AT_ONCE, Optional.empty(), false);

    /** It takes effect and is answered at once. */
    public static Fate answered() {
        return ANSWERED;
    }

    /** It takes effect and is answered after a while. */
    public static Fate answeredAfter(Duration delay) {
        return new Fate(Optional.of(delay), Optional.of(delay), Optional.empty(), false);
    }

    /** It takes effect at once, and nobody hears of it. */
    public static Fate answerLost() {
        return new Fate(AT_ONCE, NEVER, Optional.empty(), false);
    }

    /** Nobody hears of it, and it takes effect much later. */
    public static Fate landsLate(Duration delay) {
        return new Fate(Optional.of(delay), NEVER, Optional.empty(), false);
    }

    /** It never takes effect, and nobody hears of it. */
    public static Fate hangs() {
        return new Fate(NEVER, NEVER, Optional.empty(), false);
    }

    /** It does not take effect, and its caller hears why. */
    public static Fate fails(Problem.Kind kind, String message) {
        return failsAfter(Duration.ZERO, kind, message);
    }

    /** It does not take effect, and its caller hears why, after a while. */
    public static Fate failsAfter(Duration delay, Problem.Kind kind, String message) {
        return new Fate(NEVER, Optional.of(delay), Optional.of(new Problem(kind, "call", "port", message)), false);
    }

    /** It takes effect, but its caller hears that nobody knows. */
    public static Fate breaksOff(String message) {
        Problem problem = new Problem(Problem.Kind.UNKNOWN, "call", "port", message);
        return new Fate(AT_ONCE, AT_ONCE, Optional.of(problem), false);
    }

    /**
     * It is answered with what the same call was answered the last time, and with the truth if that is more than 10 seconds ago
     * or there was none. Needs {@link
     * VirtualCalls#rememberAnswers}.
     */
    public static Fate stale() {
        return new Fate(AT_ONCE, AT_ONCE, Optional.empty(), true);
    }
}
