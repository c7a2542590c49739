package io.github.bluegreen4j.workflow.plan;

import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.Effect;
import io.github.bluegreen4j.event.HookEvent;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.event.Watch;
import io.github.bluegreen4j.event.WatchEvent;
import io.github.bluegreen4j.event.WorkEvent;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.Judgement;
import io.github.bluegreen4j.model.Readings;
import io.github.bluegreen4j.model.RollbackCause;
import io.github.bluegreen4j.report.Plan;
import io.github.bluegreen4j.workflow.Transition;
import io.github.bluegreen4j.workflow.Workflow;
import io.github.bluegreen4j.workflow.agenda.WatchOrder;
import io.github.bluegreen4j.workflow.decide.Input;
import io.github.bluegreen4j.workflow.script.Answer;
import io.github.bluegreen4j.workflow.script.Outcome;
import io.github.bluegreen4j.workflow.script.Response;
import io.github.bluegreen4j.workflow.script.Step;
import io.github.bluegreen4j.workflow.state.DeploymentState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds the conditions of a piece of work or of a watch: shows the workflow the world with one thing wrong at a time, and notes what it
 * would wait, ask or roll back for. So a plan cannot name a condition that the workflow does not have, nor miss one whose violation is
 * among the {@link IdealWorld.Disturbance}s.
 */
final class Probe {
    private final Workflow workflow;
    private final DeploymentState state;
    private final Instant now;
    private final IdealWorld world;

    Probe(Workflow workflow, DeploymentState state, Instant now, IdealWorld world) {
        this.workflow = workflow;
        this.state = state;
        this.now = now;
        this.world = world;
    }

    /** {@return the conditions of work that starts now} A hook has none: it is called. */
    List<Plan.Condition> conditions(Effect effect) {
        List<Plan.Condition> conditions = new ArrayList<>();
        if (!(effect instanceof Effect.InvokeHook)) {
            for (IdealWorld.Disturbance wrong : IdealWorld.Disturbance.values()) {
                reaction(effect, world.disturbed(wrong))
                        .flatMap(this::condition)
                        .ifPresent(conditions::add);
            }
        }
        return conditions;
    }

    /** {@return the conditions of a watch} */
    List<Plan.Condition> conditions(WatchOrder order) {
        List<Plan.Condition> conditions = new ArrayList<>();
        for (IdealWorld.Disturbance wrong : IdealWorld.Disturbance.values()) {
            IdealWorld disturbed = world.disturbed(wrong);
            Readings readings = Readings.NONE;
            for (var call : order.reads()) {
                Answer.Result result = call.accept(disturbed);
                readings = result instanceof Response response ? response.addedTo(readings) : readings;
            }
            workflow.transition(state, new Input.Observed(order.watch(), readings), now)
                    .flatMap(this::condition)
                    .ifPresent(conditions::add);
        }
        return conditions;
    }

    /** What the workflow decides when the work waits or ends; nothing if the work would change something now. */
    private Optional<Transition> reaction(Effect effect, IdealWorld disturbed) {
        Step step = workflow.start(state, effect, now);
        while (step instanceof Step.Next next) {
            if (next.note().isPresent()) {
                return workflow.transition(
                        state, new Input.EffectNoted(effect, next.note().get()), now);
            }
            if (next.call().accept(WriteText.in(disturbed)).isPresent()) {
                return Optional.empty();
            }
            step = workflow.resume(
                    state, next.script(), new Answer(now, next.call().accept(disturbed)), now);
        }
        return workflow.transition(state, new Input.EffectEnded(effect, (Outcome) step), now);
    }

    private Optional<Plan.Condition> condition(Transition transition) {
        Plan.Otherwise otherwise = otherwise(transition);
        for (DeploymentEvent event : transition.events()) {
            if (event instanceof WorkEvent.WorkWaiting waiting) {
                return Optional.of(new Plan.Condition(waiting.gate().name(), waiting.wanted(), otherwise));
            }
            if (event instanceof WatchEvent.ConditionChanged changed && changed.condition() == Watch.Condition.BAD) {
                return Optional.of(new Plan.Condition(changed.watch().name(), changed.wanted(), otherwise));
            }
            if (event instanceof WatchEvent.GreenJudged judged
                    && judged.judgement().answer() == Judgement.Answer.WORSE) {
                return Optional.of(new Plan.Condition(
                        Watch.ANALYSIS.name(), "green not worse than blue by its metrics", otherwise));
            }
            if (event instanceof WatchEvent.DriftFound drift) {
                return Optional.of(
                        new Plan.Condition("DRIFT", "route " + drift.route() + " at " + drift.wanted(), otherwise));
            }
            if (event instanceof ProgressEvent.RollbackStarted rollback) {
                return Optional.of(
                        rollback.cause() == RollbackCause.ALARM
                                ? new Plan.Condition(Watch.ALARMS.name(), "no alarm in ALARM", otherwise)
                                : new Plan.Condition(rollback.cause().name(), "not: " + rollback.reason(), otherwise));
            }
        }
        return Optional.empty();
    }

    private static Plan.Otherwise otherwise(Transition transition) {
        DeploymentStatus after = transition.state().status();
        if (after == DeploymentStatus.IN_PROGRESS) {
            boolean asks = transition.events().stream()
                    .anyMatch(event -> event instanceof HookEvent.HookStarted hook && hook.awaitsAction());
            return asks ? Plan.Otherwise.ASKS : Plan.Otherwise.WAITS;
        }
        return after == DeploymentStatus.ROLLBACK_IN_PROGRESS ? Plan.Otherwise.ROLLS_BACK : Plan.Otherwise.STOPS;
    }
}
