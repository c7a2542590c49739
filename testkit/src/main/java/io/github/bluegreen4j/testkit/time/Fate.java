package io.github.bluegreen4j.testkit.time;

import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.spi.PortException;
import java.time.Duration;
import java.util.Optional;

/**
 * What becomes of a call: when it takes effect, and what its caller hears of it, when.
 *
 * @param landsAfter when it takes effect; empty when it never does
 * @param answersAfter when its caller hears of it; empty when it never does
 * @param thrown what the port throws, for example a {@link PortException}; empty when it throws nothing
 * @param isStale whether the answer is the one that the same call was given the last time
 * @param isNull whether the port returns null instead of its answer: see {@link NullAnswers}
 */
public record Fate(
        Optional<Duration> landsAfter,
        Optional<Duration> answersAfter,
        Optional<Throwable> thrown,
        boolean isStale,
        boolean isNull) {
    private static final Optional<Duration> AT_ONCE = Optional.of(Duration.ZERO);
    private static final Optional<Duration> NEVER = Optional.empty();
    private static final Fate ANSWERED = new Fate(AT_ONCE, AT_ONCE, Optional.empty(), false, false);

    /** It takes effect and is answered at once. */
    public static Fate answered() {
        return ANSWERED;
    }

    /** It takes effect and is answered after a while. */
    public static Fate answeredAfter(Duration delay) {
        return new Fate(Optional.of(delay), Optional.of(delay), Optional.empty(), false, false);
    }

    /** It takes effect at once, and nobody hears of it. */
    public static Fate answerLost() {
        return new Fate(AT_ONCE, NEVER, Optional.empty(), false, false);
    }

    /** Nobody hears of it, and it takes effect much later. */
    public static Fate landsLate(Duration delay) {
        return new Fate(Optional.of(delay), NEVER, Optional.empty(), false, false);
    }

    /** It never takes effect, and nobody hears of it. */
    public static Fate hangs() {
        return new Fate(NEVER, NEVER, Optional.empty(), false, false);
    }

    /** It does not take effect, and its caller hears why. */
    public static Fate fails(Problem.Kind kind, String message) {
        return failsAfter(Duration.ZERO, kind, message);
    }

    /** It does not take effect, and its caller hears why, after a while. */
    public static Fate failsAfter(Duration delay, Problem.Kind kind, String message) {
        return new Fate(NEVER, Optional.of(delay), thrown(kind, message), false, false);
    }

    /** It takes effect, but its caller hears that nobody knows. */
    public static Fate breaksOff(String message) {
        return new Fate(AT_ONCE, AT_ONCE, thrown(Problem.Kind.UNKNOWN, message), false, false);
    }

    private static Optional<Throwable> thrown(Problem.Kind kind, String message) {
        return Optional.of(new PortException(new Problem(kind, "call", "port", message)));
    }

    /** The code of the port throws that, before it does anything. */
    public static Fate throwsBefore(Throwable thrown) {
        return new Fate(NEVER, AT_ONCE, Optional.of(thrown), false, false);
    }

    /** It takes effect, and then the code of the port throws that. */
    public static Fate throwsAfter(Throwable thrown) {
        return new Fate(AT_ONCE, AT_ONCE, Optional.of(thrown), false, false);
    }

    /** It takes effect, and the port returns null. */
    public static Fate returnsNull() {
        return new Fate(AT_ONCE, AT_ONCE, Optional.empty(), false, true);
    }

    /** It takes effect and is answered, each after a while. */
    public static Fate slow(Duration landsAfter, Duration answersAfter) {
        return new Fate(Optional.of(landsAfter), Optional.of(answersAfter), Optional.empty(), false, false);
    }

    /** Whether it only takes a while: it takes effect, and its caller hears the answer within so long. */
    public boolean isAnsweredWithin(Duration most) {
        return thrown.isEmpty()
                && !isStale
                && !isNull
                && landsAfter.isPresent()
                && answersAfter.filter(delay -> delay.compareTo(most) <= 0).isPresent();
    }

    /**
     * It is answered with what the same call was answered the last time, and with the truth if that is more than 10 seconds ago
     * or there was none. Needs {@link
     * VirtualCalls#rememberAnswers}.
     */
    public static Fate stale() {
        return new Fate(AT_ONCE, AT_ONCE, Optional.empty(), true, false);
    }
}
