package io.github.bluegreen4j.workflow.agenda;

import io.github.bluegreen4j.event.Effect;
import io.github.bluegreen4j.model.Roles;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.workflow.state.Closing;
import io.github.bluegreen4j.workflow.state.DeploymentState;
import io.github.bluegreen4j.workflow.state.Ended;
import io.github.bluegreen4j.workflow.state.Forward;
import io.github.bluegreen4j.workflow.state.Green;
import io.github.bluegreen4j.workflow.state.HookRun;
import io.github.bluegreen4j.workflow.state.NotStarted;
import io.github.bluegreen4j.workflow.state.ObservedResources;
import io.github.bluegreen4j.workflow.state.Restoration;
import io.github.bluegreen4j.workflow.state.RollingBack;
import io.github.bluegreen4j.workflow.state.Running;
import io.github.bluegreen4j.workflow.state.Stages;
import java.util.LinkedHashSet;
import java.util.Set;

/** The work that a state requires, whether or not its resources are free. */
public final class DesiredEffects implements DeploymentState.Handler<Set<Effect>> {

    @Override
    public Set<Effect> notStarted(NotStarted state) {
        return Set.of();
    }

    @Override
    public Set<Effect> forward(Forward forward) {
        Set<Effect> effects = new LinkedHashSet<>();
        if (forward.isPending()) {
            if (forward.admittedAt().isPresent()) {
                effects.add(new Effect.InspectService());
            }
            return effects;
        }
        openHooks(forward.run(), effects);
        if (Stages.isPausedByDrift(forward)) {
            return effects;
        }
        keepGreenScaled(forward, effects);
        switch (forward.stage().stage()) {
            case RECONCILE_SERVICE -> reconcile(forward, effects);
            case SCALE_UP -> scaleUp(forward, effects);
            case TEST_TRAFFIC_SHIFT ->
                forward.run().spec().testRoute().ifPresent(route -> shift(forward, route, effects));
            case PRODUCTION_TRAFFIC_SHIFT -> shiftProduction(forward, effects);
            case BAKE_TIME -> {
                // After this gate blue is retired: a late write would give weight to a group without tasks.
                if (Stages.isAtCleanUpGate(forward)
                        && !forward.run().pendingWork().awaitsLateWrite()) {
                    effects.add(new Effect.VerifyCleanUp());
                }
            }
            case CLEAN_UP -> cleanUp(forward, effects);
            case PRE_SCALE_UP,
                    POST_SCALE_UP,
                    POST_TEST_TRAFFIC_SHIFT,
                    PRE_PRODUCTION_TRAFFIC_SHIFT,
                    POST_PRODUCTION_TRAFFIC_SHIFT,
                    PRE_ROLLBACK,
                    POST_ROLLBACK -> {}
        }
        return effects;
    }

    private static void openHooks(Running run, Set<Effect> effects) {
        for (HookRun hook : run.hooks().values()) {
            if (hook.state() == HookRun.State.IN_PROGRESS) {
                effects.add(new Effect.InvokeHook(hook.execution()));
            }
        }
    }

    /** Scales green if the service's desired count rises and the runtime does not scale green by itself. */
    private static void keepGreenScaled(Forward forward, Set<Effect> effects) {
        Green green = forward.run().resources().green();
        int desired = forward.run().watching().liveDesired();
        if (green.revision().isPresent() && green.desired() < desired) {
            effects.add(new Effect.ScaleRevision(Roles.Role.GREEN, desired));
        }
    }

    private static void reconcile(Forward forward, Set<Effect> effects) {
        forward.reconciliation()
                .filter(reconciliation -> !reconciliation.finished())
                .ifPresent(reconciliation -> {
                    Running run = forward.run();
                    Restoration restoration = reconciliation.restoration();
                    if (!restoration.restored().containsAll(run.spec().productionRoutes())) {
                        restoreProduction(run, restoration, effects);
                    } else if (!Stages.isReconciledTraffic(forward, reconciliation)) {
                        restoreTest(run, effects);
                    } else if (run.spec().serve().isPresent()
                            && !run.resources().primaryMade()) {
                        effects.add(new Effect.MakePrimary());
                    } else if (!restoration.scaled() && run.roles().blue().isPresent()) {
                        restoreScale(run, restoration, effects);
                    } else if (reconciliation.retire().isEmpty()) {
                        effects.add(new Effect.InspectService());
                    } else if (forward.drain().ended() && !run.pendingWork().awaitsLateWrite()) {
                        reconciliation.retire().forEach(revision -> effects.add(new Effect.RetireLeftOver(revision)));
                    }
                });
    }

    private static void scaleUp(Forward forward, Set<Effect> effects) {
        ObservedResources resources = forward.run().resources();
        if (resources.scaleIn().former().isEmpty()) {
            effects.add(new Effect.ReadScaleIn());
        } else if (!resources.scaleIn().isSettled()) {
            effects.add(new Effect.SuspendScaleIn());
        } else if (resources.green().revision().isEmpty()) {
            effects.add(new Effect.LaunchGreen());
        }
    }

    private static void shift(Forward forward, RouteRef route, Set<Effect> effects) {
        if (!Stages.isWritten(forward, route)) {
            effects.add(new Effect.ShiftRoute(route, Stages.wantedShare(forward, route)));
        }
    }

    /** Shifts one route after the other, in the order of the specification. */
    private static void shiftProduction(Forward forward, Set<Effect> effects) {
        for (RouteRef route : forward.run().spec().productionRoutes()) {
            if (!Stages.isWritten(forward, route)) {
                shift(forward, route, effects);
                return;
            }
        }
    }

    private static void cleanUp(Forward forward, Set<Effect> effects) {
        ObservedResources resources = forward.run().resources();
        if (forward.overdue()) {
            effects.add(new Effect.VerifyEnd());
            return;
        }
        if (!resources.primaryMade()) {
            effects.add(new Effect.MakePrimary());
        }
        boolean keeps = Stages.keepsBlue(forward.run());
        if (keeps && resources.primaryMade() && resources.kept() == ObservedResources.Kept.NO) {
            effects.add(new Effect.KeepBlue());
            return;
        }
        boolean hasOrder = !keeps || resources.kept() != ObservedResources.Kept.NO;
        if (hasOrder
                && Stages.needsDrain(forward)
                && forward.drain().ended()
                && !forward.run().pendingWork().awaitsLateWrite()) {
            effects.add(keeps ? new Effect.ReduceBlue() : new Effect.RetireRevision(Roles.Role.BLUE));
        }
    }

    @Override
    public Set<Effect> rollingBack(RollingBack rolling) {
        Set<Effect> effects = new LinkedHashSet<>();
        Running run = rolling.run();
        openHooks(run, effects);
        if (!rolling.isProductionDone()) {
            restoreProduction(run, rolling.restoration(), effects);
        } else if (!rolling.isTestDone()) {
            restoreScale(run, rolling.restoration(), effects);
            restoreTest(run, effects);
        } else if (!rolling.isScaleDone()) {
            restoreScale(run, rolling.restoration(), effects);
        } else if (rolling.hasGreenToRetire()
                && rolling.drain().ended()
                && !run.pendingWork().awaitsLateWrite()
                && !Rollbacks.isPreRollbackOpen(rolling)) {
            effects.add(new Effect.RetireRevision(Roles.Role.GREEN));
        }
        return effects;
    }

    /** Restores all production routes at once, and blue's own scale while the engine waits for blue. */
    private static void restoreProduction(Running run, Restoration restoration, Set<Effect> effects) {
        for (RouteRef route : run.spec().productionRoutes()) {
            if (!restoration.isDone(route)) {
                effects.add(new Effect.RestoreRoute(route, restoration.insist()));
            }
        }
        restoreScale(run, restoration, effects);
    }

    /** The revision that takes production back must run its full desired count, whoever scaled it meanwhile. */
    private static void restoreScale(Running run, Restoration restoration, Set<Effect> effects) {
        if (run.roles().blue().isPresent() && !restoration.scaled()) {
            effects.add(new Effect.ScaleRevision(Roles.Role.BLUE, run.baseline().desiredCount()));
        }
    }

    private static void restoreTest(Running run, Set<Effect> effects) {
        run.spec().testRoute().ifPresent(route -> effects.add(new Effect.RestoreRoute(route, true)));
    }

    @Override
    public Set<Effect> closing(Closing closing) {
        Set<Effect> effects = new LinkedHashSet<>();
        if (closing.hasToRelease()) {
            effects.add(new Effect.RestoreScaleIn());
        }
        if (closing.hasToLook() && !closing.run().pendingWork().awaitsLateWrite()) {
            effects.add(new Effect.ObserveEnd());
        }
        return effects;
    }

    @Override
    public Set<Effect> ended(Ended ended) {
        return Set.of();
    }
}
