package io.github.bluegreen4j.testkit.world;

/**
 * Why a task stopped. The values distinguish what Amazon ECS distinguishes by its stop codes (AWS page "Stopped tasks error
 * codes").
 */
public enum TaskStop {
    /** The task failed before it was running. */
    FAILED_TO_START(true, "Task failed to start (TaskFailedToStart)"),
    /** The task exited by itself while it was running. */
    EXITED(true, "Essential container in task exited (EssentialContainerExited); exit code 1"),
    /** The task was unhealthy in its target group for too long. */
    FAILED_HEALTH_CHECKS(true, "Task failed ELB health checks (ServiceSchedulerInitiated)"),
    /** The task's revision was scaled in or retired. */
    SCALED_IN(false, "Scaling activity initiated by deployment (ServiceSchedulerInitiated)"),
    /** Someone stopped the task through the API. */
    STOPPED_BY_USER(false, "Task stopped by user (UserInitiated)"),
    /** The Spot capacity under the task was reclaimed. */
    RECLAIMED(false, "Your Spot Task was interrupted (SpotInterruption)");

    private final boolean failure;
    private final String reason;

    TaskStop(boolean failure, String reason) {
        this.failure = failure;
        this.reason = reason;
    }

    /** The reason and the stop code as Amazon ECS words them. */
    String reason() {
        return reason;
    }

    /** {@return whether such a task counts as failed, for example for a circuit breaker} */
    public boolean isFailure() {
        return failure;
    }
}
