package io.github.bluegreen4j.engine.work;

import io.github.bluegreen4j.engine.loop.Loop;
import io.github.bluegreen4j.engine.loop.PortCalls;
import io.github.bluegreen4j.engine.loop.TimerQueue;
import io.github.bluegreen4j.event.Effect;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentLimits;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.CallRunner;
import io.github.bluegreen4j.spi.CallRunner.SendPermit;
import io.github.bluegreen4j.spi.CallRunner.Urgency;
import io.github.bluegreen4j.workflow.decide.Input;
import io.github.bluegreen4j.workflow.script.Answer;
import io.github.bluegreen4j.workflow.script.Call;
import io.github.bluegreen4j.workflow.script.Outcome;
import io.github.bluegreen4j.workflow.script.Response;
import io.github.bluegreen4j.workflow.script.Step;
import io.github.bluegreen4j.workflow.state.DeploymentState;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One piece of work of one deployment, from its first call to its outcome or its withdrawal.
 *
 * <p>A port may postpone a call because its budget has no room for it. A read is then repeated when there is room,
 * and its script is not told. A change is repeated, too, if the readings that justified it are still fresh by then;
 * if not, the work restarts shortly before.
 */
public final class EffectRunner {
    /** If a change was postponed for long, the engine reads again this long before it is sent. */
    private static final Duration READING = Duration.ofSeconds(2);

    private static final String OTHERS_READ = "waits for a place among the deployments that read at once";

    private final Owner owner;
    private final Loop loop;
    private final Effect effect;
    private final Urgency urgency;
    private Optional<Making> current = Optional.empty();
    private Optional<TimerQueue.Entry> alarm = Optional.empty();

    /** The reads of a round that were started together, until the script requests them. */
    private final Map<Call, Making> together = new HashMap<>();

    /** The last answers, for a round that must be repeated because a part of it became stale. */
    private final Map<Call, Answer> lastRead = new HashMap<>();

    /** The round of reads was restarted. It keeps its place and has the urgency of a gate, so that it ends while its reads are fresh. */
    private boolean readsAgain;

    /** The port has no room for the change yet, and told when to come again. */
    private boolean changePutOff;

    private boolean changeUnanswered;
    private boolean withdrawn;
    private boolean retried;

    /** The deployment that the work belongs to. */
    public interface Owner {
        DeploymentId id();

        ServiceRef service();

        /** Where the service runs. */
        String place();

        DeploymentState state();

        /** Whether a call of that length would end while this engine certainly owns the service. */
        boolean mayCall(Duration maximum);

        /** A permit for one change of so long at most, under the lease as it is now. */
        SendPermit permit(Duration maximum, Supplier<Instant> begunAt);

        /** Who may read the world now. */
        ReadRounds rounds();

        /** Why a piece of work does not make its next call yet, in words; empty when nothing delays it any more. */
        void delayed(Effect effect, Optional<String> why);

        /** Adds an input for the workflow. */
        void enqueue(Input input);

        /**
         * Adds an answer. It waits like an input while an append is in flight, so that no call starts for an outdated
         * state.
         */
        void enqueue(Runnable answer);

        /** The work has ended. It does not start again before the workflow has processed this. */
        void finished(EffectRunner work, Outcome outcome);
    }

    public EffectRunner(Owner owner, Loop loop, Effect effect) {
        this.owner = owner;
        this.loop = loop;
        this.effect = effect;
        this.urgency = PoolSelection.urgency(effect);
    }

    public void start() {
        if (withdrawn) {
            return;
        }
        readsAgain = false;
        follow(loop.workflow().start(owner.state(), effect, loop.now()));
    }

    private void follow(Step step) {
        retried = false;
        step.accept(new Step.Handler<Boolean>() {
            @Override
            public Boolean next(Step.Next next) {
                next.note().ifPresent(report -> owner.enqueue(new Input.EffectNoted(effect, report)));
                readsAgain = !next.ahead().isEmpty()
                        || (readsAgain && next.after().isZero() && !next.call().mutates());
                if (next.after().isZero()) {
                    make(next);
                } else {
                    if (!readsAgain) {
                        leaveRound();
                    }
                    alarm = Optional.of(loop.after(next.after(), () -> make(next)));
                }
                return true;
            }

            @Override
            public Boolean done(Outcome outcome) {
                leaveRound();
                owner.finished(EffectRunner.this, outcome);
                return true;
            }
        });
    }

    /**
     * Tells whether the next call may start now. Hooks need no place in a round, because they may take long; a restoring write needs none,
     * because its readings are complete.
     */
    private boolean mayRead(Step.Next next) {
        boolean needsNoPlace = next.call() instanceof Call.InvokeHook
                || (isRestoring() && next.call().mutates());
        boolean may = needsNoPlace || owner.rounds().enter(urgency, this, () -> make(next));
        delayedBy(may ? Optional.empty() : Optional.of(OTHERS_READ));
        return may;
    }

    /** Reports why the next call is not made yet; empty if nothing delays it. */
    private void delayedBy(Optional<String> why) {
        if (!withdrawn) {
            owner.delayed(effect, why);
        }
    }

    private void leaveRound() {
        owner.rounds().leave(urgency, this);
    }

    private void make(Step.Next next) {
        alarm = Optional.empty();
        if (withdrawn || !mayRead(next)) {
            return;
        }
        // Reads and hooks can be repeated without harm. Only a change has to end within the lease.
        Duration maximum = maximum(next);
        Duration needed = next.call().mutates() ? maximum : Duration.ZERO;
        if (!owner.mayCall(needed)) {
            // When the lease is held again, the reads that justified a change are too old, so the work restarts.
            leaveRound();
            Runnable again = next.call().mutates() ? () -> owner.enqueue(this::start) : () -> make(next);
            alarm = Optional.of(loop.after(loop.settings().retry(), again));
            return;
        }
        changeUnanswered = next.call().mutates();
        begin(next, maximum);
        Making making = Optional.ofNullable(together.remove(next.call())).orElseGet(() -> new Making(next, maximum));
        current = Optional.of(making);
        delayedBy(making.delay);
        making.deliverTo(answer -> answered(next, answer));
    }

    /** Starts the reads of a round together, except those that are still young. Any other step ends such a round. */
    private void begin(Step.Next next, Duration maximum) {
        if (!next.after().isZero() || !next.ahead().isEmpty() || next.call().mutates()) {
            together.values().forEach(Making::forget);
            together.clear();
        }
        if (next.call().mutates()) {
            lastRead.clear();
        }
        if (next.ahead().isEmpty()) {
            return;
        }
        readTogether(next, next.call(), maximum);
        next.ahead().forEach(call -> readTogether(next, call, maximum));
    }

    private void readTogether(Step.Next next, Call call, Duration maximum) {
        Optional<Answer> known = Optional.ofNullable(lastRead.get(call)).filter(answer -> isYoung(answer.startedAt()));
        Making making = new Making(
                new Step.Next(next.script(), call, next.maximum(), Duration.ZERO, Optional.empty()), maximum);
        together.put(call, making);
        known.ifPresentOrElse(making::ends, making::send);
    }

    private DeploymentLimits limits() {
        return owner.state().running().orElseThrow().identity().spec().limits();
    }

    /**
     * A deployment may have been ordered from an engine with a longer lease: a change must end within this engine's
     * lease.
     */
    private Duration maximum(Step.Next next) {
        Duration longest = loop.settings().longestCall();
        boolean tooLong = next.call().mutates() && next.maximum().compareTo(longest) > 0;
        return tooLong ? longest : next.maximum();
    }

    /** One call on its way, from its first attempt to its answer. */
    private final class Making extends Loop.CallCallback<Response> {
        private final Step.Next next;
        private final Duration maximum;
        private Optional<CallRunner.CallHandle> handle = Optional.empty();
        private Optional<TimerQueue.Entry> timer = Optional.empty();
        private Optional<Answer> answer = Optional.empty();
        private Optional<Consumer<Answer>> recipient = Optional.empty();
        private Optional<String> delay = Optional.empty();
        private boolean wasPutOff;
        private volatile Optional<Instant> begunAt = Optional.empty();
        private volatile boolean givenUp;
        private boolean sent;
        private boolean forgotten;
        private boolean over;

        Making(Step.Next next, Duration maximum) {
            loop.super();
            this.next = next;
            this.maximum = maximum;
        }

        /** Passes the answer to the recipient, now or when it has come. */
        void deliverTo(Consumer<Answer> newRecipient) {
            recipient = Optional.of(newRecipient);
            if (answer.isPresent()) {
                newRecipient.accept(answer.get());
            } else if (!sent) {
                send();
            }
        }

        void send() {
            if (over) {
                return;
            }
            sent = true;
            isDelayedBy(Optional.empty());
            if (!owner.mayCall(Duration.ZERO)) {
                timer = Optional.of(loop.after(loop.settings().retry(), this::send));
                return;
            }
            begunAt = Optional.empty();
            Call call = next.call();
            PortCalls.PortMethod method = call.accept(loop.portCalls(urgencyOf(call)));
            CallRunner.PortCall<Response> portCall = new CallRunner.PortCall<>(
                    lane(call),
                    method.operation(),
                    CallRunner.PortCall.Purpose.of(owner.id(), effect),
                    call::toString,
                    maximum,
                    call.mutates() ? permit() : SendPermit.always(),
                    method.body());
            CallRunner.CallHandle made = loop.call(portCall, this);
            handle = Optional.of(made);
            limit(made, Loop.later(loop.now(), maximum));
        }

        /** The permit ends when nothing waits for the call any more. */
        private SendPermit permit() {
            SendPermit underLease = owner.permit(maximum, () -> begunAt.orElseGet(loop::now));
            return () -> !givenUp && underLease.holds();
        }

        /**
         * Abandons the call after its maximum. A call that has not started by then never will, because the reads that justified it are
         * too old. Only a hook waits longer for a thread, until its deadline.
         */
        private void limit(CallRunner.CallHandle made, Instant at) {
            timer = Optional.of(loop.at(at, Integer.MAX_VALUE, () -> {
                Optional<Instant> begun = begunAt;
                Instant end =
                        begun.map(since -> since.plus(maximum)).orElse(Loop.later(at, PoolSelection.patience(next)));
                if (end.isAfter(loop.now())) {
                    limit(made, end);
                    return;
                }
                givenUp = true;
                boolean neverBegan = made.abandon();
                Problem.Kind kind = neverBegan ? Problem.Kind.UNAVAILABLE : Problem.Kind.UNKNOWN;
                String why = neverBegan ? "no thread was free" : "not answered within " + maximum;
                Problem problem = new Problem(kind, next.call().toString(), "", why);
                ends(new Answer(begun.orElse(at), new Answer.Failed(problem)));
            }));
        }

        @Override
        public void started() {
            begunAt = Optional.of(loop.now());
        }

        @Override
        public void onSuccess(Response response) {
            ends(new Answer(begunAt.orElse(loop.now()), response));
        }

        @Override
        public void onFailure(Throwable thrown) {
            if (over) {
                return;
            }
            Optional<Duration> again = PortCalls.again(thrown);
            if (again.isPresent()) {
                isPutOff(again.get(), PortCalls.problem(thrown, next.call()::toString));
                return;
            }
            Problem problem = loop.defects().problem(thrown, next.call()::toString, owner.id());
            ends(new Answer(begunAt.orElse(loop.now()), new Answer.Failed(problem)));
        }

        /** The port had no room, so nothing was sent. */
        private void isPutOff(Duration again, Problem why) {
            wasPutOff = true;
            isDelayedBy(Optional.of(why.operation() + " on " + why.resource() + ": " + why.message() + "; again at "
                    + Loop.later(loop.now(), again)));
            timer.ifPresent(TimerQueue.Entry::cancel);
            handle = Optional.empty();
            over = forgotten || next.call().mutates();
            if (next.call().mutates()) {
                changeIsPutOff(next, again);
            } else {
                timer = Optional.of(loop.after(again, this::send));
            }
        }

        private void ends(Answer newAnswer) {
            if (over) {
                return;
            }
            over = true;
            timer.ifPresent(TimerQueue.Entry::cancel);
            handle = Optional.empty();
            answer = Optional.of(newAnswer);
            remember(newAnswer);
            recipient.ifPresent(told -> told.accept(newAnswer));
        }

        /** A delay of the requested call delays the work; a delay of a read ahead does not. */
        private void isDelayedBy(Optional<String> why) {
            delay = why;
            if (current.filter(this::equals).isPresent()) {
                delayedBy(why);
            }
        }

        private void remember(Answer newAnswer) {
            if (!next.call().mutates() && newAnswer.result() instanceof Response) {
                lastRead.put(next.call(), newAnswer);
            }
        }

        /** Tells whether the call has started, as far as is known. */
        boolean hasBegun() {
            return begunAt.isPresent();
        }

        /** Nothing requests the call any more. A read in progress ends by itself. */
        void forget() {
            forgotten = true;
            if (handle.isEmpty()) {
                stop();
            }
        }

        /** Abandons the call. Returns true if it had not started; it never will then. */
        boolean stop() {
            over = true;
            givenUp = true;
            timer.ifPresent(TimerQueue.Entry::cancel);
            return handle.map(CallRunner.CallHandle::abandon).orElse(false);
        }
    }

    /**
     * After which pause a throttled read is made once more before its script is told; empty if the script is told at once. The script
     * would restart its whole round; if every second read is throttled, no round of two would ever be complete. It is useful only while
     * the earlier reads are still fresh. Work that restores a route never waits: it judges by what it has.
     */
    private Optional<Duration> pauseBeforeRetry(Step.Next next, Answer answer) {
        boolean turnedAway = answer.result() instanceof Answer.Failed failed
                && failed.problem().kind() == Problem.Kind.UNAVAILABLE;
        if (retried || !turnedAway || next.call().mutates() || effect instanceof Effect.RestoreRoute) {
            return Optional.empty();
        }
        Instant then = Loop.later(loop.now(), limits().backOff());
        return next.script()
                .oldest()
                .filter(oldest -> !Loop.later(oldest, limits().freshness()).isBefore(then))
                .map(oldest -> limits().backOff());
    }

    /** The reads that justify a change must be fresh when it is sent. The change keeps its place in the port's budget. */
    private void changeIsPutOff(Step.Next next, Duration again) {
        current = Optional.empty();
        changeUnanswered = false;
        changePutOff = true;
        if (withdrawn) {
            leaveRound();
            nothingSent();
            return;
        }
        boolean staysFresh = next.script()
                .oldest()
                .map(oldest -> Loop.later(oldest, limits().freshness())
                        .isAfter(Loop.later(loop.now(), again.plus(READING.dividedBy(2)))))
                .orElse(false);
        if (isRestoring()) {
            leaveRound(); // its place is for another one, perhaps of another account, which has room
        }
        if (staysFresh) {
            alarm = Optional.of(loop.after(again, () -> make(next)));
        } else {
            leaveRound();
            Duration pause = again.compareTo(READING) > 0 ? again.minus(READING) : again;
            alarm = Optional.of(loop.after(pause, () -> owner.enqueue(this::start)));
        }
    }

    private void answered(Step.Next next, Answer answer) {
        boolean wasPutOff = current.filter(making -> making.wasPutOff).isPresent();
        current = Optional.empty();
        delayedBy(Optional.empty());
        boolean change = changeUnanswered;
        changePutOff = changePutOff && !change;
        changeUnanswered = change && isUnknown(answer);
        if (withdrawn) {
            leaveRound();
            if (change && !changeUnanswered) {
                nothingSent();
            }
            return;
        }
        Optional<Duration> pause = pauseBeforeRetry(next, answer);
        if (pause.isPresent()) {
            retried = true;
            alarm = Optional.of(loop.after(pause.get(), () -> make(next)));
            return;
        }
        if (wasPutOff && growsOld(next)) {
            owner.enqueue(() -> {
                if (!withdrawn) {
                    follow(loop.workflow().again(owner.state(), next.script(), loop.now()));
                }
            });
            return;
        }
        owner.enqueue(() -> {
            if (!withdrawn) {
                follow(loop.workflow().resume(owner.state(), next.script(), answer, loop.now()));
            }
        });
    }

    /**
     * Tells whether the earlier reads will be too old when the rest is read. Work that restores production uses the reads that it has. A
     * round is restarted at most once.
     */
    private boolean growsOld(Step.Next next) {
        return !readsAgain
                && !next.call().mutates()
                && !isRestoring()
                && next.script().oldest().filter(oldest -> !isYoung(oldest)).isPresent();
    }

    private boolean isYoung(Instant readAt) {
        return Loop.later(readAt, limits().freshness().dividedBy(2)).isAfter(loop.now());
    }

    private Urgency urgencyOf(Call call) {
        boolean hurries = readsAgain && !call.mutates() && urgency.compareTo(Urgency.GATE) > 0;
        return hurries ? Urgency.GATE : urgency;
    }

    boolean hasBeenPutOff() {
        return changePutOff;
    }

    private boolean isRestoring() {
        return urgency == Urgency.RESTORING;
    }

    private static boolean isUnknown(Answer answer) {
        return answer.result() instanceof Answer.Failed failed
                && failed.problem().kind() == Problem.Kind.UNKNOWN;
    }

    public Effect effect() {
        return effect;
    }

    /** The work is not wanted any more. A change in progress is awaited; no other call starts. */
    public void withdraw() {
        delayedBy(Optional.empty());
        withdrawn = true;
        if (!changeUnanswered) {
            stop();
            nothingSent();
        } else if (current.isEmpty()) {
            stop();
        } else if (!current.get().hasBegun()) {
            boolean neverBegan = current.get().stop();
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
    public void stop() {
        delayedBy(Optional.empty());
        withdrawn = true;
        alarm.ifPresent(TimerQueue.Entry::cancel);
        current.ifPresent(Making::stop);
        together.values().forEach(Making::stop);
        together.clear();
        leaveRound();
    }

    private CallRunner.PortCall.Lane lane(Call call) {
        CallRunner.PortCall.Kind kind = PoolSelection.kind(call, urgency);
        boolean queues = kind == CallRunner.PortCall.Kind.CHANGE && call.mutates();
        return queues
                ? new CallRunner.PortCall.Lane(
                        kind,
                        owner.place(),
                        owner.service() + "/"
                                + effect.resource().map(Object::toString).orElse(""))
                : new CallRunner.PortCall.Lane(kind, PoolSelection.group(call, owner.place()), "");
    }
}
