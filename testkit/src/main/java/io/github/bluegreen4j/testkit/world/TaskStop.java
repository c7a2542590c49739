package io.github.bluegreen4j.testkit.world;

/** Why a task stopped, as far as Amazon ECS tells by its stop codes. */
public enum TaskStop {
    /** It failed instead of starting. */
    FAILED_TO_START(true),
    /** It died while it ran. */
    EXITED(true),
    /** Its target group found it unhealthy for too long. */
    FAILED_HEALTH_CHECKS(true),
    /** Its revision was scaled in or retired. */
    SCALED_IN(false),
    /** Somebody stopped it. */
    STOPPED_BY_USER(false),
    /** Its Spot capacity was taken away. */
    RECLAIMED(false);

    private final boolean failure;

    TaskStop(boolean failure) {
        this.failure = failure;
    }

    /** Whether it counts as failed. */
    public boolean isFailure() {
        return failure;
    }
}
