package io.github.bluegreen4j.workflow.evolve;

import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.workflow.state.Closing;
import io.github.bluegreen4j.workflow.state.DeploymentState;
import io.github.bluegreen4j.workflow.state.Drain;
import io.github.bluegreen4j.workflow.state.Ended;
import io.github.bluegreen4j.workflow.state.Forward;
import io.github.bluegreen4j.workflow.state.NotStarted;
import io.github.bluegreen4j.workflow.state.RollingBack;
import io.github.bluegreen4j.workflow.state.Running;
import io.github.bluegreen4j.workflow.state.Stages;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The state after an engine resumed the deployment. The new engine's clock may differ, so every instant from which a
 * timer counts is moved to the new clock, forward or back.
 *
 * <ul>
 *   <li>Windows that protect traffic (drain, settle, pending calls) start again. A bake keeps the rest of its time.
 *   <li>Limits of the engine's own work keep the rest that they had at the last event.
 *   <li>Limits of hooks, pauses and the deployment also count while no engine is alive, except for what different
 *       clocks can explain.
 * </ul>
 */
final class Resumption implements DeploymentState.Handler<DeploymentState> {
    private final Instant at;
    private final Instant lastAlive;
    private final Instant quietAt;
    private final Duration gap;
    private final Optional<Instant> lateUntil;

    Resumption(ProgressEvent.EngineResumed event) {
        this.at = event.at();
        this.lastAlive = event.lastAlive();
        this.quietAt = event.quietAt();
        this.gap = Duration.between(lastAlive, at);
        this.lateUntil = event.lateUntil();
    }

    private Running run(Running run) {
        return run.resumed(at, quietAt, gap, lateUntil);
    }

    private Drain anew(Drain drain, Running run) {
        return drain.begun() && !drain.ended() ? Drain.until(at.plus(Stages.drainWindow(run))) : drain;
    }

    @Override
    public DeploymentState notStarted(NotStarted state) {
        return state;
    }

    @Override
    public DeploymentState forward(Forward forward) {
        Forward resumed = forward.later(gap).with(run(forward.run()));
        if (forward.isPending()) {
            return resumed;
        }
        Forward drains = resumed.with(anew(forward.drain(), forward.run()));
        return forward.bake().runs() ? drains.paused(forward.bake().remainingAfter(lastAlive), at) : drains;
    }

    @Override
    public DeploymentState rollingBack(RollingBack rolling) {
        return rolling.later(gap).with(run(rolling.run())).with(anew(rolling.drain(), rolling.run()));
    }

    @Override
    public DeploymentState closing(Closing closing) {
        return closing.later(gap).with(run(closing.run()));
    }

    @Override
    public DeploymentState ended(Ended ended) {
        return ended;
    }
}
