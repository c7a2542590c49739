package io.github.bluegreen4j.workflow.decide;

import io.github.bluegreen4j.event.Effect;
import io.github.bluegreen4j.event.Gate;
import io.github.bluegreen4j.event.Watch;
import io.github.bluegreen4j.event.WatchEvent;
import io.github.bluegreen4j.event.WorkEvent;
import io.github.bluegreen4j.model.AlarmReading;
import io.github.bluegreen4j.model.CircuitBreakerPolicy;
import io.github.bluegreen4j.model.Judgement;
import io.github.bluegreen4j.model.Readings;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.Roles;
import io.github.bluegreen4j.model.RollbackCause;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceDescription;
import io.github.bluegreen4j.workflow.agenda.Watches;
import io.github.bluegreen4j.workflow.rules.Capacity;
import io.github.bluegreen4j.workflow.rules.Verdict;
import io.github.bluegreen4j.workflow.state.RollingBack;
import io.github.bluegreen4j.workflow.state.Running;
import io.github.bluegreen4j.workflow.state.Watching;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reactions to the results of watches. Only results that matter become events. */
final class WatchReactions {
    /**
     * A task that becomes healthy cancels earlier failures, but only this often: otherwise a green whose tasks start
     * well and then die would never fail.
     */
    private static final int MOST_FORGIVEN = 10;

    private static final Effect RETIRE_GREEN = new Effect.RetireRevision(Roles.Role.GREEN);

    private final Decision decision;

    WatchReactions(Decision decision) {
        this.decision = decision;
    }

    private Running run() {
        return decision.state().running().orElseThrow();
    }

    void observed(Watch watch, Readings readings) {
        desiredCount(readings);
        if (isGone(watch, readings) || countTasks(readings)) {
            return;
        }
        greenMissing(readings);
        rearmAlarms(readings);
        boolean goingBack = decision.forward().isEmpty();
        Verdict verdict = goingBack
                ? decision.guards().noWeight(restored(), run().roles().greenGroup(), readings)
                : Watches.judge(run(), decision.guards(), watch, readings);
        Watching watching = run().watching();
        Watching.Shown shown = watching.shown().get(watch);
        boolean judged =
                watch == Watch.ANALYSIS && !goingBack && readings.analysis().isPresent();
        boolean changed = (judged && shown == null)
                || verdict.condition() != watching.condition(watch)
                || verdict.reachable() != (shown == null || shown.reachable());
        if (changed || (!verdict.isGood() && watching.mayTell(watch, verdict.seen(), decision.at()))) {
            decision.record(
                    judged
                            ? new WatchEvent.GreenJudged(
                                    decision.at(), readings.analysis().get())
                            : new WatchEvent.ConditionChanged(
                                    decision.at(),
                                    watch,
                                    verdict.condition(),
                                    verdict.seen(),
                                    verdict.wanted(),
                                    verdict.reachable()));
        }
        if (verdict.condition() == Watch.Condition.BAD) {
            switch (watch) {
                case ALARMS ->
                    decision.fail(
                            RollbackCause.ALARM,
                            verdict.seen(),
                            run().spec().alarms().rollback());
                case ANALYSIS ->
                    decision.fail(
                            RollbackCause.ANALYSIS,
                            readings.analysis().map(Judgement::worse).orElse(verdict.seen()),
                            run().spec().analysis().rollback());
                case ROUTES -> {
                    if (goingBack) {
                        // The routes are restored again before green is retired.
                        decision.record(new WorkEvent.WorkWaiting(
                                decision.at(), RETIRE_GREEN, Gate.NO_WEIGHT, verdict.seen(), verdict.wanted()));
                    } else {
                        drift(readings);
                    }
                }
                case GREEN_READY, GREEN_HEALTH -> {}
            }
        }
    }

    private Set<RouteRef> restored() {
        return decision.state() instanceof RollingBack rolling
                ? rolling.restoration().restored()
                : Set.of();
    }

    /**
     * If something that the way forward needs no longer exists, the way forward ends at once. A route that is gone is
     * drift, and metrics that are gone are unknown.
     */
    private boolean isGone(Watch watch, Readings readings) {
        Optional<String> gone = watch == Watch.ROUTES || watch == Watch.ANALYSIS ? Optional.empty() : readings.gone();
        gone.ifPresent(what -> decision.rollBack(RollbackCause.PRECONDITION, what));
        return gone.isPresent();
    }

    /** A description without green may be old, so green counts as gone only if this stays so. */
    private void greenMissing(Readings readings) {
        Optional<RevisionRef> green = run().resources().green().revision();
        if (green.isEmpty() || readings.service().isEmpty()) {
            return;
        }
        boolean missing = readings.service().get().find(green.get()).isEmpty();
        if (missing != run().watching().greenMissingSince().isPresent()) {
            decision.record(new WatchEvent.GreenMissing(decision.at(), missing));
        }
    }

    private void drift(Readings readings) {
        for (RouteRef route : run().spec().productionRoutes()) {
            Verdict drift = decision.guards().drift(run(), route, readings);
            if (drift.isBad()) {
                Drifts.found(decision, route, drift.seen(), drift.wanted());
                return;
            }
        }
    }

    private void desiredCount(Readings readings) {
        readings.service()
                .filter(service -> service.desiredCount() > run().watching().liveDesired())
                .ifPresent(service ->
                        decision.record(new WatchEvent.DesiredCountRose(decision.at(), service.desiredCount())));
    }

    /** Counts green's failed tasks, and returns whether that ended the way forward. */
    private boolean countTasks(Readings readings) {
        Optional<ServiceDescription.Counts> counts =
                readings.service().flatMap(this::green).map(ServiceDescription.Revision::counts);
        if (counts.isEmpty()) {
            return false;
        }
        CircuitBreakerPolicy policy = run().spec().circuitBreaker();
        Watching before = run().watching();
        int failed = Math.max(before.failed(), counts.get().failed());
        int healthy = Capacity.ofGreen(run(), readings).orElse(before.healthy());
        int threshold = policy.threshold(Math.max(1, run().watching().liveDesired()));
        boolean forgives = policy.resetOnHealthyTask()
                && healthy > before.healthy()
                && before.failed() > before.forgiven()
                && failed < MOST_FORGIVEN * threshold;
        int forgiven = forgives ? before.failed() : before.forgiven();
        boolean trips = policy.enabled() && failed - forgiven >= threshold;
        // Without a circuit breaker the count is for display only: it is journaled ever less often.
        boolean tells = policy.enabled() || failed >= 2 * before.failed();
        if ((failed != before.failed() && tells) || (forgives && policy.enabled()) || trips) {
            decision.record(new WatchEvent.GreenTasksCounted(decision.at(), failed, healthy, forgiven));
        }
        if (trips) {
            decision.fail(
                    RollbackCause.CIRCUIT_BREAKER,
                    (failed - forgiven) + " tasks of green failed, the threshold is " + threshold
                            + Capacity.why(run(), readings),
                    policy.rollback());
        }
        return trips;
    }

    private Optional<ServiceDescription.Revision> green(ServiceDescription service) {
        return run().resources().green().revision().flatMap(service::find);
    }

    private void rearmAlarms(Readings readings) {
        if (run().watching().ignoredForGood()) {
            return;
        }
        List<String> fine = new ArrayList<>();
        for (String name : run().watching().ignoredAlarms()) {
            readings.alarms()
                    .flatMap(alarms -> alarms.of(name))
                    .filter(state -> state == AlarmReading.State.OK)
                    .ifPresent(state -> fine.add(name));
        }
        fine.forEach(name -> decision.record(new WatchEvent.AlarmRearmed(decision.at(), name)));
    }
}
