package io.github.bluegreen4j.workflow;

import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.Readings;
import java.util.List;
import java.util.function.Function;

/**
 * Work that reads something and makes one thing of it.
 *
 * @param reads what it reads
 * @param refusable whether being refused for good, or finding nothing, ends it
 * @param needsFreshness whether it may only judge by what was read a short time ago
 * @param comparing what it makes of it
 */
record SimpleAssertion(List<Call> reads, boolean refusable, boolean needsFreshness, Function<Readings, Move> comparing)
        implements Assertion {

    @Override
    public List<Call> observe(boolean acted) {
        return reads;
    }

    @Override
    public Move compare(Readings readings) {
        return comparing.apply(readings);
    }

    @Override
    public Move unreadable(Call call, Problem problem, int tries) {
        boolean forGood = problem.kind() == Problem.Kind.REFUSED || problem.kind() == Problem.Kind.GONE;
        return refusable && forGood
                ? new Move.Done(new Outcome.Refused(problem))
                : Assertion.super.unreadable(call, problem, tries);
    }
}
