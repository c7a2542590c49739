package io.github.bluegreen4j.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * An engine without a thread of its own: whoever drives it says when it runs. The engine is the same as any other, so what a
 * test sees in virtual time is what happens in production. To be driven by one thread.
 */
public final class DrivenEngine implements AutoCloseable {
    private final DeploymentEngine engine;
    private boolean closed;

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

    /** Begins to close the engine in order, as {@link DeploymentEngine#close(Duration)} does; to be polled until {@link #isClosed}. */
    public void beginClose() {
        engine.closeInOrder(() -> {
            closed = true;
            engine.close();
        });
    }

    /** Whether the engine has closed in order. */
    public boolean isClosed() {
        return closed;
    }

    /** Ends the engine at once, wherever it is. */
    @Override
    public void close() {
        engine.close();
    }
}
