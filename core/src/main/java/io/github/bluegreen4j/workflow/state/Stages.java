package io.github.bluegreen4j.workflow.state;

import io.github.bluegreen4j.event.Watch;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.HookExecution;
import io.github.bluegreen4j.model.HookSpec;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.Percent;
import io.github.bluegreen4j.model.PlannedStage;
import io.github.bluegreen4j.model.Roles;
import io.github.bluegreen4j.model.RouteReading;
import io.github.bluegreen4j.model.RouteRef;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What each stage of the way forward must do: its own work first, then its hooks, then its bake. */
public final class Stages {
    /** The prefix of the names of drift pauses; no hook of a user can have it. */
    private static final String DRIFT_PAUSE = "(drift";

    /** How often green may fall below the health watch; after one more time it is unhealthy. */
    private static final int MOST_EPISODES = 20;

    private Stages() {}

    /** Whether the stage's own work is done. */
    public static boolean isWorkDone(Forward forward) {
        Running run = forward.run();
        return switch (forward.stage().stage()) {
            case RECONCILE_SERVICE ->
                forward.reconciliation()
                        .map(Reconciliation::finished)
                        .orElse(run.spec().isRecovery());
            case SCALE_UP ->
                run.resources().scaleIn().isSettled()
                        && run.resources().green().revision().isPresent()
                        && run.watching().isGood(Watch.GREEN_READY);
            case TEST_TRAFFIC_SHIFT ->
                run.spec().testRoute().map(route -> isShifted(forward, route)).orElse(true);
            case PRODUCTION_TRAFFIC_SHIFT -> isProductionShifted(forward);
            case CLEAN_UP ->
                run.resources().primaryMade()
                        && (run.resources().blueRetired() || run.roles().blue().isEmpty() || isBlueKept(run));
            case PRE_SCALE_UP,
                    POST_SCALE_UP,
                    POST_TEST_TRAFFIC_SHIFT,
                    PRE_PRODUCTION_TRAFFIC_SHIFT,
                    POST_PRODUCTION_TRAFFIC_SHIFT,
                    BAKE_TIME,
                    PRE_ROLLBACK,
                    POST_ROLLBACK -> true;
        };
    }

    private static boolean isProductionShifted(Forward forward) {
        for (RouteRef route : forward.run().spec().productionRoutes()) {
            if (!isShifted(forward, route)) {
                return false;
            }
        }
        return true;
    }

    /** Whether a route has the weights of the stage, and its data plane has had its time to follow. */
    static boolean isShifted(Forward forward, RouteRef route) {
        return isWritten(forward, route)
                && !forward.run().resources().settling().containsKey(route);
    }

    public static boolean isWritten(Forward forward, RouteRef route) {
        RouteReading left = forward.run().resources().routes().get(route);
        Roles roles = forward.run().roles();
        return left != null && left.split().gives(roles.blueGroup(), roles.greenGroup(), wantedShare(forward, route));
    }

    public static Percent wantedShare(Forward forward, RouteRef route) {
        return forward.run().spec().productionRoutes().contains(route)
                ? forward.stage().greenShare()
                : Percent.HUNDRED;
    }

    /** The hooks of the stage. */
    public static List<HookSpec> hooks(Forward forward) {
        return forward.run().spec().hooksAt(forward.stage().stage());
    }

    public static HookExecution execution(Forward forward, HookSpec hook) {
        return new HookExecution(
                HookExecution.Direction.FORWARD,
                forward.stage().stage(),
                forward.stage().step(),
                hook.name());
    }

    /**
     * The pause for a drift that is found now. Numbered, so that answering one drift pause does not answer a later
     * one.
     */
    public static HookExecution driftPause(Forward forward) {
        int before = 0;
        for (HookRun hook : forward.run().hooks().values()) {
            before += isDriftPause(forward.stage(), hook) ? 1 : 0;
        }
        return new HookExecution(
                HookExecution.Direction.FORWARD,
                forward.stage().stage(),
                forward.stage().step(),
                DRIFT_PAUSE + (before == 0 ? ")" : " " + (before + 1) + ")"));
    }

    private static boolean isDriftPause(PlannedStage stage, HookRun hook) {
        return hook.execution().hook().startsWith(DRIFT_PAUSE)
                && hook.execution().stage() == stage.stage()
                && hook.execution().step() == stage.step();
    }

    /** Whether the deployment is paused because somebody else changed a route. */
    public static boolean isPausedByDrift(Forward forward) {
        for (HookRun hook : forward.run().hooks().values()) {
            if (hook.isOpen() && isDriftPause(forward.stage(), hook)) {
                return true;
            }
        }
        return false;
    }

    /** Whether every hook of the stage was started and has a verdict. */
    public static boolean areHooksDone(Forward forward) {
        for (HookSpec hook : hooks(forward)) {
            HookRun run = forward.run().hooks().get(execution(forward, hook));
            if (run == null || run.isOpen()) {
                return false;
            }
        }
        return !isPausedByDrift(forward);
    }

    /** Whether the stage has reached its bake, and the bake is not over. */
    public static boolean isBaking(Forward forward) {
        return !forward.isPending()
                && isWorkDone(forward)
                && areHooksDone(forward)
                && !forward.bake().isOver()
                && (forward.isIn(LifecycleStage.BAKE_TIME)
                        || !forward.stage().bake().equals(Duration.ZERO));
    }

    /** Whether the stage is a production step in which both revisions serve, and they are compared. */
    public static boolean isCompared(Forward forward) {
        return forward.run().spec().analysis().enabled()
                && forward.isIn(LifecycleStage.PRODUCTION_TRAFFIC_SHIFT)
                && !forward.stage().greenShare().isFull();
    }

    /** Whether the comparison of this step has to begin: its weights are confirmed and have settled. */
    public static boolean startsComparison(Forward forward) {
        return isCompared(forward)
                && forward.run().watching().comparison().step()
                        != forward.stage().step();
    }

    /**
     * Whether the step is done but for evidence: the next one begins only when green is not worse than blue within the
     * margin.
     */
    public static boolean awaitsEvidence(Forward forward) {
        Watching watching = forward.run().watching();
        return isCompared(forward)
                && forward.run().spec().analysis().gate()
                && isWorkDone(forward)
                && areHooksDone(forward)
                && !isBaking(forward)
                && !watching.comparison().waived()
                && !watching.isGood(Watch.ANALYSIS);
    }

    /** Whether the bake is over and the gate before CLEAN_UP is next. */
    public static boolean isAtCleanUpGate(Forward forward) {
        return forward.isIn(LifecycleStage.BAKE_TIME)
                && areHooksDone(forward)
                && forward.bake().isOver()
                && !forward.gateOpen();
    }

    /** Whether a revision is to be retired after its requests in flight have finished. */
    public static boolean needsDrain(Forward forward) {
        Running run = forward.run();
        if (forward.isIn(LifecycleStage.CLEAN_UP)) {
            boolean stays = keepsBlue(run)
                    && (run.spec().keepBlue().orElseThrow().scale().isFull() || isBlueKept(run));
            return run.roles().blue().isPresent() && !run.resources().blueRetired() && !stays;
        }
        return forward.isIn(LifecycleStage.RECONCILE_SERVICE)
                && forward.reconciliation()
                        .map(reconciliation -> !reconciliation.retire().isEmpty()
                                && isReconciledTraffic(forward, reconciliation)
                                && run.resources().settling().isEmpty())
                        .orElse(false);
    }

    /** Whether blue shall stay after the deployment. */
    public static boolean keepsBlue(Running run) {
        return run.spec().keepBlue().isPresent()
                && !run.spec().isRecovery()
                && run.roles().blue().isPresent();
    }

    /** Whether blue stays after the deployment: the order that keeps it is in the journal, and it has its size. */
    public static boolean isBlueKept(Running run) {
        return run.resources().kept() == ObservedResources.Kept.REDUCED
                || (run.resources().kept() == ObservedResources.Kept.ORDERED
                        && run.spec()
                                .keepBlue()
                                .filter(keep -> keep.scale().isFull())
                                .isPresent());
    }

    /** Whether a reconciliation gives production back. */
    public static boolean isRestoring(Forward forward) {
        return forward.isIn(LifecycleStage.RECONCILE_SERVICE)
                && forward.reconciliation()
                        .map(reconciliation -> !reconciliation.finished()
                                && !reconciliation
                                        .restoration()
                                        .restored()
                                        .containsAll(forward.run().spec().productionRoutes()))
                        .orElse(false);
    }

    /** Whether every route has the weights that the reconciliation wants. */
    public static boolean isReconciledTraffic(Forward forward, Reconciliation reconciliation) {
        DeploymentSpec spec = forward.run().spec();
        Restoration restoration = reconciliation.restoration();
        return restoration.restored().containsAll(spec.productionRoutes())
                && spec.testRoute()
                        .map(test -> spec.isUndo()
                                ? restoration.isDone(test)
                                : restoration.restored().contains(test))
                        .orElse(true);
    }

    /** The window in which the bad times of green add up. */
    public static Duration healthWindow(Running run) {
        return Durations.times(5, run.spec().health().unhealthyFor());
    }

    /** When green will have had too few healthy targets for too long. */
    public static Optional<Instant> unhealthyAt(Running run) {
        Watching.Health health = run.watching().health();
        return health.badSince().map(since -> {
            Duration allowed = run.spec().health().unhealthyFor();
            Duration left = health.episodes() > MOST_EPISODES
                    ? Duration.ZERO
                    : allowed.minus(health.badBefore(healthWindow(run)));
            return left.isNegative() ? since : since.plus(left);
        });
    }

    /** How long to wait before a revision that lost its weight is reduced. */
    public static Duration drainWindow(Running run) {
        Duration pinned = run.baseline().pinned();
        Duration longest = run.spec().stickinessWait().orElse(Duration.ZERO);
        return Durations.longer(Durations.shorter(pinned, longest), run.limits().drain());
    }
}
