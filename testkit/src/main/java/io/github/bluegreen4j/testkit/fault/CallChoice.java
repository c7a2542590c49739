package io.github.bluegreen4j.testkit.fault;

import java.time.Duration;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Chooses the calls that go wrong. {@link Faults#on} returns one; that plan starts with the virtual clock.
 *
 * @param <W> what is chosen next: what happens to the calls
 */
public final class CallChoice<W> {
    private static final Duration FOR_EVER = Duration.ofDays(36_500);

    private final LongSupplier calls;
    private final Function<Range, W> then;

    /**
     * Calls by number and by time. All bounds are included.
     *
     * @param first the number of the first call, from 1
     * @param last the number of the last call
     * @param from the start of the interval in nanoseconds since the start of the plan
     * @param to the end of the interval in nanoseconds since the start of the plan
     */
    public record Range(long first, long last, long from, long to) {
        /**
         * {@return whether a call is in the range}
         *
         * @param number the number of the call, from 1
         * @param nanos the time of the call, in nanoseconds since the start of the plan
         */
        public boolean includes(long number, long nanos) {
            return first <= number && number <= last && from <= nanos && nanos <= to;
        }
    }

    /**
     * Begins a choice.
     *
     * @param calls returns how many calls there were so far
     * @param then makes the next choice for the chosen calls
     */
    public CallChoice(LongSupplier calls, Function<Range, W> then) {
        this.calls = calls;
        this.then = then;
    }

    /**
     * Chooses a single call, counted from the creation of the plan.
     *
     * @param nth 1 for the first call
     * @return the choice of the fault
     * @throws IllegalArgumentException if {@code nth} is below 1
     */
    public W nth(long nth) {
        if (nth < 1) {
            throw new IllegalArgumentException("nth: \"" + nth + "\" is not allowed; allowed: 1 or more");
        }
        return then.apply(new Range(nth, nth, 0, FOR_EVER.toNanos()));
    }

    /**
     * Chooses a single call, counted from now on.
     *
     * @param nth 1 for the next call
     * @return the choice of the fault
     */
    public W next(long nth) {
        return nth(calls.getAsLong() + nth);
    }

    /** {@return the choice of the fault of the next call} */
    public W next() {
        return next(1);
    }

    /**
     * Chooses all calls that start in an interval of time, both ends included.
     *
     * @param from the start of the interval, as time since the start of the plan
     * @param to the end of the interval, as time since the start of the plan
     * @return the choice of the fault
     * @throws IllegalArgumentException if {@code from} is after {@code to}
     */
    public W between(Duration from, Duration to) {
        if (from.compareTo(to) > 0) {
            throw new IllegalArgumentException("from: \"" + from + "\" is not allowed; allowed: not after " + to);
        }
        return then.apply(new Range(1, Long.MAX_VALUE, from.toNanos(), to.toNanos()));
    }

    /**
     * Chooses all calls.
     *
     * @return the choice of the fault
     */
    public W always() {
        return between(Duration.ZERO, FOR_EVER);
    }
}
