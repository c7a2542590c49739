package io.github.bluegreen4j.workflow.script;

import io.github.bluegreen4j.event.Gate;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.Readings;
import io.github.bluegreen4j.workflow.rules.Guards;
import io.github.bluegreen4j.workflow.rules.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The inspection before what was kept is retired. While the line is stopped it waits: an undo is possible until it has its result.
 *
 * @param inspection the same inspection when the line runs
 */
record HeldInspection(Reconciler inspection, Guards guards) implements Reconciler {

    @Override
    public List<Call> observe(boolean acted) {
        List<Call> calls = new ArrayList<>(inspection.observe(acted));
        calls.add(new Call.AskPolicies(Optional.empty()));
        return calls;
    }

    @Override
    public Optional<ReconcileAction> gone(Readings readings) {
        return held(readings).or(() -> inspection.gone(readings));
    }

    @Override
    public ReconcileAction compare(Readings readings) {
        return held(readings).orElseGet(() -> inspection.compare(readings));
    }

    private Optional<ReconcileAction> held(Readings readings) {
        Verdict permission = guards.permission(readings);
        return permission.isGood() ? Optional.empty() : Optional.of(new ReconcileAction.Await(Gate.POLICY, permission));
    }

    @Override
    public ReconcileAction unreadable(Call call, Problem problem, int tries) {
        return call instanceof Call.AskPolicies
                ? new ReconcileAction.Await(Gate.POLICY, Verdict.bad(problem.toString(), "whether the line is stopped"))
                : inspection.unreadable(call, problem, tries);
    }

    @Override
    public boolean needsFreshness() {
        return inspection.needsFreshness();
    }
}
