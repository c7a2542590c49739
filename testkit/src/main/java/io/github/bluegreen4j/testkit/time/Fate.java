package io.github.bluegreen4j.testkit.time;

import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.spi.PortException;
import java.time.Duration;
import java.util.Optional;

/**
 * The fate of one call: when it takes effect, and when and what the engine is answered. Delays count from the start of the
 * call.
 *
 * @param landsAfter the delay until the call takes effect; empty if it never does
 * @param answersAfter the delay until the engine receives the answer; empty if it never does
 * @param thrown what the port throws, for example a {@link PortException}; empty if it returns normally
 * @param isStale whether the answer is that of the same call before this one, see {@link #stale}
 * @param isNull whether the port returns null instead of its answer, see {@link NullAnswers}
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

    /**
     * The call takes effect and is answered at once. This is the default of {@link VirtualCalls}.
     *
     * @return the fate
     */
    public static Fate answered() {
        return ANSWERED;
    }

    /**
     * The call takes effect and is answered after a delay.
     *
     * @param delay the delay until both happen, zero or longer
     * @return the fate
     */
    public static Fate answeredAfter(Duration delay) {
        return new Fate(Optional.of(delay), Optional.of(delay), Optional.empty(), false, false);
    }

    /**
     * The call takes effect at once, but the engine never receives an answer.
     *
     * @return the fate
     */
    public static Fate answerLost() {
        return new Fate(AT_ONCE, NEVER, Optional.empty(), false, false);
    }

    /**
     * The engine never receives an answer, and the call takes effect after a delay.
     *
     * @param delay the delay until the call takes effect; to land after the engine has abandoned the call, longer than the
     *     call's maximum
     * @return the fate
     */
    public static Fate landsLate(Duration delay) {
        return new Fate(Optional.of(delay), NEVER, Optional.empty(), false, false);
    }

    /**
     * The call never takes effect and is never answered.
     *
     * @return the fate
     */
    public static Fate hangs() {
        return new Fate(NEVER, NEVER, Optional.empty(), false, false);
    }

    /**
     * The call fails at once without effect.
     *
     * @param kind the kind of problem that the engine receives
     * @param message the problem's message
     * @return the fate
     */
    public static Fate fails(Problem.Kind kind, String message) {
        return failsAfter(Duration.ZERO, kind, message);
    }

    /**
     * The call fails after a delay without effect.
     *
     * @param delay the delay until the engine receives the problem, zero or longer
     * @param kind the kind of problem that the engine receives
     * @param message the problem's message
     * @return the fate
     */
    public static Fate failsAfter(Duration delay, Problem.Kind kind, String message) {
        return new Fate(NEVER, Optional.of(delay), thrown(kind, message), false, false);
    }

    /**
     * The call takes effect at once, but the engine receives {@code UNKNOWN}.
     *
     * @param message the problem's message
     * @return the fate
     */
    public static Fate breaksOff(String message) {
        return new Fate(AT_ONCE, AT_ONCE, thrown(Problem.Kind.UNKNOWN, message), false, false);
    }

    private static Optional<Throwable> thrown(Problem.Kind kind, String message) {
        return Optional.of(new PortException(new Problem(kind, "call", "port", message)));
    }

    /**
     * The port throws before the call takes effect.
     *
     * @param thrown what the port throws
     * @return the fate
     */
    public static Fate throwsBefore(Throwable thrown) {
        return new Fate(NEVER, AT_ONCE, Optional.of(thrown), false, false);
    }

    /**
     * The port throws after the call took effect.
     *
     * @param thrown what the port throws
     * @return the fate
     */
    public static Fate throwsAfter(Throwable thrown) {
        return new Fate(AT_ONCE, AT_ONCE, Optional.of(thrown), false, false);
    }

    /**
     * The call takes effect, and the port returns null.
     *
     * @return the fate
     */
    public static Fate returnsNull() {
        return new Fate(AT_ONCE, AT_ONCE, Optional.empty(), false, true);
    }

    /**
     * The call takes effect after one delay and is answered after another.
     *
     * @param landsAfter the delay until the call takes effect, zero or longer
     * @param answersAfter the delay until the engine receives the answer, not shorter than {@code landsAfter}
     * @return the fate
     */
    public static Fate slow(Duration landsAfter, Duration answersAfter) {
        return new Fate(Optional.of(landsAfter), Optional.of(answersAfter), Optional.empty(), false, false);
    }

    /**
     * Tells whether the call is merely slow: it takes effect, and the engine receives a correct answer in time.
     *
     * @param most the longest acceptable delay of the answer
     * @return false if the call fails, hangs, loses its answer or takes longer
     */
    public boolean isAnsweredWithin(Duration most) {
        return thrown.isEmpty()
                && !isStale
                && !isNull
                && landsAfter.isPresent()
                && answersAfter.filter(delay -> delay.compareTo(most) <= 0).isPresent();
    }

    /**
     * The call is answered with what the same call returned before. It returns the current answer if there is no earlier
     * one, or if that is more than 10 seconds old. Requires {@link VirtualCalls#rememberAnswers}.
     *
     * @return the fate
     */
    public static Fate stale() {
        return new Fate(AT_ONCE, AT_ONCE, Optional.empty(), true, false);
    }
}
