package io.github.bluegreen4j.examples.local.engine;

import io.github.bluegreen4j.model.DeploymentLimits;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.HealthPolicy;
import io.github.bluegreen4j.model.RollbackPolicy;
import java.time.Duration;

/** Limits for a world in which a task starts within a second: what takes minutes elsewhere fits into one here. */
public final class LocalTimes {

    /** How long retiring waits for what is under way. */
    public static final Duration DRAIN = Duration.ofSeconds(2);

    private LocalTimes() {}

    /** Gives a specification these limits. */
    public static void apply(DeploymentSpec.Builder spec, Duration drain) {
        spec.health(HealthPolicy.DEFAULT.withUnhealthyFor(Duration.ofSeconds(2)))
                .rollback(RollbackPolicy.DEFAULT.withDeadline(Duration.ofMinutes(1)))
                .limits(DeploymentLimits.DEFAULTS
                        .withDeployment(Duration.ofMinutes(30))
                        .withStage(Duration.ofMinutes(1))
                        .withCleanUpGate(Duration.ofSeconds(20))
                        .withCleanUp(Duration.ofMinutes(1))
                        .withDrain(drain)
                        .withClosing(Duration.ofSeconds(20))
                        .withCall(Duration.ofSeconds(3))
                        .withGrace(Duration.ofSeconds(1))
                        .withFreshness(Duration.ofSeconds(5))
                        .withWatchAge(Duration.ofSeconds(10))
                        .withPoll(Duration.ofMillis(250))
                        .withBackOff(Duration.ofMillis(200))
                        .withBackOffDoublings(3));
    }
}
