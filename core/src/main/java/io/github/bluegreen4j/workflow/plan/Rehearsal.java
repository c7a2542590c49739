package io.github.bluegreen4j.workflow.plan;

import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.Effect;
import io.github.bluegreen4j.event.Watch;
import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.Readings;
import io.github.bluegreen4j.model.TimeoutAction;
import io.github.bluegreen4j.workflow.Transition;
import io.github.bluegreen4j.workflow.Workflow;
import io.github.bluegreen4j.workflow.agenda.Agenda;
import io.github.bluegreen4j.workflow.agenda.WatchOrder;
import io.github.bluegreen4j.workflow.decide.Input;
import io.github.bluegreen4j.workflow.script.Answer;
import io.github.bluegreen4j.workflow.script.Call;
import io.github.bluegreen4j.workflow.script.Outcome;
import io.github.bluegreen4j.workflow.script.Response;
import io.github.bluegreen4j.workflow.script.Step;
import io.github.bluegreen4j.workflow.state.DeploymentState;
import io.github.bluegreen4j.workflow.state.HookRun;
import io.github.bluegreen4j.workflow.state.PauseApprovals;
import io.github.bluegreen4j.workflow.state.Running;
import io.github.bluegreen4j.workflow.state.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs a deployment in an ideal world, in virtual time, one call after the other. It is the smallest engine that the workflow can have:
 * it starts what is on the agenda, drops what is not, fires timers and reads for watches. Not thread-safe.
 */
final class Rehearsal {
    /** A gate that stays closed is read again until a limit, for example every 5 s for days. More steps than this lead to no end. */
    private static final int MOST_STEPS = 2_000_000;

    private final Workflow workflow;
    private final IdealWorld world;
    private final Observer observer;
    private final Map<Effect, Due> due = new LinkedHashMap<>();
    private final Map<Watch, Watched> watched = new LinkedHashMap<>();
    private DeploymentState state;
    private Instant now;
    private long commands;

    /** The next step of work, and when it is due. */
    private record Due(Step.Next step, Instant at) {}

    /** What a watch read last, and when the world changed before that. */
    private record Watched(List<Call> reads, long version) {}

    /** Notes what happens. */
    interface Observer {
        /** Work is about to start. */
        void starts(Rehearsal rehearsal, Effect effect);

        /** A call is made. */
        void called(Rehearsal rehearsal, Call call);

        /** The engine repeats a read so often in that time, and it is answered as before. */
        void repeated(Call call, long times, Instant from, Instant to);

        /** An input is about to be decided. */
        void before(Rehearsal rehearsal);

        /** An input was decided. */
        void after(Rehearsal rehearsal, List<DeploymentEvent> events);
    }

    Rehearsal(Workflow workflow, IdealWorld world, DeploymentState state, Instant now, Observer observer) {
        this.workflow = workflow;
        this.world = world;
        this.state = state;
        this.now = now;
        this.observer = observer;
    }

    /** {@return another rehearsal that continues from here, and leaves this one alone} Work in progress is started anew. */
    Rehearsal fork(Observer newObserver) {
        return new Rehearsal(workflow, world.copy(), state, now, newObserver);
    }

    DeploymentState state() {
        return state;
    }

    Instant now() {
        return now;
    }

    IdealWorld world() {
        return world;
    }

    /** {@return what shows the conditions of work and watches as they are now} */
    Probe probe() {
        return new Probe(workflow, state, now, world);
    }

    /** {@return the watches that run now} */
    List<WatchOrder> watches() {
        return workflow.agenda(state).watches();
    }

    /** Decides an input. */
    void apply(Input input) {
        observer.before(this);
        Optional<Transition> next = workflow.transition(state, input, now);
        next.ifPresent(transition -> state = transition.state());
        observer.after(this, next.map(Transition::events).orElse(List.of()));
    }

    /**
     * Runs until the deployment has ended.
     *
     * @throws IllegalStateException if it does not end
     */
    void run() {
        for (int step = 0; !state.status().isTerminal(); step++) {
            if (step > MOST_STEPS) {
                throw new IllegalStateException("the plan does not end: it is at " + state.node() + " with "
                        + workflow.agenda(state).effects());
            }
            follow();
            if (!proceed()) {
                next();
            }
        }
    }

    /** Starts what is new on the agenda, and drops what has left it. */
    private void follow() {
        for (Effect effect : List.copyOf(due.keySet())) {
            if (!workflow.agenda(state).effects().contains(effect)) {
                due.remove(effect);
                apply(new Input.EffectEnded(effect, new Outcome.NothingSent()));
            }
        }
        for (Effect effect : workflow.agenda(state).effects()) {
            if (!due.containsKey(effect) && workflow.agenda(state).effects().contains(effect)) {
                observer.starts(this, effect);
                take(effect, workflow.start(state, effect, now));
            }
        }
    }

    private void take(Effect effect, Step step) {
        step.accept(new Step.Handler<Void>() {
            @Override
            public Void next(Step.Next next) {
                due.put(effect, new Due(next, now.plus(next.after())));
                next.note().ifPresent(note -> apply(new Input.EffectNoted(effect, note)));
                return null;
            }

            @Override
            public Void done(Outcome outcome) {
                due.remove(effect);
                apply(new Input.EffectEnded(effect, outcome));
                return null;
            }
        });
    }

    /** Answers an open pause with CONTINUE, as soon as it opens: in the name of everybody whose approval it waits for. */
    private boolean proceed() {
        Optional<Command> answer = state.running()
                .flatMap(run -> run.hooks().values().stream()
                        .filter(hook -> hook.state() == HookRun.State.AWAITING_ACTION)
                        .findFirst()
                        .map(hook -> answer(run, hook)));
        answer.ifPresent(given -> apply(new Input.Commanded("plan-" + ++commands, given)));
        return answer.isPresent();
    }

    private Command answer(Running run, HookRun pause) {
        Command.Proceed answer =
                new Command.Proceed(pause.execution().executionId(run.identity().deployment()), TimeoutAction.CONTINUE);
        return PauseApprovals.of(run, pause)
                .flatMap(approvals -> approvals.undecided().stream().findFirst())
                .<Command>map(approver -> answer.from(new Command.Origin(approver, now)))
                .orElse(answer);
    }

    /** Does what is due first: calls, then timers with the most specific first, then watches. */
    private void next() {
        Agenda agenda = workflow.agenda(state);
        watched.keySet()
                .retainAll(agenda.watches().stream().map(WatchOrder::watch).toList());
        Optional<Map.Entry<Effect, Due>> call = due.entrySet().stream()
                .filter(work -> agenda.effects().contains(work.getKey()))
                .min(Comparator.comparing(work -> work.getValue().at()));
        Optional<Map.Entry<Timer, Instant>> timer = agenda.timers().entrySet().stream()
                .min(Map.Entry.<Timer, Instant>comparingByValue()
                        .thenComparing(entry -> entry.getKey().rank()));
        Optional<WatchOrder> watch =
                agenda.watches().stream().filter(this::hasNews).findFirst();
        Instant calls = call.map(work -> work.getValue().at()).orElse(Instant.MAX);
        Instant rings = timer.map(Map.Entry::getValue).orElse(Instant.MAX);
        Instant looks = watch.isPresent() ? now : Instant.MAX;
        if (call.isPresent() && !calls.isAfter(rings) && !calls.isAfter(looks)) {
            advance(calls);
            make(call.get().getKey(), call.get().getValue().step());
        } else if (timer.isPresent() && !rings.isAfter(looks)) {
            advance(rings);
            apply(new Input.TimerFired(timer.get().getKey()));
        } else if (watch.isPresent()) {
            read(watch.get());
        } else {
            throw new IllegalStateException("nothing is due at " + state.node());
        }
    }

    /** Time passes. The watches repeat their reads meanwhile, and nothing has changed. */
    private void advance(Instant to) {
        if (!to.isAfter(now)) {
            return;
        }
        Duration passed = Duration.between(now, to);
        for (WatchOrder order : workflow.agenda(state).watches()) {
            long times = passed.dividedBy(order.interval());
            if (times > 0) {
                order.reads().forEach(call -> observer.repeated(call, times, now, to));
            }
        }
        now = to;
    }

    private void make(Effect effect, Step.Next step) {
        take(effect, workflow.resume(state, step.script(), new Answer(now, perform(step.call())), now));
    }

    private Answer.Result perform(Call call) {
        observer.called(this, call);
        return call.accept(world);
    }

    /** Whether a watch would be answered in another way than before: the world changes by calls only. */
    private boolean hasNews(WatchOrder order) {
        return !new Watched(order.reads(), world.version()).equals(watched.get(order.watch()));
    }

    private void read(WatchOrder order) {
        Readings readings = Readings.NONE;
        for (Call call : order.reads()) {
            Answer.Result result = perform(call);
            readings = result instanceof Response response ? response.addedTo(readings) : readings;
        }
        watched.put(order.watch(), new Watched(order.reads(), world.version()));
        apply(new Input.Observed(order.watch(), readings));
    }
}
