package io.github.bluegreen4j.workflow.script;

import io.github.bluegreen4j.event.Effect;
import io.github.bluegreen4j.event.HookEvent;
import io.github.bluegreen4j.model.HookDetails;
import io.github.bluegreen4j.model.HookExecution;
import io.github.bluegreen4j.model.HookInvocation;
import io.github.bluegreen4j.model.HookResult;
import io.github.bluegreen4j.model.InvalidSpecException;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.Percent;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.workflow.state.DeploymentState;
import io.github.bluegreen4j.workflow.state.Durations;
import io.github.bluegreen4j.workflow.state.Forward;
import io.github.bluegreen4j.workflow.state.HookRun;
import io.github.bluegreen4j.workflow.state.Running;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Calls a hook until it gives its verdict. Payload, answers and delays are those of ECS's Lambda hooks ("Lambda
 * lifecycle hooks" in the ECS developer guide).
 */
public final class HookRunner {
    /** The maximum duration of one Lambda invocation. */
    private static final Duration LONGEST_CALL = Duration.ofMinutes(15);

    private static final Duration DEFAULT_CALL_BACK = Duration.ofSeconds(30);
    private static final Duration SHORTEST_CALL_BACK = Duration.ofSeconds(1);
    private static final Duration NOTE_INTERVAL = Duration.ofMinutes(1);

    private final DeploymentState state;
    private final Running run;
    private final HookRun hookRun;
    private final Instant now;

    public HookRunner(DeploymentState state, Running run, HookRun hookRun, Instant now) {
        this.state = state;
        this.run = run;
        this.hookRun = hookRun;
        this.now = now;
    }

    public Step start() {
        return ask(
                new HookScript(new Effect.InvokeHook(hookRun.execution()), 0, hookRun.details(), Optional.empty()),
                Duration.ZERO,
                Optional.empty());
    }

    public Step resume(HookScript script, Answer answer) {
        return answer.result().accept(new Answer.Handler<Step>() {
            @Override
            public Step response(Response response) {
                return response.hookResult()
                        .map(result -> answered(script, result))
                        .orElseGet(() -> failed(HookEvent.Failure.INVALID_RESPONSE, "no answer of a hook"));
            }

            @Override
            public Step problem(Problem problem) {
                return unreachable(script, problem);
            }
        });
    }

    private Step answered(HookScript script, HookResult result) {
        return switch (result.status()) {
            case SUCCEEDED -> new Outcome.HookSucceeded(result.reason());
            case FAILED -> failed(HookEvent.Failure.SAID_NO, result.reason());
            case INVALID -> failed(HookEvent.Failure.INVALID_RESPONSE, result.reason());
            case DEFECT -> failed(HookEvent.Failure.DEFECT, result.reason());
            case IN_PROGRESS -> later(script, result);
        };
    }

    private static Step failed(HookEvent.Failure failure, String reason) {
        return new Outcome.HookFailed(failure, reason);
    }

    private Step later(HookScript script, HookResult result) {
        HookDetails merged;
        try {
            merged = script.details().merge(result.details());
        } catch (InvalidSpecException tooLarge) {
            // Each answer was small enough, but together they are too large.
            return failed(
                    HookEvent.Failure.INVALID_RESPONSE, tooLarge.faults().get(0).toString());
        }
        boolean changed = !merged.equals(hookRun.details());
        boolean due = script.notedAt()
                .map(last -> !last.plus(NOTE_INTERVAL).isAfter(now))
                .orElse(true);
        boolean tells = changed && due;
        HookScript next = new HookScript(script.effect(), 0, merged, tells ? Optional.of(now) : script.notedAt());
        Duration wanted = result.callBackDelay().orElse(DEFAULT_CALL_BACK);
        Duration atLeast = Durations.longer(wanted, SHORTEST_CALL_BACK);
        return ask(
                next,
                Durations.shorter(atLeast, left()),
                tells ? Optional.of(new ProgressReport.Progressed(merged)) : Optional.empty());
    }

    private Step unreachable(HookScript script, Problem problem) {
        int tries = script.tries() + 1;
        if (tries >= run.limits().hookTries()) {
            return failed(HookEvent.Failure.UNREACHABLE, problem.toString());
        }
        Duration delay =
                BackOff.delay(run.limits(), hookRun.execution(), run.identity().deployment(), script.tries());
        HookScript next = new HookScript(script.effect(), tries, script.details(), script.notedAt());
        return ask(next, Durations.shorter(delay, left()), Optional.empty());
    }

    /**
     * The rest of the hook's timeout; at least the shortest delay, or the hook would be called without a pause until
     * its timer fires.
     */
    private Duration left() {
        Duration left = Duration.between(now, hookRun.expiresAt());
        return left.isNegative() || left.isZero() ? SHORTEST_CALL_BACK : left;
    }

    private Step ask(HookScript script, Duration after, Optional<ProgressReport> note) {
        Duration maximum = Durations.shorter(LONGEST_CALL, left());
        return new Step.Next(script, new Call.InvokeHook(invocation(script.details())), maximum, after, note);
    }

    private HookInvocation invocation(HookDetails details) {
        HookExecution execution = hookRun.execution();
        return new HookInvocation(
                run.identity().deployment(),
                run.spec().service(),
                execution,
                run.hook(execution).orElseThrow(),
                run.resources().green().revision().map(RevisionRef::id).orElse(""),
                testWeights(execution),
                productionWeights(execution),
                details,
                state.reason());
    }

    /** Present at stages that concern the test route, as in the documented payloads. */
    private SortedMap<String, Double> testWeights(HookExecution execution) {
        boolean shown = execution.stage() == LifecycleStage.TEST_TRAFFIC_SHIFT
                || execution.stage() == LifecycleStage.RECONCILE_SERVICE;
        if (!shown || run.spec().testRoute().isEmpty()) {
            return new TreeMap<>();
        }
        boolean onGreen = execution.stage() == LifecycleStage.TEST_TRAFFIC_SHIFT
                && execution.direction() == HookExecution.Direction.FORWARD;
        return weights(onGreen ? Percent.HUNDRED : Percent.ZERO);
    }

    /** Present at stages that concern production: the current weights before a step, the new ones after it. */
    private SortedMap<String, Double> productionWeights(HookExecution execution) {
        return switch (execution.stage()) {
            case RECONCILE_SERVICE -> weights(Percent.ZERO);
            case PRE_PRODUCTION_TRAFFIC_SHIFT, PRODUCTION_TRAFFIC_SHIFT ->
                weights(
                        execution.direction() == HookExecution.Direction.ROLLBACK
                                ? Percent.ZERO
                                : state instanceof Forward forward
                                        ? forward.stage().greenShare()
                                        : Percent.ZERO);
            case PRE_SCALE_UP,
                    SCALE_UP,
                    POST_SCALE_UP,
                    TEST_TRAFFIC_SHIFT,
                    POST_TEST_TRAFFIC_SHIFT,
                    POST_PRODUCTION_TRAFFIC_SHIFT,
                    BAKE_TIME,
                    CLEAN_UP,
                    PRE_ROLLBACK,
                    POST_ROLLBACK -> new TreeMap<>();
        };
    }

    private SortedMap<String, Double> weights(Percent green) {
        SortedMap<String, Double> weights = new TreeMap<>();
        run.resources().green().revision().ifPresent(ref -> weights.put(ref.id(), green.tenths() / 10.0));
        run.roles().blue().ifPresent(ref -> weights.put(ref.id(), (1000 - green.tenths()) / 10.0));
        return weights;
    }
}
