package io.github.bluegreen4j.spring;

import io.github.bluegreen4j.engine.DeploymentEngine;
import io.github.bluegreen4j.rollout.RolloutDescription;
import io.github.bluegreen4j.rollout.RolloutDriver;
import io.github.bluegreen4j.rollout.Rollouts;
import io.github.bluegreen4j.rollout.WaveCondition;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Performs rollouts while the engine runs: starts after it and stops before it. */
final class RolloutLifecycle implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(RolloutLifecycle.class);

    private final DeploymentEngine engine;
    private final Rollouts rollouts;
    private final Map<String, WaveCondition> conditions;
    private final Duration pollInterval;
    private volatile @Nullable RolloutDriver driver;

    RolloutLifecycle(
            DeploymentEngine engine, Rollouts rollouts, Map<String, WaveCondition> conditions, Duration pollInterval) {
        this.engine = engine;
        this.rollouts = rollouts;
        this.conditions = conditions;
        this.pollInterval = pollInterval;
    }

    /** The rollout as this driver knows it; empty if it performs no such one. */
    Optional<RolloutDescription> describe(String id) {
        RolloutDriver running = driver;
        return running == null ? Optional.empty() : running.describe(id);
    }

    @Override
    public void start() {
        RolloutDriver.Builder builder = RolloutDriver.builder(engine, rollouts).interval(pollInterval);
        conditions.forEach(builder::condition);
        driver = builder.start();
        LOG.info(
                "Rollouts of the journal are performed here, with {}",
                conditions.isEmpty() ? "no conditions" : "the conditions " + conditions.keySet());
    }

    @Override
    public void stop() {
        RolloutDriver running = driver;
        driver = null;
        if (running != null) {
            running.close();
        }
    }

    @Override
    public boolean isRunning() {
        return driver != null;
    }

    @Override
    public int getPhase() {
        return EngineLifecycle.PHASE + 1;
    }

    /**
     * See {@link EngineLifecycle#isPauseable}.
     *
     * @return false
     */
    @SuppressWarnings("MissingOverride") // Spring 6 has no such method
    public boolean isPauseable() {
        return false;
    }
}
