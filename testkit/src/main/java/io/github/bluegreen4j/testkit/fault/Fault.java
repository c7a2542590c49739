package io.github.bluegreen4j.testkit.fault;

import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.spi.CallRunner.Operation;
import io.github.bluegreen4j.testkit.time.Fate;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/** The ways in which a call of the engine to a port can go wrong. Plan them with {@link Faults}. */
public enum Fault {
    /** The port refuses the call for good, and nothing changes. A journal reports itself unavailable instead. */
    FAILS,
    /** The port rejects the call as {@code UNAVAILABLE}, and nothing changes. A retry may succeed. */
    THROTTLED,
    /** The call never takes effect. After 8 seconds the engine receives {@code UNKNOWN}. */
    TIMES_OUT,
    /** The call takes effect at once, but the engine receives {@code UNKNOWN}. */
    ANSWER_LOST,
    /**
     * The engine never receives an answer. The call takes effect after 12 seconds, when the engine has already abandoned it.
     */
    LANDS_LATE,
    /** The call never takes effect and is never answered. */
    HANGS,
    /**
     * The call returns the answer of the same call before it, if that is at most 10 seconds old. Only reads can be stale.
     */
    STALE_READ,
    /** Every second call is rejected as {@code UNAVAILABLE}, beginning with the first. */
    FLAPS,
    /** The call takes effect and the port returns null. Only operations that return a value allow this. */
    RETURNS_NULL,
    /** The port throws a {@link NullPointerException} before it changes anything. */
    THROWS_NULL_POINTER,
    /**
     * The port throws an {@link Error}. In turn: a {@link StackOverflowError} after the call took effect, then a {@link
     * NoClassDefFoundError} and an {@link AssertionError}, each before it does.
     */
    THROWS_ERROR;

    private static final Duration TIME_OUT = Duration.ofSeconds(8);
    /** Longer than the maximum duration of a call, shorter than that plus the time in which it may still take effect. */
    private static final Duration LATE = Duration.ofSeconds(12);

    /** The operations that return nothing. */
    private static final Set<Operation> VOID = EnumSet.of(
            Operation.CHECK,
            Operation.WRITE_ROUTE,
            Operation.LAUNCH,
            Operation.SCALE,
            Operation.MAKE_PRIMARY,
            Operation.RETIRE,
            Operation.SUSPEND_SCALE_IN,
            Operation.RESTORE_SCALE_IN,
            Operation.DELIVERED,
            Operation.RENEW,
            Operation.RELEASE,
            Operation.LISTEN);

    /**
     * Tells whether this fault can be planned for an operation.
     *
     * @param operation the operation of a port
     * @return false for {@link #STALE_READ} on an operation that writes, and for {@link #RETURNS_NULL} on one that returns
     *     nothing
     */
    public boolean befalls(Operation operation) {
        return switch (this) {
            case STALE_READ -> operation.reads();
            case RETURNS_NULL -> !VOID.contains(operation);
            default -> true;
        };
    }

    /** Says which faults an operation allows, for the message of a refused plan. */
    String allowed() {
        return switch (this) {
            case STALE_READ -> "any but STALE_READ, since it does not only read";
            case RETURNS_NULL -> "any but RETURNS_NULL, since it answers nothing";
            default -> "any";
        };
    }

    /** A journal refuses only what it cannot decode, and no call gives it such a thing. */
    private static Problem.Kind refusal(Operation operation) {
        return operation.isOfJournal() ? Problem.Kind.UNAVAILABLE : Problem.Kind.REFUSED;
    }

    /** @param nth how often this plan has struck before, from 0 */
    Fate fate(Operation operation, long nth) {
        return switch (this) {
            case FAILS -> Fate.fails(refusal(operation), operation + " failed");
            case THROTTLED -> Fate.fails(Problem.Kind.UNAVAILABLE, operation + " is throttled");
            case TIMES_OUT -> Fate.failsAfter(TIME_OUT, Problem.Kind.UNKNOWN, operation + " timed out");
            case ANSWER_LOST -> Fate.breaksOff("the connection broke while " + operation + " was answered");
            case LANDS_LATE -> Fate.landsLate(LATE);
            case HANGS -> Fate.hangs();
            case STALE_READ -> Fate.stale();
            case FLAPS ->
                nth % 2 == 0 ? Fate.fails(Problem.Kind.UNAVAILABLE, operation + " is throttled") : Fate.answered();
            case RETURNS_NULL -> Fate.returnsNull();
            case THROWS_NULL_POINTER -> Fate.throwsBefore(new NullPointerException(operation + " met a null"));
            case THROWS_ERROR -> error(operation, nth);
        };
    }

    private static Fate error(Operation operation, long nth) {
        return switch ((int) (nth % 3)) {
            case 0 -> Fate.throwsAfter(new StackOverflowError(operation + " called itself"));
            case 1 -> Fate.throwsBefore(new NoClassDefFoundError("what " + operation + " needs"));
            default -> Fate.throwsBefore(new AssertionError(operation + " is wrong about something"));
        };
    }
}
