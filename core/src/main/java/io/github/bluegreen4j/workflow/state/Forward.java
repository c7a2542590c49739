package io.github.bluegreen4j.workflow.state;

import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.PlannedStage;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The way forward, from PENDING to CLEAN_UP.
 *
 * @param run what the deployment carries
 * @param admittedAt when it got its turn; empty while another deployment of the service runs
 * @param position the position in the plan; -1 while the deployment is pending
 * @param enteredAt when the stage was entered
 * @param clockSince since when the limit of the stage counts
 * @param bake the bake of the stage
 * @param drain the drain window before a revision is retired
 * @param reconciliation what must be reconciled; empty if nothing must
 * @param gateOpen whether the gate before CLEAN_UP has opened
 * @param overdue whether CLEAN_UP exceeded its limit
 * @param asked ROLLBACK_REQUESTED or STOP_REQUESTED between the request and its result; empty otherwise
 */
public record Forward(
        Running run,
        Optional<Instant> admittedAt,
        int position,
        Instant enteredAt,
        Instant clockSince,
        Bake bake,
        Drain drain,
        Optional<Reconciliation> reconciliation,
        boolean gateOpen,
        boolean overdue,
        Optional<DeploymentStatus> asked)
        implements DeploymentState {

    public static Forward pending(Identity identity) {
        return new Forward(
                Running.of(identity),
                Optional.empty(),
                -1,
                identity.createdAt(),
                identity.createdAt(),
                Bake.of(Duration.ZERO),
                Drain.NOT_BEGUN,
                Optional.empty(),
                false,
                false,
                Optional.empty());
    }

    @Override
    public <R> R accept(Handler<R> handler) {
        return handler.forward(this);
    }

    @Override
    public Optional<Running> running() {
        return Optional.of(run);
    }

    @Override
    public boolean isWaiting() {
        return isPending() && admittedAt.isEmpty();
    }

    public boolean isPending() {
        return position < 0;
    }

    /** {@return the current stage of the plan} Call it only if the deployment is not pending. */
    public PlannedStage stage() {
        return run.baseline().plan().get(position);
    }

    public boolean isIn(LifecycleStage stage) {
        return !isPending() && stage().stage() == stage;
    }

    /** Whether the plan has reached that stage, or passed it. */
    public boolean hasReached(LifecycleStage stage) {
        return !isPending() && stage().stage().compareTo(stage) >= 0;
    }

    /** Whether a production write was planned so far: from then on green may carry production. */
    public boolean isShifting() {
        return isIn(LifecycleStage.PRODUCTION_TRAFFIC_SHIFT)
                || stage().greenShare().tenths() > 0;
    }

    @Override
    public Node node() {
        return isPending() ? Node.PENDING : Node.of(stage().stage());
    }

    @Override
    public DeploymentStatus status() {
        return asked.orElse(isPending() ? DeploymentStatus.PENDING : DeploymentStatus.IN_PROGRESS);
    }

    @Override
    public Forward with(Running newRun) {
        return new Forward(
                newRun,
                admittedAt,
                position,
                enteredAt,
                clockSince,
                bake,
                drain,
                reconciliation,
                gateOpen,
                overdue,
                asked);
    }

    public Forward admitted(Instant at) {
        return new Forward(
                run, Optional.of(at), position, at, at, bake, drain, reconciliation, gateOpen, overdue, asked);
    }

    public Forward entered(int newPosition, Instant at) {
        Bake newBake = Bake.of(run.baseline().plan().get(newPosition).bake());
        return new Forward(
                run,
                admittedAt,
                newPosition,
                at,
                at,
                newBake,
                Drain.NOT_BEGUN,
                Optional.empty(),
                gateOpen,
                false,
                asked);
    }

    public Forward with(Bake newBake, Instant newClockSince) {
        return new Forward(
                run,
                admittedAt,
                position,
                enteredAt,
                newClockSince,
                newBake,
                drain,
                reconciliation,
                gateOpen,
                overdue,
                asked);
    }

    public Forward with(Drain newDrain) {
        return new Forward(
                run,
                admittedAt,
                position,
                enteredAt,
                clockSince,
                bake,
                newDrain,
                reconciliation,
                gateOpen,
                overdue,
                asked);
    }

    public Forward with(Reconciliation newReconciliation) {
        return new Forward(
                run,
                admittedAt,
                position,
                enteredAt,
                clockSince,
                bake,
                drain,
                Optional.of(newReconciliation),
                gateOpen,
                overdue,
                asked);
    }

    /** The engine could not act during that time: no limit of its own work counts it. */
    public Forward stalled(Instant since, Instant until) {
        Running.Clock clock = run.clock();
        return new Forward(
                run.with(clock.stalled(until)).with(run.watching().stalled(clock, since, until)),
                admittedAt.map(at -> clock.moved(at, since, until)),
                position,
                clock.moved(enteredAt, since, until),
                clock.moved(clockSince, since, until),
                new Bake(
                        bake.remaining(),
                        bake.startedAt(),
                        bake.endsAt(),
                        bake.endedAt().map(at -> clock.moved(at, since, until))),
                drain,
                reconciliation,
                gateOpen,
                overdue,
                asked);
    }

    /** A bake without progress since its last pause keeps the clock of its stage running. */
    public Forward paused(Duration remaining, Instant at) {
        boolean gotOn = remaining.compareTo(bake.remaining()) < 0;
        return with(bake.paused(remaining), gotOn ? at : clockSince);
    }

    /** The same state by a clock that is ahead by that much. What it carries is moved separately. */
    public Forward later(Duration by) {
        return new Forward(
                run,
                admittedAt.map(at -> at.plus(by)),
                position,
                enteredAt.plus(by),
                clockSince.plus(by),
                new Bake(
                        bake.remaining(),
                        bake.startedAt(),
                        bake.endsAt(),
                        bake.endedAt().map(at -> at.plus(by))),
                drain,
                reconciliation.map(
                        reconciled -> reconciled.with(reconciled.restoration().later(by))),
                gateOpen,
                overdue,
                asked);
    }

    public Forward withGateOpen() {
        return new Forward(
                run, admittedAt, position, enteredAt, clockSince, bake, drain, reconciliation, true, overdue, asked);
    }

    public Forward withOverdue() {
        return new Forward(
                run, admittedAt, position, enteredAt, clockSince, bake, drain, reconciliation, gateOpen, true, asked);
    }

    public Forward asked(DeploymentStatus status) {
        return new Forward(
                run,
                admittedAt,
                position,
                enteredAt,
                clockSince,
                bake,
                drain,
                reconciliation,
                gateOpen,
                overdue,
                Optional.of(status));
    }
}
