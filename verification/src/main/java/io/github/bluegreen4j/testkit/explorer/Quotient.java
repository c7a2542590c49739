package io.github.bluegreen4j.testkit.explorer;

import io.github.bluegreen4j.event.Effect;
import io.github.bluegreen4j.event.Gate;
import io.github.bluegreen4j.event.Watch;
import io.github.bluegreen4j.model.HookExecution;
import io.github.bluegreen4j.model.PlannedStage;
import io.github.bluegreen4j.model.RollbackCause;
import io.github.bluegreen4j.workflow.state.Closing;
import io.github.bluegreen4j.workflow.state.Comparison;
import io.github.bluegreen4j.workflow.state.DeploymentState;
import io.github.bluegreen4j.workflow.state.EndView;
import io.github.bluegreen4j.workflow.state.Ended;
import io.github.bluegreen4j.workflow.state.Forward;
import io.github.bluegreen4j.workflow.state.HookRun;
import io.github.bluegreen4j.workflow.state.NotStarted;
import io.github.bluegreen4j.workflow.state.PendingWork;
import io.github.bluegreen4j.workflow.state.RollingBack;
import io.github.bluegreen4j.workflow.state.Running;
import io.github.bluegreen4j.workflow.state.Watching;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Forgets what no later decision depends on, so that states which behave alike are one. Sound because the workflow
 * reads none of it again: reasons are there for people; that work waits changes nothing when it is told twice, but
 * for a weak blue, which is kept; the watches are kept on the way forward only; a hook that succeeded is asked about
 * only in its own stage; the stage a rollback came from decides only which hooks are told; when an engine took it up again
 * decides only the instants of timers, and any armed timer may fire. Invariants are checked
 * before anything is forgotten.
 */
final class Quotient implements DeploymentState.Handler<DeploymentState> {
    /** The gates on which more depends than what people are told. */
    private static final Set<Gate> COUNTING = Set.of(
            Gate.BLUE_SCALE, Gate.BLUE_SCALE_ALIVE, Gate.BLUE_CAPACITY, Gate.BLUE_ALIVE, Gate.REACHABLE, Gate.POLICY);

    private static final String REASON = "whatever the reason";
    private static final Watching.Health HEALTHY = new Watching.Health(Optional.empty(), List.of(), 0);
    private static final Watching NOTHING =
            new Watching(Map.of(), Set.of(), false, HEALTHY, Comparison.NOT_BEGUN, Optional.empty(), 0, 0, 0, 0);
    private static final Running.Clock CLOCK =
            new Running.Clock(Optional.empty(), Optional.empty(), Duration.ZERO, Duration.ZERO, Optional.empty());
    private static final EndView VIEW = new EndView(List.of(), List.of());

    private Optional<PlannedStage> from = Optional.empty();

    DeploymentState of(DeploymentState state) {
        return state.accept(this);
    }

    @Override
    public DeploymentState notStarted(NotStarted state) {
        return state;
    }

    private static Running forget(Running run, Predicate<HookRun> keeps, Watching watching) {
        Map<HookExecution, HookRun> hooks = new LinkedHashMap<>();
        run.hooks().forEach((execution, hook) -> {
            if (keeps.test(hook)) {
                hooks.put(execution, hook);
            }
        });
        Map<Effect, PendingWork.Waiting> waiting = new LinkedHashMap<>();
        run.pendingWork().waiting().forEach((effect, what) -> {
            if (COUNTING.contains(what.gate())) {
                waiting.put(
                        effect,
                        new PendingWork.Waiting(
                                what.gate(), "", "", run.identity().createdAt()));
            }
        });
        return new Running(
                run.identity(),
                run.started(),
                new PendingWork(run.pendingWork().locks(), waiting),
                run.resources(),
                hooks.size() == run.hooks().size() ? run.hooks() : hooks,
                watching,
                run.answered(),
                CLOCK,
                Optional.empty(),
                run.refused(),
                run.keepingOver(),
                run.requestedBy());
    }

    /** What was seen is there for people, and how long green was unwell decides only the instant of a timer. */
    private static Watching forget(Watching watching, Instant epoch) {
        Map<Watch, Watching.Shown> shown = new LinkedHashMap<>();
        watching.shown()
                .forEach((watch, last) ->
                        shown.put(watch, new Watching.Shown(last.condition(), "", last.reachable(), epoch, epoch, 0)));
        return new Watching(
                shown,
                watching.ignoredAlarms(),
                watching.ignoredForGood(),
                new Watching.Health(watching.health().badSince(), List.of(), 0),
                forget(watching.comparison()),
                watching.greenMissingSince(),
                watching.liveDesired(),
                watching.failed(),
                watching.forgiven(),
                watching.healthy());
    }

    /** Nothing depends on the values that were judged last. */
    private static Comparison forget(Comparison comparison) {
        return new Comparison(comparison.windows(), comparison.awaitedUntil(), comparison.waived(), Optional.empty());
    }

    @Override
    public DeploymentState forward(Forward state) {
        if (state.position() < 0) {
            return state;
        }
        PlannedStage stage = state.stage();
        return state.with(forget(
                state.run(),
                hook -> hook.isOpen()
                        || hook.state() == HookRun.State.FAILED
                        || (hook.execution().stage() == stage.stage()
                                && hook.execution().step() == stage.step()),
                forget(state.run().watching(), state.run().identity().createdAt())));
    }

    @Override
    public DeploymentState rollingBack(RollingBack state) {
        boolean hooks = !state.run().identity().spec().hooks().isEmpty();
        if (from.isEmpty()) {
            from = Optional.of(state.from());
        }
        return new RollingBack(
                forget(state.run(), hook -> hook.execution().direction() == HookExecution.Direction.ROLLBACK, NOTHING),
                RollbackCause.REQUESTED,
                REASON,
                state.since(),
                hooks ? state.from() : from.get(),
                state.restoration(),
                state.drain(),
                state.others(),
                state.overdue());
    }

    @Override
    public DeploymentState closing(Closing state) {
        return new Closing(
                forget(state.run(), HookRun::isOpen, NOTHING),
                state.meanwhile(),
                state.end(),
                REASON,
                state.leftOvers(),
                state.since(),
                state.view().map(view -> VIEW),
                state.overdue());
    }

    @Override
    public DeploymentState ended(Ended state) {
        return new Ended(
                forget(state.run(), HookRun::isOpen, NOTHING),
                state.status(),
                REASON,
                state.leftOvers(),
                VIEW,
                state.at());
    }
}
