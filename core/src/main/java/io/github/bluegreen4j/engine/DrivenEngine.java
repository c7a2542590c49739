package io.github.bluegreen4j.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An engine without a thread of its own: the caller decides when it runs. Otherwise it is the same engine, so a test
 * in virtual time runs the code of production. Not thread-safe.
 */
public final class DrivenEngine implements AutoCloseable {
    private final DeploymentEngine engine;
    private boolean closed;

    DrivenEngine(DeploymentEngine engine) {
        this.engine = engine;
    }

    /** {@return the engine} */
    public DeploymentEngine engine() {
        return engine;
    }

    /**
     * Does everything that is due now, without blocking.
     *
     * @return when there will be more to do if nothing arrives before; empty for never
     */
    public Optional<Instant> poll() {
        return engine.poll();
    }

    /** {@return how many inputs (answers, timers, readings, commands) its deployments have processed so far} */
    public long decisions() {
        return engine.decisions();
    }

    /**
     * {@return the steps of the engine that have failed since the last call, at most 10} Each is a defect of this library. The engine
     * logs it and goes on; a test should fail.
     */
    public List<RuntimeException> takeFailedSteps() {
        return engine.takeFailedSteps();
    }

    /**
     * Starts to close the engine in order, as {@link DeploymentEngine#close(Duration)} does. Poll until {@link
     * #isClosed}.
     */
    public void beginClose() {
        engine.closeInOrder(() -> {
            closed = true;
            engine.close();
        });
    }

    /** {@return whether the engine has closed in order} */
    public boolean isClosed() {
        return closed;
    }

    /** Ends the engine at once, in whatever state it is. */
    @Override
    public void close() {
        engine.close();
    }
}
