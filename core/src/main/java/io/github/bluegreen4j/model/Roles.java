package io.github.bluegreen4j.model;

import java.util.Optional;

/**
 * Which revision and which target group is blue, and which is green. The engine derives roles from live weights and
 * revisions, never from the order of the configuration.
 *
 * @param blue the revision in production when the deployment started. Empty in a first deployment; targets that no
 *     revision of the service owns may serve then
 * @param blueGroup the target group that serves production
 * @param greenGroup the idle target group, in which green registers
 */
public record Roles(Optional<RevisionRef> blue, TargetGroupRef blueGroup, TargetGroupRef greenGroup) {
    /**
     * Checks that nothing is missing.
     *
     * @param blue the revision in production when the deployment started
     * @param blueGroup the target group that serves production
     * @param greenGroup the idle target group, in which green registers
     * @throws InvalidSpecException if a value is missing or not allowed
     */
    public Roles {
        Given.value("roles.blue", blue);
        Given.value("roles.blueGroup", blueGroup);
        Given.value("roles.greenGroup", greenGroup);
    }

    /** The role of a revision in a deployment. */
    public enum Role {
        /** The revision that was in production when the deployment started. */
        BLUE,
        /** The revision that is being deployed. */
        GREEN
    }
}
