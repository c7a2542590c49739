package io.github.bluegreen4j.model;

/**
 * A request to launch a revision.
 *
 * @param service the service it belongs to
 * @param revision what to launch
 * @param targetGroup the target group in which its tasks register
 * @param desiredCount how many tasks to run
 * @param owner the deployment that launches it; the runtime stores it as a mark on the revision
 * @param token makes the request idempotent: requests with the same token launch one revision; at most 36 characters
 * @param strategy by which steps production will move to it, for a runtime that prepares them: ECS's own controller does
 */
public record LaunchRequest(
        ServiceRef service,
        RevisionSpec revision,
        TargetGroupRef targetGroup,
        int desiredCount,
        DeploymentId owner,
        String token,
        TrafficStrategy strategy) {
    /**
     * Checks that nothing is missing.
     *
     * @param service the service it belongs to
     * @param revision what to launch
     * @param targetGroup the target group in which its tasks register
     * @param desiredCount how many tasks to run
     * @param owner the deployment that launches it
     * @param token makes the request idempotent: requests with the same token launch one revision
     * @param strategy by which steps production will move to it
     * @throws InvalidSpecException if a value is missing or not allowed
     */
    public LaunchRequest {
        Given.value("launch.service", service);
        Given.value("launch.revision", revision);
        Given.value("launch.targetGroup", targetGroup);
        Given.value("launch.owner", owner);
        Given.value("launch.token", token);
        Given.value("launch.strategy", strategy);
    }

    /**
     * A request for a runtime that does not prepare the steps: all production moves at once.
     *
     * @param service the service it belongs to
     * @param revision what to launch
     * @param targetGroup the target group in which its tasks register
     * @param desiredCount how many tasks to run
     * @param owner the deployment that launches it
     * @param token makes the request idempotent: requests with the same token launch one revision
     * @throws InvalidSpecException if a value is missing or not allowed
     */
    public LaunchRequest(
            ServiceRef service,
            RevisionSpec revision,
            TargetGroupRef targetGroup,
            int desiredCount,
            DeploymentId owner,
            String token) {
        this(service, revision, targetGroup, desiredCount, owner, token, new TrafficStrategy.AllAtOnce());
    }
}
