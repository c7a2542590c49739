package io.github.bluegreen4j.testkit.explorer;

import io.github.bluegreen4j.event.Effect;
import io.github.bluegreen4j.model.AlarmReading;
import io.github.bluegreen4j.model.Approvals;
import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.HookDetails;
import io.github.bluegreen4j.model.HookResult;
import io.github.bluegreen4j.model.HookSpec;
import io.github.bluegreen4j.model.Judgement;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.Readings;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TimeoutAction;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.workflow.agenda.WatchOrder;
import io.github.bluegreen4j.workflow.decide.Input;
import io.github.bluegreen4j.workflow.script.Call;
import io.github.bluegreen4j.workflow.script.ReconcileScript;
import io.github.bluegreen4j.workflow.script.Response;
import io.github.bluegreen4j.workflow.state.HookRun;
import io.github.bluegreen4j.workflow.state.Running;
import io.github.bluegreen4j.workflow.state.Timer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Everything that can happen next. A run of consecutive reads of one script is one move: every gate is judged after
 * the last of them, on a world that may have changed since, and the far larger gap between the reads and the change
 * they lead to is a moment of its own. What it leaves out are readings that disagree because the world changed
 * between two reads of one run; a write that is based on them is refused by its fingerprint, or judged by the reads
 * that follow.
 */
final class Moves {
    private static final int MOST_READS = 8;
    private static final Set<Timer.Kind> AFTER_LATE_WRITES =
            Set.of(Timer.Kind.GATE, Timer.Kind.CLEAN_UP, Timer.Kind.END, Timer.Kind.ROLLBACK, Timer.Kind.CLOSING);
    private static final TrafficSplit ALL_ELSEWHERE = new TrafficSplit(Map.of(new TargetGroupRef("elsewhere"), 100));

    private final ExplorationContext context;
    private final ExplorationCase scenario;
    private final StateNode state;
    private final ModelWorld world;
    private final WorldFacts facts;
    private final WorkInFlight work;
    private final int budget;
    private final Sink sink;

    /** Takes what a move leads to. */
    interface Sink {
        /**
         * A move.
         *
         * @param move what happens
         * @param ordinary whether it is the world's ordinary course, which a state must not need luck to leave: a timer
         *     fires, a call is answered truthfully, a task starts
         * @param budget what the adversary may still spend afterwards
         * @param shell what it leads to
         */
        void take(Move move, boolean ordinary, int budget, ExplorerShell shell);
    }

    private Moves(
            ExplorationContext context, StateNode state, ModelWorld world, WorkInFlight work, int budget, Sink sink) {
        this.context = context;
        this.scenario = context.scenario();
        this.state = state;
        this.world = world;
        this.facts = world.facts();
        this.work = work;
        this.budget = budget;
        this.sink = sink;
    }

    /** All moves from one moment. */
    static void from(
            ExplorationContext context, StateNode state, ModelWorld world, WorkInFlight work, int budget, Sink sink) {
        if (!state.isTerminal()) {
            new Moves(context, state, world, work, budget, sink).all();
        }
    }

    private void all() {
        deliver("its turn comes", new Input.TurnCame());
        work.active().forEach(this::pending);
        work.withdrawn().forEach(this::withdrawn);
        work.late().forEach(this::late);
        timers();
        watches();
        world();
        operators();
        pay(Power.CRASH, Move.of("the engine dies, another takes over"), ExplorerShell::crash);
    }

    private ExplorerShell shell() {
        return new ExplorerShell(context, state, world, work);
    }

    private boolean can(Power power) {
        return scenario.bound().powers().contains(power) && Budget.affords(budget, power.purse());
    }

    /** The world's ordinary course. */
    private void ordinary(Move move, Consumer<ExplorerShell> change) {
        go(move, true, budget, change);
    }

    /** Nobody has to pay for it, and nobody may count on it. */
    private void free(Move move, Consumer<ExplorerShell> change) {
        go(move, false, budget, change);
    }

    /** The adversary's choice, if it has the power and can afford it. */
    private void pay(Power power, Move move, Consumer<ExplorerShell> change) {
        if (can(power)) {
            go(move, false, Budget.spend(budget, power.purse()), change);
        }
    }

    private void go(Move move, boolean ordinary, int left, Consumer<ExplorerShell> change) {
        ExplorerShell shell = shell();
        change.accept(shell);
        sink.take(move, ordinary, left, shell);
    }

    private void deliver(String verb, Input input, Object... about) {
        if (!context.states().decide(state, input).isNothing()) {
            ordinary(Move.of(verb, about), shell -> shell.deliver(input));
        }
    }

    private void timers() {
        for (Timer timer : state.agenda().timers().keySet()) {
            boolean waits = timer instanceof Timer.ResourceQuiet quiet && shell().mayLandOn(quiet.resource());
            boolean lags = timer instanceof Timer.RouteSettles settles
                    && facts.routes().get(scenario.routeIndex(settles.route())).holdsTimer();
            if (!waits && !lags && !isAfterLateWrites(timer)) {
                deliver("fires:", new Input.TimerFired(timer), timer);
            }
        }
    }

    /** The limits of the way back and of the end count from the moment at which no orphaned write is expected any more. */
    private boolean isAfterLateWrites(Timer timer) {
        return timer instanceof Timer.Of one
                && AFTER_LATE_WRITES.contains(one.kind())
                && state.state()
                        .running()
                        .filter(run -> run.pendingWork().awaitsLateWrite())
                        .isPresent();
    }

    private void watches() {
        for (WatchOrder order : state.agenda().watches()) {
            Input truth = new Input.Observed(order.watch(), world.see(order.reads(), context.calls()));
            deliver("watch shows the truth:", truth, order.watch());
            Input nothing = new Input.Observed(order.watch(), Readings.NONE);
            pay(Power.BLIND_WATCH, Move.of("watch shows nothing:", order.watch()), shell -> shell.deliver(nothing));
        }
    }

    // What can become of calls.

    private void pending(PendingCall flight) {
        if (flight.call().mutates()) {
            change(flight);
        } else if (flight.call() instanceof Call.InvokeHook) {
            hook(flight);
        } else if (flight.script() instanceof ReconcileScript) {
            reads(flight);
        }
    }

    private void change(PendingCall flight) {
        Call call = flight.call();
        ModelCall model = context.calls().of(call);
        if (model.isBroken(facts)) {
            boolean unanswered = call instanceof Call.WriteRoute || call instanceof Call.LaunchRevision;
            Problem.Kind kind = unanswered ? Problem.Kind.UNKNOWN : Problem.Kind.UNAVAILABLE;
            ordinary(Move.of("does not work:", call), shell -> shell.fail(flight, kind));
            return;
        }
        Optional<Problem.Kind> refused = model.refuses().apply(facts);
        if (refused.isPresent()) {
            Problem.Kind kind = refused.get();
            ordinary(Move.of("is turned down as " + kind + ":", call), shell -> shell.fail(flight, kind));
            return;
        }
        ordinary(Move.of("is done:", call), shell -> shell.succeed(flight));
        pay(Power.REFUSE, Move.of("is refused for good:", call), shell -> shell.fail(flight, Problem.Kind.REFUSED));
        pay(Power.TURN_AWAY, Move.of("is turned away:", call), shell -> shell.fail(flight, Problem.Kind.UNAVAILABLE));
        pay(Power.LOSE_ANSWER, Move.of("is done, and its answer is lost:", call), shell -> {
            shell.land(flight.sent());
            shell.fail(flight, Problem.Kind.UNKNOWN);
        });
        pay(Power.LATE, Move.of("is not answered, and may land later:", call), shell -> shell.becomeLate(flight));
    }

    private void withdrawn(SentChange sent) {
        Call call = sent.call();
        if (context.calls().of(call).works(facts)) {
            ordinary(Move.of("is done, though nobody waits for it:", call), shell -> {
                shell.land(sent);
                shell.release(sent);
            });
        }
        ordinary(Move.of("was withdrawn before it began, or is turned down:", call), shell -> shell.release(sent));
        pay(
                Power.LATE,
                Move.of("was withdrawn, is not answered, and may land later:", call),
                shell -> shell.becomeLate(sent));
    }

    private void late(SentChange sent) {
        if (!context.calls().of(sent.call()).isBroken(facts)) {
            ordinary(Move.of("lands late:", sent.call()), shell -> {
                shell.land(sent);
                shell.forget(sent);
            });
        }
        ordinary(Move.of("never lands:", sent.call()), shell -> shell.forget(sent));
    }

    private void reads(PendingCall flight) {
        Effect effect = flight.effect();
        ordinary(Move.of("reads:", effect), shell -> shell.read(flight, Reading.FINE));
        pay(Power.SLOW, Move.of("reads slowly:", effect), shell -> shell.read(flight, Reading.SLOW));
        for (int i = 0; i < MOST_READS && can(Power.UNREADABLE); i++) {
            Reading reading = Reading.failing(i, Problem.Kind.UNAVAILABLE);
            pay(
                    Power.UNREADABLE,
                    Move.of("can't make read " + (i + 1) + ":", effect),
                    shell -> shell.read(flight, reading));
        }
        Reading refused = Reading.failing(0, Problem.Kind.REFUSED);
        pay(Power.REFUSE, Move.of("is refused its first read:", effect), shell -> shell.read(flight, refused));
        Reading gone = Reading.failing(0, Problem.Kind.GONE);
        pay(Power.REFUSE, Move.of("finds its first read gone:", effect), shell -> shell.read(flight, gone));
    }

    private void hook(PendingCall flight) {
        ordinary(
                Move.of("is answered truthfully:", flight.effect()),
                shell -> shell.answer(flight, world.answer(flight.call(), context.calls())));
        if (facts.isBroken(BrokenCalls.HOOKS)) {
            return;
        }
        if (can(Power.HOOK_FAILS)) {
            free(Move.of("says no:", flight.effect()), answers(flight, HookResult.failed("no")));
            free(Move.of("answers nonsense:", flight.effect()), answers(flight, HookResult.invalid("nonsense")));
            free(Move.of("can't be reached:", flight.effect()), shell -> shell.fail(flight, Problem.Kind.UNAVAILABLE));
        }
        HookResult later = HookResult.inProgress().with(new HookDetails(Map.of("seen", 1)));
        pay(Power.HOOK_PROGRESS, Move.of("is in progress:", flight.effect()), answers(flight, later));
    }

    private static Consumer<ExplorerShell> answers(PendingCall flight, HookResult result) {
        return shell -> shell.answer(flight, new Response.HookAnswered(result));
    }

    // What the world does by itself, or somebody else does to it.

    private void world() {
        facts.revisions().forEach(this::health);
        if (facts.find(ExplorationCase.GREEN).isPresent()) {
            become(Power.TASK_FAILS, Move.of("a task of green fails"), () -> facts.withFailed(facts.failed() + 1));
        }
        if (facts.desired() == scenario.bound().tasks()) {
            become(
                    Power.DESIRED_RISES,
                    Move.of("the desired count rises"),
                    () -> facts.withDesired(facts.desired() + 1));
        }
        alarm();
        metrics();
        policy();
        for (int route = 0; route < scenario.productionRoutes(); route++) {
            drift(route);
        }
        deletions();
        for (int route = 0; route < facts.routes().size(); route++) {
            follow(route);
        }
        for (BrokenCalls breakage : scenario.bound().breakages()) {
            if (!facts.isBroken(breakage)) {
                become(Power.BREAK, Move.of("breaks for good:", breakage), () -> facts.withBroken(breakage));
            }
        }
    }

    /** Asks how the world then stands only where the adversary can afford it: that takes long, and most can't. */
    private void become(Power power, Move move, Supplier<WorldFacts> then) {
        pay(power, move, shell -> shell.become(then.get()));
    }

    private void health(ModelRevision revision) {
        boolean green = revision.ref().equals(ExplorationCase.GREEN);
        if (revision.starts() && !(green && facts.isBroken(BrokenCalls.START))) {
            ordinary(Move.of("tasks start:", revision.ref()), shell -> shell.become(facts.with(revision.started())));
        }
        if (revision.healthy() > 0) {
            Power power = green ? Power.GREEN_ILL : Power.BLUE_ILL;
            become(power, Move.of("all tasks turn ill:", revision.ref()), () -> facts.with(revision.withHealthy(0)));
            if (revision.healthy() > 1) {
                become(
                        power,
                        Move.of("a task turns ill:", revision.ref()),
                        () -> facts.with(revision.withHealthy(revision.healthy() - 1)));
            }
        }
        if (revision.ill() && revision.healthy() < revision.desired()) {
            become(Power.HEAL, Move.of("heals:", revision.ref()), () -> facts.with(revision.started()));
        }
    }

    private void alarm() {
        facts.alarm().ifPresent(now -> {
            AlarmReading.State other = now == AlarmReading.State.OK ? AlarmReading.State.ALARM : AlarmReading.State.OK;
            become(Power.ALARM, Move.of("the alarm goes to", other), () -> facts.withAlarm(Optional.of(other)));
            become(
                    Power.ALARM_LOST,
                    Move.of("the alarm can't be read any more"),
                    () -> facts.withAlarm(Optional.empty()));
        });
    }

    private void metrics() {
        if (!scenario.spec().analysis().enabled()) {
            return;
        }
        if (facts.metrics() == Judgement.Answer.UNKNOWN) {
            ordinary(
                    Move.of("the metrics show that green is not worse"),
                    shell -> shell.become(facts.withMetrics(Judgement.Answer.NOT_WORSE)));
        } else {
            become(
                    Power.METRICS_LOST,
                    Move.of("the metrics show nothing any more"),
                    () -> facts.withMetrics(Judgement.Answer.UNKNOWN));
        }
        if (facts.metrics() != Judgement.Answer.WORSE) {
            become(
                    Power.GREEN_WORSE,
                    Move.of("the metrics show that green is worse"),
                    () -> facts.withMetrics(Judgement.Answer.WORSE));
        }
    }

    /** A policy says yes again for free: nobody is kept for ever by one, but nobody may count on it. */
    private void policy() {
        if (facts.forbidden()) {
            free(Move.of("a policy says yes again"), shell -> shell.become(facts.withForbidden(false)));
        } else {
            become(Power.FORBID, Move.of("a policy says no"), () -> facts.withForbidden(true));
        }
    }

    private void deletions() {
        for (ModelRevision revision : facts.revisions()) {
            Power power = revision.ref().equals(ExplorationCase.GREEN) ? Power.DELETE_GREEN : Power.DELETE_BLUE;
            become(power, Move.of("somebody else deletes", revision.ref()), () -> facts.withDeleted(revision));
        }
        for (TargetGroupRef group : List.of(scenario.first(), scenario.second())) {
            if (!facts.lost().groups().contains(group)) {
                become(
                        Power.DELETE_GROUP,
                        Move.of("somebody else deletes target group", group),
                        () -> facts.withDeleted(group));
            }
        }
        if (!facts.lost().service()) {
            become(Power.DELETE_SERVICE, Move.of("somebody else deletes the service"), facts::withDeletedService);
        }
    }

    private String name(int route) {
        return scenario.spec().routes().get(route).id();
    }

    private void follow(int route) {
        ModelRoute behind = facts.routes().get(route);
        if (behind.isBehind()) {
            ordinary(
                    Move.of("the data plane follows:", name(route)),
                    shell -> shell.become(facts.with(route, behind.followed())));
        }
    }

    private void drift(int route) {
        if (!can(Power.DRIFT) && !can(Power.DRIFT_AWAY) && !can(Power.DELETE_ROUTE)) {
            return;
        }
        ModelRoute now = facts.routes().get(route);
        TrafficSplit other = now.split().isAllOn(scenario.first())
                ? TrafficSplit.allOn(scenario.second(), scenario.first())
                : TrafficSplit.allOn(scenario.first(), scenario.second());
        become(
                Power.DRIFT,
                Move.of("somebody else writes", other, "to", name(route)),
                () -> scenario.written(facts, route, other, true));
        become(
                Power.DRIFT_AWAY,
                Move.of("somebody else makes", name(route), "forward elsewhere"),
                () -> scenario.written(facts, route, ALL_ELSEWHERE, true));
        if (!now.isGone()) {
            become(
                    Power.DELETE_ROUTE,
                    Move.of("somebody else deletes", name(route)),
                    () -> facts.with(route, now.deleted()));
        }
    }

    // What operators, and newer deployments, ask for. Each command is given once; the workflow answers it once.

    private void operators() {
        command(Power.ROLL_BACK, "roll-back", new Command.RollBack("an operator says so"));
        command(Power.ABORT, "abort", new Command.Abort("an operator says so"));
        command(Power.SKIP, "skip", new Command.SkipBake());
        pay(
                Power.SUPERSEDE,
                Move.of("a newer deployment wants its place"),
                shell -> shell.deliver(new Input.Superseded(new DeploymentId("d3"))));
        Optional<Running> run = state.state().running();
        if (run.isPresent() && (can(Power.CONTINUE) || can(Power.REJECT))) {
            for (HookRun hook : run.get().hooks().values()) {
                if (hook.state() == HookRun.State.AWAITING_ACTION) {
                    String id = hook.execution().executionId(ExplorationCase.DEPLOYMENT);
                    command(Power.CONTINUE, "continue", new Command.Proceed(id, TimeoutAction.CONTINUE));
                    command(Power.REJECT, "reject", new Command.Proceed(id, TimeoutAction.ROLLBACK));
                    run.get()
                            .hook(hook.execution())
                            .flatMap(HookSpec::approvals)
                            .ifPresent(approvals -> approvals(id, approvals));
                }
            }
        }
    }

    /** Every approver and the author say each thing once about each pause. A stranger is refused as the author is. */
    private void approvals(String hookId, Approvals approvals) {
        List<String> actors = new ArrayList<>(approvals.approvers());
        actors.add(ExplorationCase.AUTHOR.actor());
        for (String actor : actors) {
            Command.Origin by = new Command.Origin(actor, ExplorationCase.NOW);
            String once = actor + " " + hookId;
            command(Power.CONTINUE, "approves " + once, new Command.Proceed(hookId, TimeoutAction.CONTINUE).from(by));
            command(Power.CONTINUE, "withdraws " + once, new Command.Withdraw(hookId).from(by));
            command(Power.REJECT, "rejects " + once, new Command.Proceed(hookId, TimeoutAction.ROLLBACK).from(by));
        }
    }

    private void command(Power power, String id, Command command) {
        pay(power, Move.of("an operator asks:", command), shell -> shell.deliver(new Input.Commanded(id, command)));
    }
}
