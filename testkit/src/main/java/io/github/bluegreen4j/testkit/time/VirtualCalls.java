package io.github.bluegreen4j.testkit.time;

import io.github.bluegreen4j.spi.CallRunner;
import io.github.bluegreen4j.spi.CallRunner.SendPermit;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Makes the calls of one engine in virtual time, on the thread of the test. The test decides the fate of each call; by
 * default it takes effect and is answered at once. As in production, each lane has a limited number of places, and further
 * calls wait. A call keeps its place until it is answered or abandoned. Not thread-safe.
 */
public final class VirtualCalls implements CallRunner {
    private final VirtualTime time;
    /** The greatest age of a stale answer. */
    private static final long STALE_AT_MOST = Duration.ofSeconds(10).toNanos();

    private final Map<String, WatchedCall> answers = new HashMap<>();
    private Function<CallRunner.PortCall<?>, Fate> fates = call -> Fate.answered();
    private CallWatcher watcher = CallWatcher.NOBODY;
    private Runnable onProgress = () -> {};
    private Predicate<CallRunner.Operation> remembers = operation -> false;
    private Predicate<Throwable> endsRun = thrown -> false;
    private NullAnswers nulls = new NullAnswers();
    private final Map<CallRunner.PortCall.Kind, Map<String, Lane>> lanes =
            new EnumMap<>(CallRunner.PortCall.Kind.class);
    private long calls;
    private boolean closed;

    VirtualCalls(VirtualTime time) {
        this.time = time;
        for (CallRunner.PortCall.Kind kind : CallRunner.PortCall.Kind.values()) {
            lanes.put(kind, new HashMap<>());
        }
    }

    /** Sets the callback for calls that were answered and for slow calls that started. */
    void onProgress(Runnable newOnProgress) {
        onProgress = newOnProgress;
    }

    /**
     * Sets the function that decides the fate of every call that starts from now on.
     *
     * @param decision called when a call starts; for example {@link io.github.bluegreen4j.testkit.fault.Faults}
     */
    public void fate(Function<CallRunner.PortCall<?>, Fate> decision) {
        fates = decision;
    }

    /**
     * Sets the observer of all calls from now on. It replaces the previous one.
     *
     * @param newWatcher the observer
     */
    public void watcher(CallWatcher newWatcher) {
        watcher = newWatcher;
    }

    /**
     * Chooses the operations whose answers are remembered for {@link Fate#stale}. By default none is.
     *
     * @param operations asked after each call
     */
    public void rememberAnswers(Predicate<CallRunner.Operation> operations) {
        remembers = operations;
    }

    /** {@return the number of calls that started so far} */
    public long count() {
        return calls;
    }

    /**
     * Sets the wrapped ports that return null when a fate is {@link Fate#returnsNull}. Without them such a call fails with a
     * {@link NullPointerException}.
     *
     * @param ports the factory that wrapped the engine's ports
     */
    public void nullAnswers(NullAnswers ports) {
        nulls = ports;
    }

    /**
     * Chooses the exceptions of ports and hooks that propagate to the test, for example a failed assertion inside a hook. By
     * default none does: every exception is an outcome of its call, as in production.
     *
     * @param newEndsRun true for an exception that propagates to the test
     */
    public void endsRun(Predicate<Throwable> newEndsRun) {
        endsRun = newEndsRun;
    }

    /**
     * Counts the calls of a kind that wait for a place in their lanes.
     *
     * @param kind the kind of call
     * @return the number of waiting calls
     */
    public int waiting(CallRunner.PortCall.Kind kind) {
        return Objects.requireNonNull(lanes.get(kind)).values().stream()
                .mapToInt(lane -> lane.waiting.size())
                .sum();
    }

    @Override
    public <T> CallHandle run(CallRunner.PortCall<T> call, Completion<T> completion) {
        VirtualCall<T> virtual = new VirtualCall<>(call, completion, lane(call.lane()));
        time.plan(0, virtual);
        return virtual;
    }

    private Lane lane(CallRunner.PortCall.Lane lane) {
        Map<String, Lane> groups = Objects.requireNonNull(lanes.get(lane.kind()));
        Lane known = groups.get(lane.group());
        return known == null
                ? groups.computeIfAbsent(
                        lane.group(), group -> new Lane(lane.kind().atOnce()))
                : known;
    }

    /** Starts no more calls and delivers no more answers. A call that has started may still take effect. */
    @Override
    public void close() {
        closed = true;
    }

    private void after(Duration delay, Runnable what) {
        time.plan(delay.toNanos(), new VirtualTime.Happening() {
            @Override
            void happen() {
                what.run();
            }
        });
    }

    /** An answer, and when it was given. */
    private record WatchedCall(Object answer, long at) {}

    /** The calls of one lane. Only {@code width} of them run at once, calls with the same key one after the other. */
    private final class Lane {
        private final int width;
        private final Deque<VirtualCall<?>> waiting = new ArrayDeque<>();
        private final Set<String> busyKeys = new HashSet<>();
        private int underWay;

        Lane(int width) {
            this.width = width;
        }

        /** Takes a place for a call; returns false if there is none. */
        boolean enter(String key) {
            if (underWay == width || !(key.isEmpty() || busyKeys.add(key))) {
                return false;
            }
            underWay++;
            return true;
        }

        /** Releases the place of a call and starts the first waiting call that may run. */
        void leave(String key) {
            underWay--;
            busyKeys.remove(key);
            if (waiting.isEmpty()) {
                return;
            }
            for (Iterator<VirtualCall<?>> each = waiting.iterator(); each.hasNext(); ) {
                VirtualCall<?> next = each.next();
                if (enter(next.key())) {
                    each.remove();
                    next.entered = true;
                    time.plan(0, next);
                    return;
                }
            }
        }
    }

    /** One call. Its first step is to start, or to wait for a place in its lane. */
    private final class VirtualCall<T> extends VirtualTime.Happening implements CallHandle {
        private final CallRunner.PortCall<T> call;
        private final Completion<T> completion;
        private final Lane lane;
        private boolean entered;
        private boolean begun;
        private boolean abandoned;
        private boolean landed;
        private boolean ended;
        private @Nullable T answer;
        private @Nullable Throwable problem;

        VirtualCall(CallRunner.PortCall<T> call, Completion<T> completion, Lane lane) {
            this.call = call;
            this.completion = completion;
            this.lane = lane;
        }

        private String key() {
            return call.lane().key();
        }

        @Override
        void happen() {
            if (abandoned || closed) {
                return;
            }
            if (entered || lane.enter(key())) {
                entered = true;
                begin();
            } else {
                lane.waiting.add(this);
                watcher.waits(call);
            }
        }

        private void begin() {
            begun = true;
            calls++;
            completion.started();
            if (!call.permit().holds()) {
                refuse();
                return;
            }
            Fate fate = fates.apply(call);
            watcher.started(call, fate);
            if (fate.landsAfter().isPresent()) {
                Duration delay = fate.landsAfter().get();
                if (delay.isZero()) {
                    land(fate);
                } else {
                    after(delay, () -> land(fate));
                }
            }
            if (fate.answersAfter().isPresent()) {
                Duration delay = fate.answersAfter().get();
                if (delay.isZero()) {
                    answer(fate);
                } else {
                    onProgress.run();
                    after(delay, () -> answer(fate));
                }
            } else {
                onProgress.run();
            }
        }

        /** The engine's permit to send has expired, so the port is not called, as in production. */
        private void refuse() {
            try {
                call.make();
            } catch (Exception refusal) {
                problem = refusal;
            }
            answer(Fate.answered());
        }

        /** Takes effect. The permit was checked at the start and does not matter any more. */
        private void land(Fate fate) {
            watcher.lands(call);
            landed = true;
            try {
                T fresh = fate.isNull() ? nulls.call(this::sent) : sent();
                answer = fate.isStale() ? old(fresh) : fresh;
                if (answer == fresh && answer != null && remembers.test(call.operation())) {
                    answers.put(call.text(), new WatchedCall(answer, time.nanos()));
                }
            } catch (Throwable thrown) { // any exception of a port is an outcome
                if (thrown instanceof Error error && endsRun.test(error)) {
                    throw error;
                }
                problem = thrown;
            }
        }

        private T sent() throws Exception {
            return call.body().make(SendPermit.always());
        }

        /** Returns the remembered answer, if it is of the same class: scripts and watches may ask the same with different types. */
        @SuppressWarnings("unchecked") // the same class
        private T old(T fresh) {
            WatchedCall known = answers.get(call.text());
            if (known == null || time.nanos() - known.at() > STALE_AT_MOST) {
                return fresh;
            }
            return known.answer().getClass() == fresh.getClass() ? (T) known.answer() : fresh;
        }

        @SuppressWarnings("NullAway") // a port that returns null is one of the faults
        private void answer(Fate fate) {
            if (abandoned || closed) {
                return;
            }
            end();
            onProgress.run();
            Throwable thrown = fate.thrown().orElse(problem);
            if (thrown != null) {
                watcher.failed(call, thrown);
                completion.failed(thrown);
            } else if (landed) {
                watcher.succeeded(call, answer);
                completion.succeeded(answer);
            } else {
                throw new IllegalStateException("a fate that answers before it lands: " + fate);
            }
        }

        @Override
        public boolean abandon() {
            if (abandoned) {
                return false;
            }
            abandoned = true;
            if (!begun) {
                boolean waited = lane.waiting.remove(this);
                if (entered && !waited) {
                    lane.leave(key());
                }
                return true;
            }
            end();
            return false;
        }

        private void end() {
            if (!ended) {
                ended = true;
                lane.leave(key());
            }
        }
    }
}
