package io.github.bluegreen4j.workflow.decide;

import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.Effect;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.event.WorkEvent;
import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.RollbackCause;
import io.github.bluegreen4j.workflow.agenda.DesiredEffects;
import io.github.bluegreen4j.workflow.agenda.Standstill;
import io.github.bluegreen4j.workflow.evolve.Evolution;
import io.github.bluegreen4j.workflow.rules.Guards;
import io.github.bluegreen4j.workflow.state.DeploymentState;
import io.github.bluegreen4j.workflow.state.Forward;
import io.github.bluegreen4j.workflow.state.Node;
import io.github.bluegreen4j.workflow.state.PendingWork;
import io.github.bluegreen4j.workflow.state.ResourceLock;
import io.github.bluegreen4j.workflow.state.Running;
import io.github.bluegreen4j.workflow.state.StageGraph;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A decision in progress: the events so far, and the state after them. It exists during one call of
 * {@code Workflow.decide}.
 */
public final class Decision {
    private final Guards guards;
    private final Instant at;
    private final List<DeploymentEvent> events = new ArrayList<>();
    private final DeploymentState before;
    private DeploymentState state;
    private Optional<String> stray = Optional.empty();

    public Decision(Guards guards, DeploymentState state, Instant at) {
        this.guards = guards;
        this.before = state;
        this.state = state;
        this.at = at;
    }

    Guards guards() {
        return guards;
    }

    Instant at() {
        return at;
    }

    public DeploymentState state() {
        return state;
    }

    public List<DeploymentEvent> events() {
        return events;
    }

    public Decision record(DeploymentEvent event) {
        Node from = state.node();
        events.add(event);
        state = Evolution.after(state, event);
        if (stray.isEmpty() && !StageGraph.allows(from, state.node())) {
            stray = Optional.of("the stage graph has no edge from " + from + " to " + state.node());
        }
        return this;
    }

    /** The first transition that the stage graph does not allow, as text; empty if it allows all. */
    public Optional<String> stray() {
        return stray;
    }

    /** Whether the deployment is in the stage that retires blue: it goes back no more. */
    public boolean isCleaningUp() {
        return forward()
                .filter(forward -> forward.isIn(LifecycleStage.CLEAN_UP))
                .isPresent();
    }

    /** The state, if the deployment goes forward. */
    Optional<Forward> forward() {
        return state instanceof Forward forward ? Optional.of(forward) : Optional.empty();
    }

    /** Something failed on the way forward: rolls back, if that is possible. */
    public Decision rollBack(RollbackCause cause, String reason) {
        if (forward().filter(Forward::isPending).isPresent()) {
            return close(DeploymentStatus.STOPPED, reason);
        }
        boolean keeps =
                state.running().filter(run -> run.spec().kept().isPresent()).isPresent();
        if (keeps) { // nothing more is moved: which of the two revisions shall serve, a person decides
            return stop(cause + ": " + reason, Optional.empty());
        }
        return forward().filter(guards::canRollBack).isPresent()
                ? record(new ProgressEvent.RollbackStarted(at, cause, reason))
                : this;
    }

    /** Something failed. If its policy has rollback off, the deployment freezes as it stands, with an error. */
    Decision fail(RollbackCause cause, String reason, boolean rollsBack) {
        return rollsBack
                ? rollBack(cause, reason)
                : stop(cause + ": " + reason + " (its rollback is off)", Optional.empty());
    }

    /** Freezes the deployment as it stands, on somebody's request if an origin is given. */
    Decision stop(String reason, Optional<Command.Origin> by) {
        return forward().filter(guards::canStop).isPresent()
                ? record(new ProgressEvent.StopRequested(at, reason, by)).close(DeploymentStatus.STOPPED, reason)
                : this;
    }

    public Decision close(DeploymentStatus end, String reason) {
        return record(new ProgressEvent.ClosingStarted(at, end, reason, LeftOvers.of(state)));
    }

    /**
     * Withdraws work that is not wanted any more, and makes wanted work pending on every free resource. From the
     * append of {@link WorkEvent.WorkOwed} on, the work may take effect.
     */
    public void settle() {
        if (state.running().isEmpty()) {
            return;
        }
        Standstill.since(before)
                .filter(since -> state.getClass() == before.getClass() && since.isBefore(at))
                .filter(since -> Standstill.since(state).isEmpty())
                .ifPresent(since -> record(new ProgressEvent.EngineStalled(at, since)));
        Set<Effect> wanted = state.accept(new DesiredEffects());
        Running run = state.running().get();
        for (ResourceLock lock : run.pendingWork().locks().values()) {
            if (lock.isOwed() && !wanted.contains(lock.effect())) {
                record(new WorkEvent.WorkWithdrawn(at, lock.effect(), quietAt(run)));
            }
        }
        for (Effect effect : wanted) {
            if (effect.resource().isPresent()) {
                PendingWork pendingWork = state.running().orElse(run).pendingWork();
                if (!pendingWork.owes(effect)
                        && guards.isFree(pendingWork, effect.resource().get())) {
                    record(new WorkEvent.WorkOwed(at, effect));
                }
            }
        }
    }

    /** When no call that is sent now can take effect any more. */
    Instant quietAt(Running run) {
        return at.plus(run.limits().call()).plus(run.limits().grace());
    }
}
