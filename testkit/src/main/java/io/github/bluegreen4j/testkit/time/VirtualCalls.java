package io.github.bluegreen4j.testkit.time;

import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.spi.CallRunner;
import io.github.bluegreen4j.spi.PortException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Function;

/**
 * Makes calls in virtual time, on the thread of the test, and lets the test decide the fate of each. By default every call
 * takes effect and is answered at once. To be used by one thread.
 */
public final class VirtualCalls implements CallRunner {
    private final VirtualTime time;
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparing(Event::at).thenComparingLong(Event::number));
    private Function<CallRunner.PortCall<?>, Fate> fates = call -> Fate.answered();
    private long numbers;
    private long calls;
    private boolean closed;

    VirtualCalls(VirtualTime time) {
        this.time = time;
    }

    private record Event(Instant at, long number, Runnable action) {}

    /** Decides the fate of every call from now on. */
    public void fate(Function<CallRunner.PortCall<?>, Fate> decision) {
        fates = decision;
    }

    /** How many calls were made so far. */
    public long count() {
        return calls;
    }

    @Override
    public <T> Grip run(CallRunner.PortCall<T> call, Completion<T> completion) {
        VirtualCall<T> virtual = new VirtualCall<>(call, completion);
        after(Duration.ZERO, virtual::begin);
        return virtual;
    }

    private void after(Duration delay, Runnable action) {
        events.add(new Event(time.now().plus(delay), numbers++, action));
    }

    /** Does the next thing that is due, and says whether there was one. */
    boolean runDue() {
        Event next = events.peek();
        if (next == null || next.at().isAfter(time.now())) {
            return false;
        }
        events.remove();
        next.action().run();
        return true;
    }

    /** When something happens next. */
    Optional<Instant> next() {
        return Optional.ofNullable(events.peek()).map(Event::at);
    }

    /** The engine dies: nobody hears of anything any more, but what is on its way may still take effect. */
    void forget() {
        closed = true;
    }

    @Override
    public void close() {
        closed = true;
    }

    /** One call on its way. */
    private final class VirtualCall<T> implements Grip {
        private final CallRunner.PortCall<T> call;
        private final Completion<T> completion;
        private boolean begun;
        private boolean abandoned;
        private Optional<T> answer = Optional.empty();
        private Optional<Throwable> problem = Optional.empty();

        VirtualCall(CallRunner.PortCall<T> call, Completion<T> completion) {
            this.call = call;
            this.completion = completion;
        }

        private void begin() {
            if (abandoned || closed) {
                return;
            }
            begun = true;
            calls++;
            completion.began();
            Fate fate = fates.apply(call);
            fate.landsAfter().ifPresent(delay -> after(delay, this::land));
            fate.answersAfter().ifPresent(delay -> after(delay, () -> answer(fate.problem())));
        }

        private void land() {
            try {
                answer = Optional.of(call.body().call());
            } catch (Exception thrown) {
                problem = Optional.of(thrown);
            }
        }

        private void answer(Optional<Problem> instead) {
            if (abandoned || closed) {
                return;
            }
            Optional<Throwable> thrown =
                    instead.<Throwable>map(PortException::new).or(() -> problem);
            if (thrown.isPresent()) {
                completion.failed(thrown.get());
            } else {
                completion.answered(answer.orElseThrow());
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
