package io.github.bluegreen4j.model;

/**
 * The order to launch a revision.
 *
 * @param service the service it belongs to
 * @param revision what to launch
 * @param targetGroup where its tasks register
 * @param desiredCount how many tasks
 * @param owner the deployment that launches it, kept as a mark on the revision
 * @param token makes the order idempotent: the same token launches one revision, however often it is sent; at most 36
 *     characters
 */
public record LaunchRequest(
        ServiceRef service,
        RevisionSpec revision,
        TargetGroupRef targetGroup,
        int desiredCount,
        DeploymentId owner,
        String token) {
    /** Checks that all is there. */
    public LaunchRequest {
        Given.value("launch.service", service);
        Given.value("launch.revision", revision);
        Given.value("launch.targetGroup", targetGroup);
        Given.value("launch.owner", owner);
        Given.value("launch.token", token);
    }
}
