package io.github.bluegreen4j.testkit.time;

import io.github.bluegreen4j.engine.DeploymentEngine;
import io.github.bluegreen4j.engine.DrivenEngine;
import io.github.bluegreen4j.engine.EngineBuilder;
import io.github.bluegreen4j.spi.TimeSource;
import io.github.bluegreen4j.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * The unmodified engine in virtual time.
 *
 * <pre>{@code
 * VirtualEngine virtual = VirtualEngine.of(time, DeploymentEngine.builder().runtime(runtime).router(router));
 * Deployment deployment = virtual.engine().deploy(spec);
 * virtual.advanceUntil(() -> deployment.status().isTerminal(), Duration.ofDays(15));
 * }</pre>
 *
 * Several engines may live in the same time, and time passes for all of them. Time that passes throws a {@link LoopFailedException} when an
 * engine's loop throws anything but an {@link AssertionError}. To be used by one thread.
 */
public final class VirtualEngine implements AutoCloseable {
    private final VirtualTime time;
    private final VirtualCalls calls;
    private final DrivenEngine driven;
    private final Instant origin;
    private Optional<Runnable> whenClosed = Optional.empty();
    private boolean stirred = true;
    private long next = Long.MAX_VALUE;
    private long standsStillUntil = Long.MIN_VALUE;

    private VirtualEngine(VirtualTime time, VirtualCalls calls, DrivenEngine driven, Duration ahead) {
        this.time = time;
        this.calls = calls;
        this.driven = driven;
        this.origin = time.start().plus(time.jumped()).plus(ahead);
        calls.onProgress(this::stir);
        time.add(this);
    }

    /** An engine of these ports; its time and its calls become virtual. */
    public static VirtualEngine of(VirtualTime time, EngineBuilder builder) {
        return of(time, builder, Duration.ZERO, EngineBuilder::buildDriven);
    }

    /** The same with another workflow, which proves what a guard of it is needed for. */
    @SuppressWarnings("exports") // the workflow is open to the testkit alone
    public static VirtualEngine of(VirtualTime time, EngineBuilder builder, Workflow workflow) {
        return of(time, builder, workflow, Duration.ZERO);
    }

    /** The same on a machine whose wall clock is that much ahead of everybody else's, or behind if that is negative. */
    @SuppressWarnings("exports") // the workflow is open to the testkit alone
    public static VirtualEngine of(VirtualTime time, EngineBuilder builder, Workflow workflow, Duration ahead) {
        return of(time, builder, ahead, built -> built.buildDriven(workflow));
    }

    private static VirtualEngine of(
            VirtualTime time, EngineBuilder builder, Duration ahead, Function<EngineBuilder, DrivenEngine> building) {
        VirtualCalls calls = new VirtualCalls(time);
        DrivenEngine driven =
                building.apply(builder.time(new Machine(time, ahead)).callRunner(calls));
        return new VirtualEngine(time, calls, driven, ahead);
    }

    /** The clocks of one machine. */
    private record Machine(VirtualTime time, Duration ahead) implements TimeSource {
        @Override
        public Instant wall() {
            return time.wall().plus(ahead);
        }

        @Override
        public long nanos() {
            return time.nanos();
        }
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

    /** How many inputs its deployments were told so far. */
    public long decisions() {
        return driven.decisions();
    }

    /** Something may have come in. */
    void stir() {
        stirred = true;
    }

    void poll(long now) {
        if (now < standsStillUntil) {
            return;
        }
        if (stirred || next <= now) {
            stirred = false;
            Optional<Instant> more = loop();
            next = more.isPresent() ? sinceOrigin(more.get()) : Long.MAX_VALUE;
            if (whenClosed.isPresent() && driven.isClosed()) {
                time.remove(this);
                time.after(Duration.ZERO, whenClosed.get());
            }
        }
    }

    private Optional<Instant> loop() {
        try {
            return driven.poll();
        } catch (AssertionError judged) {
            throw judged;
        } catch (RuntimeException | Error thrown) {
            throw new LoopFailedException(thrown);
        }
    }

    private long sinceOrigin(Instant at) {
        long seconds = at.getEpochSecond() - origin.getEpochSecond();
        return Math.addExact(Math.multiplyExact(seconds, 1_000_000_000L), at.getNano() - origin.getNano());
    }

    long next() {
        return Math.max(next, standsStillUntil);
    }

    /**
     * The engine stands still for so long, as in a long pause of the garbage collector: what it has sent goes on, and answers
     * wait for it.
     */
    public void standStill(Duration duration) {
        standsStillUntil = time.nanos() + duration.toNanos();
        stirred = true;
        // So that it is looked at again when it goes on, whatever it waited for.
        next = Math.min(next, standsStillUntil);
    }

    /** As {@link VirtualTime#runUntilIdle}. */
    public Optional<Instant> runUntilIdle() {
        return time.runUntilIdle();
    }

    /** As {@link VirtualTime#advance}. */
    public void advance(Duration duration) {
        time.advance(duration);
    }

    /** As {@link VirtualTime#advanceToNext}. */
    public boolean advanceToNext() {
        return time.advanceToNext();
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
        calls.close();
        time.remove(this);
    }

    /** Begins to close the engine in order, as in production; {@link #isClosed} when it has. What follows happens as time passes. */
    public void beginClose() {
        closeInOrder(() -> {});
    }

    /**
     * Begins to close the engine in order, as {@link DeploymentEngine#close(Duration)} does in production, which waits for it for so long and no
     * longer.
     *
     * @param then done when the engine has closed
     */
    public void closeInOrder(Runnable then) {
        whenClosed = Optional.of(then);
        driven.beginClose();
        stir();
    }

    /** Whether it has closed in order. */
    public boolean isClosed() {
        return driven.isClosed();
    }

    /** Ends the engine at once, wherever it is. */
    @Override
    public void close() {
        driven.close();
        time.remove(this);
    }
}
