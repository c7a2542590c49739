package io.github.bluegreen4j.testkit.story;

import io.github.bluegreen4j.event.Effect;
import io.github.bluegreen4j.event.Watch;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.Readings;
import io.github.bluegreen4j.workflow.Workflow;
import io.github.bluegreen4j.workflow.agenda.Agenda;
import io.github.bluegreen4j.workflow.agenda.WatchOrder;
import io.github.bluegreen4j.workflow.decide.Input;
import io.github.bluegreen4j.workflow.script.Answer;
import io.github.bluegreen4j.workflow.script.Call;
import io.github.bluegreen4j.workflow.script.Outcome;
import io.github.bluegreen4j.workflow.script.Response;
import io.github.bluegreen4j.workflow.script.Step;
import io.github.bluegreen4j.workflow.state.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;

/** The smallest engine there can be: one deployment, virtual time, calls that take none. */
final class StoryShell {
    /** Twice what a story takes: one that goes on for ever is to fail soon. */
    private static final int MOST_STEPS = 3_000;

    /** The same for one in which something is looked at for days. */
    private static final int MOST_STEPS_OF_THE_PATIENT = 30_000;

    /** What is due at an instant; in the order it was asked for. */
    private record Due(Instant at, long number, Runnable what, long life) {}

    /** Work in progress. A new object for every start, so that nothing of an earlier one is mistaken for it. */
    private static final class ActiveEffect {
        private final Effect effect;
        private boolean dropped;
        private boolean changing;

        private ActiveEffect(Effect effect) {
            this.effect = effect;
        }
    }

    private static final long WORLD = -1;

    private final Story story;
    private final Workflow workflow;
    private final PriorityQueue<Due> queue =
            new PriorityQueue<>(Comparator.comparing(Due::at).thenComparing(Due::number));
    private final Map<Effect, ActiveEffect> running = new LinkedHashMap<>();
    private final Map<Watch, Watcher> watchers = new LinkedHashMap<>();
    private long numbers;
    private long life;
    private boolean down;

    StoryShell(Story story, Workflow workflow) {
        this.story = story;
        this.workflow = workflow;
    }

    /** A matter of the world: it happens whether or not the engine lives. */
    void later(Instant at, Runnable what) {
        queue.add(new Due(at, numbers++, what, WORLD));
    }

    private void mine(Instant at, Runnable what) {
        queue.add(new Due(at, numbers++, what, life));
    }

    void apply(Input input) {
        if (down) {
            return;
        }
        story.decided(input);
        follow();
    }

    void crash(Duration downTime) {
        if (down) {
            return;
        }
        Instant lastAlive = story.now();
        life++;
        down = true;
        running.clear();
        watchers.clear();
        later(lastAlive.plus(downTime), () -> {
            down = false;
            apply(new Input.Resumed(lastAlive));
        });
    }

    void run(BooleanSupplier there) {
        int most = story.patient ? MOST_STEPS_OF_THE_PATIENT : MOST_STEPS;
        for (int step = 0; !there.getAsBoolean(); step++) {
            if (step > most || !next()) {
                throw new AssertionError("the story does not go on:\n" + story.transcript());
            }
        }
    }

    /** Does what is due first: what was asked for, then the timers with the most specific first, then the watches. */
    private boolean next() {
        while (!queue.isEmpty() && queue.peek().life() != WORLD && queue.peek().life() != life) {
            queue.remove();
        }
        Optional<Map.Entry<Timer, Instant>> timer = timer();
        Optional<Watcher> watcher =
                down ? Optional.empty() : watchers.values().stream().min(Comparator.comparing(Watcher::due));
        Instant due = queue.isEmpty() ? Instant.MAX : queue.peek().at();
        Instant ring = timer.map(Map.Entry::getValue).orElse(Instant.MAX);
        Instant look = watcher.map(Watcher::due).orElse(Instant.MAX);
        if (!due.isAfter(ring) && !due.isAfter(look)) {
            if (queue.isEmpty()) {
                return false;
            }
            advance(due);
            queue.remove().what().run();
        } else if (!ring.isAfter(look)) {
            advance(ring);
            apply(new Input.TimerFired(timer.orElseThrow().getKey()));
        } else {
            advance(look);
            look(watcher.orElseThrow());
        }
        return true;
    }

    private Optional<Map.Entry<Timer, Instant>> timer() {
        return down
                ? Optional.empty()
                : workflow.agenda(story.state()).timers().entrySet().stream()
                        .min(Map.Entry.<Timer, Instant>comparingByValue()
                                .thenComparing(entry -> entry.getKey().rank())
                                .thenComparing(entry -> entry.getKey().toString()));
    }

    private void advance(Instant to) {
        if (to.isAfter(story.world.now)) {
            story.world.now = to;
        }
    }

    private void look(Watcher watcher) {
        Optional<Readings> news = watcher.look(story.now(), call -> {
            StoryFaults.Kind fault = story.faults.of(call);
            return fault == null ? story.world.perform(call) : StoryWorld.problem(fault.problem(), call);
        });
        news.ifPresent(readings -> apply(new Input.Observed(watcher.order().watch(), readings)));
    }

    /** Starts what is new on the agenda, and drops what has left it. */
    private void follow() {
        Agenda agenda = workflow.agenda(story.state());
        for (ActiveEffect work : List.copyOf(running.values())) {
            if (!agenda.effects().contains(work.effect)) {
                running.remove(work.effect);
                work.dropped = true;
                if (!work.changing) {
                    apply(new Input.EffectEnded(work.effect, new Outcome.NothingSent()));
                }
            }
        }
        for (Effect effect : workflow.agenda(story.state()).effects()) {
            if (!running.containsKey(effect)) {
                ActiveEffect work = new ActiveEffect(effect);
                running.put(effect, work);
                mine(story.now(), () -> {
                    if (!work.dropped) {
                        step(work, workflow.start(story.state(), effect, story.now()));
                    }
                });
            }
        }
        watch(agenda.watches());
    }

    private void watch(List<WatchOrder> orders) {
        Map<Watch, WatchOrder> wanted = new LinkedHashMap<>();
        orders.forEach(order -> wanted.put(order.watch(), order));
        watchers.values()
                .removeIf(kept -> !wanted.containsKey(kept.order().watch())
                        || !wanted.get(kept.order().watch())
                                .reads()
                                .equals(kept.order().reads()));
        for (WatchOrder order : orders) {
            Watcher kept = watchers.get(order.watch());
            if (kept == null) {
                watchers.put(order.watch(), new Watcher(order, story.now()));
            } else {
                kept.interval(order, story.now());
            }
        }
    }

    private void step(ActiveEffect work, Step step) {
        step.accept(new Step.Handler<Void>() {
            @Override
            public Void next(Step.Next next) {
                next.note().ifPresent(report -> apply(new Input.EffectNoted(work.effect, report)));
                if (!work.dropped) {
                    mine(story.now().plus(next.after()), () -> call(work, next));
                }
                return null;
            }

            @Override
            public Void done(Outcome outcome) {
                running.remove(work.effect);
                apply(new Input.EffectEnded(work.effect, outcome));
                return null;
            }
        });
    }

    private void call(ActiveEffect work, Step.Next next) {
        if (work.dropped) {
            return;
        }
        Instant startedAt = story.now();
        Call call = next.call();
        StoryFaults.Kind fault = story.faults.of(call);
        work.changing = call.mutates();
        story.oracle.sent(call, work.effect, story.state());
        if (fault == null) {
            answer(work, next, new Answer(startedAt, perform(call)));
        } else if (fault.isAnswered()) {
            told(call, fault);
            answer(work, next, new Answer(startedAt, StoryWorld.problem(fault.problem(), call)));
        } else {
            told(call, fault);
            if (fault == StoryFaults.Kind.LOST_ANSWER) {
                perform(call);
            } else if (fault == StoryFaults.Kind.LANDS_LATE) {
                landsLate(work.effect, call, startedAt.plus(next.maximum()).plusSeconds(2));
            }
            mine(
                    startedAt.plus(next.maximum()),
                    () -> answer(work, next, new Answer(startedAt, StoryWorld.problem(Problem.Kind.UNKNOWN, call))));
        }
    }

    private void landsLate(Effect effect, Call call, Instant at) {
        if (call.mutates()) {
            story.oracle.underWay(effect);
        }
        later(at, () -> {
            if (call.mutates()) {
                story.oracle.landed(effect);
            }
            perform(call);
        });
    }

    private void told(Call call, StoryFaults.Kind fault) {
        if (call.mutates()) {
            story.lines.add(story.time() + " !    " + text(call) + ": " + fault);
        }
    }

    private Answer.Result perform(Call call) {
        story.oracle.judge(call);
        Answer.Result result = story.world.perform(call);
        if (call.mutates()) {
            boolean done = result instanceof Response;
            story.lines.add(story.time() + " >    " + text(call) + (done ? "" : ": " + result));
        }
        return result;
    }

    private void answer(ActiveEffect work, Step.Next next, Answer answer) {
        boolean wasChanging = work.changing;
        work.changing = false;
        if (!work.dropped) {
            step(work, workflow.resume(story.state(), next.script(), answer, story.now()));
        } else if (wasChanging && isCertain(answer)) {
            apply(new Input.EffectEnded(work.effect, new Outcome.NothingSent()));
        }
    }

    private static boolean isCertain(Answer answer) {
        return answer.result().accept(new Answer.Handler<Boolean>() {
            @Override
            public Boolean response(Response response) {
                return true;
            }

            @Override
            public Boolean problem(Problem problem) {
                return problem.kind() != Problem.Kind.UNKNOWN;
            }
        });
    }

    static String text(Call call) {
        List<String> words = new ArrayList<>();
        words.add(call.getClass().getSimpleName());
        if (call instanceof Call.WriteRoute write) {
            words.add(write.route() + ": " + write.split());
        } else if (call instanceof Call.LaunchRevision launch) {
            words.add(launch.request().revision().definition() + " in "
                    + launch.request().targetGroup() + " with "
                    + launch.request().desiredCount() + " tasks");
        } else if (call instanceof Call.ScaleRevision scale) {
            words.add(scale.revision() + " to " + scale.desired());
        } else if (call instanceof Call.MakePrimary primary) {
            words.add(primary.revision().toString());
        } else if (call instanceof Call.RetireRevision retire) {
            words.add(retire.revision().toString());
        }
        return String.join(" ", words);
    }
}
