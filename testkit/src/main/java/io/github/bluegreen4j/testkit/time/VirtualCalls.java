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
 * Makes the calls of one engine in virtual time, on the thread of the test, and lets the test decide the fate of each. By
 * default every call takes effect and is answered at once. A call whose fate takes a while holds a place in its lane until it is
 * answered or abandoned. As in production a lane has so many places, and further calls wait. To be used by one thread.
 */
public final class VirtualCalls implements CallRunner {
    private final VirtualTime time;
    /** Longer than that no read is behind the truth. */
    private static final long STALE_AT_MOST = Duration.ofSeconds(10).toNanos();

    private final Map<String, Known> answers = new HashMap<>();
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

    /** Told when a call was answered, and when one has begun that takes a while. */
    void onProgress(Runnable newOnProgress) {
        onProgress = newOnProgress;
    }

    /** Decides the fate of every call from now on. */
    public void fate(Function<CallRunner.PortCall<?>, Fate> decision) {
        fates = decision;
    }

    /** Who looks on from now on. */
    public void watcher(CallWatcher newWatcher) {
        watcher = newWatcher;
    }

    /** Keeps the answers of those operations, asked each time, for {@link Fate#stale}. */
    public void rememberAnswers(Predicate<CallRunner.Operation> operations) {
        remembers = operations;
    }

    /** How many calls were made so far. */
    public long count() {
        return calls;
    }

    /** The ports that return null when a fate says so. Default: none, and the call fails instead. */
    public void nullAnswers(NullAnswers ports) {
        nulls = ports;
    }

    /** What a port or hook throws of that kind ends the run of the test; anything else is an outcome of its call, as in production. */
    public void endsRun(Predicate<Throwable> newEndsRun) {
        endsRun = newEndsRun;
    }

    /** How many calls of a kind wait for their turn. */
    public int waiting(CallRunner.PortCall.Kind kind) {
        return Objects.requireNonNull(lanes.get(kind)).values().stream()
                .mapToInt(lane -> lane.waiting.size())
                .sum();
    }

    @Override
    public <T> Grip run(CallRunner.PortCall<T> call, Completion<T> completion) {
        VirtualCall<T> virtual = new VirtualCall<>(call, completion, lane(call.lane()));
        time.plan(0, virtual);
        return virtual;
    }

    private Lane lane(CallRunner.PortCall.Lane lane) {
        Map<String, Lane> groups = Objects.requireNonNull(lanes.get(lane.kind()));
        Lane known = groups.get(lane.group());
        return known == null ? groups.computeIfAbsent(lane.group(), group -> new Lane(width(lane.kind()))) : known;
    }

    /** How many calls of a group of a kind are made at once: as many as in production. */
    private static int width(CallRunner.PortCall.Kind kind) {
        return switch (kind) {
            case READ, CHANGE, RESTORE -> 8;
            case HOOK -> 64;
            case JOURNAL, LISTENER -> 4;
            case LEASE -> 1;
        };
    }

    /** Makes no more calls, and nobody hears of any more answers; what is on its way may still take effect. */
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

    /** An answer, and when it was the truth. */
    private record Known(Object answer, long at) {}

    /** The calls of one group of one kind: so many are made at once, those with the same key one after the other; the others wait. */
    private final class Lane {
        private final int width;
        private final Deque<VirtualCall<?>> waiting = new ArrayDeque<>();
        private final Set<String> busyKeys = new HashSet<>();
        private int underWay;

        Lane(int width) {
            this.width = width;
        }

        /** Takes a place for a call, if there is one. */
        boolean enter(String key) {
            if (underWay == width || !(key.isEmpty() || busyKeys.add(key))) {
                return false;
            }
            underWay++;
            return true;
        }

        /** A call needs its place no more: the first one that waits and may begins. */
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

    /** One call on its way; what happens at first is that it begins, or waits for a place in its lane. */
    private final class VirtualCall<T> extends VirtualTime.Happening implements Grip {
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
            completion.began();
            if (!call.permit().holds()) {
                refuse();
                return;
            }
            Fate fate = fates.apply(call);
            watcher.began(call, fate);
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

        /** The engine may not send it any more: as in production the port is not called. */
        private void refuse() {
            try {
                call.make();
            } catch (Exception refusal) {
                problem = refusal;
            }
            answer(Fate.answered());
        }

        /** It was sent while it was permitted: on its way nobody holds it back any more. */
        private void land(Fate fate) {
            watcher.lands(call);
            landed = true;
            try {
                T fresh = fate.isNull() ? nulls.call(this::sent) : sent();
                answer = fate.isStale() ? old(fresh) : fresh;
                if (answer == fresh && answer != null && remembers.test(call.operation())) {
                    answers.put(call.text(), new Known(answer, time.nanos()));
                }
            } catch (Throwable thrown) { // whatever a port throws is an outcome
                if (thrown instanceof Error error && endsRun.test(error)) {
                    throw error;
                }
                problem = thrown;
            }
            watcher.landed(call);
        }

        private T sent() throws Exception {
            return call.body().make(SendPermit.always());
        }

        /** Scripts and watches ask the same, and are answered in different kinds. */
        @SuppressWarnings("unchecked") // the same class
        private T old(T fresh) {
            Known known = answers.get(call.text());
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
                watcher.answered(call, answer);
                completion.answered(answer);
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
