package io.github.bluegreen4j.spi;

import io.github.bluegreen4j.model.PolicyAnswer;
import io.github.bluegreen4j.model.PolicyRequest;
import java.time.ZoneId;
import java.util.function.Supplier;

/**
 * Decides whether green may get more weight now: freeze windows, business hours, an error budget, a second key. {@code
 * EngineBuilder.policy} adds it to an engine, for all deployments that the engine acts for.
 *
 * <p>The engine asks right before each write that gives green more weight, on the test route and on production routes. The answer counts
 * for that write only, and for at most 10 s ({@code limits.freshness}). Every policy must say yes. A no, an exception, null, or no answer
 * within {@code limits.call} (10 s) is a wait, never an error: the engine asks again every 10 s ({@code limits.poll}). The limit of the
 * stage stands still meanwhile; that of the deployment (30 days) counts. A rollback asks nobody.
 *
 * <p>Policies run on threads for user code, never on the engine's loop or on the threads that write routes. Implementations must be safe
 * for use by many threads, must not change anything, and should answer from what they know instead of waiting.
 */
@FunctionalInterface
public interface Policy {

    /**
     * Answers whether green may get more weight.
     *
     * @param request what would be written, for which deployment, and the time to judge by
     * @return yes, no with the reason, or unknown with the reason
     */
    PolicyAnswer ask(PolicyRequest request);

    /** Counts deployments. Called on threads for user code, by many of them. */
    @FunctionalInterface
    interface Counter {
        /**
         * {@return how many other deployments of the same group give green production weight and have not ended}
         *
         * @param request which deployment asks
         */
        int count(PolicyRequest request);
    }

    /**
     * {@return windows in which green gets no more of production; none yet} See {@link FreezeWindows#window}.
     *
     * @param zone the time zone of the windows
     */
    static FreezeWindows freeze(ZoneId zone) {
        return FreezeWindows.in(zone);
    }

    /**
     * {@return a policy that gives green more of production only during business hours} See {@link BusinessHours}.
     *
     * @param zone the time zone of the hours
     */
    static BusinessHours businessHours(ZoneId zone) {
        return BusinessHours.in(zone);
    }

    /**
     * {@return a policy that lets at most so many deployments of a group give green production weight at once} The counter decides what a
     * group is. Two that ask in the same instant may both be told yes: it is a brake, not a lock.
     *
     * @param most how many; 1 or more
     * @param underWay how many other deployments of the group give green production weight now. It is called before each write, so it must
     *     be quick; an exception is unknown
     */
    static Policy atMost(int most, Counter underWay) {
        return AtMost.of(most, underWay);
    }

    /**
     * {@return a policy that needs a rest of the error budget}
     *
     * @param least the least rest of the budget, from 0 to 1, with which green may get more of production
     * @param left the rest of the budget, from 0 to 1; NaN is unknown
     */
    static Policy errorBudget(double least, Supplier<Double> left) {
        return ErrorBudget.of(least, left);
    }
}
