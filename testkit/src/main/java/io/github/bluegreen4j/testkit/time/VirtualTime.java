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
 * A clock that advances only when a test tells it to. While it advances, engines ({@link VirtualEngine}) and planned actions
 * ({@link #after}) run at their own instants. Actions at the same instant run in the order in which they were planned.
 *
 * <p>Any thread may read the clock; only one thread may advance it.
 */
public final class VirtualTime implements TimeSource {
    /** The limit of steps at one instant, to detect endless loops. */
    private static final int MOST_STEPS = 1_000_000;

    private final Instant start;
    private final PriorityQueue<Happening> plan = new PriorityQueue<>();
    /** Actions without a delay. Most are, and a queue keeps their order. */
    private final Deque<Happening> now = new ArrayDeque<>();

    private final List<VirtualEngine> engines = new ArrayList<>();
    private volatile long passed;
    private volatile Duration jump = Duration.ZERO;
    private long numbers;

    private VirtualTime(Instant start) {
        this.start = start;
    }

    /**
     * Creates a clock.
     *
     * @param start the instant at which it stands
     * @return the clock
     */
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

    /** {@return the current instant, not affected by {@link #jumpWall}} */
    public Instant now() {
        return start.plusNanos(passed);
    }

    /** {@return the time that has passed since the start, not affected by {@link #jumpWall}} */
    public Duration sinceStart() {
        return Duration.ofNanos(passed);
    }

    /**
     * Makes the wall clock jump. Monotonic time is not affected.
     *
     * @param by how far it jumps; negative to jump back
     */
    public void jumpWall(Duration by) {
        jump = jump.plus(by);
    }

    /**
     * Plans an action. It runs even if the engine that existed at planning is gone.
     *
     * @param delay the delay from now on, zero or longer
     * @param what the action, run by the thread that advances time
     * @throws IllegalArgumentException if the delay is negative
     */
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

    /** The sum of all jumps of the wall clock. */
    Duration jumped() {
        return jump;
    }

    Instant start() {
        return start;
    }

    /**
     * Does everything that is due without advancing time.
     *
     * @return when the next thing happens; empty if nothing is planned
     * @throws IllegalStateException if it does not come to rest within a million steps
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
            // By index, because an engine may remove itself or add another one.
            for (int i = 0; i < engines.size(); i++) {
                engines.get(i).poll(passed);
            }
            if (++steps > MOST_STEPS) {
                throw new IllegalStateException("no rest after " + MOST_STEPS + " steps at " + now());
            }
        } while (happen());
    }

    /** Runs the next action that is due; returns false if there is none. */
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

    /**
     * Advances time. Everything that is due meanwhile happens at its own instant.
     *
     * @param duration how far to advance, zero or longer
     * @throws IllegalArgumentException if the duration is negative
     */
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
     * Advances time to the next planned thing and does it.
     *
     * @return false if nothing is planned; time does not advance then
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

    /** A planned action. Actions at the same instant run in the order in which they were planned. */
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
