package io.github.bluegreen4j.engine;

import java.time.Instant;
import java.util.Optional;

/**
 * An engine without a thread of its own: whoever drives it says when it runs. The engine is the same as any other, so what a
 * test sees in virtual time is what happens in production. To be driven by one thread.
 */
public final class DrivenEngine implements AutoCloseable {
    private final DeploymentEngine engine;

    DrivenEngine(DeploymentEngine engine) {
        this.engine = engine;
    }

    /** The engine. */
    public DeploymentEngine engine() {
        return engine;
    }

    /**
     * Does all that can be done by now, without blocking.
     *
     * @return when there will be more to do if nothing comes in before; empty when never
     */
    public Optional<Instant> poll() {
        return engine.poll();
    }

    /** How many inputs (answers, timers, readings, commands) its deployments were told so far. */
    public long decisions() {
        return engine.decisions();
    }

    @Override
    public void close() {
        engine.close();
    }
}
