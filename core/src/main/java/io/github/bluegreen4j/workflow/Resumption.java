package io.github.bluegreen4j.workflow;

import io.github.bluegreen4j.event.ProgressEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The state when an engine takes the deployment up, whose clock may be another one: every instant that a timer is counted from is
 * moved to the new clock, forward or back.
 *
 * <ul>
 *   <li>Windows that protect traffic (drain, settle, quiescence) begin anew. A bake keeps what is left of it.
 *   <li>Limits of the engine's own work keep what was left of them at the last event.
 *   <li>Limits of hooks, of pauses and of the deployment count on while no engine lives, but for what different clocks explain.
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
