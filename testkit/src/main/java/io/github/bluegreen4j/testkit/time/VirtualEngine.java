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

/**
 * An unmodified engine that runs in virtual time.
 *
 * <pre>{@code
 * VirtualEngine virtual = VirtualEngine.of(time, DeploymentEngine.builder().runtime(runtime).router(router));
 * Deployment deployment = virtual.engine().deploy(spec);
 * virtual.advanceUntil(() -> deployment.status().isTerminal(), Duration.ofDays(15));
 * }</pre>
 *
 * <p>Several engines may share one {@link VirtualTime}. If an engine's loop throws, the method that advances time throws a
 * {@link LoopFailedException}; an {@link AssertionError} passes through unchanged. Not thread-safe: use it on the thread of
 * the test.
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

    /**
     * Builds an engine in virtual time.
     *
     * @param time the clock; it may drive several engines
     * @param builder the engine's ports and settings; its time source and its call runner are replaced
     * @return the engine, which does nothing until time is advanced
     */
    public static VirtualEngine of(VirtualTime time, EngineBuilder builder) {
        return of(time, builder, Workflow.standard());
    }

    /**
     * Builds an engine with another workflow. Tests use it to show that a guard of the workflow is needed.
     *
     * @param time the clock; it may drive several engines
     * @param builder the engine's ports and settings; its time source and its call runner are replaced
     * @param workflow the workflow that replaces the standard one
     * @return the engine, which does nothing until time is advanced
     */
    @SuppressWarnings("exports") // the workflow is exported to the testkit only
    public static VirtualEngine of(VirtualTime time, EngineBuilder builder, Workflow workflow) {
        return of(time, builder, workflow, Duration.ZERO);
    }

    /**
     * Builds an engine with another workflow, on a machine whose wall clock is wrong.
     *
     * @param time the clock; it may drive several engines
     * @param builder the engine's ports and settings; its time source and its call runner are replaced
     * @param workflow the workflow that replaces the standard one
     * @param ahead how far the wall clock is ahead of the others; negative if it is behind
     * @return the engine, which does nothing until time is advanced
     */
    @SuppressWarnings("exports") // the workflow is exported to the testkit only
    public static VirtualEngine of(VirtualTime time, EngineBuilder builder, Workflow workflow, Duration ahead) {
        VirtualCalls calls = new VirtualCalls(time);
        DrivenEngine driven =
                builder.time(new Machine(time, ahead)).callRunner(calls).buildDriven(workflow);
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

    /** {@return the engine, for orders and commands} */
    public DeploymentEngine engine() {
        return driven.engine();
    }

    /** {@return the clock of this engine} */
    public VirtualTime time() {
        return time;
    }

    /** {@return the calls of this engine, whose fates the test decides} */
    public VirtualCalls calls() {
        return calls;
    }

    /** {@return the number of workflow inputs that the engine has processed so far} */
    public long decisions() {
        return driven.decisions();
    }

    /** Marks that the loop may have something to do. */
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
            Optional<Instant> more = driven.poll();
            for (RuntimeException defect : driven.takeFailedSteps()) {
                throw new LoopFailedException(defect);
            }
            return more;
        } catch (LoopFailedException failed) {
            throw failed;
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
     * Suspends the engine's loop, as a long pause of the garbage collector does. Calls that have started proceed, and their
     * answers wait for the engine.
     *
     * @param duration the length of the pause from now on
     */
    public void standStill(Duration duration) {
        standsStillUntil = time.nanos() + duration.toNanos();
        stirred = true;
        // Poll the engine again at the end of the pause, whatever it waited for.
        next = Math.min(next, standsStillUntil);
    }

    /**
     * Does everything that is due without advancing time, see {@link VirtualTime#runUntilIdle}.
     *
     * @return when the next thing happens; empty if nothing is planned
     */
    public Optional<Instant> runUntilIdle() {
        return time.runUntilIdle();
    }

    /**
     * Advances time for all engines, see {@link VirtualTime#advance}.
     *
     * @param duration how far to advance, zero or longer
     */
    public void advance(Duration duration) {
        time.advance(duration);
    }

    /**
     * Advances time to the next planned thing, see {@link VirtualTime#advanceToNext}.
     *
     * @return false if nothing is planned
     */
    public boolean advanceToNext() {
        return time.advanceToNext();
    }

    /**
     * Advances time step by step until a condition holds.
     *
     * @param condition checked after each step
     * @param longest the longest time to wait
     * @throws AssertionError if the condition does not hold in time; the message lists the deployments
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

    /**
     * Kills the engine, as a crash of its process does. It starts nothing and receives nothing any more. A call that has
     * started may still take effect.
     */
    public void kill() {
        calls.close();
        time.remove(this);
    }

    /**
     * Begins an orderly shutdown, as {@link DeploymentEngine#close()} does in production. It proceeds as time advances;
     * {@link #isClosed} tells when it is done.
     */
    public void beginClose() {
        closeInOrder(() -> {});
    }

    /**
     * Begins an orderly shutdown, as {@link DeploymentEngine#close(Duration)} does in production, but without its time
     * limit. It proceeds as time advances.
     *
     * @param then called on the thread of the test when the engine has closed
     */
    public void closeInOrder(Runnable then) {
        whenClosed = Optional.of(then);
        driven.beginClose();
        stir();
    }

    /** {@return whether an orderly shutdown has completed} */
    public boolean isClosed() {
        return driven.isClosed();
    }

    /** Stops the engine at once, whatever it is doing. */
    @Override
    public void close() {
        driven.close();
        time.remove(this);
    }
}
