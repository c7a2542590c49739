package io.github.bluegreen4j.workflow.evolve;

import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.Effect;
import io.github.bluegreen4j.event.Gate;
import io.github.bluegreen4j.event.HookEvent;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.event.Watch;
import io.github.bluegreen4j.event.WatchEvent;
import io.github.bluegreen4j.event.WorkEvent;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.HookDetails;
import io.github.bluegreen4j.model.HookExecution;
import io.github.bluegreen4j.model.HookSpec;
import io.github.bluegreen4j.model.Judgement;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.Readings;
import io.github.bluegreen4j.model.Roles;
import io.github.bluegreen4j.model.RouteReading;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.workflow.agenda.DesiredEffects;
import io.github.bluegreen4j.workflow.agenda.Standstill;
import io.github.bluegreen4j.workflow.state.Baseline;
import io.github.bluegreen4j.workflow.state.Closing;
import io.github.bluegreen4j.workflow.state.DeploymentState;
import io.github.bluegreen4j.workflow.state.Drain;
import io.github.bluegreen4j.workflow.state.EndView;
import io.github.bluegreen4j.workflow.state.Ended;
import io.github.bluegreen4j.workflow.state.Forward;
import io.github.bluegreen4j.workflow.state.HookRun;
import io.github.bluegreen4j.workflow.state.Identity;
import io.github.bluegreen4j.workflow.state.ImmutableCopies;
import io.github.bluegreen4j.workflow.state.ObservedResources;
import io.github.bluegreen4j.workflow.state.PendingWork;
import io.github.bluegreen4j.workflow.state.Reasons;
import io.github.bluegreen4j.workflow.state.Reconciliation;
import io.github.bluegreen4j.workflow.state.Restoration;
import io.github.bluegreen4j.workflow.state.RollingBack;
import io.github.bluegreen4j.workflow.state.Running;
import io.github.bluegreen4j.workflow.state.Stages;
import io.github.bluegreen4j.workflow.state.Watching;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Computes the state after an event. Total: an event that does not belong to a state leaves the state as it is.
 *
 * <p>The methods follow the order of the event types: progress, hooks, watches, work. At the end are the helpers that change one
 * part of a state.
 */
public final class Evolution implements DeploymentEvent.Handler<DeploymentState> {
    private final DeploymentState state;

    private Evolution(DeploymentState state) {
        this.state = state;
    }

    /**
     * The state after an event. Work that the event ends, or that is not wanted any more, is no longer shown as
     * waiting.
     */
    public static DeploymentState after(DeploymentState state, DeploymentEvent event) {
        DeploymentState next = event.accept(new Evolution(state));
        DeploymentState shown = next.running()
                .filter(run -> !run.pendingWork().waiting().isEmpty())
                .map(run -> next.with(run.with(run.pendingWork().waitingOnly(next.accept(new DesiredEffects())))))
                .orElse(next);
        return heldSince(state).isEmpty() ? shown : afterHold(state, event, shown);
    }

    private static Optional<Instant> heldSince(DeploymentState state) {
        return state instanceof Forward forward ? forward.run().pendingWork().heldSince() : Optional.empty();
    }

    /** A wait for a policy is over: it does not count for the limit of the stage. An engine that died waited until it died. */
    private static DeploymentState afterHold(DeploymentState before, DeploymentEvent event, DeploymentState after) {
        if (!(after instanceof Forward forward)
                || !(before instanceof Forward held)
                || heldSince(after).isPresent()
                || forward.position() != held.position()) {
            return after;
        }
        Instant until = event instanceof ProgressEvent.EngineResumed resumed ? resumed.lastAlive() : event.at();
        return forward.held(Duration.between(heldSince(before).orElse(until), until));
    }

    @Override
    public DeploymentState deploymentCreated(ProgressEvent.DeploymentCreated event) {
        return Forward.pending(new Identity(event.deployment(), event.spec(), event.at(), event.by()));
    }

    @Override
    public DeploymentState deploymentAdmitted(ProgressEvent.DeploymentAdmitted event) {
        return forward(forward -> forward.admitted(event.at()));
    }

    @Override
    public DeploymentState deploymentRefused(ProgressEvent.DeploymentRefused event) {
        return run(Running::withRefused);
    }

    @Override
    public DeploymentState preflightWarned(ProgressEvent.PreflightWarned event) {
        return state;
    }

    @Override
    public DeploymentState deploymentStarted(ProgressEvent.DeploymentStarted event) {
        Baseline start = new Baseline(
                event.roles(),
                event.desiredCount(),
                event.plan(),
                pinned(event.readings()),
                Baseline.lives(event.roles(), event.readings()));
        return run(run -> run.started(start)
                .with(run.resources().found(ours(run, event.readings())))
                .with(run.watching().desired(event.desiredCount())));
    }

    private static Map<RouteRef, RouteReading> ours(Running run, Readings readings) {
        Map<RouteRef, RouteReading> routes = new LinkedHashMap<>();
        run.spec().routes().forEach(route -> readings.route(route).ifPresent(reading -> routes.put(route, reading)));
        return ImmutableCopies.of(routes);
    }

    private static Duration pinned(Readings readings) {
        return readings.routes().values().stream()
                .flatMap(reading -> reading.stickiness().stream())
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    @Override
    public DeploymentState reconciliationChosen(ProgressEvent.ReconciliationChosen event) {
        return forward(forward -> {
            Running run = forward.run();
            Running found = run.started(run.baseline().with(event.roles(), event.readings()))
                    .with(run.resources().found(ours(run, event.readings())));
            return forward.with(found)
                    .drained(before -> Drain.NOT_BEGUN)
                    .with(new Reconciliation(event.moveTraffic(), event.retire(), Restoration.NOT_BEGUN, false));
        });
    }

    @Override
    public DeploymentState serviceReconciled(ProgressEvent.ServiceReconciled event) {
        return forward(forward -> {
            Running run = forward.run();
            Running found = run.started(run.baseline().with(event.roles(), event.readings()))
                    .with(run.resources().found(ours(run, event.readings())));
            return forward.with(found).reconciled(Reconciliation::done);
        });
    }

    @Override
    public DeploymentState stageEntered(ProgressEvent.StageEntered event) {
        return forward(forward -> {
            Forward entered = forward.entered(event.position(), event.at());
            Watching watching = entered.run().watching();
            return entered.isIn(LifecycleStage.PRODUCTION_TRAFFIC_SHIFT)
                    ? entered.with(entered.run()
                            .with(watching.with(watching.comparison().ended(event.at()))))
                    : entered;
        });
    }

    @Override
    public DeploymentState bakeStarted(ProgressEvent.BakeStarted event) {
        return forward(
                forward -> forward.with(forward.bake().started(event.at(), event.endsAt()), forward.clockSince()));
    }

    @Override
    public DeploymentState bakePaused(ProgressEvent.BakePaused event) {
        return forward(forward -> forward.paused(event.remaining(), event.at()));
    }

    @Override
    public DeploymentState bakeEnded(ProgressEvent.BakeEnded event) {
        return forward(forward -> forward.with(forward.bake().ended(event.at()), event.at()));
    }

    @Override
    public DeploymentState cleanUpGateOpened(ProgressEvent.CleanUpGateOpened event) {
        return forward(Forward::withGateOpen);
    }

    @Override
    public DeploymentState keepingEnded(ProgressEvent.KeepingEnded event) {
        boolean undone = event.why() == ProgressEvent.KeepingEnded.Why.UNDO;
        boolean changesItsMind = undone
                && state instanceof Forward forward
                && forward.isPending()
                && forward.run().spec().isKeeping();
        return state.isKeeping() || changesItsMind
                ? run(run -> run.withKeepingOver(event.at(), undone).requestedBy(event.by()))
                : state;
    }

    @Override
    public DeploymentState drainStarted(ProgressEvent.DrainStarted event) {
        return state.drained(before -> Drain.until(event.endsAt()));
    }

    @Override
    public DeploymentState drainEnded(ProgressEvent.DrainEnded event) {
        return state.drained(Drain::over);
    }

    @Override
    public DeploymentState commandAnswered(ProgressEvent.CommandAnswered event) {
        return run(run -> run.withAnswered(event.commandId()));
    }

    @Override
    public DeploymentState rollbackRequested(ProgressEvent.RollbackRequested event) {
        return forward(forward ->
                forward.with(forward.run().requestedBy(event.by())).asked(DeploymentStatus.ROLLBACK_REQUESTED));
    }

    @Override
    public DeploymentState stopRequested(ProgressEvent.StopRequested event) {
        return forward(
                forward -> forward.with(forward.run().requestedBy(event.by())).asked(DeploymentStatus.STOP_REQUESTED));
    }

    @Override
    public DeploymentState rollbackStarted(ProgressEvent.RollbackStarted event) {
        return state instanceof Forward forward && !forward.isPending() ? back(forward, event) : state;
    }

    /** If a reconciliation waited for blue, the rollback continues that wait. */
    private static Restoration begun(Forward forward) {
        List<RouteRef> routes = forward.run().identity().spec().productionRoutes();
        return forward.reconciliation()
                .map(Reconciliation::restoration)
                .filter(restoration -> !restoration.restored().containsAll(routes))
                .map(restoration -> Restoration.NOT_BEGUN.weakSince(restoration.weakSince()))
                .orElse(Restoration.NOT_BEGUN);
    }

    private static RollingBack back(Forward forward, ProgressEvent.RollbackStarted event) {
        return new RollingBack(
                forward.run().withoutOpenHooks().with(new Running.Rollback(event.cause(), event.reason(), event.at())),
                event.cause(),
                event.reason(),
                event.at(),
                forward.stage(),
                begun(forward),
                Drain.NOT_BEGUN,
                forward.reconciliation().map(Reconciliation::retire).orElse(List.of()),
                false);
    }

    @Override
    public DeploymentState rollbackInsisted(ProgressEvent.RollbackInsisted event) {
        return state.restored(Restoration::insisting);
    }

    @Override
    public DeploymentState rollbackOverdue(ProgressEvent.RollbackOverdue event) {
        return state instanceof RollingBack rolling ? rolling.withOverdue() : state;
    }

    @Override
    public DeploymentState cleanUpOverdue(ProgressEvent.CleanUpOverdue event) {
        return forward(Forward::withOverdue);
    }

    @Override
    public DeploymentState closingStarted(ProgressEvent.ClosingStarted event) {
        return state.running()
                .<DeploymentState>map(run -> new Closing(
                        run.withoutOpenHooks(),
                        state.status(),
                        event.end(),
                        event.reason(),
                        event.leftOvers(),
                        event.at(),
                        Optional.empty(),
                        false))
                .orElse(state);
    }

    @Override
    public DeploymentState closingOverdue(ProgressEvent.ClosingOverdue event) {
        if (!(state instanceof Closing closing)) {
            return state;
        }
        boolean unseen = closing.view().isEmpty() && closing.run().started().isPresent();
        EndView unknown = EndView.unknown("it could not be read in time" + Reasons.waiting(closing));
        return (unseen ? closing.with(unknown) : closing).withOverdue();
    }

    @Override
    public DeploymentState engineStalled(ProgressEvent.EngineStalled event) {
        return state.stalled(event.since(), event.at());
    }

    @Override
    public DeploymentState endObserved(ProgressEvent.EndObserved event) {
        return state instanceof Closing closing ? closing.with(new EndView(event.serving(), event.warnings())) : state;
    }

    /**
     * Another engine continues, with its own clock. Only durations between events of one engine are known. So the new
     * engine's now counts as the time of the last event: no time has passed for the limits of the engine's own work,
     * whatever the two clocks show.
     */
    @Override
    public DeploymentState engineResumed(ProgressEvent.EngineResumed event) {
        Instant lastAlive = event.lastAlive();
        if (state.running().isEmpty() || state.status().isTerminal()) {
            return state;
        }
        Duration gap = Duration.between(lastAlive, event.at());
        DeploymentState stalled = state.stalled(Standstill.earlier(state, lastAlive), lastAlive);
        Running run = stalled.running().orElseThrow();
        DeploymentState resumed = stalled.later(gap)
                .with(run.resumed(event.at(), event.quietAt(), gap, event.lateUntil()))
                .drained(drain -> drain.runs() ? Drain.until(event.at().plus(Stages.drainWindow(run))) : drain);
        return resumed instanceof Forward forward && forward.bake().runs()
                ? forward.paused(forward.bake().remainingAfter(lastAlive), event.at())
                : resumed;
    }

    @Override
    public DeploymentState invariantBroken(ProgressEvent.InvariantBroken event) {
        return state;
    }

    @Override
    public DeploymentState deploymentEnded(ProgressEvent.DeploymentEnded event) {
        return state.running()
                .<DeploymentState>map(run -> new Ended(
                        run,
                        event.status(),
                        event.reason(),
                        event.leftOvers(),
                        new EndView(event.serving(), event.warnings()),
                        event.at()))
                .orElse(state);
    }

    @Override
    public DeploymentState hookStarted(HookEvent.HookStarted event) {
        HookRun.State begun = event.awaitsAction() ? HookRun.State.AWAITING_ACTION : HookRun.State.IN_PROGRESS;
        return run(run -> run.with(new HookRun(
                event.execution(),
                begun,
                event.expiresAt(),
                run.hook(event.execution()).map(HookSpec::details).orElse(HookDetails.EMPTY))));
    }

    private DeploymentState hook(HookExecution execution, UnaryOperator<HookRun> change) {
        return run(run -> Optional.ofNullable(run.hooks().get(execution))
                .map(hook -> run.with(change.apply(hook)))
                .orElse(run));
    }

    @Override
    public DeploymentState hookProgressed(HookEvent.HookProgressed event) {
        return hook(event.execution(), hook -> hook.with(event.details()));
    }

    @Override
    public DeploymentState hookSucceeded(HookEvent.HookSucceeded event) {
        return hook(event.execution(), hook -> hook.with(HookRun.State.SUCCEEDED));
    }

    @Override
    public DeploymentState hookFailed(HookEvent.HookFailed event) {
        return hook(event.execution(), hook -> hook.with(HookRun.State.FAILED));
    }

    @Override
    public DeploymentState hookTimedOut(HookEvent.HookTimedOut event) {
        return hook(event.execution(), hook -> hook.with(HookRun.State.TIMED_OUT));
    }

    @Override
    public DeploymentState approvalGiven(HookEvent.ApprovalGiven event) {
        HookRun.Approval approval = new HookRun.Approval(event.by().actor(), event.at());
        return hook(event.execution(), hook -> hook.approved(event.approver(), approval));
    }

    @Override
    public DeploymentState approvalWithdrawn(HookEvent.ApprovalWithdrawn event) {
        return hook(event.execution(), hook -> hook.withoutApproval(event.approver()));
    }

    @Override
    public DeploymentState conditionChanged(WatchEvent.ConditionChanged event) {
        return run(run -> {
            Watching seen =
                    run.watching().with(event.watch(), event.condition(), event.seen(), event.reachable(), event.at());
            if (event.watch() != Watch.GREEN_HEALTH) {
                return run.with(seen);
            }
            Watching.Health health = seen.health();
            return run.with(
                    switch (event.condition()) {
                        case GOOD -> seen.with(health.recovers(event.at(), Stages.healthWindow(run)));
                        case BAD -> seen.with(health.falls(event.at()));
                        case UNKNOWN -> seen;
                    });
        });
    }

    @Override
    public DeploymentState desiredCountRose(WatchEvent.DesiredCountRose event) {
        return watching(watching -> watching.desired(event.desired()));
    }

    @Override
    public DeploymentState greenTasksCounted(WatchEvent.GreenTasksCounted event) {
        return watching(watching -> watching.tasks(event.failed(), event.healthy(), event.forgiven()));
    }

    @Override
    public DeploymentState alarmsIgnored(WatchEvent.AlarmsIgnored event) {
        return watching(watching -> watching.ignoring(new LinkedHashSet<>(event.names()), event.forGood()));
    }

    @Override
    public DeploymentState alarmRearmed(WatchEvent.AlarmRearmed event) {
        return watching(
                watching -> watching.ignoring(ImmutableCopies.without(watching.ignoredAlarms(), event.name()), false));
    }

    @Override
    public DeploymentState greenMissing(WatchEvent.GreenMissing event) {
        return watching(
                watching -> watching.greenMissing(event.missing() ? Optional.of(event.at()) : Optional.empty()));
    }

    @Override
    public DeploymentState driftFound(WatchEvent.DriftFound event) {
        return watching(watching -> watching.without(Watch.ROUTES));
    }

    @Override
    public DeploymentState comparisonStarted(WatchEvent.ComparisonStarted event) {
        // What was shown was about the step before.
        return watching(watching ->
                watching.without(Watch.ANALYSIS).with(watching.comparison().started(event.step(), event.at())));
    }

    @Override
    public DeploymentState greenJudged(WatchEvent.GreenJudged event) {
        Judgement judgement = event.judgement();
        return watching(watching -> {
            boolean current = judgement.step() == watching.comparison().step();
            Watch.Condition condition = switch (judgement.answer()) {
                case WORSE -> Watch.Condition.BAD;
                case NOT_WORSE -> current ? Watch.Condition.GOOD : Watch.Condition.UNKNOWN;
                case UNKNOWN -> Watch.Condition.UNKNOWN;
            };
            return watching.with(watching.comparison().judged(event.at(), judgement))
                    .with(Watch.ANALYSIS, condition, judgement.toString(), true, event.at());
        });
    }

    @Override
    public DeploymentState evidenceAwaited(WatchEvent.EvidenceAwaited event) {
        return watching(watching -> watching.with(watching.comparison().awaited(event.until())));
    }

    @Override
    public DeploymentState evidenceWaived(WatchEvent.EvidenceWaived event) {
        return watching(watching -> watching.with(watching.comparison().withoutEvidence()));
    }

    @Override
    public DeploymentState workOwed(WorkEvent.WorkOwed event) {
        return run(run -> run.with(run.pendingWork().owe(event.effect()))
                .with(owed(run.resources(), event.effect(), event.at())));
    }

    /** From the moment work is owed it may have been done, even if its answer never arrives. */
    private static ObservedResources owed(ObservedResources resources, Effect effect, Instant at) {
        if (effect instanceof Effect.ShiftRoute shift) {
            return resources.moved(shift.route(), at);
        }
        if (effect instanceof Effect.SuspendScaleIn) {
            return resources.with(resources.scaleIn().owed());
        }
        return effect instanceof Effect.LaunchGreen
                ? resources.with(resources.green().owed())
                : resources;
    }

    @Override
    public DeploymentState workWithdrawn(WorkEvent.WorkWithdrawn event) {
        return run(run -> run.with(run.pendingWork().mayLand(event.effect(), event.quietAt()))
                .with(unconfirmed(run.resources(), event.effect(), Optional.of(event.quietAt()))));
    }

    /**
     * When a route was possibly written last, if work on the route is withdrawn or fails.
     *
     * @param quietAt until when its last call may take effect; empty if the call was refused and takes no effect
     */
    private static ObservedResources unconfirmed(
            ObservedResources resources, Effect effect, Optional<Instant> quietAt) {
        if (!(effect instanceof Effect.ShiftRoute shift)) {
            return resources;
        }
        return quietAt.map(at -> resources.moved(shift.route(), at)).orElseGet(() -> resources.notMoved(shift.route()));
    }

    @Override
    public DeploymentState workUncertain(WorkEvent.WorkUncertain event) {
        return run(run -> run.with(run.pendingWork().unanswered(event.effect(), event.quietAt()))
                .with(unconfirmed(run.resources(), event.effect(), Optional.of(event.quietAt()))));
    }

    @Override
    public DeploymentState resourceQuieted(WorkEvent.ResourceQuieted event) {
        DeploymentState freed = pendingWork(pendingWork -> pendingWork.free(event.resource()));
        return event.resource().kind() == Effect.Resource.Kind.LATE_WRITE ? readAgain(freed) : freed;
    }

    /** What was restored before a late write could arrive is read again afterwards: the write may have arrived unseen. */
    private static DeploymentState readAgain(DeploymentState freed) {
        boolean isReadAgain = freed instanceof RollingBack rolling
                && rolling.hasRestoredProduction()
                && !rolling.run().pendingWork().awaitsLateWrite();
        return isReadAgain ? restoredAgain(freed) : freed;
    }

    @Override
    public DeploymentState workWaiting(WorkEvent.WorkWaiting event) {
        DeploymentState told = pendingWork(pendingWork -> pendingWork.waits(
                event.effect(), new PendingWork.Waiting(event.gate(), event.seen(), event.wanted(), event.at())));
        return event.gate() == Gate.NO_WEIGHT
                ? unrestored(told)
                : told.restored(restoration -> restoration.waits(event.gate(), event.at()));
    }

    /**
     * A restored route gives green weight again, or the reading that showed it restored was old: all routes are read
     * again, and the drain starts again.
     */
    private static DeploymentState unrestored(DeploymentState told) {
        boolean isDone = told instanceof Forward forward
                && forward.reconciliation()
                        .filter(reconciling -> !reconciling.finished())
                        .isEmpty();
        return isDone ? told : restoredAgain(told);
    }

    /** The wait for a weak blue starts again, except while a route still waits for it: one wait is enough. */
    private static DeploymentState restoredAgain(DeploymentState state) {
        boolean waits = state instanceof RollingBack rolling && !rolling.isProductionDone();
        return state.restored(waits ? Restoration::notRestored : Restoration::again)
                .drained(before -> Drain.NOT_BEGUN);
    }

    @Override
    public DeploymentState workRefused(WorkEvent.WorkRefused event) {
        return run(run -> run.with(
                        event.effect().resource().map(run.pendingWork()::free).orElse(run.pendingWork()))
                .with(unconfirmed(run.resources(), event.effect(), Optional.empty())));
    }

    @Override
    public DeploymentState scaleInRead(WorkEvent.ScaleInRead event) {
        return resources(resources -> resources.with(resources.scaleIn().read(event.setting())));
    }

    @Override
    public DeploymentState scaleInSuspended(WorkEvent.ScaleInSuspended event) {
        return outcome(
                Effect.SCALE_IN, resources -> resources.with(resources.scaleIn().nowSuspended()));
    }

    @Override
    public DeploymentState scaleInRestored(WorkEvent.ScaleInRestored event) {
        return outcome(
                Effect.SCALE_IN, resources -> resources.with(resources.scaleIn().nowRestored()));
    }

    @Override
    public DeploymentState revisionLaunched(WorkEvent.RevisionLaunched event) {
        return run(run -> run.with(run.pendingWork().free(Effect.GREEN.orElseThrow()))
                .with(run.resources()
                        .with(run.resources()
                                .green()
                                .launched(event.revision(), run.watching().liveDesired()))));
    }

    @Override
    public DeploymentState revisionScaled(WorkEvent.RevisionScaled event) {
        return event.role() == Roles.Role.BLUE
                ? outcome(Effect.BLUE, UnaryOperator.identity()).restored(Restoration::withBlueScaled)
                : outcome(
                        Effect.GREEN,
                        resources -> resources.with(resources.green().scaled(event.desired())));
    }

    private static Optional<Effect.Resource> route(RouteRef route) {
        return Optional.of(new Effect.Resource(Effect.Resource.Kind.ROUTE, route.id()));
    }

    /** The data plane of a route that was just read needs some time to follow. */
    private static ObservedResources settling(ObservedResources left, RouteRef route, Instant until, Instant at) {
        return until.isAfter(at) ? left.settling(route, until) : left;
    }

    @Override
    public DeploymentState routeShifted(WorkEvent.RouteShifted event) {
        RouteReading reading = event.reading();
        RouteRef route = reading.route();
        DeploymentState written = outcome(
                route(route),
                resources -> settling(
                        resources.left(reading).moved(route, event.at()), route, event.settlesAt(), event.at()));
        // The last result of the route watch does not apply to the new weights.
        return written.running()
                .map(run -> written.with(run.with(run.watching().without(Watch.ROUTES))))
                .orElse(written);
    }

    @Override
    public DeploymentState routeSettled(WorkEvent.RouteSettled event) {
        return resources(resources -> resources.settled(event.route()));
    }

    @Override
    public DeploymentState routeRestored(WorkEvent.RouteRestored event) {
        RouteRef route = event.reading().route();
        return outcome(
                        route(route),
                        resources -> settling(
                                resources.left(event.reading()).settled(route), route, event.settlesAt(), event.at()))
                .restored(restoration -> restoration.restored(route));
    }

    @Override
    public DeploymentState routeLeftAlone(WorkEvent.RouteLeftAlone event) {
        return outcome(route(event.route()), UnaryOperator.identity())
                .restored(restoration -> restoration.leftAlone(event.route(), event.why()));
    }

    @Override
    public DeploymentState primaryMade(WorkEvent.PrimaryMade event) {
        return outcome(Effect.PRIMARY, ObservedResources::withPrimaryMade);
    }

    @Override
    public DeploymentState revisionRetired(WorkEvent.RevisionRetired event) {
        return event.role() == Roles.Role.BLUE
                ? outcome(Effect.BLUE, ObservedResources::withBlueRetired)
                : outcome(
                        Effect.GREEN,
                        resources -> resources.with(resources.green().gone()));
    }

    @Override
    public DeploymentState leftOverRetired(WorkEvent.LeftOverRetired event) {
        DeploymentState freed =
                outcome(new Effect.RetireLeftOver(event.revision()).resource(), UnaryOperator.identity());
        return freed instanceof Forward forward
                ? forward.reconciled(reconciliation -> reconciliation.retired(event.revision()))
                : freed;
    }

    @Override
    public DeploymentState blueKept(WorkEvent.BlueKept event) {
        return resources(resources -> resources.with(ObservedResources.Kept.ORDERED));
    }

    @Override
    public DeploymentState blueReduced(WorkEvent.BlueReduced event) {
        return outcome(Effect.BLUE, resources -> resources.with(ObservedResources.Kept.REDUCED));
    }

    private DeploymentState run(UnaryOperator<Running> change) {
        return state.running().map(run -> state.with(change.apply(run))).orElse(state);
    }

    private DeploymentState resources(UnaryOperator<ObservedResources> change) {
        return run(run -> run.with(change.apply(run.resources())));
    }

    private DeploymentState watching(UnaryOperator<Watching> change) {
        return run(run -> run.with(change.apply(run.watching())));
    }

    private DeploymentState pendingWork(UnaryOperator<PendingWork> change) {
        return run(run -> run.with(change.apply(run.pendingWork())));
    }

    /** The outcome of work is known: its resource becomes free, and the result is recorded. */
    private DeploymentState outcome(Optional<Effect.Resource> resource, UnaryOperator<ObservedResources> change) {
        return run(
                run -> run.with(run.pendingWork().free(resource.orElseThrow())).with(change.apply(run.resources())));
    }

    private DeploymentState forward(UnaryOperator<Forward> change) {
        return state instanceof Forward forward ? change.apply(forward) : state;
    }
}
