package io.github.bluegreen4j.workflow.agenda;

import io.github.bluegreen4j.event.Effect;
import io.github.bluegreen4j.model.DeploymentLimits;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.workflow.state.Closing;
import io.github.bluegreen4j.workflow.state.DeploymentState;
import io.github.bluegreen4j.workflow.state.Drain;
import io.github.bluegreen4j.workflow.state.Durations;
import io.github.bluegreen4j.workflow.state.Ended;
import io.github.bluegreen4j.workflow.state.Forward;
import io.github.bluegreen4j.workflow.state.HookRun;
import io.github.bluegreen4j.workflow.state.NotStarted;
import io.github.bluegreen4j.workflow.state.ResourceLock;
import io.github.bluegreen4j.workflow.state.Restoration;
import io.github.bluegreen4j.workflow.state.RollingBack;
import io.github.bluegreen4j.workflow.state.Running;
import io.github.bluegreen4j.workflow.state.Stages;
import io.github.bluegreen4j.workflow.state.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** The timers that a state keeps armed. Every wait has one, and every state except the last has at least one. */
final class Timers implements DeploymentState.Handler<Map<Timer, Instant>> {

    private static Timer of(Timer.Kind kind) {
        return new Timer.Of(kind);
    }

    /**
     * If a deadline of the engine's own work passes while no engine is alive, or while the engine waits for a late write, it still leaves time to
     * try.
     */
    private static Instant due(Running run, Instant deadline) {
        if (run.clock().resumedAt().isEmpty()) {
            return deadline;
        }
        Instant enough = run.clock()
                .afterLateWrites(run.clock().resumedAt().get())
                .plus(run.limits().closing());
        return deadline.isBefore(enough) ? enough : deadline;
    }

    /** The limit of the whole deployment, which always counts. The time for which a revision is kept is not part of it. */
    private static Instant deployment(Running run) {
        return run.keepingOver()
                .map(Running.KeepingOver::at)
                .orElseGet(() -> run.identity().createdAt().plus(kept(run)))
                .plus(run.clock().moved())
                .plus(run.limits().deployment());
    }

    private static Duration kept(Running run) {
        return run.spec().isKeeping() ? run.spec().keepBlue().orElseThrow().time() : Duration.ZERO;
    }

    /**
     * A deadline of a rollback or an end. It stands still while nothing answers, up to the limit of the deployment
     * plus the usual time of that deadline.
     */
    private static Instant wayOut(DeploymentState state, Running run, Instant deadline, Duration beyond) {
        boolean stands = Standstill.since(state).isPresent();
        return due(run, stands ? deployment(run).plus(beyond) : deadline);
    }

    private static Duration cleanUp(Running run) {
        return Stages.drainWindow(run).plus(run.limits().cleanUp());
    }

    @Override
    public Map<Timer, Instant> notStarted(NotStarted state) {
        return Map.of();
    }

    @Override
    public Map<Timer, Instant> forward(Forward forward) {
        Map<Timer, Instant> timers = common(forward.run());
        Running run = forward.run();
        DeploymentLimits limits = run.limits();
        boolean counts = Standstill.since(forward).isEmpty();
        if (forward.isPending()) {
            timers.put(of(Timer.Kind.DEPLOYMENT), deployment(run));
            if (forward.isKeeping()) {
                timers.put(of(Timer.Kind.KEEPING), run.identity().createdAt().plus(kept(run)));
            }
            if (counts && run.pendingWork().heldSince().isEmpty()) {
                forward.admittedAt()
                        .ifPresent(at -> timers.put(of(Timer.Kind.STAGE), due(run, at.plus(limits.stage()))));
            }
            return timers;
        }
        if (forward.isIn(LifecycleStage.CLEAN_UP)) {
            Instant end = run.clock().afterLateWrites(forward.enteredAt()).plus(cleanUp(run));
            if (forward.overdue()) {
                timers.put(of(Timer.Kind.END), due(run, end).plus(limits.closing()));
            } else {
                timers.put(of(Timer.Kind.CLEAN_UP), wayOut(forward, run, end, cleanUp(run)));
            }
            drain(forward.drain(), timers);
            return timers;
        }
        timers.put(of(Timer.Kind.DEPLOYMENT), deployment(run));
        if (counts && Stages.isRestoring(forward)) {
            timers.put(
                    of(Timer.Kind.ROLLBACK),
                    due(run, forward.clockSince().plus(run.spec().rollback().deadline())));
        }
        if (counts && countsStage(forward)) {
            timers.put(of(Timer.Kind.STAGE), due(run, forward.clockSince().plus(limits.stage())));
        }
        forward.bake().endsAt().ifPresent(at -> timers.put(of(Timer.Kind.BAKE), at));
        if (Stages.awaitsEvidence(forward)) {
            run.watching()
                    .comparison()
                    .awaitedUntil()
                    .ifPresent(at -> timers.put(of(Timer.Kind.EVIDENCE), due(run, at)));
        }
        boolean held = run.pendingWork().heldSince().isPresent();
        if (counts && !held && Stages.isAtCleanUpGate(forward)) {
            forward.bake()
                    .endedAt()
                    .map(run.clock()::afterLateWrites)
                    .ifPresent(at -> timers.put(of(Timer.Kind.GATE), due(run, at.plus(limits.cleanUpGate()))));
        }
        Stages.unhealthyAt(run).ifPresent(at -> timers.put(of(Timer.Kind.UNHEALTHY), at));
        run.watching()
                .greenMissingSince()
                .ifPresent(
                        at -> timers.put(of(Timer.Kind.GREEN_GONE), at.plus(Durations.times(3, limits.freshness()))));
        forward.reconciliation().ifPresent(reconciliation -> weakBlue(run, reconciliation.restoration(), timers));
        drain(forward.drain(), timers);
        return timers;
    }

    /**
     * Whether the limit of the stage counts now. It covers the engine's own work; hooks, pauses and bakes have limits
     * of their own.
     */
    private static boolean countsStage(Forward forward) {
        boolean held = forward.run().pendingWork().heldSince().isPresent();
        boolean works = !held && !Stages.isWorkDone(forward) && !Stages.isPausedByDrift(forward);
        boolean waitsToBake = Stages.isBaking(forward) && !forward.bake().runs();
        return works || waitsToBake;
    }

    private static Map<Timer, Instant> common(Running run) {
        Map<Timer, Instant> timers = new LinkedHashMap<>();
        quiet(run, timers);
        run.resources().settling().forEach((route, at) -> timers.put(new Timer.RouteSettles(route), at));
        for (HookRun hook : run.hooks().values()) {
            if (hook.isOpen()) {
                timers.put(new Timer.HookExpires(hook.execution()), hook.expiresAt());
            }
        }
        return timers;
    }

    private static void quiet(Running run, Map<Timer, Instant> timers) {
        for (Map.Entry<Effect.Resource, ResourceLock> hold :
                run.pendingWork().locks().entrySet()) {
            if (hold.getValue().quietAt().isPresent()) {
                timers.put(
                        new Timer.ResourceQuiet(hold.getKey()),
                        hold.getValue().quietAt().get());
            }
        }
    }

    private static void drain(Drain drain, Map<Timer, Instant> timers) {
        if (!drain.ended()) {
            drain.endsAt().ifPresent(at -> timers.put(of(Timer.Kind.DRAIN), at));
        }
    }

    private static void weakBlue(Running run, Restoration restoration, Map<Timer, Instant> timers) {
        if (!restoration.insist()) {
            restoration
                    .weakSince()
                    .ifPresent(at -> timers.put(
                            of(Timer.Kind.WEAK_BLUE),
                            at.plus(run.spec().rollback().weakBlueWait())));
        }
    }

    @Override
    public Map<Timer, Instant> rollingBack(RollingBack rolling) {
        Map<Timer, Instant> timers = common(rolling.run());
        if (!rolling.overdue()) {
            Duration deadline = rolling.run().spec().rollback().deadline();
            timers.put(
                    of(Timer.Kind.ROLLBACK),
                    wayOut(
                            rolling,
                            rolling.run(),
                            rolling.run()
                                    .clock()
                                    .afterLateWrites(rolling.since())
                                    .plus(deadline),
                            deadline));
            if (!rolling.isProductionDone()) {
                weakBlue(rolling.run(), rolling.restoration(), timers);
            }
            drain(rolling.drain(), timers);
        }
        return timers;
    }

    @Override
    public Map<Timer, Instant> closing(Closing closing) {
        Map<Timer, Instant> timers = new LinkedHashMap<>();
        quiet(closing.run(), timers);
        if (!closing.overdue()) {
            Running run = closing.run();
            Duration limit = run.limits().closing();
            Duration wayOut = run.started().isEmpty()
                    ? Duration.ZERO
                    : Durations.longer(run.spec().rollback().deadline(), cleanUp(run));
            timers.put(
                    of(Timer.Kind.CLOSING),
                    wayOut(
                            closing,
                            run,
                            run.clock().afterLateWrites(closing.since()).plus(limit),
                            wayOut.plus(limit)));
        }
        return timers;
    }

    @Override
    public Map<Timer, Instant> ended(Ended ended) {
        return Map.of();
    }
}
