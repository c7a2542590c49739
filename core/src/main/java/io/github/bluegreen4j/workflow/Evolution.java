package io.github.bluegreen4j.workflow;

import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.Readings;
import io.github.bluegreen4j.model.RouteReading;
import io.github.bluegreen4j.model.RouteRef;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The state after an event. Total: an event that does not belong to a state leaves the state unchanged. */
final class Evolution extends ObservedEvolution implements DeploymentEvent.Handler<DeploymentState> {

    private Evolution(DeploymentState state) {
        super(state);
    }

    /**
     * The state after an event. Work that the event ends, or that is not wanted any more, is no longer shown as
     * waiting.
     */
    static DeploymentState after(DeploymentState state, DeploymentEvent event) {
        DeploymentState next = event.accept(new Evolution(state));
        return next.running()
                .filter(run -> !run.ledger().waiting().isEmpty())
                .map(run -> next.with(run.with(run.ledger().waitingOnly(next.accept(new Wanted())))))
                .orElse(next);
    }

    @Override
    public DeploymentState deploymentCreated(ProgressEvent.DeploymentCreated event) {
        return Forward.pending(new Facts(event.deployment(), event.spec(), event.at(), event.by()));
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
    public DeploymentState deploymentStarted(ProgressEvent.DeploymentStarted event) {
        Start start = new Start(
                event.roles(),
                event.desiredCount(),
                event.plan(),
                pinned(event.readings()),
                Start.lives(event.roles(), event.readings()));
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
            Running found = run.started(run.start().with(event.roles(), event.readings()))
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
            Running found = run.started(run.start().with(event.roles(), event.readings()))
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
        return state.accept(new StateAdapter<DeploymentState>(state) {
            @Override
            public DeploymentState forward(Forward forward) {
                return forward.isPending() ? forward : back(forward, event);
            }
        });
    }

    /** If a reconciliation waited for blue, the rollback continues that wait. */
    private static Restoration begun(Forward forward) {
        List<RouteRef> routes = forward.run().facts().spec().productionRoutes();
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
        return state.accept(new StateAdapter<DeploymentState>(state) {
            @Override
            public DeploymentState closing(Closing closing) {
                boolean unseen =
                        closing.view().isEmpty() && closing.run().started().isPresent();
                EndView unknown = EndView.unknown("it could not be read in time" + Reasons.waiting(closing));
                return (unseen ? closing.with(unknown) : closing).withOverdue();
            }
        });
    }

    @Override
    public DeploymentState engineStalled(ProgressEvent.EngineStalled event) {
        return stalled(state, event.since(), event.at());
    }

    /** The engine could not act during that time: no limit of its own work counts it. */
    private static DeploymentState stalled(DeploymentState state, Instant since, Instant until) {
        return state.accept(new StateAdapter<DeploymentState>(state) {
            @Override
            public DeploymentState forward(Forward forward) {
                return forward.stalled(since, until);
            }

            @Override
            public DeploymentState rollingBack(RollingBack rolling) {
                return rolling.stalled(since, until);
            }

            @Override
            public DeploymentState closing(Closing closing) {
                return closing.stalled(since, until);
            }
        });
    }

    @Override
    public DeploymentState endObserved(ProgressEvent.EndObserved event) {
        return state.accept(new StateAdapter<DeploymentState>(state) {
            @Override
            public DeploymentState closing(Closing closing) {
                return closing.with(new EndView(event.serving(), event.warnings()));
            }
        });
    }

    /**
     * Another engine continues, with its own clock. Only durations between events of one engine are known. So the new
     * engine's now counts as the time of the last event: no time has passed for the limits of the engine's own work,
     * whatever the two clocks show.
     */
    @Override
    public DeploymentState engineResumed(ProgressEvent.EngineResumed event) {
        Instant lastAlive = event.lastAlive();
        return stalled(state, Standstill.earlier(state, lastAlive), lastAlive).accept(new Resumption(event));
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
}
