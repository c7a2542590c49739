package io.github.bluegreen4j.workflow;

import io.github.bluegreen4j.event.Condition;
import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.Effect;
import io.github.bluegreen4j.event.HookEvent;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.event.Resource;
import io.github.bluegreen4j.event.Watch;
import io.github.bluegreen4j.event.WatchEvent;
import io.github.bluegreen4j.event.WorkEvent;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.HookDetails;
import io.github.bluegreen4j.model.HookExecution;
import io.github.bluegreen4j.model.HookSpec;
import io.github.bluegreen4j.model.Readings;
import io.github.bluegreen4j.model.RevisionRole;
import io.github.bluegreen4j.model.RouteReading;
import io.github.bluegreen4j.model.RouteRef;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The state after an event. Total: an event that does not belong to a state leaves it as it is. */
final class Evolution implements DeploymentEvent.Handler<DeploymentState> {
    private final DeploymentState state;

    Evolution(DeploymentState state) {
        this.state = state;
    }

    private DeploymentState run(UnaryOperator<Running> change) {
        return state.running().map(run -> state.with(change.apply(run))).orElse(state);
    }

    private DeploymentState estate(UnaryOperator<Estate> change) {
        return run(run -> run.with(change.apply(run.estate())));
    }

    private DeploymentState watching(UnaryOperator<Watching> change) {
        return run(run -> run.with(change.apply(run.watching())));
    }

    private DeploymentState ledger(UnaryOperator<Ledger> change) {
        return run(run -> run.with(change.apply(run.ledger())));
    }

    /** The outcome of work is known: its resource is free, and what it left is remembered. */
    private DeploymentState outcome(Resource resource, UnaryOperator<Estate> change) {
        return run(run -> run.with(run.ledger().free(resource)).with(change.apply(run.estate())));
    }

    private DeploymentState forward(UnaryOperator<Forward> change) {
        return state.accept(new StateAdapter<DeploymentState>(state) {
            @Override
            public DeploymentState forward(Forward forward) {
                return change.apply(forward);
            }
        });
    }

    /** The restoration that is under way: of a rollback, or of a reconciliation. */
    private static DeploymentState restoration(DeploymentState state, UnaryOperator<Restoration> change) {
        return state.accept(new StateAdapter<DeploymentState>(state) {
            @Override
            public DeploymentState forward(Forward forward) {
                return forward.reconciliation()
                        .map(reconciliation ->
                                forward.with(reconciliation.with(change.apply(reconciliation.restoration()))))
                        .orElse(forward);
            }

            @Override
            public DeploymentState rollingBack(RollingBack rolling) {
                return rolling.with(change.apply(rolling.restoration()));
            }
        });
    }

    @Override
    public DeploymentState deploymentCreated(ProgressEvent.DeploymentCreated event) {
        return Forward.pending(new Facts(event.deployment(), event.spec(), event.at()));
    }

    @Override
    public DeploymentState deploymentAdmitted(ProgressEvent.DeploymentAdmitted event) {
        return forward(forward -> forward.admitted(event.at()));
    }

    @Override
    public DeploymentState deploymentRefused(ProgressEvent.DeploymentRefused event) {
        return state;
    }

    @Override
    public DeploymentState deploymentStarted(ProgressEvent.DeploymentStarted event) {
        Start start = new Start(event.roles(), event.desiredCount(), event.plan(), pinned(event.readings()));
        return run(run -> run.started(start)
                .with(run.estate().found(ours(run, event.readings())))
                .with(run.watching().desired(event.desiredCount())));
    }

    private static Map<RouteRef, RouteReading> ours(Running run, Readings readings) {
        Map<RouteRef, RouteReading> routes = new LinkedHashMap<>();
        run.spec().routes().forEach(route -> readings.route(route).ifPresent(reading -> routes.put(route, reading)));
        return routes;
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
            Running found = run.started(run.start().with(event.roles()))
                    .with(run.estate().found(ours(run, event.readings())));
            return forward.with(found)
                    .with(Drain.NOT_BEGUN)
                    .with(new Reconciliation(event.moveTraffic(), event.retire(), Restoration.NOT_BEGUN, false));
        });
    }

    @Override
    public DeploymentState serviceReconciled(ProgressEvent.ServiceReconciled event) {
        return forward(forward -> {
            Running run = forward.run();
            Running found = run.started(run.start().with(event.roles()))
                    .with(run.estate().found(ours(run, event.readings())));
            Forward told = forward.with(found);
            return told.reconciliation().map(done -> told.with(done.done())).orElse(told);
        });
    }

    @Override
    public DeploymentState stageEntered(ProgressEvent.StageEntered event) {
        return forward(forward -> forward.entered(event.position(), event.at()));
    }

    @Override
    public DeploymentState bakeStarted(ProgressEvent.BakeStarted event) {
        return forward(forward -> forward.with(forward.bake().started(event.at(), event.endsAt()), event.at()));
    }

    @Override
    public DeploymentState bakePaused(ProgressEvent.BakePaused event) {
        return forward(forward -> forward.with(forward.bake().paused(event.remaining()), event.at()));
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
    public DeploymentState drainStarted(ProgressEvent.DrainStarted event) {
        return drained(Drain.until(event.endsAt()));
    }

    @Override
    public DeploymentState drainEnded(ProgressEvent.DrainEnded event) {
        return state.accept(new StateAdapter<DeploymentState>(state) {
            @Override
            public DeploymentState forward(Forward forward) {
                return forward.with(forward.drain().over());
            }

            @Override
            public DeploymentState rollingBack(RollingBack rolling) {
                return rolling.with(rolling.drain().over());
            }
        });
    }

    private DeploymentState drained(Drain drain) {
        return state.accept(new StateAdapter<DeploymentState>(state) {
            @Override
            public DeploymentState forward(Forward forward) {
                return forward.with(drain);
            }

            @Override
            public DeploymentState rollingBack(RollingBack rolling) {
                return rolling.with(drain);
            }
        });
    }

    @Override
    public DeploymentState commandAnswered(ProgressEvent.CommandAnswered event) {
        return run(run -> run.withAnswered(event.commandId()));
    }

    @Override
    public DeploymentState rollbackRequested(ProgressEvent.RollbackRequested event) {
        return forward(forward -> forward.asked(DeploymentStatus.ROLLBACK_REQUESTED));
    }

    @Override
    public DeploymentState stopRequested(ProgressEvent.StopRequested event) {
        return forward(forward -> forward.asked(DeploymentStatus.STOP_REQUESTED));
    }

    @Override
    public DeploymentState rollbackStarted(ProgressEvent.RollbackStarted event) {
        return state.accept(new StateAdapter<DeploymentState>(state) {
            @Override
            public DeploymentState forward(Forward forward) {
                return forward.isPending() ? forward : back(forward, event);
            }
        });
    }

    private static RollingBack back(Forward forward, ProgressEvent.RollbackStarted event) {
        Map<HookExecution, HookRun> hooks = new LinkedHashMap<>(forward.run().hooks());
        hooks.values().removeIf(HookRun::isOpen);
        return new RollingBack(
                forward.run().withHooks(hooks),
                event.cause(),
                event.reason(),
                event.at(),
                forward.stage(),
                Restoration.NOT_BEGUN,
                Drain.NOT_BEGUN,
                false);
    }

    @Override
    public DeploymentState rollbackInsisted(ProgressEvent.RollbackInsisted event) {
        return restoration(state, Restoration::insisting);
    }

    @Override
    public DeploymentState rollbackOverdue(ProgressEvent.RollbackOverdue event) {
        return state.accept(new StateAdapter<DeploymentState>(state) {
            @Override
            public DeploymentState rollingBack(RollingBack rolling) {
                return rolling.withOverdue();
            }
        });
    }

    @Override
    public DeploymentState cleanUpOverdue(ProgressEvent.CleanUpOverdue event) {
        return forward(Forward::withOverdue);
    }

    @Override
    public DeploymentState closingStarted(ProgressEvent.ClosingStarted event) {
        return state.running()
                .<DeploymentState>map(run -> new Closing(
                        run, state.status(), event.end(), event.reason(), event.leftOvers(), event.at(), false))
                .orElse(state);
    }

    @Override
    public DeploymentState closingOverdue(ProgressEvent.ClosingOverdue event) {
        return state.accept(new StateAdapter<DeploymentState>(state) {
            @Override
            public DeploymentState closing(Closing closing) {
                return closing.withOverdue();
            }
        });
    }

    @Override
    public DeploymentState engineResumed(ProgressEvent.EngineResumed event) {
        DeploymentState blind = run(run -> run.with(run.ledger().afterResume(event.quietAt()))
                .with(run.watching().blind()));
        return blind.accept(new StateAdapter<DeploymentState>(blind) {
            @Override
            public DeploymentState forward(Forward forward) {
                return forward.bake().runs()
                        ? forward.with(
                                forward.bake().paused(forward.bake().remainingAfter(event.lastAlive())), event.at())
                        : forward;
            }
        });
    }

    @Override
    public DeploymentState invariantBroken(ProgressEvent.InvariantBroken event) {
        return state;
    }

    @Override
    public DeploymentState deploymentEnded(ProgressEvent.DeploymentEnded event) {
        return state.running()
                .<DeploymentState>map(
                        run -> new Ended(run, event.status(), event.reason(), event.leftOvers(), event.at()))
                .orElse(state);
    }

    @Override
    public DeploymentState workOwed(WorkEvent.WorkOwed event) {
        return event.effect().accept(new Owing(run(run -> run.with(run.ledger().owe(event.effect())))));
    }

    @Override
    public DeploymentState workWithdrawn(WorkEvent.WorkWithdrawn event) {
        return ledger(ledger -> ledger.mayLand(event.effect(), event.quietAt()));
    }

    @Override
    public DeploymentState workUncertain(WorkEvent.WorkUncertain event) {
        return ledger(ledger -> ledger.mayLand(event.effect(), event.quietAt()));
    }

    @Override
    public DeploymentState resourceQuieted(WorkEvent.ResourceQuieted event) {
        return ledger(ledger -> ledger.free(event.resource()));
    }

    @Override
    public DeploymentState workWaiting(WorkEvent.WorkWaiting event) {
        DeploymentState told = ledger(ledger -> ledger.waits(event.effect(), event.gate()));
        return switch (event.gate()) {
            case BLUE_CAPACITY, BLUE_ALIVE -> restoration(told, restoration -> restoration.weak(event.at()));
            case CAPACITY, ALARMS, DRIFT, READ_BACK, NO_WEIGHT, IDLE_GROUP_EMPTY, READABLE, ACCEPTED -> told;
        };
    }

    @Override
    public DeploymentState workRefused(WorkEvent.WorkRefused event) {
        return event.effect()
                .resource()
                .map(resource -> ledger(ledger -> ledger.free(resource)))
                .orElse(state);
    }

    @Override
    public DeploymentState scaleInRead(WorkEvent.ScaleInRead event) {
        return estate(estate -> estate.with(estate.scaleIn().read(event.setting())));
    }

    @Override
    public DeploymentState scaleInSuspended(WorkEvent.ScaleInSuspended event) {
        return outcome(
                Effect.SCALE_IN.orElseThrow(),
                estate -> estate.with(estate.scaleIn().nowSuspended()));
    }

    @Override
    public DeploymentState scaleInRestored(WorkEvent.ScaleInRestored event) {
        return outcome(
                Effect.SCALE_IN.orElseThrow(),
                estate -> estate.with(estate.scaleIn().nowRestored()));
    }

    @Override
    public DeploymentState revisionLaunched(WorkEvent.RevisionLaunched event) {
        return run(run -> run.with(run.ledger().free(Effect.GREEN.orElseThrow()))
                .with(run.estate()
                        .with(run.estate()
                                .green()
                                .launched(event.revision(), run.watching().liveDesired()))));
    }

    @Override
    public DeploymentState revisionScaled(WorkEvent.RevisionScaled event) {
        return switch (event.role()) {
            case GREEN ->
                outcome(
                        Effect.GREEN.orElseThrow(),
                        estate -> estate.with(estate.green().scaled(event.desired())));
            case BLUE ->
                restoration(outcome(Effect.BLUE.orElseThrow(), UnaryOperator.identity()), Restoration::withBlueScaled);
        };
    }

    private static Resource route(RouteRef route) {
        return new Resource(Resource.Kind.ROUTE, route.id());
    }

    @Override
    public DeploymentState routeShifted(WorkEvent.RouteShifted event) {
        RouteReading reading = event.reading();
        DeploymentState written = outcome(route(reading.route()), estate -> {
            Estate left = estate.left(reading);
            return event.settlesAt().isAfter(event.at()) ? left.settling(reading.route(), event.settlesAt()) : left;
        });
        // What the route watch showed before does not count for the new weights.
        return written.running()
                .map(run -> written.with(run.with(run.watching().with(Watch.ROUTES, Condition.UNKNOWN))))
                .orElse(written);
    }

    @Override
    public DeploymentState routeSettled(WorkEvent.RouteSettled event) {
        return estate(estate -> estate.settled(event.route()));
    }

    @Override
    public DeploymentState routeRestored(WorkEvent.RouteRestored event) {
        RouteRef route = event.reading().route();
        return restoration(
                outcome(route(route), estate -> estate.left(event.reading()).settled(route)),
                restoration -> restoration.restored(route));
    }

    @Override
    public DeploymentState routeLeftAlone(WorkEvent.RouteLeftAlone event) {
        return restoration(
                outcome(route(event.route()), UnaryOperator.identity()),
                restoration -> restoration.leftAlone(event.route(), event.why()));
    }

    @Override
    public DeploymentState primaryMade(WorkEvent.PrimaryMade event) {
        return outcome(Effect.PRIMARY.orElseThrow(), Estate::withPrimaryMade);
    }

    @Override
    public DeploymentState revisionRetired(WorkEvent.RevisionRetired event) {
        return event.role() == RevisionRole.BLUE
                ? outcome(Effect.BLUE.orElseThrow(), Estate::withBlueRetired)
                : outcome(
                        Effect.GREEN.orElseThrow(),
                        estate -> estate.with(estate.green().gone()));
    }

    @Override
    public DeploymentState leftOverRetired(WorkEvent.LeftOverRetired event) {
        Resource resource =
                new Resource(Resource.Kind.REVISION, event.revision().id());
        DeploymentState freed = outcome(resource, UnaryOperator.identity());
        return freed.accept(new StateAdapter<DeploymentState>(freed) {
            @Override
            public DeploymentState forward(Forward forward) {
                return forward.reconciliation()
                        .map(reconciliation -> forward.with(reconciliation.retired(event.revision())))
                        .orElse(forward);
            }
        });
    }

    @Override
    public DeploymentState hookStarted(HookEvent.HookStarted event) {
        HookRun.State begun = event.awaitsAction() ? HookRun.State.AWAITING_ACTION : HookRun.State.IN_PROGRESS;
        return run(run ->
                run.with(new HookRun(event.execution(), begun, event.expiresAt(), details(run, event.execution()))));
    }

    private static HookDetails details(Running run, HookExecution execution) {
        return run.spec().hooks().stream()
                .filter(hook -> hook.name().equals(execution.hook()))
                .map(HookSpec::details)
                .findFirst()
                .orElse(HookDetails.EMPTY);
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
    public DeploymentState conditionChanged(WatchEvent.ConditionChanged event) {
        return watching(watching -> {
            Watching seen = watching.with(event.watch(), event.condition());
            if (event.watch() != Watch.GREEN_HEALTH) {
                return seen;
            }
            return switch (event.condition()) {
                case GOOD -> seen.unhealthySince(Optional.empty());
                case BAD -> seen.unhealthySince(watching.unhealthySince().or(() -> Optional.of(event.at())));
                case UNKNOWN -> seen;
            };
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
        return watching(watching -> watching.ignoring(Copies.without(watching.ignoredAlarms(), event.name()), false));
    }

    @Override
    public DeploymentState driftFound(WatchEvent.DriftFound event) {
        return watching(watching -> watching.with(Watch.ROUTES, Condition.UNKNOWN));
    }
}
