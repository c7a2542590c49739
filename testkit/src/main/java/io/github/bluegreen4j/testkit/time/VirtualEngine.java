package io.github.bluegreen4j.testkit.time;

import io.github.bluegreen4j.engine.DeploymentEngine;
import io.github.bluegreen4j.engine.DrivenEngine;
import io.github.bluegreen4j.engine.EngineBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * The unmodified engine in virtual time.
 *
 * <pre>{@code
 * VirtualEngine virtual = VirtualEngine.of(time, DeploymentEngine.builder().runtime(runtime).router(router));
 * Deployment deployment = virtual.engine().deploy(spec);
 * virtual.advanceUntil(() -> deployment.status().isTerminal(), Duration.ofDays(15));
 * }</pre>
 *
 * To be used by one thread.
 */
public final class VirtualEngine implements AutoCloseable {
    /** More steps without time passing are a loop that never rests. */
    private static final int MOST_STEPS = 100_000;

    private final VirtualTime time;
    private final VirtualCalls calls;
    private final DrivenEngine driven;

    private VirtualEngine(VirtualTime time, VirtualCalls calls, DrivenEngine driven) {
        this.time = time;
        this.calls = calls;
        this.driven = driven;
    }

    /** An engine of these ports; its time and its calls become virtual. */
    public static VirtualEngine of(VirtualTime time, EngineBuilder builder) {
        VirtualCalls calls = new VirtualCalls(time);
        return new VirtualEngine(
                time, calls, builder.time(time).callRunner(calls).buildDriven());
    }

    public DeploymentEngine engine() {
        return driven.engine();
    }

    public VirtualTime time() {
        return time;
    }

    /** The calls, whose fates the test decides. */
    public VirtualCalls calls() {
        return calls;
    }

    /**
     * Runs until nothing more happens by now.
     *
     * @return when something happens next; empty when never
     * @throws IllegalStateException when it never rests
     */
    public Optional<Instant> runUntilIdle() {
        for (int step = 0; step < MOST_STEPS; step++) {
            Optional<Instant> engineNext = driven.poll();
            if (!calls.runDue()) {
                boolean due = engineNext.filter(at -> !at.isAfter(time.now())).isPresent();
                if (!due) {
                    return Stream.of(engineNext, calls.next())
                            .flatMap(Optional::stream)
                            .min(Instant::compareTo);
                }
            }
        }
        throw new IllegalStateException("no rest after " + MOST_STEPS + " steps at " + time.now());
    }

    /** Lets time pass, with everything that happens meanwhile happening at its own time. */
    public void advance(Duration duration) {
        Instant end = time.now().plus(duration);
        Optional<Instant> next = runUntilIdle();
        while (next.isPresent() && !next.get().isAfter(end)) {
            time.advance(Duration.between(time.now(), next.get()));
            next = runUntilIdle();
        }
        time.advance(Duration.between(time.now(), end));
    }

    /**
     * Lets time pass up to the next thing that happens.
     *
     * @return whether there was any
     */
    public boolean advanceToNext() {
        Optional<Instant> next = runUntilIdle();
        next.ifPresent(at -> time.advance(Duration.between(time.now(), at)));
        runUntilIdle();
        return next.isPresent();
    }

    /**
     * Lets time pass until something holds.
     *
     * @throws AssertionError when it does not hold within that time
     */
    public void advanceUntil(BooleanSupplier condition, Duration longest) {
        Instant end = time.now().plus(longest);
        runUntilIdle();
        while (!condition.getAsBoolean()) {
            if (time.now().isAfter(end) || !advanceToNext()) {
                throw new AssertionError("not within " + longest + "; it is " + time.now() + ": " + engine().list());
            }
        }
    }

    /** Kills the engine: it does nothing any more, and hears of nothing; what is on its way may still take effect. */
    public void kill() {
        calls.forget();
    }

    @Override
    public void close() {
        driven.close();
    }
}
