package io.github.bluegreen4j.spring;

import io.github.bluegreen4j.engine.DeploymentEngine;
import io.github.bluegreen4j.engine.EngineStatus.Phase;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Starts the engine after the web server, so that hooks may call the application. Closes it after the web server has finished its requests
 * and before anything is destroyed, the journal's {@code DataSource} included.
 */
final class EngineLifecycle implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(EngineLifecycle.class);

    /**
     * Spring Boot starts the web server in the phase {@code DEFAULT_PHASE - 2048}, and in the phase {@code DEFAULT_PHASE - 1024} it lets the
     * server finish its requests. Phases stop in the reverse order, so this one starts after the first and stops after the second.
     */
    static final int PHASE = DEFAULT_PHASE - 1536;

    private final DeploymentEngine engine;
    private final Duration longest;

    EngineLifecycle(DeploymentEngine engine, Duration longest) {
        this.engine = engine;
        this.longest = longest;
    }

    @Override
    public void start() {
        if (engine.status().phase() == Phase.CLOSED) {
            throw new IllegalStateException(
                    "the engine was closed with its application context and can't be started again: create a new context");
        }
        engine.start();
        LOG.info("Engine {} has started", engine.status().engine());
    }

    @Override
    public void stop() {
        engine.close(longest);
        LOG.info(
                "Engine {} is closed: another engine on the same journal continues its deployments",
                engine.status().engine());
    }

    @Override
    public boolean isRunning() {
        return engine.status().phase() == Phase.RUNNING;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    /**
     * Spring 7 pauses the contexts of tests that are not in use, and starts them again; an engine is closed once and for all.
     *
     * @return false
     */
    @SuppressWarnings("MissingOverride") // Spring 6 has no such method
    public boolean isPauseable() {
        return false;
    }
}
