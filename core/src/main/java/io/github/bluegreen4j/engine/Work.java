package io.github.bluegreen4j.engine;

import io.github.bluegreen4j.event.Effect;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.spi.CallRunner;
import io.github.bluegreen4j.spi.CallRunner.SendPermit;
import io.github.bluegreen4j.workflow.Answer;
import io.github.bluegreen4j.workflow.Call;
import io.github.bluegreen4j.workflow.Input;
import io.github.bluegreen4j.workflow.Outcome;
import io.github.bluegreen4j.workflow.Response;
import io.github.bluegreen4j.workflow.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** One piece of work of one deployment, from its first call to its outcome, or until it is withdrawn. */
final class Work {
    private final Managed owner;
    private final Loop loop;
    private final Effect effect;
    private Optional<CallRunner.Grip> grip = Optional.empty();
    private Optional<TimerHeap.Entry> alarm = Optional.empty();
    private boolean changeUnanswered;
    private boolean withdrawn;
    private boolean lookedAgain;
    private int calls;
    private Optional<Hearing> hearing = Optional.empty();

    Work(Managed owner, Loop loop, Effect effect) {
        this.owner = owner;
        this.loop = loop;
        this.effect = effect;
    }

    void start() {
        if (withdrawn) {
            return;
        }
        follow(loop.workflow().start(owner.state(), effect, loop.now()));
    }

    private void follow(Step step) {
        lookedAgain = false;
        step.accept(new Step.Handler<Boolean>() {
            @Override
            public Boolean next(Step.Next next) {
                next.note().ifPresent(note -> owner.enqueue(new Input.EffectNoted(effect, note)));
                if (next.after().isZero()) {
                    make(next);
                } else {
                    alarm = Optional.of(loop.after(next.after(), () -> make(next)));
                }
                return true;
            }

            @Override
            public Boolean done(Step.Done done) {
                owner.finished(Work.this, done.outcome());
                return true;
            }
        });
    }

    private void make(Step.Next next) {
        alarm = Optional.empty();
        if (withdrawn) {
            return;
        }
        // What only reads, or asks a hook, can be done twice without harm: only a change has to end within the lease.
        Duration maximum = maximum(next);
        Duration needed = next.call().mutates() ? maximum : Duration.ZERO;
        if (!owner.mayCall(needed)) {
            // What justified a change was read before: by the time the lease is held again, it is looked at anew.
            Runnable again = next.call().mutates() ? () -> owner.enqueue(this, this::start) : () -> make(next);
            alarm = Optional.of(loop.after(loop.settings().retry(), again));
            return;
        }
        int number = ++calls;
        Call call = next.call();
        changeUnanswered = call.mutates();
        CallRunner.PortCall.Lane lane = lane(call);
        Hearing hears = new Hearing(number, next);
        hearing = Optional.of(hears);
        SendPermit permit = call.mutates() ? hears.permit(maximum) : SendPermit.always();
        CallRunner.PortCall<Response> portCall = new CallRunner.PortCall<>(
                lane, Operations.of(call), call::toString, maximum, permit, call.accept(loop.portCalls(lane.kind())));
        CallRunner.Grip made = loop.call(portCall, hears);
        grip = Optional.of(made);
        limit(hears, made, Loop.later(loop.now(), maximum));
    }

    /** A deployment may have been ordered from an engine with a longer lease: a change has to end within this one's. */
    private Duration maximum(Step.Next next) {
        Duration longest = loop.settings().longestCall();
        boolean tooLong = next.call().mutates() && next.maximum().compareTo(longest) > 0;
        return tooLong ? longest : next.maximum();
    }

    /** Hears what comes of one call. */
    private final class Hearing extends Loop.Hearing<Response> {
        private final int number;
        private final Step.Next next;
        private volatile Optional<Instant> begunAt = Optional.empty();
        private volatile boolean givenUp;

        Hearing(int number, Step.Next next) {
            loop.super();
            this.number = number;
            this.next = next;
        }

        /** Holds no longer than anybody waits for the call. */
        SendPermit permit(Duration maximum) {
            SendPermit underLease = owner.permit(maximum, () -> begunAt.orElseGet(loop::now));
            return () -> !givenUp && underLease.holds();
        }

        @Override
        public void began() {
            begunAt = Optional.of(loop.now());
        }

        @Override
        void hears(Response response) {
            Work.this.answered(number, next, Answer.ok(begunAt.orElse(loop.now()), response));
        }

        @Override
        void hearsOf(Throwable thrown) {
            Problem problem = loop.defects().problem(thrown, next.call()::toString, owner.id());
            Work.this.answered(number, next, Answer.failed(begunAt.orElse(loop.now()), problem));
        }
    }

    /**
     * A call past its maximum is given up. One that has not begun by then never will: what justified it has grown old. Only a hook waits
     * on for a thread of its own, until its deadline.
     */
    private void limit(Hearing hears, CallRunner.Grip made, Instant at) {
        Step.Next next = hears.next;
        Duration maximum = maximum(next);
        alarm = Optional.of(loop.at(at, Integer.MAX_VALUE, () -> {
            Optional<Instant> begun = hears.begunAt;
            Instant end = begun.map(since -> since.plus(maximum)).orElse(Loop.later(at, Lanes.patience(next)));
            if (end.isAfter(loop.now())) {
                limit(hears, made, end);
                return;
            }
            hears.givenUp = true;
            boolean neverBegan = made.abandon();
            Problem.Kind kind = neverBegan ? Problem.Kind.UNAVAILABLE : Problem.Kind.UNKNOWN;
            String why = neverBegan ? "no thread was free" : "not answered within " + maximum;
            Problem problem = new Problem(kind, next.call().toString(), "", why);
            answered(hears.number, next, Answer.failed(begun.orElse(at), problem));
        }));
    }

    private void answered(int number, Step.Next next, Answer answer) {
        if (number != calls) {
            return;
        }
        calls++;
        alarm.ifPresent(TimerHeap.Entry::cancel);
        alarm = Optional.empty();
        grip = Optional.empty();
        boolean change = changeUnanswered;
        changeUnanswered = change && isUnknown(answer);
        if (withdrawn) {
            if (change && !changeUnanswered) {
                nothingSent();
            }
            return;
        }
        Optional<Duration> pause =
                lookedAgain ? Optional.empty() : SecondLook.pause(owner.state(), next, answer, loop.now());
        if (pause.isPresent()) {
            lookedAgain = true;
            alarm = Optional.of(loop.after(pause.get(), () -> make(next)));
            return;
        }
        owner.enqueue(this, () -> {
            if (!withdrawn) {
                follow(loop.workflow().resume(owner.state(), next.script(), answer, loop.now()));
            }
        });
    }

    private static boolean isUnknown(Answer answer) {
        return answer.result() instanceof Answer.Failed failed
                && failed.problem().kind() == Problem.Kind.UNKNOWN;
    }

    Effect effect() {
        return effect;
    }

    /** It is not wanted any more. A change that is under way is waited for; everything else never happens. */
    void withdraw() {
        withdrawn = true;
        if (!changeUnanswered) {
            stop();
            nothingSent();
        } else if (grip.isEmpty()) {
            stop();
        } else if (hearing.flatMap(hears -> hears.begunAt).isEmpty()) {
            boolean neverBegan = grip.get().abandon();
            stop();
            if (neverBegan) {
                nothingSent();
            }
        }
    }

    private void nothingSent() {
        if (effect.resource().isPresent()) {
            owner.enqueue(new Input.EffectEnded(effect, new Outcome.NothingSent()));
        }
    }

    /** The engine gives the deployment up, or closes. */
    void stop() {
        withdrawn = true;
        calls++;
        hearing.ifPresent(hears -> hears.givenUp = true);
        alarm.ifPresent(TimerHeap.Entry::cancel);
        grip.ifPresent(CallRunner.Grip::abandon);
    }

    private CallRunner.PortCall.Lane lane(Call call) {
        CallRunner.PortCall.Kind kind = effect.accept(Lanes.of(call));
        boolean queues = kind == CallRunner.PortCall.Kind.CHANGE && call.mutates();
        return queues
                ? new CallRunner.PortCall.Lane(
                        kind,
                        owner.service() + "/"
                                + effect.resource().map(Object::toString).orElse(""))
                : new CallRunner.PortCall.Lane(kind, Lanes.group(call), "");
    }
}
