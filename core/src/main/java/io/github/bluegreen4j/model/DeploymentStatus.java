package io.github.bluegreen4j.model;

import java.util.EnumSet;
import java.util.Set;

/**
 * The status of a deployment, under the names of Amazon ECS (the page "View service history using Amazon ECS service
 * deployments" of the ECS developer guide). It is derived from a deployment's state and never stored.
 */
public enum DeploymentStatus {
    /** Created, not started. */
    PENDING,
    /** Going forward, waiting included. */
    IN_PROGRESS,
    /** Ended: green is in production. */
    SUCCESSFUL,
    /** Ended: frozen as it stood. */
    STOPPED,
    /** About to be frozen as it stands. */
    STOP_REQUESTED,
    /** A rollback was asked for and has not begun. */
    ROLLBACK_REQUESTED,
    /** Production is being restored, or green is being retired. */
    ROLLBACK_IN_PROGRESS,
    /** Ended: production is what it was before. */
    ROLLBACK_SUCCESSFUL,
    /** Ended: production could not be restored in time. Nothing is scaled in or deleted after that. */
    ROLLBACK_FAILED;

    /** Whether a deployment with this status has ended. Nothing follows. */
    public boolean isTerminal() {
        return this == SUCCESSFUL || this == STOPPED || this == ROLLBACK_SUCCESSFUL || this == ROLLBACK_FAILED;
    }

    /** The statuses that may follow this one; empty when it is terminal. */
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
