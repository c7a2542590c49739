package io.github.bluegreen4j.workflow;

import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.PlannedStage;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.RollbackCause;
import io.github.bluegreen4j.model.RouteRef;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * On the way back: production first, then the test route, then green.
 *
 * @param run what it carries
 * @param cause what made it roll back
 * @param reason the same in words
 * @param since when it began, moved by the time that its deadline does not count
 * @param from the stage it came from
 * @param restoration how far the routes are
 * @param drain the drain window before green is retired
 * @param others left-overs of earlier deployments that a reconciliation had not retired yet: they stay, and are named
 * @param overdue whether it ran out of time
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
    boolean isProductionDone() {
        for (RouteRef route : run.spec().productionRoutes()) {
            if (!restoration.isDone(route)) {
                return false;
            }
        }
        return true;
    }

    /** Whether every production route read back as all on blue. */
    boolean isProductionRestored() {
        return restoration.restored().containsAll(run.spec().productionRoutes());
    }

    /** Whether nothing more can be done for the test route. */
    boolean isTestDone() {
        return run.spec().testRoute().map(restoration::isDone).orElse(true);
    }

    /** Whether blue was asked to run what it should, or there is no blue to ask, or nothing is given back to it. */
    boolean isScaleDone() {
        return restoration.scaled() || run.roles().blue().isEmpty() || !isProductionRestored();
    }

    /** Whether no route gives green any weight that we know of. */
    boolean isEverythingRestored() {
        return restoration.restored().containsAll(run.spec().routes());
    }

    /** Whether everything was restored, and the data plane of every route has had its time to follow. */
    boolean isEverythingSettled() {
        return isEverythingRestored() && run.estate().settling().isEmpty();
    }

    /** Whether green, if there is one, may be retired once its drain window is over. */
    boolean hasGreenToRetire() {
        Green green = run.estate().green();
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

    RollingBack with(Restoration newRestoration) {
        return new RollingBack(run, cause, reason, since, from, newRestoration, drain, others, overdue);
    }

    RollingBack with(Drain newDrain) {
        return new RollingBack(run, cause, reason, since, from, restoration, newDrain, others, overdue);
    }

    /** The engine could not act in that time: the deadline does not count it. */
    RollingBack stalled(Instant stalledFrom, Instant stalledTo) {
        Running.Clock clock = run.clock();
        return new RollingBack(
                run.with(clock.stalled(stalledTo)),
                cause,
                reason,
                clock.moved(since, stalledFrom, stalledTo),
                from,
                restoration,
                drain,
                others,
                overdue);
    }

    /** The same by a clock that is that much ahead; what it carries is moved by itself. */
    RollingBack later(Duration by) {
        return new RollingBack(run, cause, reason, since.plus(by), from, restoration.later(by), drain, others, overdue);
    }

    RollingBack withOverdue() {
        return new RollingBack(run, cause, reason, since, from, restoration, drain, others, true);
    }
}
