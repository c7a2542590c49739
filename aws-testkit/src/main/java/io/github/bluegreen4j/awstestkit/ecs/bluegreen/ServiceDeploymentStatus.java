package io.github.bluegreen4j.awstestkit.ecs.bluegreen;

/** The status of a service deployment ("View service history using Amazon ECS service deployments"). */
enum ServiceDeploymentStatus {
    PENDING(false),
    IN_PROGRESS(false),
    STOP_REQUESTED(false),
    ROLLBACK_REQUESTED(false),
    ROLLBACK_IN_PROGRESS(false),
    SUCCESSFUL(true),
    STOPPED(true),
    ROLLBACK_SUCCESSFUL(true),
    ROLLBACK_FAILED(true);

    private final boolean over;

    ServiceDeploymentStatus(boolean over) {
        this.over = over;
    }

    /** Tells whether the deployment has ended. */
    boolean isOver() {
        return over;
    }
}
