package io.github.bluegreen4j.model;

import java.util.Optional;

/**
 * One revision of a service as it stands now.
 *
 * @param revision the runtime's identity of it
 * @param definition what it runs (a task definition)
 * @param targetGroup the target group its tasks register in
 * @param primary whether it bears the label PRIMARY, which this engine gives to a revision only after its deployment
 *     was successful: PRIMARY means "last successful" and moves no traffic
 * @param owner the deployment that launched it; empty when it was not launched by this engine
 * @param counts its task counts
 */
public record RevisionDescription(
        RevisionRef revision,
        String definition,
        TargetGroupRef targetGroup,
        boolean primary,
        Optional<DeploymentId> owner,
        RevisionCounts counts) {}
