package io.github.bluegreen4j.workflow.script;

import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.Readings;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Work that reads something and has one result.
 *
 * @param reads what it reads
 * @param ending what ends it besides its result
 * @param needsFreshness whether it needs recent readings
 * @param comparing computes the result
 */
record SimpleReconciler(
        List<Call> reads, RefusalHandling ending, boolean needsFreshness, Function<Readings, ReconcileAction> comparing)
        implements Reconciler {

    /** What ends such work. */
    enum RefusalHandling {
        /** Something does not exist, or a read is refused for good. */
        WHEN_REFUSED,
        /** Something does not exist. */
        WHEN_GONE,
        /** Nothing: a missing object is part of the result. */
        NEVER
    }

    @Override
    public List<Call> observe(boolean acted) {
        return reads;
    }

    @Override
    public ReconcileAction compare(Readings readings) {
        return comparing.apply(readings);
    }

    @Override
    public Optional<ReconcileAction> gone(Readings readings) {
        return switch (ending) {
            case WHEN_REFUSED ->
                readings.problems().values().stream()
                        .filter(problem -> problem.kind() == Problem.Kind.GONE)
                        .findFirst()
                        .map(problem -> new Outcome.Refused(problem));
            case WHEN_GONE -> Reconciler.super.gone(readings);
            case NEVER -> Optional.empty();
        };
    }

    @Override
    public ReconcileAction unreadable(Call call, Problem problem, int tries) {
        boolean forGood = problem.kind() == Problem.Kind.REFUSED || problem.kind() == Problem.Kind.GONE;
        return ending == RefusalHandling.WHEN_REFUSED && forGood
                ? new Outcome.Refused(problem)
                : Reconciler.super.unreadable(call, problem, tries);
    }
}
