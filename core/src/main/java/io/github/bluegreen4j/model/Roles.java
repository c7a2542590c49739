package io.github.bluegreen4j.model;

import java.util.Optional;

/**
 * Who is who in a deployment. Roles come from live weights and revisions, never from configuration order.
 *
 * @param blue the revision in production when the deployment started; empty in a first deployment, where targets that
 *     no revision of the service owns may serve instead
 * @param blueGroup the target group that serves production
 * @param greenGroup the idle target group, where green goes
 */
public record Roles(Optional<RevisionRef> blue, TargetGroupRef blueGroup, TargetGroupRef greenGroup) {
    /** Checks that all is there. */
    public Roles {
        Given.value("roles.blue", blue);
        Given.value("roles.blueGroup", blueGroup);
        Given.value("roles.greenGroup", greenGroup);
    }

    /** The part a revision plays in a deployment. */
    public enum Role {
        /** In production when the deployment started. */
        BLUE,
        /** Being deployed. */
        GREEN
    }
}
