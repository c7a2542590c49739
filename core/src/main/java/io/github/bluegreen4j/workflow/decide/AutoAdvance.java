package io.github.bluegreen4j.workflow.decide;

import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.HookEvent;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.event.WatchEvent;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.HookExecution;
import io.github.bluegreen4j.model.HookSpec;
import io.github.bluegreen4j.workflow.agenda.Rollbacks;
import io.github.bluegreen4j.workflow.rules.Guards;
import io.github.bluegreen4j.workflow.state.Bake;
import io.github.bluegreen4j.workflow.state.Closing;
import io.github.bluegreen4j.workflow.state.DeploymentState;
import io.github.bluegreen4j.workflow.state.Durations;
import io.github.bluegreen4j.workflow.state.EndView;
import io.github.bluegreen4j.workflow.state.Forward;
import io.github.bluegreen4j.workflow.state.Reasons;
import io.github.bluegreen4j.workflow.state.RollingBack;
import io.github.bluegreen4j.workflow.state.Running;
import io.github.bluegreen4j.workflow.state.Stages;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What follows from a state without an input, one event at a time, until nothing more follows: the stage's own work,
 * then its hooks, then its bake, then the next stage.
 */
public final class AutoAdvance {
    private final Guards guards;
    private final Instant at;

    private AutoAdvance(Guards guards, Instant at) {
        this.guards = guards;
        this.at = at;
    }

    /** Records everything that follows from the state without an input. */
    public static void of(Decision decision) {
        AutoAdvance progress = new AutoAdvance(decision.guards(), decision.at());
        List<DeploymentEvent> next;
        do {
            next = progress.after(decision.state());
            for (DeploymentEvent event : next) {
                decision.record(event);
            }
        } while (!next.isEmpty());
    }

    private List<DeploymentEvent> after(DeploymentState state) {
        if (state instanceof Forward forward) {
            return forward(forward);
        }
        if (state instanceof RollingBack rolling) {
            return rollingBack(rolling);
        }
        return state instanceof Closing closing ? closing(closing) : List.of();
    }

    private List<DeploymentEvent> forward(Forward forward) {
        if (forward.isPending()) {
            return List.of();
        }
        if (Stages.needsDrain(forward) && !forward.drain().begun()) {
            return drain(forward.run());
        }
        if (!Stages.isWorkDone(forward)) {
            return List.of();
        }
        if (Stages.startsComparison(forward)) {
            return List.of(new WatchEvent.ComparisonStarted(at, forward.stage().step()));
        }
        List<DeploymentEvent> hooks = startHooks(forward);
        if (!hooks.isEmpty()) {
            return hooks;
        }
        if (!Stages.areHooksDone(forward)) {
            return List.of();
        }
        if (Stages.isBaking(forward)) {
            return bake(forward);
        }
        if (Stages.isAtCleanUpGate(forward)) {
            return List.of();
        }
        if (Stages.awaitsEvidence(forward)) {
            return evidence(forward);
        }
        boolean last = forward.position() == forward.run().baseline().plan().size() - 1;
        return List.of(
                last
                        ? closing(forward, DeploymentStatus.SUCCESSFUL, outcome(forward))
                        : new ProgressEvent.StageEntered(at, forward.position() + 1));
    }

    private static String outcome(Forward forward) {
        Running run = forward.run();
        if (Stages.keepsBlue(run)) {
            return "green serves production; blue, "
                    + run.roles().blue().orElseThrow() + ", is kept by "
                    + run.identity().deployment().keeping();
        }
        if (!run.spec().isRecovery()) {
            return "green serves production";
        }
        if (run.spec().kept().isPresent()) {
            return run.spec().isUndo()
                    ? "production is back on " + run.spec().serve().orElseThrow()
                    : "the revision that was kept is retired";
        }
        return forward.run().roles().blue().isPresent()
                ? "one revision serves production"
                : "production is where it was before the first deployment";
    }

    private List<DeploymentEvent> drain(Running run) {
        return List.of(new ProgressEvent.DrainStarted(at, at.plus(Stages.drainWindow(run))));
    }

    private List<DeploymentEvent> startHooks(Forward forward) {
        List<HookSpec> hooks = Stages.hooks(forward);
        if (hooks.isEmpty()) {
            return List.of();
        }
        List<DeploymentEvent> started = new ArrayList<>();
        for (HookSpec hook : hooks) {
            HookExecution execution = Stages.execution(forward, hook);
            if (!forward.run().hooks().containsKey(execution)) {
                boolean pause = hook.kind() == HookSpec.Kind.PAUSE;
                started.add(new HookEvent.HookStarted(at, execution, pause, at.plus(hook.timeout())));
            }
        }
        return started;
    }

    /** Bake time counts only while everything that must be watched is known to be good. */
    private List<DeploymentEvent> bake(Forward forward) {
        Bake bake = forward.bake();
        boolean watched = guards.isWatched(forward.run());
        if (bake.runs() && !watched) {
            // The last good reading may be as old as a reading may be.
            Instant watchedUntil = at.minus(forward.run().limits().watchAge());
            return List.of(new ProgressEvent.BakePaused(at, bake.remainingAfter(watchedUntil)));
        }
        if (!bake.runs() && bake.remaining().equals(Duration.ZERO)) {
            return List.of(new ProgressEvent.BakeEnded(at, false));
        }
        if (!bake.runs() && watched) {
            return List.of(new ProgressEvent.BakeStarted(at, at.plus(bake.remaining())));
        }
        return List.of();
    }

    private List<DeploymentEvent> evidence(Forward forward) {
        boolean waits = forward.run().watching().comparison().awaitedUntil().isPresent();
        Duration limit = forward.run().spec().analysis().evidenceLimit();
        return waits ? List.of() : List.of(new WatchEvent.EvidenceAwaited(at, at.plus(limit)));
    }

    private List<DeploymentEvent> rollingBack(RollingBack rolling) {
        if (rolling.overdue()) {
            return List.of(
                    rolling.isProductionRestored()
                            ? closing(rolling, DeploymentStatus.ROLLBACK_SUCCESSFUL, rolling.reason())
                            : closing(
                                    rolling,
                                    DeploymentStatus.ROLLBACK_FAILED,
                                    "out of time: " + rolling.reason() + Reasons.waiting(rolling)));
        }
        List<DeploymentEvent> started = new ArrayList<>();
        for (HookExecution execution : Rollbacks.due(rolling)) {
            started.add(new HookEvent.HookStarted(at, execution, false, at.plus(bound(rolling, execution))));
        }
        if (!started.isEmpty()) {
            return started;
        }
        if (!rolling.isProductionDone() || !rolling.isTestDone() || !rolling.isScaleDone()) {
            return List.of();
        }
        if (rolling.hasGreenToRetire()) {
            // Until the data plane has followed, requests still go to the old weights.
            boolean waits = rolling.drain().begun() || !rolling.isEverythingSettled();
            return waits ? List.of() : drain(rolling.run());
        }
        // Only a rollback that has not ended restores what a late write changes.
        if (Rollbacks.isAnyOpen(rolling) || rolling.run().pendingWork().awaitsLateWrite()) {
            return List.of();
        }
        return List.of(
                rolling.isProductionRestored()
                        ? closing(rolling, DeploymentStatus.ROLLBACK_SUCCESSFUL, rolling.reason())
                        : closing(
                                rolling, DeploymentStatus.ROLLBACK_FAILED, "not ours to restore: " + rolling.reason()));
    }

    private static Duration bound(RollingBack rolling, HookExecution execution) {
        Duration bound = rolling.run().spec().rollback().hookBound();
        return rolling.run()
                .hook(execution)
                .map(hook -> Durations.shorter(hook.timeout(), bound))
                .orElse(bound);
    }

    private DeploymentEvent closing(DeploymentState state, DeploymentStatus end, String reason) {
        return new ProgressEvent.ClosingStarted(at, end, reason, LeftOvers.of(state));
    }

    private List<DeploymentEvent> closing(Closing closing) {
        if (closing.hasToRelease()
                || closing.hasToLook()
                || !closing.run().pendingWork().isQuiet()) {
            return List.of();
        }
        List<String> leftOvers = new ArrayList<>(closing.leftOvers());
        if (closing.run().resources().scaleIn().needsRestoring()) {
            leftOvers.add(closing.run()
                    .resources()
                    .scaleIn()
                    .leftOver(closing.run().spec().service()));
        }
        EndView view = closing.endView();
        return List.of(new ProgressEvent.DeploymentEnded(
                at, closing.end(), closing.reason(), List.copyOf(leftOvers), view.serving(), view.warnings()));
    }
}
