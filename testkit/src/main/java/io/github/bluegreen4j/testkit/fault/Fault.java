package io.github.bluegreen4j.testkit.fault;

import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.spi.CallRunner.Operation;
import io.github.bluegreen4j.testkit.time.Fate;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/** The ways in which a call goes wrong. */
public enum Fault {
    /** It is refused for good, and changes nothing; a journal only says that it could not. */
    FAILS,
    /** It is turned away for now, and changes nothing. */
    THROTTLED,
    /** After 8 seconds its caller hears that nobody knows; it never takes effect. */
    TIMES_OUT,
    /** It takes effect, and its caller hears that nobody knows. */
    ANSWER_LOST,
    /** Its caller hears nothing; 12 seconds later, when it was given up already, it takes effect. */
    LANDS_LATE,
    /** It never takes effect, and its caller never hears of it. */
    HANGS,
    /** It answers what it answered the last time, if that is at most 10 seconds ago. Only what reads can be stale. */
    STALE_READ,
    /** It is turned away every second time. */
    FLAPS,
    /** It takes effect, and the port returns null. Only what answers something can. */
    RETURNS_NULL,
    /** The code of the port throws a {@link NullPointerException}, and changes nothing. */
    THROWS_NULL_POINTER,
    /**
     * The code of the port throws an {@link Error}: by turns a {@link StackOverflowError} after it took effect, and a {@link
     * NoClassDefFoundError} and an {@link AssertionError} before.
     */
    THROWS_ERROR;

    private static final Duration TIME_OUT = Duration.ofSeconds(8);
    /** Longer than a call may take, shorter than that and the grace in which it may still land. */
    private static final Duration LATE = Duration.ofSeconds(12);

    /** The operations that answer nothing. */
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

    /** Whether it can befall that operation. */
    public boolean befalls(Operation operation) {
        return switch (this) {
            case STALE_READ -> operation.reads();
            case RETURNS_NULL -> !VOID.contains(operation);
            default -> true;
        };
    }

    /** The operations that it can befall, in words. */
    String allowed() {
        return switch (this) {
            case STALE_READ -> "any but STALE_READ, since it does not only read";
            case RETURNS_NULL -> "any but RETURNS_NULL, since it answers nothing";
            default -> "any";
        };
    }

    /** A journal refuses only what it can't decode, which no call does to it. */
    private static Problem.Kind refusal(Operation operation) {
        return operation.isOfJournal() ? Problem.Kind.UNAVAILABLE : Problem.Kind.REFUSED;
    }

    /** @param nth how often it has befallen this operation before */
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
