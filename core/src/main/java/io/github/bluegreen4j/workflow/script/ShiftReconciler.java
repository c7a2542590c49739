package io.github.bluegreen4j.workflow.script;

import io.github.bluegreen4j.event.Effect;
import io.github.bluegreen4j.event.Gate;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.PlannedStage;
import io.github.bluegreen4j.model.PolicyRequest;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.Readings;
import io.github.bluegreen4j.model.RouteReading;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.workflow.rules.Guards;
import io.github.bluegreen4j.workflow.rules.Verdict;
import io.github.bluegreen4j.workflow.state.Running;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Gives green its share on a route, if the gates for drift, alarms and capacity are open by fresh readings. */
final class ShiftReconciler implements Reconciler {
    private final Running run;
    private final Guards guards;
    private final Effect.ShiftRoute effect;
    private final boolean asks;

    /**
     * @param asks whether the engine has policies
     */
    ShiftReconciler(Running run, Guards guards, Effect.ShiftRoute effect, boolean asks) {
        this.asks = asks;
        this.run = run;
        this.guards = guards;
        this.effect = effect;
    }

    @Override
    public List<Call> observe(boolean acted) {
        List<Call> calls = new ArrayList<>();
        calls.add(new Call.ReadRoute(effect.route()));
        if (!acted) {
            calls.add(new Call.DescribeService(run.spec().service()));
            if (!run.spec().alarms().names().isEmpty()) {
                calls.add(new Call.ReadAlarms(run.spec().alarms().names()));
            }
            calls.add(new Call.ReadHealth(run.spec().service(), run.roles().blueGroup()));
            calls.add(new Call.ReadHealth(run.spec().service(), run.roles().greenGroup()));
            if (asks) { // last, so that nothing but the write follows a yes
                calls.add(new Call.AskPolicies(Optional.of(request())));
            }
        }
        return calls;
    }

    private PolicyRequest request() {
        boolean production = run.spec().productionRoutes().contains(effect.route());
        int step = 0;
        for (PlannedStage planned : run.baseline().plan()) {
            boolean isThis = planned.stage() == LifecycleStage.PRODUCTION_TRAFFIC_SHIFT
                    && planned.greenShare().equals(effect.greenShare());
            step = production && step == 0 && isThis ? planned.step() : step;
        }
        return new PolicyRequest(
                run.identity().createdAt(),
                run.identity().deployment(),
                run.spec(),
                effect.route(),
                production,
                effect.greenShare(),
                step,
                run.identity().orderedBy());
    }

    /** Without an answer nobody knows whether green may get more weight, so it waits as for a no. */
    @Override
    public ReconcileAction unreadable(Call call, Problem problem, int tries) {
        return call instanceof Call.AskPolicies
                ? new ReconcileAction.Await(Gate.POLICY, Verdict.bad(problem.toString(), "an answer of every policy"))
                : Reconciler.super.unreadable(call, problem, tries);
    }

    /** A route that is gone is drift, like any other foreign change. */
    @Override
    public Optional<ReconcileAction> gone(Readings readings) {
        Verdict drift = guards.drift(run, effect.route(), readings);
        return readings.isGone(Readings.Subject.of(effect.route())) && drift.isBad()
                ? Optional.of(drifted(drift))
                : Reconciler.super.gone(readings);
    }

    private ReconcileAction drifted(Verdict drift) {
        return new Outcome.Drifted(effect.route(), drift.seen(), drift.wanted());
    }

    @Override
    public ReconcileAction compare(Readings readings) {
        RouteReading seen = readings.route(effect.route()).orElseThrow();
        if (seen.split().equals(wanted()) && hasOurStickiness(seen)) {
            // The writer is unknown: behind weights that somebody else wrote there may be no healthy target.
            Verdict served = served(readings);
            return served.isBad()
                    ? drifted(Verdict.bad(Guards.described(seen) + " with " + served.seen(), served.wanted()))
                    : new Outcome.RouteReads(seen);
        }
        Verdict drift = guards.drift(run, effect.route(), readings);
        if (!drift.isGood()) {
            return drifted(drift);
        }
        if (readings.service().isEmpty()) {
            return new ReconcileAction.Await(
                    Gate.READ_BACK, Verdict.bad(seen.split().toString(), wanted().toString()));
        }
        Verdict alarms = guards.alarms(run, readings);
        if (alarms.isBad()) {
            return new Outcome.AlarmRaised(alarms.seen());
        }
        if (!alarms.isGood()) {
            return new ReconcileAction.Await(Gate.ALARMS, alarms);
        }
        Verdict capacity = guards.capacity(run, readings);
        if (!capacity.isGood()) {
            return new ReconcileAction.Await(Gate.CAPACITY, capacity);
        }
        if (asks && !guards.permission(readings).isGood()) {
            return new ReconcileAction.Await(Gate.POLICY, guards.permission(readings));
        }
        return new ReconcileAction.Act(new Call.WriteRoute(effect.route(), seen.fingerprint(), wanted()));
    }

    /**
     * Whether green can carry its present share, if that was read. Not asked when the engine verifies its own write.
     */
    private Verdict served(Readings readings) {
        return readings.service().isEmpty() ? Verdict.unknown("", "") : guards.health(run, readings);
    }

    @Override
    public boolean needsFreshness() {
        return true;
    }

    private TrafficSplit wanted() {
        return TrafficSplit.of(run.roles().blueGroup(), run.roles().greenGroup(), effect.greenShare());
    }

    private boolean hasOurStickiness(RouteReading seen) {
        RouteReading left = run.resources().routes().get(effect.route());
        return left == null || left.stickiness().equals(seen.stickiness());
    }
}
