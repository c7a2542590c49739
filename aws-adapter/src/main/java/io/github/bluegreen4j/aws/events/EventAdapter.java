package io.github.bluegreen4j.aws.events;

import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.HookEvent;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.event.WatchEvent;
import io.github.bluegreen4j.event.WorkEvent;

/**
 * Handles every kind of event with a default. Subclasses override the kinds they need. A new kind of event does not compile
 * until it is added here.
 */
abstract class EventAdapter<R> implements DeploymentEvent.Handler<R> {
    private final R otherwise;

    EventAdapter(R otherwise) {
        this.otherwise = otherwise;
    }

    @Override
    public R deploymentCreated(ProgressEvent.DeploymentCreated event) {
        return otherwise;
    }

    @Override
    public R deploymentAdmitted(ProgressEvent.DeploymentAdmitted event) {
        return otherwise;
    }

    @Override
    public R deploymentRefused(ProgressEvent.DeploymentRefused event) {
        return otherwise;
    }

    @Override
    public R deploymentStarted(ProgressEvent.DeploymentStarted event) {
        return otherwise;
    }

    @Override
    public R reconciliationChosen(ProgressEvent.ReconciliationChosen event) {
        return otherwise;
    }

    @Override
    public R serviceReconciled(ProgressEvent.ServiceReconciled event) {
        return otherwise;
    }

    @Override
    public R stageEntered(ProgressEvent.StageEntered event) {
        return otherwise;
    }

    @Override
    public R bakeStarted(ProgressEvent.BakeStarted event) {
        return otherwise;
    }

    @Override
    public R bakePaused(ProgressEvent.BakePaused event) {
        return otherwise;
    }

    @Override
    public R bakeEnded(ProgressEvent.BakeEnded event) {
        return otherwise;
    }

    @Override
    public R cleanUpGateOpened(ProgressEvent.CleanUpGateOpened event) {
        return otherwise;
    }

    @Override
    public R drainStarted(ProgressEvent.DrainStarted event) {
        return otherwise;
    }

    @Override
    public R drainEnded(ProgressEvent.DrainEnded event) {
        return otherwise;
    }

    @Override
    public R commandAnswered(ProgressEvent.CommandAnswered event) {
        return otherwise;
    }

    @Override
    public R rollbackRequested(ProgressEvent.RollbackRequested event) {
        return otherwise;
    }

    @Override
    public R stopRequested(ProgressEvent.StopRequested event) {
        return otherwise;
    }

    @Override
    public R rollbackStarted(ProgressEvent.RollbackStarted event) {
        return otherwise;
    }

    @Override
    public R rollbackInsisted(ProgressEvent.RollbackInsisted event) {
        return otherwise;
    }

    @Override
    public R rollbackOverdue(ProgressEvent.RollbackOverdue event) {
        return otherwise;
    }

    @Override
    public R cleanUpOverdue(ProgressEvent.CleanUpOverdue event) {
        return otherwise;
    }

    @Override
    public R closingStarted(ProgressEvent.ClosingStarted event) {
        return otherwise;
    }

    @Override
    public R closingOverdue(ProgressEvent.ClosingOverdue event) {
        return otherwise;
    }

    @Override
    public R engineResumed(ProgressEvent.EngineResumed event) {
        return otherwise;
    }

    @Override
    public R engineStalled(ProgressEvent.EngineStalled event) {
        return otherwise;
    }

    @Override
    public R endObserved(ProgressEvent.EndObserved event) {
        return otherwise;
    }

    @Override
    public R invariantBroken(ProgressEvent.InvariantBroken event) {
        return otherwise;
    }

    @Override
    public R deploymentEnded(ProgressEvent.DeploymentEnded event) {
        return otherwise;
    }

    @Override
    public R workOwed(WorkEvent.WorkOwed event) {
        return otherwise;
    }

    @Override
    public R workWithdrawn(WorkEvent.WorkWithdrawn event) {
        return otherwise;
    }

    @Override
    public R workUncertain(WorkEvent.WorkUncertain event) {
        return otherwise;
    }

    @Override
    public R resourceQuieted(WorkEvent.ResourceQuieted event) {
        return otherwise;
    }

    @Override
    public R workWaiting(WorkEvent.WorkWaiting event) {
        return otherwise;
    }

    @Override
    public R workRefused(WorkEvent.WorkRefused event) {
        return otherwise;
    }

    @Override
    public R scaleInRead(WorkEvent.ScaleInRead event) {
        return otherwise;
    }

    @Override
    public R scaleInSuspended(WorkEvent.ScaleInSuspended event) {
        return otherwise;
    }

    @Override
    public R scaleInRestored(WorkEvent.ScaleInRestored event) {
        return otherwise;
    }

    @Override
    public R revisionLaunched(WorkEvent.RevisionLaunched event) {
        return otherwise;
    }

    @Override
    public R revisionScaled(WorkEvent.RevisionScaled event) {
        return otherwise;
    }

    @Override
    public R routeShifted(WorkEvent.RouteShifted event) {
        return otherwise;
    }

    @Override
    public R routeSettled(WorkEvent.RouteSettled event) {
        return otherwise;
    }

    @Override
    public R routeRestored(WorkEvent.RouteRestored event) {
        return otherwise;
    }

    @Override
    public R routeLeftAlone(WorkEvent.RouteLeftAlone event) {
        return otherwise;
    }

    @Override
    public R primaryMade(WorkEvent.PrimaryMade event) {
        return otherwise;
    }

    @Override
    public R revisionRetired(WorkEvent.RevisionRetired event) {
        return otherwise;
    }

    @Override
    public R leftOverRetired(WorkEvent.LeftOverRetired event) {
        return otherwise;
    }

    @Override
    public R hookStarted(HookEvent.HookStarted event) {
        return otherwise;
    }

    @Override
    public R hookProgressed(HookEvent.HookProgressed event) {
        return otherwise;
    }

    @Override
    public R hookSucceeded(HookEvent.HookSucceeded event) {
        return otherwise;
    }

    @Override
    public R hookFailed(HookEvent.HookFailed event) {
        return otherwise;
    }

    @Override
    public R hookTimedOut(HookEvent.HookTimedOut event) {
        return otherwise;
    }

    @Override
    public R conditionChanged(WatchEvent.ConditionChanged event) {
        return otherwise;
    }

    @Override
    public R desiredCountRose(WatchEvent.DesiredCountRose event) {
        return otherwise;
    }

    @Override
    public R greenTasksCounted(WatchEvent.GreenTasksCounted event) {
        return otherwise;
    }

    @Override
    public R alarmsIgnored(WatchEvent.AlarmsIgnored event) {
        return otherwise;
    }

    @Override
    public R greenMissing(WatchEvent.GreenMissing event) {
        return otherwise;
    }

    @Override
    public R alarmRearmed(WatchEvent.AlarmRearmed event) {
        return otherwise;
    }

    @Override
    public R driftFound(WatchEvent.DriftFound event) {
        return otherwise;
    }
}
