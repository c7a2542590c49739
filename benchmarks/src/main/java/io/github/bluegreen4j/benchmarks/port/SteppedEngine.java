package io.github.bluegreen4j.benchmarks.port;

import io.github.bluegreen4j.engine.DeploymentEngine;
import io.github.bluegreen4j.engine.DrivenEngine;
import io.github.bluegreen4j.engine.EngineBuilder;
import io.github.bluegreen4j.spi.TimeSource;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/**
 * The engine on one thread, with a clock that goes to the next timer whenever there is nothing to do. Not thread-safe.
 */
public final class SteppedEngine implements AutoCloseable {
    private static final Instant START = Instant.parse("2026-03-01T03:00:00Z");

    private final Clock clock;
    private final DrivenEngine driven;

    /** A clock that goes when it is told. */
    public static final class Clock implements TimeSource {
        private long nanos;

        @Override
        public Instant wall() {
            return START.plusNanos(nanos);
        }

        @Override
        public long nanos() {
            return nanos;
        }
    }

    /**
     * Starts an engine.
     *
     * @param builder its ports and settings
     * @param clock its clock
     */
    public SteppedEngine(EngineBuilder builder, Clock clock) {
        this.clock = clock;
        driven = builder.time(clock).callRunner(new InlineCalls()).buildDriven();
    }

    /** {@return the engine, for orders} */
    public DeploymentEngine engine() {
        return driven.engine();
    }

    /**
     * Runs until something is so.
     *
     * @param done checked whenever the engine has nothing to do
     */
    public void runUntil(BooleanSupplier done) {
        Instant next = driven.poll().orElseThrow();
        while (!done.getAsBoolean()) {
            clock.nanos = Math.max(
                    clock.nanos,
                    (next.getEpochSecond() - START.getEpochSecond()) * 1_000_000_000L
                            + (next.getNano() - START.getNano()));
            next = driven.poll().orElseThrow();
            for (RuntimeException defect : driven.takeFailedSteps()) {
                throw defect;
            }
        }
    }

    @Override
    public void close() {
        driven.close();
    }
}
