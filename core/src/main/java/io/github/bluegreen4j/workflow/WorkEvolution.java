package io.github.bluegreen4j.workflow;

import io.github.bluegreen4j.event.Effect;
import io.github.bluegreen4j.event.Gate;
import io.github.bluegreen4j.event.Watch;
import io.github.bluegreen4j.event.WorkEvent;
import io.github.bluegreen4j.model.Roles;
import io.github.bluegreen4j.model.RouteReading;
import io.github.bluegreen4j.model.RouteRef;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The state after an event of work: what is pending, what could still take effect, and what exists in the outside
 * world.
 */
abstract class WorkEvolution extends Evolving implements WorkEvent.Handler<DeploymentState> {

    WorkEvolution(DeploymentState state) {
        super(state);
    }

    @Override
    public DeploymentState workOwed(WorkEvent.WorkOwed event) {
        return event.effect().accept(new Owing(run(run -> run.with(run.ledger().owe(event.effect()))), event.at()));
    }

    @Override
    public DeploymentState workWithdrawn(WorkEvent.WorkWithdrawn event) {
        return event.effect()
                .accept(new Moving(
                        ledger(ledger -> ledger.mayLand(event.effect(), event.quietAt())),
                        Optional.of(event.quietAt())));
    }

    @Override
    public DeploymentState workUncertain(WorkEvent.WorkUncertain event) {
        return event.effect()
                .accept(new Moving(
                        ledger(ledger -> ledger.unanswered(event.effect(), event.quietAt())),
                        Optional.of(event.quietAt())));
    }

    @Override
    public DeploymentState resourceQuieted(WorkEvent.ResourceQuieted event) {
        return ledger(ledger -> ledger.free(event.resource()));
    }

    @Override
    public DeploymentState workWaiting(WorkEvent.WorkWaiting event) {
        DeploymentState told = ledger(ledger -> ledger.waits(
                event.effect(), new Ledger.Waiting(event.gate(), event.seen(), event.wanted(), event.at())));
        return event.gate() == Gate.NO_WEIGHT
                ? unrestored(told)
                : restoration(told, restoration -> restoration.waits(event.gate(), event.at()));
    }

    /**
     * A restored route gives green weight again, or the reading that showed it restored was old: all routes are read
     * again, and the drain starts again.
     */
    private static DeploymentState unrestored(DeploymentState told) {
        return told.accept(new StateAdapter<DeploymentState>(told) {
            @Override
            public DeploymentState forward(Forward forward) {
                return forward.reconciliation()
                        .filter(reconciliation -> !reconciliation.finished())
                        .map(reconciliation -> forward.with(reconciliation.with(
                                        reconciliation.restoration().again()))
                                .with(Drain.NOT_BEGUN))
                        .orElse(forward);
            }

            @Override
            public DeploymentState rollingBack(RollingBack rolling) {
                return rolling.with(rolling.restoration().again()).with(Drain.NOT_BEGUN);
            }
        });
    }

    @Override
    public DeploymentState workRefused(WorkEvent.WorkRefused event) {
        DeploymentState told = event.effect()
                .resource()
                .map(resource -> ledger(ledger -> ledger.free(resource)))
                .orElse(state);
        return event.effect().accept(new Moving(told, Optional.empty()));
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

    private static Effect.Resource route(RouteRef route) {
        return new Effect.Resource(Effect.Resource.Kind.ROUTE, route.id());
    }

    @Override
    public DeploymentState routeShifted(WorkEvent.RouteShifted event) {
        RouteReading reading = event.reading();
        DeploymentState written = outcome(route(reading.route()), estate -> {
            Estate left = estate.left(reading).moved(reading.route(), event.at());
            return event.settlesAt().isAfter(event.at()) ? left.settling(reading.route(), event.settlesAt()) : left;
        });
        // The last result of the route watch does not apply to the new weights.
        return written.running()
                .map(run -> written.with(run.with(run.watching().without(Watch.ROUTES))))
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
                outcome(route(route), estate -> {
                    Estate left = estate.left(event.reading()).settled(route);
                    return event.settlesAt().isAfter(event.at()) ? left.settling(route, event.settlesAt()) : left;
                }),
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
        return event.role() == Roles.Role.BLUE
                ? outcome(Effect.BLUE.orElseThrow(), Estate::withBlueRetired)
                : outcome(
                        Effect.GREEN.orElseThrow(),
                        estate -> estate.with(estate.green().gone()));
    }

    @Override
    public DeploymentState leftOverRetired(WorkEvent.LeftOverRetired event) {
        Effect.Resource resource = new Effect.Resource(
                Effect.Resource.Kind.REVISION, event.revision().id());
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
}
