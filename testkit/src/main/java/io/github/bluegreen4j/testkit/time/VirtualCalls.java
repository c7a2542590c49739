package io.github.bluegreen4j.testkit.time;

import io.github.bluegreen4j.spi.CallRunner;
import io.github.bluegreen4j.spi.PortException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Makes the calls of one engine in virtual time, on the thread of the test, and lets the test decide the fate of each. By
 * default every call takes effect and is answered at once. To be used by one thread.
 */
public final class VirtualCalls implements CallRunner {
    private final VirtualTime time;
    /** Longer than that no read is behind the truth. */
    private static final long STALE_AT_MOST = Duration.ofSeconds(10).toNanos();

    private final Map<String, Known> answers = new HashMap<>();
    private Function<CallRunner.PortCall<?>, Fate> fates = call -> Fate.answered();
    private CallWatcher watcher = CallWatcher.NOBODY;
    private Runnable onAnswer = () -> {};
    private Predicate<CallRunner.Operation> remembers = operation -> false;
    private long calls;
    private boolean closed;

    VirtualCalls(VirtualTime time) {
        this.time = time;
    }

    void onAnswer(Runnable newOnAnswer) {
        onAnswer = newOnAnswer;
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

    @Override
    public <T> Grip run(CallRunner.PortCall<T> call, Completion<T> completion) {
        VirtualCall<T> virtual = new VirtualCall<>(call, completion);
        time.plan(0, virtual);
        return virtual;
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

    /** One call on its way; what happens at first is that it begins. */
    private final class VirtualCall<T> extends VirtualTime.Happening implements Grip {
        private final CallRunner.PortCall<T> call;
        private final Completion<T> completion;
        private boolean begun;
        private boolean abandoned;
        private @Nullable T answer;
        private @Nullable Throwable problem;

        VirtualCall(CallRunner.PortCall<T> call, Completion<T> completion) {
            this.call = call;
            this.completion = completion;
        }

        @Override
        void happen() {
            if (abandoned || closed) {
                return;
            }
            begun = true;
            calls++;
            completion.began();
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
                    after(delay, () -> answer(fate));
                }
            }
        }

        private void land(Fate fate) {
            watcher.lands(call);
            try {
                T fresh = call.body().call();
                answer = fate.isStale() ? old(fresh) : fresh;
                if (answer == fresh && remembers.test(call.operation())) {
                    answers.put(call.text(), new Known(fresh, time.nanos()));
                }
            } catch (Exception thrown) {
                problem = thrown;
            }
            watcher.landed(call);
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

        private void answer(Fate fate) {
            if (abandoned || closed) {
                return;
            }
            onAnswer.run();
            Throwable thrown = fate.problem().isPresent()
                    ? new PortException(fate.problem().get())
                    : problem;
            if (thrown != null) {
                watcher.failed(call, thrown);
                completion.failed(thrown);
            } else if (answer != null) {
                watcher.answered(call, answer);
                completion.answered(answer);
            } else {
                throw new IllegalStateException("a fate that answers before it lands: " + fate);
            }
        }

        @Override
        public boolean abandon() {
            boolean neverBegan = !begun && !abandoned;
            abandoned = true;
            return neverBegan;
        }
    }
}
