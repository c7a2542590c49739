package io.github.bluegreen4j.workflow.explain;

import io.github.bluegreen4j.event.Effect;
import io.github.bluegreen4j.event.Gate;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.event.Watch;
import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.HookSpec;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TimeoutAction;
import io.github.bluegreen4j.report.Explanation;
import io.github.bluegreen4j.report.Phrases;
import io.github.bluegreen4j.workflow.Transition;
import io.github.bluegreen4j.workflow.Workflow;
import io.github.bluegreen4j.workflow.agenda.Agenda;
import io.github.bluegreen4j.workflow.decide.Input;
import io.github.bluegreen4j.workflow.state.Closing;
import io.github.bluegreen4j.workflow.state.DeploymentState;
import io.github.bluegreen4j.workflow.state.Ended;
import io.github.bluegreen4j.workflow.state.Forward;
import io.github.bluegreen4j.workflow.state.HookRun;
import io.github.bluegreen4j.workflow.state.NotStarted;
import io.github.bluegreen4j.workflow.state.PauseApprovals;
import io.github.bluegreen4j.workflow.state.PendingWork;
import io.github.bluegreen4j.workflow.state.RollingBack;
import io.github.bluegreen4j.workflow.state.Running;
import io.github.bluegreen4j.workflow.state.Stages;
import io.github.bluegreen4j.workflow.state.Timer;
import io.github.bluegreen4j.workflow.state.Watching;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Explains one state. Consequences are not described a second time here: the explainer fires each timer and gives each command in the
 * pure workflow, and describes the state that this leads to.
 */
public final class Explainer {
    private static final String RETIRED = "the revision that was kept is retired";

    /** No command of a user has this id. */
    private static final String COMMAND = "(explain)";

    /** The timers that end a wait for something that does not come. */
    private static final Set<Timer.Kind> LIMITS = Set.of(
            Timer.Kind.UNHEALTHY,
            Timer.Kind.GREEN_GONE,
            Timer.Kind.GATE,
            Timer.Kind.STAGE,
            Timer.Kind.CLEAN_UP,
            Timer.Kind.END,
            Timer.Kind.ROLLBACK,
            Timer.Kind.CLOSING,
            Timer.Kind.DEPLOYMENT);

    private final Workflow workflow;
    private final DeploymentState state;
    private final Context context;
    private final Agenda agenda;
    private final Phrases phrases;

    private Explainer(Workflow workflow, DeploymentState state, Context context) {
        this.workflow = workflow;
        this.state = state;
        this.context = context;
        this.agenda = workflow.agenda(state);
        this.phrases = state.running()
                .map(run -> new Phrases(run.resources().scaleIn().kind()))
                .orElseGet(Phrases::new);
    }

    /**
     * What the engine knows beside the state.
     *
     * @param obstacle what keeps the deployment from its turn, beside another deployment of the service
     * @param delays why work of it does not make its next call yet
     * @param causes what keeps tasks of green from serving, in the words of the runtime and the load balancer
     */
    public record Context(Optional<String> obstacle, Map<Effect, String> delays, List<String> causes) {}

    /**
     * {@return the explanation of a state}
     *
     * @param workflow the workflow that runs the deployment
     * @param id the deployment
     * @param service its service
     * @param state its state
     * @param context what the engine knows beside the state
     */
    public static Explanation of(
            Workflow workflow, DeploymentId id, ServiceRef service, DeploymentState state, Context context) {
        return new Explainer(workflow, state, context).explain(id, service);
    }

    private Explanation explain(DeploymentId id, ServiceRef service) {
        List<Explanation.Wait> waits = waits();
        return new Explanation(
                id,
                service,
                state.status(),
                "Deployment " + id + " of " + service + " " + state.accept(new Place())
                        + waits.stream().findFirst().map(Explainer::sentence).orElse("."),
                waits,
                deadlines(),
                commands(),
                state.status().isTerminal() ? List.of() : context.causes());
    }

    private static String sentence(Explanation.Wait wait) {
        StringBuilder sentence = new StringBuilder(": it waits for ").append(wait.what());
        wait.since().ifPresent(since -> sentence.append(", since ").append(since));
        wait.until()
                .ifPresent(until -> sentence.append(", at the longest until ")
                        .append(until)
                        .append("; then ")
                        .append(wait.then()));
        return sentence.append('.').toString();
    }

    // What it waits for

    private List<Explanation.Wait> waits() {
        List<Explanation.Wait> waits = new ArrayList<>();
        if (state.status().isTerminal()) {
            return waits;
        }
        if (state.isKeeping()) {
            keeping(waits);
        } else if (state.isWaiting() || state.running().isEmpty()) {
            waits.add(limited(
                    Explanation.Kind.TURN,
                    context.obstacle().orElse("its turn: an earlier deployment of the service has not ended"),
                    state.running().map(run -> run.identity().createdAt()),
                    "the earlier deployment of the service ends, or the engine that has the service starts this one"));
        }
        state.running().ifPresent(run -> {
            hooks(run, waits);
            gates(run, waits);
            watches(run, waits);
            evidence(run, waits);
            clocks(run, waits);
        });
        work(waits);
        waits.sort(Comparator.comparing(Explanation.Wait::kind));
        return waits;
    }

    private void keeping(List<Explanation.Wait> waits) {
        Running run = state.running().orElseThrow();
        Timer time = new Timer.Of(Timer.Kind.KEEPING);
        waits.add(
                new Explanation.Wait(
                        Explanation.Kind.KEEPING,
                        "the end of the time for which " + run.spec().kept().orElseThrow() + " is kept",
                        Optional.of(run.identity().createdAt()),
                        Optional.ofNullable(agenda.timers().get(time)),
                        RETIRED,
                        "rollBack takes production back to it; skipBake, or the next deployment of the service, retires it earlier"));
    }

    private void hooks(Running run, List<Explanation.Wait> waits) {
        for (HookRun hook : run.hooks().values()) {
            if (!hook.isOpen()) {
                continue;
            }
            boolean pause = hook.state() == HookRun.State.AWAITING_ACTION;
            Optional<Instant> since = run.spec().hooks().stream()
                    .filter(spec -> spec.name().equals(hook.execution().hook()))
                    .map(HookSpec::timeout)
                    .findFirst()
                    .map(hook.expiresAt()::minus);
            waits.add(new Explanation.Wait(
                    pause ? Explanation.Kind.PAUSE : Explanation.Kind.HOOK,
                    pause ? asked(run, hook) : "the verdict of hook " + hook.execution(),
                    since,
                    Optional.of(hook.expiresAt()),
                    then(new Timer.HookExpires(hook.execution()), hook.expiresAt()),
                    pause ? answered(run, hook) : "the hook answers SUCCEEDED or FAILED"));
        }
    }

    /** {@code 1 more of alice, bob to approve pause X, since dave approved at Y}. */
    private static String asked(Running run, HookRun pause) {
        return PauseApprovals.of(run, pause)
                .map(approvals -> approvals.wanted() + " to approve pause " + pause.execution()
                        + (approvals.given().isEmpty() ? "" : " (" + approvals.givenSoFar() + ")"))
                .orElse("an answer to pause " + pause.execution());
    }

    private static String answered(Running run, HookRun pause) {
        return PauseApprovals.of(run, pause)
                .map(approvals -> approvals.wanted() + " answer it with CONTINUE, or one of "
                        + String.join(", ", approvals.approvers()) + " answers it with ROLLBACK")
                .orElse("a person answers it with CONTINUE or ROLLBACK");
    }

    private void gates(Running run, List<Explanation.Wait> waits) {
        run.pendingWork().waiting().forEach((effect, waiting) -> {
            String what = waiting.wanted() + " (last seen: " + waiting.seen() + "), to " + effect.accept(phrases);
            waits.add(weakBlue(waiting.gate())
                    .map(at -> new Explanation.Wait(
                            Explanation.Kind.GATE,
                            what,
                            Optional.of(waiting.since()),
                            Optional.of(at),
                            then(new Timer.Of(Timer.Kind.WEAK_BLUE), at),
                            unblock(waiting)))
                    .orElseGet(() ->
                            limited(Explanation.Kind.GATE, what, Optional.of(waiting.since()), unblock(waiting))));
        });
    }

    /** When a rollback no longer waits for a blue below its floor, if it waits for that. */
    private Optional<Instant> weakBlue(Gate gate) {
        return gate == Gate.BLUE_CAPACITY
                ? Optional.ofNullable(agenda.timers().get(new Timer.Of(Timer.Kind.WEAK_BLUE)))
                : Optional.empty();
    }

    private static String unblock(PendingWork.Waiting waiting) {
        return switch (waiting.gate()) {
            case CAPACITY -> "enough targets of green become healthy";
            case ALARMS -> "every watched alarm can be read and none is in ALARM";
            case POLICY -> "every policy lets green get more weight, and the line runs";
            case DRIFT -> "the route has the weights that the deployment left: " + waiting.wanted();
            case READ_BACK -> "the result of the last call becomes visible";
            case NO_WEIGHT -> "no route gives weight to the revision";
            case IDLE_GROUP_EMPTY -> "the idle target group has no targets";
            case BLUE_SCALE, BLUE_SCALE_ALIVE -> "blue runs its desired number of tasks";
            case BLUE_CAPACITY -> "enough targets of blue become healthy";
            case BLUE_ALIVE -> "a target of blue becomes healthy";
            case GREEN_EXISTS -> "the runtime describes green again";
            case OTHER_ROUTES -> "the other route that uses the target group gives it no weight";
            case REACHABLE, READABLE -> "the outside world answers a read";
            case ACCEPTED -> "the outside world accepts the call";
        };
    }

    /** What is watched keeps a deployment only while green starts and during a bake. */
    private void watches(Running run, List<Explanation.Wait> waits) {
        boolean baking = forward().map(Stages::isBaking).orElse(false);
        boolean starting =
                forward().map(forward -> forward.isIn(LifecycleStage.SCALE_UP)).orElse(false);
        agenda.watches().forEach(order -> {
            Watching watching = run.watching();
            boolean keeps = baking && order.watch() != Watch.ANALYSIS;
            if ((keeps || (starting && order.watch() == Watch.GREEN_READY))
                    && watching.condition(order.watch()) != Watch.Condition.GOOD) {
                String seen = watching.seen(order.watch());
                waits.add(limited(
                        Explanation.Kind.WATCH,
                        wanted(order.watch()) + " (last seen: " + (seen.isEmpty() ? "nothing yet" : seen) + ")",
                        Optional.ofNullable(watching.shown().get(order.watch())).map(Watching.Shown::since),
                        wanted(order.watch())));
            }
        });
    }

    private void evidence(Running run, List<Explanation.Wait> waits) {
        Timer limit = new Timer.Of(Timer.Kind.EVIDENCE);
        Optional.ofNullable(agenda.timers().get(limit)).ifPresent(until -> {
            String seen = run.watching().seen(Watch.ANALYSIS);
            waits.add(new Explanation.Wait(
                    Explanation.Kind.WATCH,
                    wanted(Watch.ANALYSIS) + " (last seen: " + (seen.isEmpty() ? "nothing yet" : seen) + ")",
                    Optional.empty(),
                    Optional.of(until),
                    then(limit, until),
                    "both revisions serve more requests, and green's errors and latencies stay within the margin"));
        });
    }

    private static String wanted(Watch watch) {
        return switch (watch) {
            case GREEN_READY -> "green to run all its tasks and to be healthy";
            case GREEN_HEALTH -> "enough healthy targets of green";
            case ALARMS -> "every watched alarm to be readable and none in ALARM";
            case ANALYSIS -> "evidence that green is not worse than blue";
            case ROUTES -> "the production routes to read as the deployment left them";
        };
    }

    /** What passes by itself. */
    private void clocks(Running run, List<Explanation.Wait> waits) {
        passing(Timer.Kind.BAKE, Explanation.Kind.BAKE, "the end of the bake", "skipBake ends it early", waits);
        passing(
                Timer.Kind.DRAIN,
                Explanation.Kind.DRAIN,
                "the end of the drain window, so that requests in flight finish",
                "nothing does: the window is fixed",
                waits);
        run.resources()
                .settling()
                .forEach((route, until) -> waits.add(new Explanation.Wait(
                        Explanation.Kind.SETTLE,
                        "the data plane of route " + route + " to follow the last write",
                        Optional.empty(),
                        Optional.of(until),
                        then(new Timer.RouteSettles(route), until),
                        "nothing does: the router states how long it takes")));
        run.pendingWork()
                .locks()
                .forEach((resource, lock) -> lock.quietAt()
                        .ifPresent(until -> waits.add(new Explanation.Wait(
                                Explanation.Kind.QUIET,
                                resource.kind() == Effect.Resource.Kind.LATE_WRITE
                                        ? "a write of route " + resource.id()
                                                + " that an earlier engine had in progress and that may still arrive; until then"
                                                + " nothing is retired"
                                        : "an earlier call to " + resource + " that may still take effect",
                                Optional.empty(),
                                Optional.of(until),
                                then(new Timer.ResourceQuiet(resource), until),
                                "nothing does: the time is fixed"))));
    }

    private void passing(
            Timer.Kind timer, Explanation.Kind kind, String what, String unblock, List<Explanation.Wait> waits) {
        Optional.ofNullable(agenda.timers().get(new Timer.Of(timer)))
                .ifPresent(until -> waits.add(new Explanation.Wait(
                        kind, what, Optional.empty(), Optional.of(until), then(new Timer.Of(timer), until), unblock)));
    }

    private void work(List<Explanation.Wait> waits) {
        Set<Effect> waiting =
                state.running().map(run -> run.pendingWork().waiting().keySet()).orElse(Set.of());
        for (Effect effect : agenda.effects()) {
            boolean hook = effect instanceof Effect.InvokeHook; // the hook itself is listed
            if (!hook && !waiting.contains(effect)) {
                String delay = context.delays().get(effect);
                waits.add(limited(
                        Explanation.Kind.WORK,
                        "the engine to " + effect.accept(phrases) + (delay == null ? "" : " (" + delay + ")"),
                        Optional.empty(),
                        "the call is answered"));
            }
        }
    }

    /** A wait that the next limit of the state ends. */
    private Explanation.Wait limited(Explanation.Kind kind, String what, Optional<Instant> since, String unblock) {
        Optional<Map.Entry<Timer, Instant>> limit = agenda.timers().entrySet().stream()
                .filter(timer -> timer.getKey() instanceof Timer.Of of && LIMITS.contains(of.kind()))
                .min(Map.Entry.comparingByValue());
        return new Explanation.Wait(
                kind,
                what,
                since,
                limit.map(Map.Entry::getValue),
                limit.map(timer -> then(timer.getKey(), timer.getValue())).orElse(""),
                unblock);
    }

    private Optional<Forward> forward() {
        return state instanceof Forward forward ? Optional.of(forward) : Optional.empty();
    }

    // What happens by itself

    private List<Explanation.Deadline> deadlines() {
        return agenda.timers().entrySet().stream()
                .sorted(Map.Entry.<Timer, Instant>comparingByValue()
                        .thenComparing(timer -> timer.getKey().rank()))
                .map(timer -> new Explanation.Deadline(
                        TimerText.of(timer.getKey()), timer.getValue(), then(timer.getKey(), timer.getValue())))
                .toList();
    }

    /** What the workflow does when a timer fires. */
    private String then(Timer timer, Instant due) {
        if (timer.equals(new Timer.Of(Timer.Kind.WEAK_BLUE))) {
            return "production goes back to blue although blue is below its floor";
        }
        return consequence(workflow.transition(state, agenda, new Input.TimerFired(timer), due));
    }

    private String consequence(Optional<Transition> next) {
        return next.map(transition -> transition.state().accept(new Consequence()))
                .orElse("nothing changes");
    }

    /** The state that follows, compared with the state that is explained. */
    private final class Consequence implements DeploymentState.Handler<String> {
        @Override
        public String notStarted(NotStarted none) {
            return "the deployment continues";
        }

        @Override
        public String forward(Forward forward) {
            if (state.isKeeping() && !forward.isKeeping()) {
                return forward.run().spec().isUndo()
                        ? "production goes back to "
                                + forward.run().spec().serve().orElseThrow()
                        : RETIRED;
            }
            return forward.node() == state.node()
                    ? "the deployment continues"
                    : "stage " + forward.stage().stage() + " starts";
        }

        @Override
        public String rollingBack(RollingBack rolling) {
            return rolling.node() == state.node()
                    ? "the rollback continues"
                    : "the deployment rolls back (" + rolling.cause() + ")";
        }

        @Override
        public String closing(Closing closing) {
            return "the deployment ends as " + closing.end();
        }

        @Override
        public String ended(Ended ended) {
            return "the deployment ends as " + ended.status();
        }
    }

    // What a person may do

    private List<Explanation.Possibility> commands() {
        List<Explanation.Possibility> commands = new ArrayList<>();
        DeploymentId id =
                state.running().map(run -> run.identity().deployment()).orElse(new DeploymentId("none"));
        state.running()
                .ifPresent(run -> run.hooks().values().stream()
                        .filter(hook -> hook.state() == HookRun.State.AWAITING_ACTION)
                        .forEach(hook -> answers(id, run, hook, commands)));
        if (commands.isEmpty()) {
            commands.add(new Explanation.Possibility(
                    "proceed", Optional.empty(), Optional.empty(), List.of(), false, "no pause is open"));
        }
        commands.add(possibility("rollBack", Optional.empty(), Optional.empty(), List.of(), new Command.RollBack("")));
        commands.add(possibility("abort", Optional.empty(), Optional.empty(), List.of(), new Command.Abort("")));
        commands.add(possibility("skipBake", Optional.empty(), Optional.empty(), List.of(), new Command.SkipBake()));
        return commands;
    }

    private void answers(DeploymentId id, Running run, HookRun hook, List<Explanation.Possibility> commands) {
        Optional<String> pause = Optional.of(hook.execution().hook());
        String hookId = hook.execution().executionId(id);
        Optional<PauseApprovals> approvals = PauseApprovals.of(run, hook);
        for (TimeoutAction action : TimeoutAction.values()) {
            List<String> actors = approvals
                    .map(asked -> action == TimeoutAction.CONTINUE ? asked.undecided() : asked.approvers())
                    .orElse(List.of());
            commands.add(possibility(
                    "proceed " + action, pause, Optional.of(hookId), actors, new Command.Proceed(hookId, action)));
        }
        approvals.ifPresent(asked -> commands.add(possibility(
                "withdraw",
                pause,
                Optional.of(hookId),
                List.copyOf(asked.given().keySet()),
                new Command.Withdraw(hookId))));
    }

    private Explanation.Possibility possibility(
            String name, Optional<String> pause, Optional<String> hookId, List<String> actors, Command said) {
        // The time only dates the events. What a command leads to does not depend on it.
        Instant at = state.running().map(run -> run.identity().createdAt()).orElse(Instant.EPOCH);
        Command command = actors.stream()
                .findFirst()
                .map(actor -> said.from(new Command.Origin(actor, at)))
                .orElse(said);
        Optional<Transition> next = workflow.transition(state, agenda, new Input.Commanded(COMMAND, command), at);
        Optional<ProgressEvent.CommandAnswered> answer = next.stream()
                .flatMap(transition -> transition.events().stream())
                .filter(ProgressEvent.CommandAnswered.class::isInstance)
                .map(ProgressEvent.CommandAnswered.class::cast)
                .findFirst();
        boolean allowed = answer.map(ProgressEvent.CommandAnswered::accepted).orElse(false);
        String unanswered = state.status().isTerminal() ? "the deployment has ended" : "the deployment has not started";
        return new Explanation.Possibility(
                name,
                pause,
                hookId,
                actors,
                allowed,
                allowed && !staysOpen(hookId, next)
                        ? consequence(next)
                        : answer.map(ProgressEvent.CommandAnswered::answer).orElse(unanswered));
    }

    /** Whether a pause waits for more, after what was said about it. */
    private static boolean staysOpen(Optional<String> hookId, Optional<Transition> next) {
        return next.flatMap(transition -> transition.state().running()).stream()
                .flatMap(run -> run.hooks().values().stream()
                        .filter(HookRun::isOpen)
                        .map(hook -> hook.execution().executionId(run.identity().deployment())))
                .anyMatch(open -> hookId.equals(Optional.of(open)));
    }

    /** Where a deployment is, for the start of a sentence. */
    private static final class Place implements DeploymentState.Handler<String> {
        @Override
        public String notStarted(NotStarted none) {
            return "has not started";
        }

        @Override
        public String forward(Forward forward) {
            if (forward.isKeeping()) {
                return "keeps " + forward.run().spec().kept().orElseThrow();
            }
            if (forward.isPending()) {
                return forward.isWaiting() ? "has not started" : "starts";
            }
            long steps = forward.run().baseline().plan().stream()
                    .filter(stage -> stage.stage() == forward.stage().stage())
                    .count();
            return "is in " + forward.stage().stage()
                    + (forward.stage().step() > 0 ? ", step " + forward.stage().step() + " of " + steps : "");
        }

        @Override
        public String rollingBack(RollingBack rolling) {
            return "rolls back (" + rolling.cause() + ": " + rolling.reason() + ")";
        }

        @Override
        public String closing(Closing closing) {
            return "ends as " + closing.end();
        }

        @Override
        public String ended(Ended ended) {
            return "ended as " + ended.status() + (ended.reason().isEmpty() ? "" : ": " + ended.reason());
        }
    }
}
