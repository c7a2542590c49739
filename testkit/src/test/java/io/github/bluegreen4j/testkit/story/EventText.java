package io.github.bluegreen4j.testkit.story;

import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.Effect;
import io.github.bluegreen4j.event.HookEvent;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.event.WatchEvent;
import io.github.bluegreen4j.event.WorkEvent;
import io.github.bluegreen4j.model.PlannedStage;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.Roles;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** The essentials of an event in a line, for people. */
final class EventText implements DeploymentEvent.Handler<String> {
    private final Instant start;
    private final List<PlannedStage> plan;

    EventText(Instant start, List<PlannedStage> plan) {
        this.start = start;
        this.plan = plan;
    }

    /** An instant, as the time since the start. */
    String time(Instant at) {
        Duration since = Duration.between(start, at);
        String text = String.format("+%02d:%02d:%02d", since.toHours(), since.toMinutesPart(), since.toSecondsPart());
        return since.toMillisPart() == 0 ? text : text + String.format(".%03d", since.toMillisPart());
    }

    static String duration(Duration duration) {
        return duration.toString().substring(2).toLowerCase(java.util.Locale.ROOT);
    }

    static String effect(Effect effect) {
        return effect.toString()
                .replaceAll("RouteRef\\[id=|RevisionRef\\[id=|Percent\\[tenths=", "[")
                .replaceAll("InvokeHook\\[execution=(.*)]", "InvokeHook $1");
    }

    private static String roles(Roles roles) {
        return roles.blue().map(RevisionRef::toString).orElse("nobody of ours") + " is blue in " + roles.blueGroup()
                + ", green goes to " + roles.greenGroup();
    }

    private static String leftOvers(List<String> names) {
        return names.isEmpty() ? "" : " | left over: " + String.join("; ", names);
    }

    @Override
    public String deploymentCreated(ProgressEvent.DeploymentCreated e) {
        return e.deployment() + " of " + e.spec().service() + ": "
                + e.spec().revision().definition();
    }

    @Override
    public String deploymentAdmitted(ProgressEvent.DeploymentAdmitted e) {
        return "";
    }

    @Override
    public String deploymentRefused(ProgressEvent.DeploymentRefused e) {
        return e.faults().toString();
    }

    @Override
    public String deploymentStarted(ProgressEvent.DeploymentStarted e) {
        return roles(e.roles()) + ", " + e.desiredCount() + " tasks";
    }

    @Override
    public String reconciliationChosen(ProgressEvent.ReconciliationChosen e) {
        return roles(e.roles()) + (e.moveTraffic() ? ", traffic moves" : ", traffic stays") + ", retire " + e.retire();
    }

    @Override
    public String serviceReconciled(ProgressEvent.ServiceReconciled e) {
        return roles(e.roles());
    }

    @Override
    public String stageEntered(ProgressEvent.StageEntered e) {
        return plan.size() > e.position() ? plan.get(e.position()).toString() : "position " + e.position();
    }

    @Override
    public String bakeStarted(ProgressEvent.BakeStarted e) {
        return "until " + time(e.endsAt());
    }

    @Override
    public String bakePaused(ProgressEvent.BakePaused e) {
        return duration(e.remaining()) + " remain";
    }

    @Override
    public String bakeEnded(ProgressEvent.BakeEnded e) {
        return e.skipped() ? "skipped" : "";
    }

    @Override
    public String cleanUpGateOpened(ProgressEvent.CleanUpGateOpened e) {
        return e.readings().routes().values().stream()
                .map(route -> route.route() + " " + route.split())
                .collect(Collectors.joining(", "));
    }

    @Override
    public String drainStarted(ProgressEvent.DrainStarted e) {
        return "until " + time(e.endsAt());
    }

    @Override
    public String drainEnded(ProgressEvent.DrainEnded e) {
        return "";
    }

    @Override
    public String commandAnswered(ProgressEvent.CommandAnswered e) {
        return e.commandId() + " " + (e.accepted() ? "accepted: " : "refused: ") + e.answer();
    }

    @Override
    public String rollbackRequested(ProgressEvent.RollbackRequested e) {
        return e.reason();
    }

    @Override
    public String stopRequested(ProgressEvent.StopRequested e) {
        return e.reason();
    }

    @Override
    public String rollbackStarted(ProgressEvent.RollbackStarted e) {
        return e.cause() + ": " + e.reason();
    }

    @Override
    public String rollbackInsisted(ProgressEvent.RollbackInsisted e) {
        return "";
    }

    @Override
    public String rollbackOverdue(ProgressEvent.RollbackOverdue e) {
        return "";
    }

    @Override
    public String cleanUpOverdue(ProgressEvent.CleanUpOverdue e) {
        return "";
    }

    @Override
    public String closingStarted(ProgressEvent.ClosingStarted e) {
        return "to end " + e.end() + ": " + e.reason() + leftOvers(e.leftOvers());
    }

    @Override
    public String closingOverdue(ProgressEvent.ClosingOverdue e) {
        return "";
    }

    @Override
    public String engineResumed(ProgressEvent.EngineResumed e) {
        return "last alive " + time(e.lastAlive()) + ", quiet at " + time(e.quietAt())
                + e.lateUntil()
                        .map(until -> ", late writes until " + time(until))
                        .orElse("");
    }

    @Override
    public String engineStalled(ProgressEvent.EngineStalled e) {
        return "since " + time(e.since());
    }

    @Override
    public String endObserved(ProgressEvent.EndObserved e) {
        return String.join(", ", e.serving()) + (e.warnings().isEmpty() ? "" : "; WARNING " + e.warnings());
    }

    @Override
    public String invariantBroken(ProgressEvent.InvariantBroken e) {
        return e.names() + " refused " + e.refused();
    }

    @Override
    public String deploymentEnded(ProgressEvent.DeploymentEnded e) {
        return e.status() + ": " + e.reason() + leftOvers(e.leftOvers())
                + (e.warnings().isEmpty() ? "" : " warnings " + e.warnings());
    }

    @Override
    public String workOwed(WorkEvent.WorkOwed e) {
        return effect(e.effect());
    }

    @Override
    public String workWithdrawn(WorkEvent.WorkWithdrawn e) {
        return effect(e.effect()) + ", may land until " + time(e.quietAt());
    }

    @Override
    public String workUncertain(WorkEvent.WorkUncertain e) {
        return effect(e.effect()) + ", may land until " + time(e.quietAt()) + ": " + e.problem();
    }

    @Override
    public String resourceQuieted(WorkEvent.ResourceQuieted e) {
        return e.resource().toString();
    }

    @Override
    public String workWaiting(WorkEvent.WorkWaiting e) {
        return effect(e.effect()) + " for " + e.gate() + ": saw " + e.seen() + ", wants " + e.wanted();
    }

    @Override
    public String workRefused(WorkEvent.WorkRefused e) {
        return effect(e.effect()) + ": " + e.problem();
    }

    @Override
    public String scaleInRead(WorkEvent.ScaleInRead e) {
        return (e.setting().scalable() ? "scalable" : "not scalable")
                + (e.setting().suspended() ? ", suspended by somebody else" : "");
    }

    @Override
    public String scaleInSuspended(WorkEvent.ScaleInSuspended e) {
        return "";
    }

    @Override
    public String scaleInRestored(WorkEvent.ScaleInRestored e) {
        return "";
    }

    @Override
    public String revisionLaunched(WorkEvent.RevisionLaunched e) {
        return e.revision().toString();
    }

    @Override
    public String revisionScaled(WorkEvent.RevisionScaled e) {
        return e.role() + " to " + e.desired();
    }

    @Override
    public String routeShifted(WorkEvent.RouteShifted e) {
        return e.reading().route() + " reads " + e.reading().split()
                + (e.settlesAt().isAfter(e.at()) ? ", settles at " + time(e.settlesAt()) : "");
    }

    @Override
    public String routeSettled(WorkEvent.RouteSettled e) {
        return e.route().toString();
    }

    @Override
    public String routeRestored(WorkEvent.RouteRestored e) {
        return e.reading().route() + " reads " + e.reading().split();
    }

    @Override
    public String routeLeftAlone(WorkEvent.RouteLeftAlone e) {
        return e.route() + ": " + e.why();
    }

    @Override
    public String primaryMade(WorkEvent.PrimaryMade e) {
        return "";
    }

    @Override
    public String revisionRetired(WorkEvent.RevisionRetired e) {
        return e.role().toString();
    }

    @Override
    public String leftOverRetired(WorkEvent.LeftOverRetired e) {
        return e.revision().toString();
    }

    @Override
    public String hookStarted(HookEvent.HookStarted e) {
        return e.execution() + (e.awaitsAction() ? " awaits an action" : "") + ", expires " + time(e.expiresAt());
    }

    @Override
    public String hookProgressed(HookEvent.HookProgressed e) {
        return e.execution() + " " + e.details();
    }

    @Override
    public String hookSucceeded(HookEvent.HookSucceeded e) {
        return e.execution() + (e.why().isEmpty() ? "" : ": " + e.why());
    }

    @Override
    public String hookFailed(HookEvent.HookFailed e) {
        return e.execution() + ": " + e.failure() + ": " + e.reason();
    }

    @Override
    public String hookTimedOut(HookEvent.HookTimedOut e) {
        return e.execution() + ": " + e.action();
    }

    @Override
    public String conditionChanged(WatchEvent.ConditionChanged e) {
        return e.watch() + " is " + e.condition() + ": " + e.seen();
    }

    @Override
    public String desiredCountRose(WatchEvent.DesiredCountRose e) {
        return "to " + e.desired();
    }

    @Override
    public String greenTasksCounted(WatchEvent.GreenTasksCounted e) {
        return e.failed() + " failed, " + e.healthy() + " healthy, " + e.forgiven() + " forgiven";
    }

    @Override
    public String greenMissing(WatchEvent.GreenMissing e) {
        return e.missing() ? "not described" : "described again";
    }

    @Override
    public String alarmsIgnored(WatchEvent.AlarmsIgnored e) {
        return e.names() + (e.forGood() ? " for good" : " until OK");
    }

    @Override
    public String alarmRearmed(WatchEvent.AlarmRearmed e) {
        return e.name();
    }

    @Override
    public String driftFound(WatchEvent.DriftFound e) {
        return e.route() + " reads " + e.seen() + " instead of " + e.wanted();
    }
}
