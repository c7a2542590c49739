package io.github.bluegreen4j.workflow.script;

import io.github.bluegreen4j.event.Effect;
import io.github.bluegreen4j.event.Gate;
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

    ShiftReconciler(Running run, Guards guards, Effect.ShiftRoute effect) {
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
        }
        return calls;
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
