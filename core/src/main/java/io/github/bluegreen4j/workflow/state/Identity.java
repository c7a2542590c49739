package io.github.bluegreen4j.workflow.state;

import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentLimits;
import io.github.bluegreen4j.model.DeploymentSpec;
import java.time.Instant;
import java.util.Optional;

/**
 * What never changes after a deployment was accepted.
 *
 * @param deployment its id
 * @param spec what was ordered
 * @param createdAt when it was accepted
 * @param orderedBy who ordered it; empty if unknown
 */
public record Identity(
        DeploymentId deployment, DeploymentSpec spec, Instant createdAt, Optional<Command.Origin> orderedBy) {

    DeploymentLimits limits() {
        return spec.limits();
    }

    @Override
    public int hashCode() {
        return deployment.hashCode();
    }
}
