package io.github.bluegreen4j.engine;

import io.github.bluegreen4j.spi.CallRunner;
import io.github.bluegreen4j.workflow.Agenda;
import io.github.bluegreen4j.workflow.DeploymentState;
import io.github.bluegreen4j.workflow.Input;
import io.github.bluegreen4j.workflow.Transition;
import io.github.bluegreen4j.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * The loop that owns everything: whatever comes in is put into its inbox, and {@link #poll} does, on one thread and without
 * blocking, all that can be done by now.
 */
final class Loop {
    private final Queue<Runnable> inbox = new ConcurrentLinkedQueue<>();
    private final TimerHeap timers = new TimerHeap();
    private final EngineClock clock;
    private final CallRunner runner;
    private final Ports ports;
    private final PortCalls portCalls;
    private final PortCalls restoringCalls;
    private final Defects defects = new Defects();
    private final EngineSettings settings;
    private final Workflow workflow;
    private BooleanSupplier quietWork = () -> false;
    private volatile Runnable wake = () -> {};
    private volatile boolean closed;
    private long decisions;

    Loop(EngineClock clock, CallRunner runner, Ports ports, EngineSettings settings, Workflow workflow) {
        this.clock = clock;
        this.runner = runner;
        this.ports = ports;
        this.portCalls = new PortCalls(ports);
        this.restoringCalls = new PortCalls(ports.restoring());
        this.settings = settings;
        this.workflow = workflow;
    }

    Workflow workflow() {
        return workflow;
    }

    /** What follows from an input to a deployment with that agenda, now. */
    Optional<Transition> decide(DeploymentState state, Agenda agenda, Input input) {
        decisions++;
        return workflow.transition(state, agenda, input, now());
    }

    /** How many inputs were decided so far. */
    long decisions() {
        return decisions;
    }

    Ports ports() {
        return ports;
    }

    PortCalls portCalls() {
        return portCalls;
    }

    PortCalls portCalls(CallRunner.PortCall.Kind kind) {
        return kind == CallRunner.PortCall.Kind.RESTORE ? restoringCalls : portCalls;
    }

    Defects defects() {
        return defects;
    }

    EngineSettings settings() {
        return settings;
    }

    Instant now() {
        return clock.now();
    }

    void onWake(Runnable newWake) {
        wake = newWake;
    }

    /** What to do, bit by bit, once everything that came in or is due has been told. */
    void whenQuiet(BooleanSupplier work) {
        quietWork = work;
    }

    /** Puts something into the inbox; from any thread. */
    void post(Runnable message) {
        inbox.add(message);
        wake.run();
    }

    boolean isIdle() {
        return inbox.isEmpty();
    }

    /** Does something later, on the loop. */
    TimerHeap.Entry at(Instant instant, int rank, Runnable action) {
        return timers.set(instant, rank, action);
    }

    /** As {@link Instant#plus}, which goes a long way round. */
    static Instant later(Instant instant, Duration delay) {
        Instant later = delay.getSeconds() == 0 ? instant : instant.plusSeconds(delay.getSeconds());
        return delay.getNano() == 0 ? later : later.plusNanos(delay.getNano());
    }

    TimerHeap.Entry after(Duration delay, Runnable action) {
        return timers.set(later(now(), delay), Integer.MAX_VALUE, action);
    }

    /** Makes a call. */
    <T> CallRunner.Grip call(CallRunner.PortCall<T> call, Hearing<T> hearing) {
        return runner.run(Defects.neverNull(call), hearing);
    }

    /** Hears, on the loop, what comes of a call. */
    abstract class Hearing<T> implements CallRunner.Completion<T> {
        @Override
        public void began() {}

        @Override
        public final void answered(T answer) {
            post(() -> hears(answer));
        }

        @Override
        public final void failed(Throwable problem) {
            post(() -> hearsOf(problem));
        }

        abstract void hears(T answer);

        abstract void hearsOf(Throwable problem);
    }

    /** A call that is given up after its maximum, counted from now: what then comes of it is a failure. */
    <T> void boundedCall(CallRunner.PortCall<T> call, Consumer<T> answered, Consumer<Throwable> failed) {
        Bounded<T> bounded = new Bounded<>(answered, defects.noting(call, failed));
        CallRunner.Grip grip = call(call, bounded);
        bounded.limit = Optional.of(after(call.maximum(), () -> {
            grip.abandon();
            bounded.hearsOf(new TimeoutException(call.text() + " was not answered"));
        }));
    }

    /** Tells how a call ended, once. */
    private final class Bounded<T> extends Hearing<T> {
        private final Consumer<T> answered;
        private final Consumer<Throwable> failed;
        private Optional<TimerHeap.Entry> limit = Optional.empty();
        private boolean over;

        Bounded(Consumer<T> answered, Consumer<Throwable> failed) {
            this.answered = answered;
            this.failed = failed;
        }

        @Override
        void hears(T answer) {
            if (ends()) {
                answered.accept(answer);
            }
        }

        @Override
        void hearsOf(Throwable problem) {
            if (ends()) {
                failed.accept(problem);
            }
        }

        private boolean ends() {
            boolean first = !over;
            over = true;
            limit.ifPresent(TimerHeap.Entry::cancel);
            return first;
        }
    }

    /**
     * Does all that can be done by now, and says when there will be more.
     *
     * @return when the next timer is due; empty when there is none
     */
    Optional<Instant> poll() {
        boolean more = true;
        while (more && !closed) {
            Runnable message = inbox.poll();
            if (message != null) {
                message.run();
                more = true;
            } else {
                more = timers.runDue(now()) || quietWork.getAsBoolean();
            }
        }
        return timers.next();
    }

    void close() {
        closed = true;
        wake.run();
    }

    boolean isClosed() {
        return closed;
    }
}
