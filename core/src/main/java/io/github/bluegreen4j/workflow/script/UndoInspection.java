package io.github.bluegreen4j.workflow.script;

import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.Readings;
import io.github.bluegreen4j.model.RouteRef;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The inspection before an undo. A test route that does not exist any more is left alone.
 *
 * @param inspection the same inspection of any other deployment
 * @param testRoute the test route of the specification
 */
record UndoInspection(Reconciler inspection, Optional<RouteRef> testRoute) implements Reconciler {

    @Override
    public List<Call> observe(boolean acted) {
        return inspection.observe(acted);
    }

    @Override
    public Optional<ReconcileAction> gone(Readings readings) {
        Optional<Readings.Subject> test = testRoute.map(Readings.Subject::of);
        return readings.problems().entrySet().stream()
                .filter(problem -> problem.getValue().kind() == Problem.Kind.GONE)
                .filter(problem -> !test.equals(Optional.of(problem.getKey())))
                .map(Map.Entry::getValue)
                .findFirst()
                .map(problem -> new Outcome.Refused(problem));
    }

    @Override
    public ReconcileAction compare(Readings readings) {
        return inspection.compare(readings);
    }

    @Override
    public ReconcileAction unreadable(Call call, Problem problem, int tries) {
        return inspection.unreadable(call, problem, tries);
    }

    @Override
    public boolean needsFreshness() {
        return inspection.needsFreshness();
    }
}
