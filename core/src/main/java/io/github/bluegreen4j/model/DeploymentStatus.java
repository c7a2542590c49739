package io.github.bluegreen4j.model;

import java.util.EnumSet;
import java.util.Set;

/**
 * The status of a deployment, with the names of Amazon ECS (page "View service history using Amazon ECS service
 * deployments" of the ECS developer guide). It is derived from the state of the deployment and never stored.
 */
public enum DeploymentStatus {
    /** Created but not started. */
    PENDING,
    /** Going forward; this includes waiting. */
    IN_PROGRESS,
    /** Ended: green is in production. */
    SUCCESSFUL,
    /** Ended: frozen as it stood. */
    STOPPED,
    /** Stopping: the deployment will be frozen as it stands. */
    STOP_REQUESTED,
    /** A rollback was requested but has not started. */
    ROLLBACK_REQUESTED,
    /** Production is being restored, or green is being retired. */
    ROLLBACK_IN_PROGRESS,
    /** Ended: production is as it was before the deployment. */
    ROLLBACK_SUCCESSFUL,
    /** Ended: production could not be restored in time. The engine scales in and deletes nothing after that. */
    ROLLBACK_FAILED;

    /** {@return whether a deployment with this status has ended, so that no other status follows} */
    public boolean isTerminal() {
        return this == SUCCESSFUL || this == STOPPED || this == ROLLBACK_SUCCESSFUL || this == ROLLBACK_FAILED;
    }

    /** {@return the statuses that may follow this one; empty if it is terminal} */
    public Set<DeploymentStatus> next() {
        return switch (this) {
            case PENDING -> EnumSet.of(IN_PROGRESS, ROLLBACK_REQUESTED, STOP_REQUESTED, STOPPED);
            case IN_PROGRESS ->
                EnumSet.of(SUCCESSFUL, STOP_REQUESTED, ROLLBACK_REQUESTED, ROLLBACK_IN_PROGRESS, STOPPED);
            case STOP_REQUESTED -> EnumSet.of(STOPPED);
            case ROLLBACK_REQUESTED -> EnumSet.of(ROLLBACK_IN_PROGRESS, SUCCESSFUL, STOPPED);
            case ROLLBACK_IN_PROGRESS -> EnumSet.of(ROLLBACK_SUCCESSFUL, ROLLBACK_FAILED);
            case SUCCESSFUL, STOPPED, ROLLBACK_SUCCESSFUL, ROLLBACK_FAILED -> EnumSet.noneOf(DeploymentStatus.class);
        };
    }
}
