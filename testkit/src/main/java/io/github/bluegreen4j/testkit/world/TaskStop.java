package io.github.bluegreen4j.testkit.world;

/**
 * Why a task stopped. The values distinguish what Amazon ECS distinguishes by its stop codes (AWS page "Stopped tasks error
 * codes").
 */
public enum TaskStop {
    /** The task failed before it was running. */
    FAILED_TO_START(true),
    /** The task exited by itself while it was running. */
    EXITED(true),
    /** The task was unhealthy in its target group for too long. */
    FAILED_HEALTH_CHECKS(true),
    /** The task's revision was scaled in or retired. */
    SCALED_IN(false),
    /** Someone stopped the task through the API. */
    STOPPED_BY_USER(false),
    /** The Spot capacity under the task was reclaimed. */
    RECLAIMED(false);

    private final boolean failure;

    TaskStop(boolean failure) {
        this.failure = failure;
    }

    /** {@return whether such a task counts as failed, for example for a circuit breaker} */
    public boolean isFailure() {
        return failure;
    }
}
