package io.github.bluegreen4j.workflow.decide;

import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.Effect;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.event.WatchEvent;
import io.github.bluegreen4j.event.WorkEvent;
import io.github.bluegreen4j.model.AlarmPolicy;
import io.github.bluegreen4j.model.AlarmReading;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.Finding;
import io.github.bluegreen4j.model.InvalidSpecException;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.Readings;
import io.github.bluegreen4j.model.Roles;
import io.github.bluegreen4j.model.RollbackCause;
import io.github.bluegreen4j.model.RouteReading;
import io.github.bluegreen4j.workflow.rules.Inspection;
import io.github.bluegreen4j.workflow.rules.StartCheck;
import io.github.bluegreen4j.workflow.script.Outcome;
import io.github.bluegreen4j.workflow.state.Closing;
import io.github.bluegreen4j.workflow.state.EndView;
import io.github.bluegreen4j.workflow.state.Forward;
import io.github.bluegreen4j.workflow.state.RollingBack;
import io.github.bluegreen4j.workflow.state.Running;
import io.github.bluegreen4j.workflow.state.StageGraph;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Reactions to the outcome of a piece of work that is still wanted. Outcomes of withdrawn work do not come here. */
final class OutcomeReactions implements Outcome.Handler<Decision> {
    private final Decision decision;
    private final Effect effect;

    OutcomeReactions(Decision decision, Effect effect) {
        this.decision = decision;
        this.effect = effect;
    }

    private Instant at() {
        return decision.at();
    }

    private Decision record(DeploymentEvent event) {
        return decision.record(event);
    }

    private Running run() {
        return decision.state().running().orElseThrow();
    }

    /** The work is over and its resource is free, whatever is decided next. */
    private void free() {
        effect.resource().ifPresent(resource -> record(new WorkEvent.ResourceQuieted(at(), resource)));
    }

    @Override
    public Decision inspected(Outcome.Inspected outcome) {
        Inspection inspection = Inspection.of(run().spec(), outcome.readings());
        if (inspection.isRefused()) {
            return refused(inspection.faults());
        }
        Roles roles = inspection.roles().orElseThrow();
        if (run().started().isEmpty()) {
            start(outcome.readings(), inspection, roles);
        }
        if (inspection.reconcile()) {
            return record(new ProgressEvent.ReconciliationChosen(
                    at(), outcome.readings(), roles, inspection.moveTraffic(), inspection.retire()));
        }
        return decision.forward().flatMap(Forward::reconciliation).isPresent()
                ? record(new ProgressEvent.ServiceReconciled(at(), outcome.readings(), roles))
                : decision;
    }

    private Decision refused(List<InvalidSpecException.Fault> faults) {
        String reason = "the service can't be deployed as it stands: "
                + String.join(
                        "; ",
                        faults.stream()
                                .map(InvalidSpecException.Fault::toString)
                                .toList());
        if (run().started().isPresent()) {
            return decision.rollBack(RollbackCause.PRECONDITION, reason);
        }
        record(new ProgressEvent.DeploymentRefused(at(), faults));
        return decision.close(DeploymentStatus.STOPPED, reason + "; nothing was touched");
    }

    private void start(Readings readings, Inspection inspection, Roles roles) {
        int desired = readings.service().orElseThrow().desiredCount();
        List<Finding> warnings = inspection.warnings();
        if (!warnings.isEmpty()) {
            record(new ProgressEvent.PreflightWarned(at(), warnings));
        }
        record(new ProgressEvent.DeploymentStarted(
                at(),
                readings.withFindings(List.of()),
                roles,
                desired,
                StageGraph.plan(run().spec(), inspection.reconcile())));
        AlarmPolicy policy = run().spec().alarms();
        List<String> raised = policy.names().stream()
                .filter(name -> readings.alarms()
                        .flatMap(alarms -> alarms.of(name))
                        .equals(Optional.of(AlarmReading.State.ALARM)))
                .toList();
        if (!raised.isEmpty()) {
            boolean forGood = policy.atStart() == AlarmPolicy.AtStart.ECS_COMPAT;
            record(new WatchEvent.AlarmsIgnored(at(), forGood ? policy.names() : raised, forGood));
        }
        record(new ProgressEvent.StageEntered(at(), 0));
    }

    @Override
    public Decision scaleInRead(Outcome.ScaleInRead outcome) {
        return record(new WorkEvent.ScaleInRead(at(), outcome.setting()));
    }

    /** The event for each kind of work whose only result is that it is done. Other kinds end with an outcome of their own. */
    @Override
    public Decision achieved(Outcome.Achieved outcome) {
        if (effect instanceof Effect.SuspendScaleIn) {
            return record(new WorkEvent.ScaleInSuspended(at()));
        }
        if (effect instanceof Effect.RestoreScaleIn) {
            return record(new WorkEvent.ScaleInRestored(at()));
        }
        if (effect instanceof Effect.ScaleRevision scaled) {
            return record(new WorkEvent.RevisionScaled(at(), scaled.role(), scaled.atLeast()));
        }
        if (effect instanceof Effect.MakePrimary) {
            return record(new WorkEvent.PrimaryMade(at()));
        }
        if (effect instanceof Effect.RetireRevision retired) {
            return record(new WorkEvent.RevisionRetired(at(), retired.role()));
        }
        if (effect instanceof Effect.KeepBlue) {
            return record(new WorkEvent.BlueKept(
                    at(),
                    run().roles().blue().orElseThrow(),
                    run().identity().deployment().keeping(),
                    run().spec().keepBlue().orElseThrow().time()));
        }
        if (effect instanceof Effect.ReduceBlue) {
            return record(new WorkEvent.BlueReduced(at()));
        }
        return effect instanceof Effect.RetireLeftOver retired
                ? record(new WorkEvent.LeftOverRetired(at(), retired.revision()))
                : decision;
    }

    @Override
    public Decision launched(Outcome.Launched outcome) {
        return record(new WorkEvent.RevisionLaunched(at(), outcome.revision()));
    }

    @Override
    public Decision routeReads(Outcome.RouteReads outcome) {
        RouteReading reading = outcome.reading();
        boolean back = effect.equals(new Effect.RestoreRoute(reading.route(), true))
                || effect.equals(new Effect.RestoreRoute(reading.route(), false));
        return record(
                back
                        ? new WorkEvent.RouteRestored(at(), reading, at().plus(reading.settle()))
                        : new WorkEvent.RouteShifted(at(), reading, at().plus(reading.settle())));
    }

    @Override
    public Decision routeLost(Outcome.RouteLost outcome) {
        record(new WorkEvent.RouteLeftAlone(at(), outcome.route(), outcome.why()));
        boolean isTestOfUndo = run().spec().isUndo() && run().spec().testRoute().equals(Optional.of(outcome.route()));
        if (isTestOfUndo) { // production goes back without it
            return decision;
        }
        return decision.rollBack(RollbackCause.PRECONDITION, "route " + outcome.route() + " " + outcome.why());
    }

    @Override
    public Decision gone(Outcome.Gone outcome) {
        free();
        if (decision.state() instanceof Closing) {
            return record(new ProgressEvent.ClosingOverdue(at()));
        }
        if (decision.state() instanceof RollingBack rolling) {
            return decision.close(
                    rolling.isProductionRestored()
                            ? DeploymentStatus.ROLLBACK_SUCCESSFUL
                            : DeploymentStatus.ROLLBACK_FAILED,
                    rolling.reason() + "; " + outcome.what());
        }
        return decision.isCleaningUp()
                ? decision.close(DeploymentStatus.STOPPED, outcome.what())
                : decision.rollBack(RollbackCause.PRECONDITION, outcome.what());
    }

    @Override
    public Decision alarmRaised(Outcome.AlarmRaised outcome) {
        free();
        return decision.fail(
                RollbackCause.ALARM, outcome.names(), run().spec().alarms().rollback());
    }

    @Override
    public Decision drifted(Outcome.Drifted outcome) {
        free();
        Drifts.found(decision, outcome.route(), outcome.seen(), outcome.wanted());
        return decision;
    }

    @Override
    public Decision gateOpened(Outcome.GateOpened outcome) {
        return record(new ProgressEvent.CleanUpGateOpened(at(), outcome.readings()));
    }

    @Override
    public Decision endSeen(Outcome.EndSeen outcome) {
        // Green without the label does not count as accepted: the next deployment would give production back to blue.
        boolean labelled = run().resources().primaryMade();
        return decision.close(
                outcome.allOnGreen() && labelled ? DeploymentStatus.SUCCESSFUL : DeploymentStatus.STOPPED,
                "CLEAN_UP ran out of time: " + outcome.seen()
                        + (labelled ? "" : "; green could not be made PRIMARY, so it does not count as accepted"));
    }

    @Override
    public Decision endObserved(Outcome.EndObserved outcome) {
        if (!(decision.state() instanceof Closing closing)) {
            return decision;
        }
        EndView view = EndView.of(closing.run(), closing.end(), outcome.readings());
        return record(new ProgressEvent.EndObserved(at(), view.serving(), view.warnings()));
    }

    @Override
    public Decision hookSucceeded(Outcome.HookSucceeded outcome) {
        HookReactions.runOf(effect, decision.state())
                .ifPresent(hook -> new HookReactions(decision, hook).succeeded(outcome.why()));
        return decision;
    }

    @Override
    public Decision hookFailed(Outcome.HookFailed outcome) {
        HookReactions.runOf(effect, decision.state())
                .ifPresent(hook -> new HookReactions(decision, hook).failed(outcome.failure(), outcome.reason()));
        return decision;
    }

    @Override
    public Decision refused(Outcome.Refused outcome) {
        Problem problem = outcome.problem();
        record(new WorkEvent.WorkRefused(at(), effect, problem));
        if (run().started().isEmpty()) {
            return refused(List.of(StartCheck.fault(run().identity().spec(), problem)));
        }
        return decision.rollBack(RollbackCause.REFUSED, problem.toString());
    }

    @Override
    public Decision uncertain(Outcome.Uncertain outcome) {
        Effect.Resource resource = effect.resource().orElseThrow();
        return run().pendingWork().on(resource).isPresent()
                ? record(new WorkEvent.WorkUncertain(at(), effect, outcome.problem(), decision.quietAt(run())))
                : decision;
    }

    @Override
    public Decision nothingSent(Outcome.NothingSent outcome) {
        free();
        return decision;
    }
}
