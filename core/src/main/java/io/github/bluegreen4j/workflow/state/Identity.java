package io.github.bluegreen4j.workflow.state;

import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentLimits;
import io.github.bluegreen4j.model.DeploymentSpec;
import java.time.Instant;
import java.util.Optional;

/**
 * What never changes after a deployment was accepted, except that an undo changes what an order that keeps a revision is about.
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

    /** The same after an undo was requested. */
    Identity undo() {
        return new Identity(deployment, spec.undo(), createdAt, orderedBy);
    }

    @Override
    public int hashCode() {
        return deployment.hashCode();
    }
}
