package io.github.bluegreen4j.workflow.plan;

import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.Effect;
import io.github.bluegreen4j.event.HookEvent;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.model.Approvals;
import io.github.bluegreen4j.model.HookSpec;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.PlannedStage;
import io.github.bluegreen4j.model.PolicyAnswer;
import io.github.bluegreen4j.model.PolicyRequest;
import io.github.bluegreen4j.model.RequestCost;
import io.github.bluegreen4j.report.Plan;
import io.github.bluegreen4j.workflow.Workflow;
import io.github.bluegreen4j.workflow.explain.TimerText;
import io.github.bluegreen4j.workflow.script.Call;
import io.github.bluegreen4j.workflow.state.DeploymentState;
import io.github.bluegreen4j.workflow.state.Forward;
import io.github.bluegreen4j.workflow.state.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** Notes what a rehearsal does: its writes, calls, deadlines and tasks, by stage. Not thread-safe. */
final class Recorder implements Rehearsal.Observer {
    private final Workflow workflow;
    private final List<StageRecord> stages = new ArrayList<>();
    private final List<String> writes = new ArrayList<>();
    private final List<String> atEnd = new ArrayList<>();
    private final Map<String, Integer> calls = new TreeMap<>();
    private Optional<Rehearsal> entered = Optional.empty();
    private Duration rollbackLimit = Duration.ZERO;
    private boolean reconciles;
    private final boolean probes;
    private final Requests requests;
    private int peak;

    /**
     * @param probes whether to find the conditions of the work, which takes some rehearsals more
     * @param costs what a call usually costs
     */
    Recorder(Workflow workflow, boolean probes, Function<Call, List<RequestCost>> costs) {
        this.workflow = workflow;
        this.probes = probes;
        this.requests = new Requests(costs);
    }

    /** A recorder of what nobody asks for: of a moment that is kept for a rollback from it. */
    private static Recorder silent(Workflow workflow) {
        return new Recorder(workflow, false, call -> List.of());
    }

    /** One stage of the way forward. */
    static final class StageRecord {
        private final int position;
        private final PlannedStage planned;
        private final Instant enteredAt;
        private final List<String> writes = new ArrayList<>();
        private final Set<Plan.Condition> conditions = new LinkedHashSet<>();
        private final Set<PolicyRequest> questions = new LinkedHashSet<>();
        private final Map<String, Duration> hooks = new LinkedHashMap<>();
        private final Map<String, Duration> pauses = new LinkedHashMap<>();
        private final Map<String, Approvals> approvals = new LinkedHashMap<>();
        private final Map<String, Duration> bounds = new LinkedHashMap<>();
        private final Map<Timer.Kind, Duration> limits = new EnumMap<>(Timer.Kind.class);
        private Duration longestHook = Duration.ZERO;
        private Instant leftAt;
        private Optional<Rehearsal> last = Optional.empty();

        private StageRecord(int position, PlannedStage planned, Instant enteredAt) {
            this.position = position;
            this.planned = planned;
            this.enteredAt = enteredAt;
            this.leftAt = enteredAt;
        }

        /** The stage's own work, then its hooks together, then its bake, then its gate: each has a limit of its own. */
        private Duration longest() {
            return limits.values().stream().reduce(longestHook, Duration::plus);
        }

        /** With the conditions of the watches at the last moment of the stage. */
        Plan.Stage stage(Optional<Plan.WayBack> back, Function<PolicyRequest, Map<String, PolicyAnswer>> policies) {
            last.ifPresent(moment -> moment.watches()
                    .forEach(watch -> conditions.addAll(moment.probe().conditions(watch))));
            return new Plan.Stage(
                    planned.stage(),
                    planned.step(),
                    planned.greenShare(),
                    writes,
                    List.copyOf(conditions),
                    questions.stream()
                            .map(question -> new Plan.PolicyQuestion(
                                    question.route(), question.greenShare(), policies.apply(question)))
                            .filter(question -> !question.answers().isEmpty())
                            .toList(),
                    hooks,
                    pauses,
                    approvals,
                    Duration.between(enteredAt, leftAt),
                    longest(),
                    bounds,
                    back);
        }
    }

    @Override
    public void starts(Rehearsal rehearsal, Effect effect) {
        if (probes) {
            current(rehearsal)
                    .ifPresent(
                            stage -> stage.conditions.addAll(rehearsal.probe().conditions(effect)));
        }
    }

    @Override
    public void called(Rehearsal rehearsal, Call call) {
        if (call instanceof Call.AskPolicies asked) {
            current(rehearsal).ifPresent(stage -> asked.request().ifPresent(stage.questions::add));
        }
        calls.merge(call.getClass().getSimpleName(), 1, Integer::sum);
        requests.made(call, rehearsal.now());
        Optional<String> write = call.accept(WriteText.in(rehearsal.world()));
        // A revision is retired step by step, by the same call again.
        write.filter(text -> writes.isEmpty() || !writes.get(writes.size() - 1).equals(text))
                .ifPresent(text -> {
                    writes.add(text);
                    current(rehearsal).map(stage -> stage.writes).orElse(atEnd).add(text);
                });
    }

    @Override
    public void repeated(Call call, long times, Instant from, Instant to) {
        requests.repeated(call, times, from, to);
        calls.merge(call.getClass().getSimpleName(), (int) Math.min(times, Integer.MAX_VALUE), (one, other) ->
                (int) Math.min((long) one + other, Integer.MAX_VALUE));
    }

    private Optional<StageRecord> current(Rehearsal rehearsal) {
        return rehearsal.state() instanceof Forward && !stages.isEmpty()
                ? Optional.of(stages.get(stages.size() - 1))
                : Optional.empty();
    }

    @Override
    public void before(Rehearsal rehearsal) {
        current(rehearsal).ifPresent(stage -> stage.last = Optional.of(rehearsal.fork(silent(workflow))));
    }

    @Override
    public void after(Rehearsal rehearsal, List<DeploymentEvent> events) {
        peak = Math.max(peak, rehearsal.world().tasks());
        for (DeploymentEvent event : events) {
            if (event instanceof ProgressEvent.StageEntered stage) {
                enter(rehearsal.state(), stage);
            } else if (event instanceof HookEvent.HookStarted hook && !stages.isEmpty()) {
                started(rehearsal.state(), stages.get(stages.size() - 1), hook);
            } else if (event instanceof ProgressEvent.ReconciliationChosen) {
                reconciles = true;
            } else if (event instanceof ProgressEvent.ClosingStarted && !stages.isEmpty()) {
                stages.get(stages.size() - 1).leftAt = event.at();
            }
        }
        if (entered.isEmpty() && !stages.isEmpty()) {
            entered = Optional.of(rehearsal.fork(silent(workflow)));
        }
        workflow.agenda(rehearsal.state()).timers().forEach((timer, due) -> {
            Duration left = Duration.between(rehearsal.now(), due);
            if (timer.equals(new Timer.Of(Timer.Kind.ROLLBACK)) && rollbackLimit.isZero()) {
                rollbackLimit = left;
            }
            current(rehearsal).ifPresent(stage -> bounded(stage, timer, left));
        });
    }

    private void enter(DeploymentState state, ProgressEvent.StageEntered entered) {
        if (!stages.isEmpty()) {
            stages.get(stages.size() - 1).leftAt = entered.at();
        }
        state.running()
                .map(run -> run.baseline().plan().get(entered.position()))
                .ifPresent(planned -> stages.add(new StageRecord(entered.position(), planned, entered.at())));
    }

    private static void started(DeploymentState state, StageRecord stage, HookEvent.HookStarted hook) {
        state.running()
                .flatMap(run -> run.hook(hook.execution()))
                .flatMap(HookSpec::approvals)
                .ifPresent(asked -> stage.approvals.put(hook.execution().hook(), asked));
        Duration timeOut = Duration.between(hook.at(), hook.expiresAt());
        (hook.awaitsAction() ? stage.pauses : stage.hooks).put(hook.execution().hook(), timeOut);
        stage.longestHook = timeOut.compareTo(stage.longestHook) > 0 ? timeOut : stage.longestHook;
    }

    private static void bounded(StageRecord stage, Timer timer, Duration left) {
        boolean whole = timer.equals(new Timer.Of(Timer.Kind.DEPLOYMENT));
        if (!whole) {
            stage.bounds.putIfAbsent(TimerText.of(timer), left);
        }
        if (timer instanceof Timer.Of of && !whole && of.kind() != Timer.Kind.DRAIN) {
            stage.limits.putIfAbsent(of.kind(), left);
        }
    }

    List<StageRecord> stages() {
        return stages;
    }

    /**
     * {@return the last moment of this stage, from which a rollback starts} A stage without work, hooks and bake is passed in no time:
     * the last moment of an earlier one stands for it. Empty for CLEAN_UP, from which no rollback is possible.
     */
    Optional<Rehearsal> before(StageRecord stage) {
        if (stage.planned.stage() == LifecycleStage.CLEAN_UP) {
            return Optional.empty();
        }
        return stages.stream()
                .filter(earlier -> earlier.position <= stage.position)
                .flatMap(earlier -> earlier.last.stream())
                .reduce((first, second) -> second)
                .or(() -> entered);
    }

    List<String> writes() {
        return writes;
    }

    /** The writes of a state that is not the way forward: of the end, or of a rollback. */
    List<String> atEnd() {
        return atEnd;
    }

    Map<String, Integer> calls() {
        return calls;
    }

    List<Plan.Requests> requests() {
        return requests.all();
    }

    Duration rollbackLimit() {
        return rollbackLimit;
    }

    boolean reconciles() {
        return reconciles;
    }

    int peak() {
        return peak;
    }
}
