package io.github.bluegreen4j.workflow.state;

import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.PlannedStage;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

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

    /** Whether it keeps a revision, and waits for its time, for the next deployment of the service or for a command. */
    @Override
    public boolean isKeeping() {
        return isWaiting() && run.spec().isKeeping() && run.keepingOver().isEmpty();
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
        return copy(to -> to.run = newRun);
    }

    public Forward admitted(Instant at) {
        return copy(to -> {
            to.admittedAt = Optional.of(at);
            to.enteredAt = at;
            to.clockSince = at;
        });
    }

    public Forward entered(int newPosition, Instant at) {
        return copy(to -> {
            to.position = newPosition;
            to.enteredAt = at;
            to.clockSince = at;
            to.bake = Bake.of(run.baseline().plan().get(newPosition).bake());
            to.drain = Drain.NOT_BEGUN;
            to.reconciliation = Optional.empty();
            to.overdue = false;
        });
    }

    public Forward with(Bake newBake, Instant newClockSince) {
        return copy(to -> {
            to.bake = newBake;
            to.clockSince = newClockSince;
        });
    }

    @Override
    public Forward drained(UnaryOperator<Drain> change) {
        return copy(to -> to.drain = change.apply(drain));
    }

    public Forward with(Reconciliation newReconciliation) {
        return copy(to -> to.reconciliation = Optional.of(newReconciliation));
    }

    /** Changes the reconciliation, if there is one. */
    public Forward reconciled(UnaryOperator<Reconciliation> change) {
        return copy(to -> to.reconciliation = reconciliation.map(change));
    }

    @Override
    public Forward restored(UnaryOperator<Restoration> change) {
        return reconciled(reconciling -> reconciling.with(change.apply(reconciling.restoration())));
    }

    @Override
    public Forward stalled(Instant since, Instant until) {
        Running.Clock clock = run.clock();
        return copy(to -> {
            to.run = run.with(clock.stalled(until)).with(run.watching().stalled(clock, since, until));
            to.admittedAt = admittedAt.map(at -> clock.moved(at, since, until));
            to.enteredAt = clock.moved(enteredAt, since, until);
            to.clockSince = clock.moved(clockSince, since, until);
            to.bake = bake.withEnd(at -> clock.moved(at, since, until));
        });
    }

    /** The limits of the stage and of the clean-up gate do not count the time for which a policy held the work. */
    public Forward held(Duration time) {
        return time.isNegative()
                ? this
                : copy(to -> {
                    to.admittedAt = isPending() ? admittedAt.map(at -> at.plus(time)) : admittedAt;
                    to.clockSince = clockSince.plus(time);
                    to.bake = bake.withEnd(at -> at.plus(time));
                });
    }

    /** A bake without progress since its last pause keeps the clock of its stage running. */
    public Forward paused(Duration remaining, Instant at) {
        boolean gotOn = remaining.compareTo(bake.remaining()) < 0;
        return with(bake.paused(remaining), gotOn ? at : clockSince);
    }

    @Override
    public Forward later(Duration by) {
        return copy(to -> {
                    to.admittedAt = admittedAt.map(at -> at.plus(by));
                    to.enteredAt = enteredAt.plus(by);
                    to.clockSince = clockSince.plus(by);
                    to.bake = bake.withEnd(at -> at.plus(by));
                })
                .restored(restoration -> restoration.later(by));
    }

    public Forward withGateOpen() {
        return copy(to -> to.gateOpen = true);
    }

    public Forward withOverdue() {
        return copy(to -> to.overdue = true);
    }

    public Forward asked(DeploymentStatus status) {
        return copy(to -> to.asked = Optional.of(status));
    }

    /** The values of a copy: those of this state, until they are changed. */
    private final class Copy {
        private Running run = Forward.this.run;
        private Optional<Instant> admittedAt = Forward.this.admittedAt;
        private int position = Forward.this.position;
        private Instant enteredAt = Forward.this.enteredAt;
        private Instant clockSince = Forward.this.clockSince;
        private Bake bake = Forward.this.bake;
        private Drain drain = Forward.this.drain;
        private Optional<Reconciliation> reconciliation = Forward.this.reconciliation;
        private boolean gateOpen = Forward.this.gateOpen;
        private boolean overdue = Forward.this.overdue;
        private Optional<DeploymentStatus> asked = Forward.this.asked;
    }

    private Forward copy(Consumer<Copy> change) {
        Copy to = new Copy();
        change.accept(to);
        return new Forward(
                to.run,
                to.admittedAt,
                to.position,
                to.enteredAt,
                to.clockSince,
                to.bake,
                to.drain,
                to.reconciliation,
                to.gateOpen,
                to.overdue,
                to.asked);
    }
}
