package io.github.bluegreen4j.workflow.state;

import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.PlannedStage;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.RollbackCause;
import io.github.bluegreen4j.model.RouteRef;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A rollback. It restores production, then the test route, then retires green.
 *
 * @param run what the deployment carries
 * @param cause what triggered the rollback
 * @param reason the details
 * @param since when it started, moved by the time that its deadline does not count
 * @param from the stage in which it started
 * @param restoration the progress of the routes
 * @param drain the drain window before green is retired
 * @param others left-overs of earlier deployments that a reconciliation had not retired yet: they stay, and the end
 *     event names them
 * @param overdue whether the rollback exceeded its deadline
 */
public record RollingBack(
        Running run,
        RollbackCause cause,
        String reason,
        Instant since,
        PlannedStage from,
        Restoration restoration,
        Drain drain,
        List<RevisionRef> others,
        boolean overdue)
        implements DeploymentState {

    @Override
    public <R> R accept(Handler<R> handler) {
        return handler.rollingBack(this);
    }

    @Override
    public Optional<Running> running() {
        return Optional.of(run);
    }

    /** Whether nothing more can be done for any production route. */
    public boolean isProductionDone() {
        for (RouteRef route : run.spec().productionRoutes()) {
            if (!restoration.isDone(route)) {
                return false;
            }
        }
        return true;
    }

    /** Whether every production route read back as all on blue. */
    public boolean isProductionRestored() {
        return restoration.restored().containsAll(run.spec().productionRoutes());
    }

    /** Whether a production route read back as all on blue. */
    public boolean hasRestoredProduction() {
        return !Collections.disjoint(restoration.restored(), run.spec().productionRoutes());
    }

    /** Whether nothing more can be done for the test route. */
    public boolean isTestDone() {
        return run.spec().testRoute().map(restoration::isDone).orElse(true);
    }

    /**
     * Whether blue's scale needs no more work: it was restored, or there is no blue, or blue does not get production
     * back.
     */
    public boolean isScaleDone() {
        return restoration.scaled() || run.roles().blue().isEmpty() || !isProductionRestored();
    }

    /** Whether no route is known to give green weight. */
    public boolean isEverythingRestored() {
        return restoration.restored().containsAll(run.spec().routes());
    }

    /** Whether everything was restored, and the data plane of every route has had its time to follow. */
    public boolean isEverythingSettled() {
        return isEverythingRestored() && run.resources().settling().isEmpty();
    }

    /** Whether green, if there is one, may be retired once its drain window is over. */
    public boolean hasGreenToRetire() {
        Green green = run.resources().green();
        return isEverythingRestored() && green.mayExist() && !green.retired();
    }

    @Override
    public Node node() {
        if (!isProductionDone()) {
            return Node.RESTORE_PRODUCTION;
        }
        return isTestDone() ? Node.RETIRE_GREEN : Node.RESTORE_TEST;
    }

    @Override
    public DeploymentStatus status() {
        return DeploymentStatus.ROLLBACK_IN_PROGRESS;
    }

    @Override
    public RollingBack with(Running newRun) {
        return new RollingBack(newRun, cause, reason, since, from, restoration, drain, others, overdue);
    }

    @Override
    public RollingBack restored(UnaryOperator<Restoration> change) {
        return new RollingBack(run, cause, reason, since, from, change.apply(restoration), drain, others, overdue);
    }

    @Override
    public RollingBack drained(UnaryOperator<Drain> change) {
        return new RollingBack(run, cause, reason, since, from, restoration, change.apply(drain), others, overdue);
    }

    private RollingBack since(Instant newSince) {
        return new RollingBack(run, cause, reason, newSince, from, restoration, drain, others, overdue);
    }

    @Override
    public RollingBack stalled(Instant stalledFrom, Instant stalledTo) {
        Running.Clock clock = run.clock();
        return since(clock.moved(since, stalledFrom, stalledTo)).with(run.with(clock.stalled(stalledTo)));
    }

    @Override
    public RollingBack later(Duration by) {
        return since(since.plus(by)).restored(restoration -> restoration.later(by));
    }

    public RollingBack withOverdue() {
        return new RollingBack(run, cause, reason, since, from, restoration, drain, others, true);
    }
}
