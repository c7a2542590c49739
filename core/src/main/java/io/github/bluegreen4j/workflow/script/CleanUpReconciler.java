package io.github.bluegreen4j.workflow.script;

import io.github.bluegreen4j.event.Gate;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.Readings;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.workflow.rules.Guards;
import io.github.bluegreen4j.workflow.rules.Verdict;
import io.github.bluegreen4j.workflow.state.Running;
import java.util.List;
import java.util.Optional;

/** The gate before CLEAN_UP: one fresh reading of everything shows that blue may be retired. */
final class CleanUpReconciler implements Reconciler {
    private final Running run;
    private final Guards guards;
    private final List<Call> everything;
    private final boolean asks;

    /**
     * @param asks whether the line may be stopped: blue stays while it is
     */
    CleanUpReconciler(Running run, Guards guards, List<Call> everything, boolean asks) {
        this.asks = asks;
        this.run = run;
        this.guards = guards;
        this.everything = everything;
    }

    @Override
    public List<Call> observe(boolean acted) {
        return everything;
    }

    /** A route that is gone is drift, like any other foreign change. */
    @Override
    public Optional<ReconcileAction> gone(Readings readings) {
        return drifted(readings).or(() -> Reconciler.super.gone(readings));
    }

    private Optional<ReconcileAction> drifted(Readings readings) {
        for (RouteRef route : run.spec().productionRoutes()) {
            Verdict drift = guards.drift(run, route, readings);
            if (drift.isBad()) {
                return Optional.of(new Outcome.Drifted(route, drift.seen(), drift.wanted()));
            }
        }
        return Optional.empty();
    }

    @Override
    public ReconcileAction compare(Readings readings) {
        return drifted(readings).orElseGet(() -> gate(readings));
    }

    private ReconcileAction gate(Readings readings) {
        Verdict alarms = guards.alarms(run, readings);
        if (alarms.isBad()) {
            return new Outcome.AlarmRaised(alarms.seen());
        }
        Verdict others = guards.noOtherRoutes(run, readings);
        if (!others.isGood()) {
            return new ReconcileAction.Await(Gate.OTHER_ROUTES, others);
        }
        Verdict gate = guards.cleanUp(run, readings);
        if (gate.isGood() && asks && !guards.permission(readings).isGood()) {
            return new ReconcileAction.Await(Gate.POLICY, guards.permission(readings));
        }
        return gate.isGood() ? new Outcome.GateOpened(readings) : new ReconcileAction.Await(Gate.CAPACITY, gate);
    }

    @Override
    public ReconcileAction unreadable(Call call, Problem problem, int tries) {
        return call instanceof Call.AskPolicies
                ? new ReconcileAction.Await(Gate.POLICY, Verdict.bad(problem.toString(), "whether the line is stopped"))
                : Reconciler.super.unreadable(call, problem, tries);
    }

    @Override
    public boolean needsFreshness() {
        return true;
    }
}
