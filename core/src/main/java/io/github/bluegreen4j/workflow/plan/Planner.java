package io.github.bluegreen4j.workflow.plan;

import io.github.bluegreen4j.event.Effect;
import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.PolicyAnswer;
import io.github.bluegreen4j.model.PolicyRequest;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.Readings;
import io.github.bluegreen4j.model.RequestCost;
import io.github.bluegreen4j.model.RevisionChange;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.ScaleInSetting;
import io.github.bluegreen4j.report.Plan;
import io.github.bluegreen4j.workflow.Workflow;
import io.github.bluegreen4j.workflow.decide.Input;
import io.github.bluegreen4j.workflow.script.Answer;
import io.github.bluegreen4j.workflow.script.Call;
import io.github.bluegreen4j.workflow.script.Outcome;
import io.github.bluegreen4j.workflow.script.Response;
import io.github.bluegreen4j.workflow.script.Step;
import io.github.bluegreen4j.workflow.state.Closing;
import io.github.bluegreen4j.workflow.state.DeploymentState;
import io.github.bluegreen4j.workflow.state.Ended;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Makes the plan of a deployment: reads the world once, rehearses the deployment in a copy of it, and rehearses a rollback from the end
 * of each stage.
 */
public final class Planner {
    /** Time in a plan is relative, so any start will do. */
    private static final Instant START = Instant.EPOCH;

    private static final DeploymentId ID = new DeploymentId("plan");

    /** Whoever orders it may not approve it: a plan is ordered by nobody who might. */
    private static final Command.Origin AUTHOR = new Command.Origin("(plan)", START);

    private final Workflow workflow;
    private final DeploymentSpec spec;

    private final Function<Call, List<RequestCost>> costs;

    private final Function<RevisionRef, List<RevisionChange>> changes;

    private final Function<PolicyRequest, Map<String, PolicyAnswer>> policies;

    private final Optional<String> line;

    private Planner(
            Workflow workflow,
            DeploymentSpec spec,
            Function<Call, List<RequestCost>> costs,
            Function<RevisionRef, List<RevisionChange>> changes,
            Function<PolicyRequest, Map<String, PolicyAnswer>> policies,
            Optional<String> line) {
        this.workflow = workflow;
        this.spec = spec;
        this.costs = costs;
        this.changes = changes;
        this.policies = policies;
        this.line = line;
    }

    /** Something that a plan needs cannot be read. */
    public static final class UnreadableException extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient Problem problem;

        private UnreadableException(Problem problem) {
            super(problem.toString());
            this.problem = problem;
        }

        /** {@return what cannot be read, and why} */
        public Problem problem() {
            return problem;
        }
    }

    /**
     * {@return the plan}
     *
     * @param workflow the workflow that would run the deployment
     * @param spec what would be ordered
     * @param live answers calls that read, from the real world
     * @param costs what a call usually costs of the rate limits of its port
     * @param changes what the new revision changes against an existing one
     * @param policies what every policy would answer now, by name
     * @param line who has stopped the line; empty if it runs
     * @throws UnreadableException if something that a plan needs cannot be read
     */
    public static Plan of(
            Workflow workflow,
            DeploymentSpec spec,
            Function<Call, Answer.Result> live,
            Function<Call, List<RequestCost>> costs,
            Function<RevisionRef, List<RevisionChange>> changes,
            Function<PolicyRequest, Map<String, PolicyAnswer>> policies,
            Optional<String> line) {
        return new Planner(workflow, spec, costs, changes, policies, line).plan(live);
    }

    private Plan plan(Function<Call, Answer.Result> live) {
        Readings readings = Readings.NONE;
        DeploymentState state = ordered();
        Step step = workflow.start(state, new Effect.InspectService(), START);
        // What the inspection would wait for is left as it is: a plan waits for nothing.
        while (step instanceof Step.Next next && next.after().isZero()) {
            Answer.Result result = live.apply(next.call());
            readings = added(result, readings);
            step = workflow.resume(state, next.script(), new Answer(START, result), START);
        }
        if (step instanceof Outcome outcome) {
            Input inspected = new Input.EffectEnded(new Effect.InspectService(), outcome);
            state = workflow.transition(state, inspected, START).orElseThrow().state();
            Optional<String> refusal = refusal(state);
            if (refusal.isPresent()) {
                return refused(refusal.get());
            }
        }
        readings = added(live.apply(new Call.ReadScaleIn(spec.service())), readings);
        return rehearsed(new IdealWorld(readings, readings.scaleIn().orElse(new ScaleInSetting(false, false))));
    }

    private DeploymentState ordered() {
        DeploymentState state = DeploymentState.initial();
        for (Input input : List.of(new Input.Ordered(ID, spec, Optional.of(AUTHOR)), new Input.TurnCame())) {
            state = workflow.transition(state, input, START).orElseThrow().state();
        }
        return state;
    }

    /** What does not exist or is refused is the workflow's to judge; what does not answer leaves nothing to plan with. */
    private static Readings added(Answer.Result result, Readings readings) {
        return result.accept(new Answer.Handler<>() {
            @Override
            public Readings response(Response response) {
                return response.addedTo(readings);
            }

            @Override
            public Readings problem(Problem problem) {
                if (!problem.isAnswered()) {
                    throw new UnreadableException(problem);
                }
                return readings;
            }
        });
    }

    private static Optional<String> refusal(DeploymentState state) {
        if (state instanceof Closing closing && closing.end() == DeploymentStatus.STOPPED) {
            return Optional.of(closing.reason());
        }
        return state instanceof Ended ended && ended.status() == DeploymentStatus.STOPPED
                ? Optional.of(ended.reason())
                : Optional.empty();
    }

    private Plan refused(String reason) {
        return new Plan(
                spec.service(),
                revision(),
                Optional.empty(),
                List.of(),
                DeploymentStatus.STOPPED,
                reason,
                false,
                List.of(),
                List.of(),
                0,
                0,
                Duration.ZERO,
                Duration.ZERO,
                Map.of(),
                List.of(),
                List.of(),
                line);
    }

    private Optional<String> revision() {
        return spec.isRecovery()
                ? Optional.empty()
                : Optional.of(spec.revision().definition());
    }

    private Plan rehearsed(IdealWorld world) {
        int before = world.tasks();
        Recorder recorder = new Recorder(workflow, true, costs);
        Rehearsal rehearsal = new Rehearsal(workflow, world, ordered(), START, recorder);
        rehearsal.run();
        List<Plan.Stage> stages = new ArrayList<>();
        Duration forward = Duration.ZERO;
        Duration cleanUp = Duration.ZERO;
        for (Recorder.StageRecord record : recorder.stages()) {
            Optional<Plan.WayBack> back = recorder.before(record).map(this::wayBack);
            Plan.Stage stage = record.stage(back, this::answers);
            stages.add(stage);
            if (back.isPresent()) {
                forward = forward.plus(stage.longest());
            } else {
                cleanUp = cleanUp.plus(stage.longest());
            }
        }
        Duration limit = spec.limits().deployment();
        Ended end = (Ended) rehearsal.state();
        Optional<RevisionRef> blue =
                end.run().started().flatMap(start -> start.roles().blue());
        return new Plan(
                spec.service(),
                revision(),
                blue.map(RevisionRef::id),
                spec.isRecovery() ? List.of() : blue.map(changes).orElse(List.of()),
                end.status(),
                end.reason(),
                recorder.reconciles(),
                stages,
                recorder.atEnd(),
                before,
                recorder.peak(),
                Duration.between(START, rehearsal.now()),
                (forward.compareTo(limit) < 0 ? forward : limit)
                        .plus(cleanUp)
                        .plus(spec.limits().closing()),
                recorder.calls(),
                recorder.requests(),
                end.leftOvers(),
                line);
    }

    /** What the policies would answer to whoever orders it: a plan has no author. */
    private Map<String, PolicyAnswer> answers(PolicyRequest question) {
        return policies.apply(new PolicyRequest(
                question.at(),
                question.deployment(),
                question.spec(),
                question.route(),
                question.production(),
                question.greenShare(),
                question.step(),
                Optional.empty()));
    }

    /** Rehearses a rollback. */
    private Plan.WayBack wayBack(Rehearsal from) {
        Recorder recorder = new Recorder(workflow, false, costs);
        Rehearsal back = from.fork(recorder);
        Instant since = back.now();
        back.apply(new Input.Commanded("plan-rollback", new Command.RollBack("")));
        Duration longest = recorder.rollbackLimit().plus(spec.limits().closing());
        back.run();
        return new Plan.WayBack(
                recorder.writes(),
                Duration.between(since, back.now()),
                longest,
                back.state().status());
    }
}
