package io.github.bluegreen4j.engine.loop;

import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.Given;
import io.github.bluegreen4j.model.InvalidSpecException;
import io.github.bluegreen4j.spi.CallObserver;
import io.github.bluegreen4j.spi.CallRunner;
import io.github.bluegreen4j.spi.CallRunner.PortCall.Purpose;
import io.github.bluegreen4j.spi.CallRunner.Urgency;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.spi.TrafficRouter;
import io.github.bluegreen4j.workflow.Transition;
import io.github.bluegreen4j.workflow.Workflow;
import io.github.bluegreen4j.workflow.agenda.Agenda;
import io.github.bluegreen4j.workflow.decide.Input;
import io.github.bluegreen4j.workflow.state.DeploymentState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loop that owns everything. Inputs go into its inbox, and {@link #poll} does everything that is due now, on one
 * thread and without blocking.
 */
public final class Loop {
    private static final Logger LOG = LoggerFactory.getLogger(Loop.class);
    private static final int MOST_FAILED_STEPS = 10;
    private static final CallRunner.PortCall.Lane JOURNAL =
            new CallRunner.PortCall.Lane(CallRunner.PortCall.Kind.JOURNAL, "");

    /** The most that a router may state: nothing ends for so long after a take-over. */
    private static final Duration LONGEST_WRITE_DELAY = Duration.ofHours(1);

    private final Queue<Runnable> inbox = new ConcurrentLinkedQueue<>();
    private final TimerQueue timers = new TimerQueue();
    private final EngineClock clock;
    private final CallRunner runner;
    private final Ports ports;
    private final Places places;
    private final Map<Urgency, PortCalls> portCalls = new EnumMap<>(Urgency.class);
    private final FailureLog failureLog = new FailureLog(this::now);
    private final Defects defects = new Defects(failureLog);
    private final EngineSettings settings;
    private final Workflow workflow;
    private final Duration maxWriteDelay;
    private final JournalContact journalContact;
    private Runnable afterRound = () -> {};
    private volatile Optional<Instant> busySince = Optional.empty();
    private BooleanSupplier quietWork = () -> false;
    private volatile Runnable wake = () -> {};
    private volatile boolean closed;
    private volatile Optional<Thread> thread = Optional.empty();
    private final List<RuntimeException> failedSteps = new ArrayList<>();
    private long decisions;
    private long entries;

    public Loop(EngineClock clock, CallRunner runner, Ports ports, EngineSettings settings, Workflow workflow) {
        this(clock, runner, List.of(), ports, settings, workflow);
    }

    /** @param observers see every call */
    public Loop(
            EngineClock clock,
            CallRunner runner,
            List<CallObserver> observers,
            Ports ports,
            EngineSettings settings,
            Workflow workflow) {
        this.clock = clock;
        this.runner = ObservedCalls.of(runner, observers, this::now, failureLog);
        this.journalContact = new JournalContact(this::now);
        this.ports = ports;
        for (Urgency urgency : Urgency.values()) {
            portCalls.put(urgency, new PortCalls(ports.at(urgency)));
        }
        this.places = new Places(ports, failureLog);
        this.settings = settings;
        this.workflow = workflow;
        this.maxWriteDelay = writeDelay(ports.router());
    }

    public Workflow workflow() {
        return workflow;
    }

    /** Decides what follows now from an input to a deployment with that agenda. */
    public Optional<Transition> decide(DeploymentState state, Agenda agenda, Input input) {
        decisions++;
        return workflow.transition(state, agenda, input, now());
    }

    /** How many inputs were processed so far. */
    public long decisions() {
        return decisions;
    }

    /** The steps that have failed since the last call, for an engine that a test drives. At most 10. */
    public List<RuntimeException> takeFailedSteps() {
        List<RuntimeException> taken = List.copyOf(failedSteps);
        failedSteps.clear();
        return taken;
    }

    public Ports ports() {
        return ports;
    }

    public PortCalls portCalls(Urgency urgency) {
        return Objects.requireNonNull(portCalls.get(urgency));
    }

    /** Where services and alarms are. */
    public Places places() {
        return places;
    }

    /** The log for failures that may repeat. */
    public FailureLog failureLog() {
        return failureLog;
    }

    public Defects defects() {
        return defects;
    }

    private static Duration writeDelay(TrafficRouter router) {
        Duration delay = Given.value("router.maxWriteDelay", router.maxWriteDelay());
        if (delay.isNegative() || delay.compareTo(LONGEST_WRITE_DELAY) > 0) {
            throw InvalidSpecException.refused("router.maxWriteDelay", delay.toString(), "0 to 1 hour");
        }
        return delay;
    }

    /** See {@link TrafficRouter#maxWriteDelay}. */
    public Duration maxWriteDelay() {
        return maxWriteDelay;
    }

    public EngineSettings settings() {
        return settings;
    }

    public Instant now() {
        return clock.now();
    }

    /** How many nanoseconds the wall clock is ahead of {@link #now}. */
    public long drift() {
        return clock.drift();
    }

    void onWake(Runnable newWake) {
        wake = newWake;
    }

    /** Does something at the end of every {@link #poll}. */
    public void afterRound(Runnable action) {
        afterRound = action;
    }

    /** Since when the loop works without a pause; empty while it waits. From any thread. */
    public Optional<Instant> busySince() {
        return busySince;
    }

    /** How the journal answers. From any thread. */
    public JournalContact journalContact() {
        return journalContact;
    }

    /** How many calls there are. From any thread. */
    public Map<CallRunner.PortCall.Kind, CallRunner.Load> load() {
        return runner.load();
    }

    /** Work to do in small portions after all inputs and due timers were processed. */
    public void whenQuiet(BooleanSupplier work) {
        quietWork = work;
    }

    /** Puts a message into the inbox; callable from any thread. */
    public void post(Runnable message) {
        inbox.add(message);
        wake.run();
    }

    boolean isIdle() {
        return inbox.isEmpty();
    }

    /** Does something later, on the loop. */
    public TimerQueue.Entry at(Instant instant, int rank, Runnable action) {
        return timers.set(instant, rank, action);
    }

    /** Like {@link Instant#plus}, but faster. */
    public static Instant later(Instant instant, Duration delay) {
        Instant later = delay.getSeconds() == 0 ? instant : instant.plusSeconds(delay.getSeconds());
        return delay.getNano() == 0 ? later : later.plusNanos(delay.getNano());
    }

    public TimerQueue.Entry after(Duration delay, Runnable action) {
        return timers.set(later(now(), delay), Integer.MAX_VALUE, action);
    }

    /** Makes a call. */
    public <T> CallRunner.CallHandle call(CallRunner.PortCall<T> call, CallCallback<T> callback) {
        return runner.run(call, callback);
    }

    /** Receives the progress of a call, on the loop. */
    public abstract class CallCallback<T> implements CallRunner.Completion<T> {
        @Override
        public void started() {}

        @Override
        public final void succeeded(T answer) {
            post(() -> onSuccess(answer));
        }

        @Override
        public final void failed(Throwable problem) {
            post(() -> onFailure(problem));
        }

        public abstract void onSuccess(T answer);

        public abstract void onFailure(Throwable problem);
    }

    /** A call of the journal, in the lane of all of them. */
    public <T> void journal(
            CallRunner.Operation operation,
            Supplier<String> wording,
            Function<Journal, T> body,
            Consumer<T> answered,
            Consumer<Throwable> failed) {
        journal(JOURNAL, operation, Purpose.ENGINE, wording, body, answered, failed);
    }

    /** A call of the journal for somebody, in the lane of all of them. */
    public <T> void journal(
            CallRunner.Operation operation,
            Purpose purpose,
            Supplier<String> wording,
            Function<Journal, T> body,
            Consumer<T> answered,
            Consumer<Throwable> failed) {
        journal(JOURNAL, operation, purpose, wording, body, answered, failed);
    }

    /** A call of the journal for one deployment, in the lane of all of them. */
    public <T> void journal(
            DeploymentId deployment,
            CallRunner.Operation operation,
            Supplier<String> wording,
            Function<Journal, T> body,
            Consumer<T> answered,
            Consumer<Throwable> failed) {
        journal(JOURNAL, operation, Purpose.of(deployment), wording, body, answered, failed);
    }

    /** A call of the journal, in another lane. */
    public <T> void journal(
            CallRunner.PortCall.Lane lane,
            CallRunner.Operation operation,
            Supplier<String> wording,
            Function<Journal, T> body,
            Consumer<T> answered,
            Consumer<Throwable> failed) {
        journal(lane, operation, Purpose.ENGINE, wording, body, answered, failed);
    }

    private <T> void journal(
            CallRunner.PortCall.Lane lane,
            CallRunner.Operation operation,
            Purpose purpose,
            Supplier<String> wording,
            Function<Journal, T> body,
            Consumer<T> answered,
            Consumer<Throwable> failed) {
        Journal journal = ports.journal();
        boundedCall(
                new CallRunner.PortCall<>(
                        lane,
                        operation,
                        purpose,
                        wording,
                        settings.journalCall(),
                        () -> Defects.present(body.apply(journal), operation)),
                answer -> {
                    journalContact.answered();
                    answered.accept(answer);
                },
                thrown -> {
                    journalContact.failed(thrown);
                    failed.accept(thrown);
                });
    }

    /** A call that is abandoned after its maximum, counted from its start, and then counts as failed. */
    public <T> void boundedCall(CallRunner.PortCall<T> call, Consumer<T> answered, Consumer<Throwable> failed) {
        Bounded<T> bounded = new Bounded<>(answered, defects.noting(call, failed));
        CallRunner.CallHandle handle = call(call, bounded);
        bounded.limit(call, handle, later(now(), call.maximum()));
    }

    /** An id for an entry of this engine; each attempt gets a new one. */
    public String entryId(long version) {
        Instant now = now();
        return settings.name() + '/' + version + '/' + now.getEpochSecond() + '.' + now.getNano() + '/' + ++entries;
    }

    /** The delay before the next attempt: doubled each time, and spread, so that not all retry at once. */
    public Duration backOff(int tries, Object who) {
        Duration longest = settings.retry().multipliedBy(1L << Math.min(tries - 1, 4));
        long mixed = (who.hashCode() * 31L + tries) * 0x9E3779B97F4A7C15L;
        return longest.dividedBy(2)
                .plus(longest.dividedBy(2).multipliedBy(mixed >>> 52).dividedBy(4096));
    }

    /** Tells how a call ended, once. */
    private final class Bounded<T> extends CallCallback<T> {
        private final Consumer<T> answered;
        private final Consumer<Throwable> failed;
        private volatile Optional<Instant> begunAt = Optional.empty();
        private Optional<TimerQueue.Entry> limit = Optional.empty();
        private boolean over;

        Bounded(Consumer<T> answered, Consumer<Throwable> failed) {
            this.answered = answered;
            this.failed = failed;
        }

        @Override
        public void started() {
            begunAt = Optional.of(now());
        }

        /** The maximum does not count while the call still waits for a thread. */
        void limit(CallRunner.PortCall<T> call, CallRunner.CallHandle handle, Instant at) {
            limit = Optional.of(timers.set(at, Integer.MAX_VALUE, () -> {
                Instant end = later(begunAt.orElse(now()), call.maximum());
                if (end.isAfter(now())) {
                    limit(call, handle, end);
                } else {
                    handle.abandon();
                    onFailure(new TimeoutException(call.text() + " was not answered within " + call.maximum()));
                }
            }));
        }

        @Override
        public void onSuccess(T answer) {
            if (ends()) {
                answered.accept(answer);
            }
        }

        @Override
        public void onFailure(Throwable problem) {
            if (ends()) {
                failed.accept(problem);
            }
        }

        private boolean ends() {
            boolean first = !over;
            over = true;
            limit.ifPresent(TimerQueue.Entry::cancel);
            return first;
        }
    }

    /**
     * Does everything that is due now.
     *
     * @return when the next timer is due; empty if there is none, and if the loop is closed
     */
    public Optional<Instant> poll() {
        if (thread.isEmpty()) {
            thread = Optional.of(Thread.currentThread());
        }
        boolean more = true;
        busySince = Optional.of(now());
        while (more && !closed) {
            Runnable message = inbox.poll();
            if (message != null) {
                run(message);
                more = true;
            } else {
                more = runDue() || workQuietly();
            }
        }
        afterRound.run();
        busySince = Optional.empty();
        return closed ? Optional.empty() : timers.next();
    }

    private void run(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException defect) {
            failed(defect);
        }
    }

    private boolean workQuietly() {
        try {
            return quietWork.getAsBoolean();
        } catch (RuntimeException defect) {
            failed(defect);
            return true;
        }
    }

    /** The loop goes on after a step that failed; other deployments need it. */
    private void failed(RuntimeException defect) {
        if (failedSteps.size() < MOST_FAILED_STEPS) {
            failedSteps.add(defect);
        }
        LOG.error(
                "The engine failed on one step and continues; this is a defect of bluegreen4j, please report it",
                defect);
    }

    private boolean runDue() {
        Optional<Runnable> due = timers.takeDue(now());
        due.ifPresent(this::run);
        return due.isPresent();
    }

    public void close() {
        closed = true;
        wake.run();
    }

    /** Whether the current thread is the one that polls. */
    public boolean isCurrent() {
        return thread.filter(Thread.currentThread()::equals).isPresent();
    }

    public boolean isClosed() {
        return closed;
    }
}
