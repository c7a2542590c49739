package io.github.bluegreen4j.journal.json;

import io.github.bluegreen4j.engine.DeploymentDescription;
import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.Effect;
import io.github.bluegreen4j.event.HookEvent;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.event.WatchEvent;
import io.github.bluegreen4j.event.WorkEvent;
import io.github.bluegreen4j.model.AlarmPolicy;
import io.github.bluegreen4j.model.AlarmReading;
import io.github.bluegreen4j.model.AnalysisPolicy;
import io.github.bluegreen4j.model.Approvals;
import io.github.bluegreen4j.model.CircuitBreakerPolicy;
import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentLimits;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.Finding;
import io.github.bluegreen4j.model.HealthPolicy;
import io.github.bluegreen4j.model.HookDetails;
import io.github.bluegreen4j.model.HookExecution;
import io.github.bluegreen4j.model.HookSpec;
import io.github.bluegreen4j.model.InvalidSpecException;
import io.github.bluegreen4j.model.Judgement;
import io.github.bluegreen4j.model.KeepBlue;
import io.github.bluegreen4j.model.Percent;
import io.github.bluegreen4j.model.Permission;
import io.github.bluegreen4j.model.PlannedStage;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.Readings;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.RevisionSpec;
import io.github.bluegreen4j.model.Roles;
import io.github.bluegreen4j.model.RollbackPolicy;
import io.github.bluegreen4j.model.RouteReading;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ScaleInSetting;
import io.github.bluegreen4j.model.ServiceDescription;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TargetGroups;
import io.github.bluegreen4j.model.TargetHealth;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.model.TrafficStrategy;
import io.github.bluegreen4j.model.Waiver;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that stands in a journal: the name of each type, and its members in the order in which they are written. A member
 * has the name of its component; after a component was renamed, {@link ObjectShape#named} keeps the name of the member. A type
 * stands below the types of its components.
 */
final class Vocabulary {
    static final Shapes SHAPES = new Shapes();

    static {
        SHAPES.add(String.class, Scalars.TEXT);
        SHAPES.add(int.class, Scalars.NUMBER);
        SHAPES.add(boolean.class, Scalars.FLAG);
        SHAPES.add(double.class, Scalars.DECIMAL);
        SHAPES.add(Instant.class, Scalars.INSTANT);
        SHAPES.add(Duration.class, Scalars.DURATION);
        SHAPES.add(Percent.class, Scalars.PERCENT);
        SHAPES.add(HookDetails.class, new DetailsShape());

        // Names of things in the world.
        Shape<TargetGroupRef> group = Scalars.named(TargetGroupRef::new, TargetGroupRef::id);
        SHAPES.add(TargetGroupRef.class, group);
        SHAPES.add(RouteRef.class, Scalars.named(RouteRef::new, RouteRef::id));
        SHAPES.add(RevisionRef.class, Scalars.named(RevisionRef::new, RevisionRef::id));
        SHAPES.add(DeploymentId.class, Scalars.named(DeploymentId::new, DeploymentId::value));
        add(object(ServiceRef.class, "cluster", "name"));
        add(object(Roles.class, "blue", "blueGroup", "greenGroup"));
        add(object(HookExecution.class, "direction", "stage", "step", "hook"));
        add(object(Problem.class, "kind", "operation", "resource", "message"));

        // What a preflight found, and what of it was waived.
        add(object(
                Finding.class,
                "check",
                "severity",
                "field",
                "value",
                "seen",
                "wanted",
                "remedy",
                "command",
                "waivedBy"));
        add(object(Waiver.class, "check", "by"));

        // What was read of the world: the evidence that an event carries.
        SHAPES.add( // {"blue":90,"green":10}
                TrafficSplit.class,
                Scalars.made(Groups.map(group, Scalars.NUMBER), TrafficSplit::new, TrafficSplit::weights));
        add(object(RouteReading.class, "route", "split", "stickiness", "fingerprint", "settle"));
        add(object(ScaleInSetting.class, "scalable", "suspended", "kind").unless("kind", ScaleInSetting.Kind.SCALE_IN));
        add(object(ServiceDescription.Counts.class, "desired", "pending", "running", "failed", "steady"));
        add(object(
                        ServiceDescription.Revision.class,
                        "revision",
                        "definition",
                        "targetGroup",
                        "primary",
                        "owner",
                        "counts",
                        "failures")
                .since("failures", List.of()));
        add(object(ServiceDescription.class, "service", "desiredCount", "scalesRevisions", "revisions"));
        add(object(TargetHealth.Target.class, "id", "state", "owner", "reason").since("reason", ""));
        add(object(TargetHealth.class, "group", "targets"));
        add(object(AlarmReading.class, "states"));
        SHAPES.add(Readings.Subject.class, Scalars.named(Vocabulary::subject, Vocabulary::text));
        add(object(Permission.class, "refusals"));
        // The first journals kept no problems, and no routes of others.
        add(object(
                Judgement.OfMetric.class,
                "metric",
                "answer",
                "blue",
                "green",
                "requests",
                "worse",
                "worseAt",
                "notWorse",
                "notWorseAt"));
        add(object(Judgement.class, "step", "points", "metrics"));
        add(object(
                        Readings.class,
                        "service",
                        "routes",
                        "health",
                        "alarms",
                        "analysis",
                        "scaleIn",
                        "users",
                        "permission",
                        "findings",
                        "problems")
                .unless("analysis", Optional.empty())
                .unless("findings", List.of())
                .since("problems", Map.of()));

        // Specifications, and the plans that were made of them.
        add(object(TrafficStrategy.Step.class, "share", "bake"));
        SHAPES.add(
                TrafficStrategy.class,
                new Choice<TrafficStrategy>("a strategy")
                        .or("ALL_AT_ONCE", object(TrafficStrategy.AllAtOnce.class))
                        .or("CANARY", object(TrafficStrategy.Canary.class, "percent", "bake"))
                        .or("LINEAR", object(TrafficStrategy.Linear.class, "step", "bake"))
                        .or("STEPS", object(TrafficStrategy.Steps.class, "steps")));
        add(object(Approvals.class, "needed", "approvers"));
        SHAPES.add(
                HookSpec.class,
                new Choice<HookSpec>("a hook")
                        .or("NAMED", object(HookSpec.Named.class, "name", "stages", "timeout", "onTimeout", "details"))
                        .or(
                                "LAMBDA",
                                object(
                                        HookSpec.Lambda.class,
                                        "name",
                                        "functionArn",
                                        "stages",
                                        "timeout",
                                        "onTimeout",
                                        "details"))
                        .or(
                                "PAUSE",
                                object(HookSpec.Pause.class, "name", "stages", "timeout", "onTimeout", "approvals")));
        add(object(AlarmPolicy.class, "names", "atStart", "rollback", "interval"));
        add(object(AnalysisPolicy.Margin.class, "factor", "negligible", "allowed"));
        add(object(
                AnalysisPolicy.class,
                "enabled",
                "falseRollbacks",
                "errors",
                "latency",
                "gate",
                "evidenceLimit",
                "afterLimit",
                "rollback"));
        add(object(CircuitBreakerPolicy.class, "enabled", "rollback", "type", "value", "resetOnHealthyTask")
                .named("type", "threshold"));
        add(object(HealthPolicy.class, "floor", "watch", "unhealthyFor"));
        add(object(RollbackPolicy.class, "deadline", "floor", "weakBlueWait", "hookBound"));
        add(object(
                DeploymentLimits.class,
                "deployment",
                "stage",
                "cleanUpGate",
                "cleanUp",
                "drain",
                "closing",
                "call",
                "grace",
                "freshness",
                "watchAge",
                "poll",
                "backOff",
                "backOffDoublings",
                "hookTries"));
        add(object(PlannedStage.class, "stage", "step", "greenShare", "bake"));
        add(object(RevisionSpec.class, "definition", "settings"));
        add(object(TargetGroups.class, "first", "second"));
        add(object(KeepBlue.class, "time", "scale"));
        add(object(
                        DeploymentSpec.class,
                        "service",
                        "revision",
                        "productionRoutes",
                        "testRoute",
                        "targetGroups",
                        "strategy",
                        "bakeTime",
                        "hooks",
                        "alarms",
                        "analysis",
                        "circuitBreaker",
                        "health",
                        "rollback",
                        "drift",
                        "concurrency",
                        "stickinessWait",
                        "otherRoutes",
                        "serve",
                        "keepBlue",
                        "kept",
                        "waivers",
                        "limits")
                .unless("keepBlue", Optional.empty())
                .unless("kept", Optional.empty())
                .unless("analysis", AnalysisPolicy.NONE)
                .since("otherRoutes", List.of())
                .unless("waivers", List.of()));
        add(object(InvalidSpecException.Fault.class, "field", "value", "wrong", "allowed")
                .unless("wrong", InvalidSpecException.Fault.NOT_ALLOWED));

        add(object(Command.Origin.class, "actor", "at"));

        // A deployment as it stands. It is in no journal.
        add(object(DeploymentDescription.Approval.class, "approver", "actor", "at"));
        add(object(DeploymentDescription.PauseApprovals.class, "needed", "approvers", "given"));
        add(object(
                DeploymentDescription.Hook.class,
                "hookId",
                "name",
                "stage",
                "status",
                "expiresAt",
                "timeoutAction",
                "approvals"));
        add(object(DeploymentDescription.Tasks.class, "requested", "pending", "running"));
        add(object(DeploymentDescription.CircuitBreaker.class, "failureCount", "threshold"));
        add(object(DeploymentDescription.Analysis.class, "at", "judgement"));
        add(object(DeploymentDescription.Rollback.class, "cause", "reason", "startedAt"));
        add(object(
                DeploymentDescription.class,
                "deployment",
                "service",
                "status",
                "statusReason",
                "lifecycleStage",
                "step",
                "createdAt",
                "endedAt",
                "sourceRevision",
                "targetRevision",
                "sourceTasks",
                "targetTasks",
                "greenProductionWeight",
                "hooks",
                "triggeredAlarms",
                "circuitBreaker",
                "rollback",
                "waitingFor",
                "nextDeadline",
                "leftOvers",
                "serving",
                "warnings",
                "orderedBy",
                "requestedBy",
                "analysis"));
    }

    /** What an operator may say, as it lies in a mailbox. */
    static final Choice<Command> COMMAND = added(
            Command.class,
            new Choice<Command>("a command")
                    .or(
                            "RollBack",
                            object(Command.RollBack.class, "reason", "origin").named("origin", "by"))
                    .or("Abort", object(Command.Abort.class, "reason", "origin").named("origin", "by"))
                    .or(
                            "Proceed",
                            object(Command.Proceed.class, "hookId", "action", "origin")
                                    .named("origin", "by"))
                    .or(
                            "Withdraw",
                            object(Command.Withdraw.class, "hookId", "origin").named("origin", "by"))
                    .or("SkipBake", object(Command.SkipBake.class, "origin").named("origin", "by"))
                    .or("Unreadable", object(Command.Unreadable.class, "why")));

    static {
        add(object(Effect.Resource.class, "kind", "id"));
    }

    static final Choice<Effect> EFFECT = added(
            Effect.class,
            new Choice<Effect>("a piece of work")
                    .or("InspectService", object(Effect.InspectService.class))
                    .or("ReadScaleIn", object(Effect.ReadScaleIn.class))
                    .or("SuspendScaleIn", object(Effect.SuspendScaleIn.class))
                    .or("RestoreScaleIn", object(Effect.RestoreScaleIn.class))
                    .or("LaunchGreen", object(Effect.LaunchGreen.class))
                    .or("ScaleRevision", object(Effect.ScaleRevision.class, "role", "atLeast"))
                    .or("ShiftRoute", object(Effect.ShiftRoute.class, "route", "greenShare"))
                    .or("RestoreRoute", object(Effect.RestoreRoute.class, "route", "insist"))
                    .or("MakePrimary", object(Effect.MakePrimary.class))
                    .or("RetireRevision", object(Effect.RetireRevision.class, "role"))
                    .or("RetireLeftOver", object(Effect.RetireLeftOver.class, "revision"))
                    .or("KeepBlue", object(Effect.KeepBlue.class))
                    .or("ReduceBlue", object(Effect.ReduceBlue.class))
                    .or("VerifyCleanUp", object(Effect.VerifyCleanUp.class))
                    .or("VerifyEnd", object(Effect.VerifyEnd.class))
                    .or("ObserveEnd", object(Effect.ObserveEnd.class))
                    .or("InvokeHook", object(Effect.InvokeHook.class, "execution")));

    static final Choice<DeploymentEvent> EVENT = added(
            DeploymentEvent.class,
            new Choice<DeploymentEvent>("an event")
                    // How a deployment begins and gets on.
                    .or(
                            "DeploymentCreated",
                            object(ProgressEvent.DeploymentCreated.class, "at", "deployment", "spec", "by"))
                    .or("DeploymentAdmitted", object(ProgressEvent.DeploymentAdmitted.class, "at"))
                    .or("DeploymentRefused", object(ProgressEvent.DeploymentRefused.class, "at", "faults"))
                    .or("PreflightWarned", object(ProgressEvent.PreflightWarned.class, "at", "findings"))
                    .or(
                            "DeploymentStarted",
                            object(
                                    ProgressEvent.DeploymentStarted.class,
                                    "at",
                                    "readings",
                                    "roles",
                                    "desiredCount",
                                    "plan"))
                    .or(
                            "ReconciliationChosen",
                            object(
                                    ProgressEvent.ReconciliationChosen.class,
                                    "at",
                                    "readings",
                                    "roles",
                                    "moveTraffic",
                                    "retire"))
                    .or("ServiceReconciled", object(ProgressEvent.ServiceReconciled.class, "at", "readings", "roles"))
                    .or("StageEntered", object(ProgressEvent.StageEntered.class, "at", "position"))
                    .or("BakeStarted", object(ProgressEvent.BakeStarted.class, "at", "endsAt"))
                    .or("BakePaused", object(ProgressEvent.BakePaused.class, "at", "remaining"))
                    .or("BakeEnded", object(ProgressEvent.BakeEnded.class, "at", "skipped"))
                    .or("CleanUpGateOpened", object(ProgressEvent.CleanUpGateOpened.class, "at", "readings"))
                    .or("KeepingEnded", object(ProgressEvent.KeepingEnded.class, "at", "why", "reason", "by"))
                    .or("DrainStarted", object(ProgressEvent.DrainStarted.class, "at", "endsAt"))
                    .or("DrainEnded", object(ProgressEvent.DrainEnded.class, "at"))
                    .or(
                            "CommandAnswered",
                            object(ProgressEvent.CommandAnswered.class, "at", "commandId", "accepted", "answer", "by"))
                    // How it turns back, stops and ends.
                    .or("RollbackRequested", object(ProgressEvent.RollbackRequested.class, "at", "reason", "by"))
                    .or("StopRequested", object(ProgressEvent.StopRequested.class, "at", "reason", "by"))
                    .or("RollbackStarted", object(ProgressEvent.RollbackStarted.class, "at", "cause", "reason"))
                    .or("RollbackInsisted", object(ProgressEvent.RollbackInsisted.class, "at"))
                    .or("RollbackOverdue", object(ProgressEvent.RollbackOverdue.class, "at"))
                    .or("CleanUpOverdue", object(ProgressEvent.CleanUpOverdue.class, "at"))
                    .or(
                            "ClosingStarted",
                            object(ProgressEvent.ClosingStarted.class, "at", "end", "reason", "leftOvers"))
                    .or("ClosingOverdue", object(ProgressEvent.ClosingOverdue.class, "at"))
                    .or("EngineStalled", object(ProgressEvent.EngineStalled.class, "at", "since"))
                    .or("EndObserved", object(ProgressEvent.EndObserved.class, "at", "serving", "warnings"))
                    .or(
                            "EngineResumed",
                            object(ProgressEvent.EngineResumed.class, "at", "lastAlive", "quietAt", "lateUntil"))
                    .or("InvariantBroken", object(ProgressEvent.InvariantBroken.class, "at", "names", "refused"))
                    .or(
                            "DeploymentEnded",
                            object(
                                            ProgressEvent.DeploymentEnded.class,
                                            "at",
                                            "status",
                                            "reason",
                                            "leftOvers",
                                            "serving",
                                            "warnings")
                                    .since("serving", List.of())
                                    .since("warnings", List.of()))
                    // What was owed to the world, and what came of it.
                    .or("WorkOwed", object(WorkEvent.WorkOwed.class, "at", "effect"))
                    .or("WorkWithdrawn", object(WorkEvent.WorkWithdrawn.class, "at", "effect", "quietAt"))
                    .or("WorkUncertain", object(WorkEvent.WorkUncertain.class, "at", "effect", "problem", "quietAt"))
                    .or("ResourceQuieted", object(WorkEvent.ResourceQuieted.class, "at", "resource"))
                    .or("WorkWaiting", object(WorkEvent.WorkWaiting.class, "at", "effect", "gate", "seen", "wanted"))
                    .or("WorkRefused", object(WorkEvent.WorkRefused.class, "at", "effect", "problem"))
                    .or("ScaleInRead", object(WorkEvent.ScaleInRead.class, "at", "setting"))
                    .or("ScaleInSuspended", object(WorkEvent.ScaleInSuspended.class, "at"))
                    .or("ScaleInRestored", object(WorkEvent.ScaleInRestored.class, "at"))
                    .or("RevisionLaunched", object(WorkEvent.RevisionLaunched.class, "at", "revision"))
                    .or("RevisionScaled", object(WorkEvent.RevisionScaled.class, "at", "role", "desired"))
                    .or("RouteShifted", object(WorkEvent.RouteShifted.class, "at", "reading", "settlesAt"))
                    .or("RouteSettled", object(WorkEvent.RouteSettled.class, "at", "route"))
                    .or(
                            "RouteRestored",
                            object(WorkEvent.RouteRestored.class, "at", "reading", "settlesAt")
                                    .since("settlesAt", Instant.EPOCH))
                    .or("RouteLeftAlone", object(WorkEvent.RouteLeftAlone.class, "at", "route", "why"))
                    .or("PrimaryMade", object(WorkEvent.PrimaryMade.class, "at"))
                    .or("RevisionRetired", object(WorkEvent.RevisionRetired.class, "at", "role"))
                    .or("LeftOverRetired", object(WorkEvent.LeftOverRetired.class, "at", "revision"))
                    .or("BlueKept", object(WorkEvent.BlueKept.class, "at", "revision", "keeping", "time"))
                    .or("BlueReduced", object(WorkEvent.BlueReduced.class, "at"))
                    // What became of the hooks and pauses.
                    .or(
                            "HookStarted",
                            object(HookEvent.HookStarted.class, "at", "execution", "awaitsAction", "expiresAt"))
                    .or("HookProgressed", object(HookEvent.HookProgressed.class, "at", "execution", "details"))
                    .or("HookSucceeded", object(HookEvent.HookSucceeded.class, "at", "execution", "why"))
                    .or("HookFailed", object(HookEvent.HookFailed.class, "at", "execution", "failure", "reason"))
                    .or("HookTimedOut", object(HookEvent.HookTimedOut.class, "at", "execution", "action"))
                    .or("ApprovalGiven", object(HookEvent.ApprovalGiven.class, "at", "execution", "approver", "by"))
                    .or(
                            "ApprovalWithdrawn",
                            object(HookEvent.ApprovalWithdrawn.class, "at", "execution", "approver", "by"))
                    // What the watches showed.
                    .or(
                            "ConditionChanged",
                            object(
                                            WatchEvent.ConditionChanged.class,
                                            "at",
                                            "watch",
                                            "condition",
                                            "seen",
                                            "wanted",
                                            "reachable")
                                    .since("reachable", true))
                    .or("GreenMissing", object(WatchEvent.GreenMissing.class, "at", "missing"))
                    .or("DesiredCountRose", object(WatchEvent.DesiredCountRose.class, "at", "desired"))
                    .or(
                            "GreenTasksCounted",
                            object(WatchEvent.GreenTasksCounted.class, "at", "failed", "healthy", "forgiven"))
                    .or("AlarmsIgnored", object(WatchEvent.AlarmsIgnored.class, "at", "names", "forGood"))
                    .or("AlarmRearmed", object(WatchEvent.AlarmRearmed.class, "at", "name"))
                    .or("DriftFound", object(WatchEvent.DriftFound.class, "at", "route", "seen", "wanted"))
                    .or("ComparisonStarted", object(WatchEvent.ComparisonStarted.class, "at", "step"))
                    .or("GreenJudged", object(WatchEvent.GreenJudged.class, "at", "judgement"))
                    .or("EvidenceAwaited", object(WatchEvent.EvidenceAwaited.class, "at", "until"))
                    .or("EvidenceWaived", object(WatchEvent.EvidenceWaived.class, "at")));

    private Vocabulary() {}

    private static <T> ObjectShape<T> object(Class<T> type, String... components) {
        return ObjectShape.of(SHAPES, type, components);
    }

    private static <T> void add(ObjectShape<T> shape) {
        SHAPES.add(shape.type(), shape);
    }

    private static <T> Choice<T> added(Class<T> type, Choice<T> choice) {
        SHAPES.add(type, choice);
        return choice;
    }

    /** The kind and the identity: {@code ROUTE:prod}. */
    private static String text(Readings.Subject subject) {
        return subject.kind() + ":" + subject.id();
    }

    private static Readings.Subject subject(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("\"" + text + "\" is not a kind, a colon and an identity");
        }
        return new Readings.Subject(Readings.Subject.Kind.valueOf(text.substring(0, colon)), text.substring(colon + 1));
    }
}
