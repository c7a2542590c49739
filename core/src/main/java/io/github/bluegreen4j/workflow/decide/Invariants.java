package io.github.bluegreen4j.workflow.decide;

import io.github.bluegreen4j.event.Effect;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.HookExecution;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.Roles;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.workflow.agenda.Agenda;
import io.github.bluegreen4j.workflow.state.Closing;
import io.github.bluegreen4j.workflow.state.DeploymentState;
import io.github.bluegreen4j.workflow.state.Ended;
import io.github.bluegreen4j.workflow.state.Forward;
import io.github.bluegreen4j.workflow.state.Green;
import io.github.bluegreen4j.workflow.state.HookRun;
import io.github.bluegreen4j.workflow.state.PauseApprovals;
import io.github.bluegreen4j.workflow.state.RollingBack;
import io.github.bluegreen4j.workflow.state.Running;
import io.github.bluegreen4j.workflow.state.Stages;
import io.github.bluegreen4j.workflow.state.Timer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The invariants as predicates on a state and its agenda. The workflow checks them at every transition. */
public final class Invariants {

    /** All invariants. */
    public static final List<Invariant> ALL = List.of(
            new Invariant("I3 blue is reduced only after the clean-up gate has opened", Invariants::blueIsSafe),
            new Invariant("I3 green is reduced only after every route was restored", Invariants::greenIsSafe),
            new Invariant("I3 nothing is retired while a late write may arrive", Invariants::retiresAfterLateWrites),
            new Invariant("I4 a stage is left only when all its hooks succeeded", Invariants::hooksSucceeded),
            new Invariant("I4 a pause that needs approvals continues only with them", Invariants::pausesApproved),
            new Invariant("I6 every state but the last has a timer", Invariants::hasTimer),
            new Invariant("I7 what was suspended is restored or named at the end", Invariants::released),
            new Invariant("I8 what is left over at the end is named", Invariants::leftOversNamed),
            new Invariant("I10 a rollback launches nothing", Invariants::launchesNothingGoingBack),
            new Invariant("I13 SUCCESSFUL means all on green, ROLLBACK_SUCCESSFUL all on blue", Invariants::endIsTrue),
            new Invariant("I19 what is kept is retired by its time at the latest, or named", Invariants::keptIsNamed),
            new Invariant("I14 at most one change outstanding per resource", Invariants::oneChangePerResource),
            new Invariant("I14 nothing may land after the end", Invariants::endIsQuiet));

    private static final Effect RETIRE_BLUE = new Effect.RetireRevision(Roles.Role.BLUE);
    private static final Effect REDUCE_BLUE = new Effect.ReduceBlue();
    private static final Effect RETIRE_GREEN = new Effect.RetireRevision(Roles.Role.GREEN);
    private static final Effect LAUNCH = new Effect.LaunchGreen();

    private Invariants() {}

    /** The names of the invariants that do not hold. */
    public static List<String> broken(List<Invariant> invariants, DeploymentState state, Agenda agenda) {
        List<String> broken = List.of();
        for (Invariant invariant : invariants) {
            if (!invariant.holds().test(state, agenda)) {
                broken = broken.isEmpty() ? new ArrayList<>() : broken;
                broken.add(invariant.name());
            }
        }
        return broken;
    }

    private static boolean blueIsSafe(DeploymentState state, Agenda agenda) {
        return (!agenda.effects().contains(RETIRE_BLUE) && !agenda.effects().contains(REDUCE_BLUE))
                || (state instanceof Forward forward && forward.isIn(LifecycleStage.CLEAN_UP) && forward.gateOpen());
    }

    private static boolean greenIsSafe(DeploymentState state, Agenda agenda) {
        return !agenda.effects().contains(RETIRE_GREEN)
                || (state instanceof RollingBack rolling && rolling.isEverythingRestored());
    }

    private static boolean retiresAfterLateWrites(DeploymentState state, Agenda agenda) {
        boolean awaits =
                state.running().map(run -> run.pendingWork().awaitsLateWrite()).orElse(false);
        if (!awaits) {
            return true;
        }
        for (Effect effect : agenda.effects()) {
            if (effect instanceof Effect.RetireRevision
                    || effect instanceof Effect.RetireLeftOver
                    || effect instanceof Effect.ReduceBlue) {
                return false;
            }
        }
        return true;
    }

    private static boolean hooksSucceeded(DeploymentState state, Agenda agenda) {
        if (!(state instanceof Forward forward)) {
            return true;
        }
        for (HookRun hook : forward.run().hooks().values()) {
            boolean left = hook.execution().direction() == HookExecution.Direction.FORWARD && !isCurrent(forward, hook);
            if (left && (hook.isOpen() || hook.state() == HookRun.State.FAILED)) {
                return false;
            }
        }
        return true;
    }

    private static boolean pausesApproved(DeploymentState state, Agenda agenda) {
        if (!(state instanceof Forward forward)) {
            return true;
        }
        for (HookRun hook : forward.run().hooks().values()) {
            boolean continued = hook.state() == HookRun.State.SUCCEEDED || hook.state() == HookRun.State.TIMED_OUT;
            if (continued
                    && PauseApprovals.of(forward.run(), hook)
                            .filter(approvals -> !approvals.isComplete())
                            .isPresent()) {
                return false;
            }
        }
        return true;
    }

    private static boolean isCurrent(Forward forward, HookRun hook) {
        return !forward.isPending()
                && hook.execution().stage() == forward.stage().stage()
                && hook.execution().step() == forward.stage().step();
    }

    private static boolean hasTimer(DeploymentState state, Agenda agenda) {
        boolean waits = state.running().isPresent() && !state.status().isTerminal();
        return !waits || !agenda.timers().isEmpty();
    }

    private static boolean released(DeploymentState state, Agenda agenda) {
        return !(state instanceof Ended ended)
                || !ended.run().resources().scaleIn().needsRestoring()
                || ended.leftOvers()
                        .contains(ended.run()
                                .resources()
                                .scaleIn()
                                .leftOver(ended.run().spec().service()));
    }

    private static boolean leftOversNamed(DeploymentState state, Agenda agenda) {
        if (!(state instanceof Ended ended)) {
            return true;
        }
        Green green = ended.run().resources().green();
        boolean greenStays = green.mayExist() && !green.retired();
        boolean blueStays = ended.run().started().isPresent()
                && !ended.run().spec().isRecovery()
                && ended.run().roles().blue().isPresent()
                && !ended.run().resources().blueRetired()
                && !Stages.isBlueKept(ended.run());
        return switch (ended.status()) {
            case SUCCESSFUL -> !blueStays || ended.leftOvers().stream().anyMatch(name -> name.contains("(blue)"));
            case ROLLBACK_SUCCESSFUL, ROLLBACK_FAILED ->
                !greenStays || ended.leftOvers().stream().anyMatch(name -> name.contains("(green)"));
            case STOPPED, PENDING, IN_PROGRESS, STOP_REQUESTED, ROLLBACK_REQUESTED, ROLLBACK_IN_PROGRESS -> true;
        };
    }

    private static boolean keptIsNamed(DeploymentState state, Agenda agenda) {
        if (state.isKeeping()) {
            return agenda.effects().isEmpty() && agenda.timers().containsKey(new Timer.Of(Timer.Kind.KEEPING));
        }
        if (!(state instanceof Ended ended) || ended.run().spec().kept().isEmpty()) {
            return true;
        }
        return ended.run().started().isPresent() || !ended.leftOvers().isEmpty();
    }

    private static boolean launchesNothingGoingBack(DeploymentState state, Agenda agenda) {
        boolean goesBack = state instanceof RollingBack || state instanceof Closing;
        return !goesBack || !agenda.effects().contains(LAUNCH);
    }

    private static boolean endIsTrue(DeploymentState state, Agenda agenda) {
        if (!(state instanceof Ended ended)) {
            return true;
        }
        Running run = ended.run();
        if (ended.status() == DeploymentStatus.SUCCESSFUL) {
            return allOn(
                    run,
                    run.spec().isRecovery()
                            ? run.roles().blueGroup()
                            : run.roles().greenGroup());
        }
        return ended.status() != DeploymentStatus.ROLLBACK_SUCCESSFUL
                || allOn(run, run.roles().blueGroup());
    }

    private static boolean allOn(Running run, TargetGroupRef group) {
        for (RouteRef route : run.spec().productionRoutes()) {
            if (run.resources()
                    .route(route)
                    .filter(left -> left.split().isAllOn(group))
                    .isEmpty()) {
                return false;
            }
        }
        return true;
    }

    private static boolean oneChangePerResource(DeploymentState state, Agenda agenda) {
        if (agenda.effects().size() < 2) {
            return true;
        }
        Set<Effect.Resource> busy = new HashSet<>();
        for (Effect effect : agenda.effects()) {
            if (effect.resource().isPresent() && !busy.add(effect.resource().get())) {
                return false;
            }
        }
        return true;
    }

    private static boolean endIsQuiet(DeploymentState state, Agenda agenda) {
        return !(state instanceof Ended ended) || (ended.run().pendingWork().isQuiet() && agenda.equals(Agenda.EMPTY));
    }
}
