package io.github.bluegreen4j.testkit.time;

import io.github.bluegreen4j.spi.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * Time that passes only when it is told to. Engines that were made on it ({@link VirtualEngine}) and everything that was
 * planned on it ({@link #after}) do what they have to do at their own instants while it passes: first what was planned
 * first.
 *
 * <p>Reading it is safe for many threads; it is told to pass by one.
 */
public final class VirtualTime implements TimeSource {
    /** More steps without time passing are a loop that never rests. */
    private static final int MOST_STEPS = 1_000_000;

    private final Instant start;
    private final PriorityQueue<Happening> plan = new PriorityQueue<>();
    /** What was planned without a delay: most is, and it comes in its order by itself. */
    private final Deque<Happening> now = new ArrayDeque<>();

    private final List<VirtualEngine> engines = new ArrayList<>();
    private volatile long passed;
    private volatile Duration jump = Duration.ZERO;
    private long numbers;

    private VirtualTime(Instant start) {
        this.start = start;
    }

    /** Time that begins at an instant. */
    public static VirtualTime startingAt(Instant start) {
        return new VirtualTime(start);
    }

    @Override
    public Instant wall() {
        return now().plus(jump);
    }

    @Override
    public long nanos() {
        return passed;
    }

    /** The instant, by the monotonic count. */
    public Instant now() {
        return start.plusNanos(passed);
    }

    /** How much time has passed since the start, by the monotonic count. */
    public Duration sinceStart() {
        return Duration.ofNanos(passed);
    }

    /** Lets the wall clock jump, forward or back; the monotonic count does not notice. */
    public void jumpWall(Duration by) {
        jump = jump.plus(by);
    }

    /** Plans something, whoever lives then: it is done when time has passed that far. */
    public void after(Duration delay, Runnable what) {
        if (delay.isNegative()) {
            throw new IllegalArgumentException("time does not go back: " + delay);
        }
        plan(delay.toNanos(), new Happening() {
            @Override
            void happen() {
                what.run();
                engines.forEach(VirtualEngine::stir);
            }
        });
    }

    void plan(long delay, Happening happening) {
        happening.at = passed + delay;
        happening.number = numbers++;
        if (delay == 0) {
            now.add(happening);
        } else {
            plan.add(happening);
        }
    }

    void add(VirtualEngine engine) {
        engines.add(engine);
    }

    void remove(VirtualEngine engine) {
        engines.remove(engine);
    }

    /** What the wall clock's jumps amount to by now. */
    Duration jumped() {
        return jump;
    }

    Instant start() {
        return start;
    }

    /**
     * Does everything that can be done without time passing.
     *
     * @return when something happens next; empty when never
     * @throws IllegalStateException when it never rests
     */
    public Optional<Instant> runUntilIdle() {
        engines.forEach(VirtualEngine::stir);
        rest();
        long next = next();
        return next == Long.MAX_VALUE ? Optional.empty() : Optional.of(start.plusNanos(next));
    }

    private void rest() {
        int steps = 0;
        do {
            // By index: what an engine does may end it, or begin another one.
            for (int i = 0; i < engines.size(); i++) {
                engines.get(i).poll(passed);
            }
            if (++steps > MOST_STEPS) {
                throw new IllegalStateException("no rest after " + MOST_STEPS + " steps at " + now());
            }
        } while (happen());
    }

    /** Does the next thing that is due, and says whether there was one. */
    private boolean happen() {
        Happening sooner = now.peek();
        Happening later = plan.peek();
        if (later != null && later.at <= passed && (sooner == null || later.compareTo(sooner) < 0)) {
            plan.remove();
            later.happen();
            return true;
        }
        if (sooner == null) {
            return false;
        }
        now.remove();
        sooner.happen();
        return true;
    }

    private long next() {
        long next = now.isEmpty() ? Long.MAX_VALUE : passed;
        next = plan.isEmpty() ? next : Math.min(next, plan.element().at);
        for (VirtualEngine engine : engines) {
            next = Math.min(next, engine.next());
        }
        return next;
    }

    /** Lets time pass, with everything that happens meanwhile happening at its own instant. */
    public void advance(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("time does not go back: " + duration);
        }
        long end = passed + duration.toNanos();
        runUntilIdle();
        for (long next = next(); next <= end; next = next()) {
            passed = Math.max(passed, next);
            rest();
        }
        passed = end;
    }

    /**
     * Lets time pass up to the next thing that happens.
     *
     * @return whether there was any
     */
    public boolean advanceToNext() {
        runUntilIdle();
        long next = next();
        if (next == Long.MAX_VALUE) {
            return false;
        }
        passed = Math.max(passed, next);
        rest();
        return true;
    }

    /** Something that happens at an instant; at the same instant in the order in which it was planned. */
    abstract static class Happening implements Comparable<Happening> {
        private long at;
        private long number;

        abstract void happen();

        @Override
        public int compareTo(Happening other) {
            return at == other.at ? Long.compare(number, other.number) : Long.compare(at, other.at);
        }

        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }
}
