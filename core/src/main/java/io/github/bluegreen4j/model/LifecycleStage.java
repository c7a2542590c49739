package io.github.bluegreen4j.model;

/**
 * The stages of a deployment, in their order, under the names of Amazon ECS ("Lifecycle stages" in the page "Amazon ECS
 * blue/green service deployments workflow" of the ECS developer guide). The last two are ours: ECS has no stage for a
 * rollback.
 */
public enum LifecycleStage {
    /** Weights are brought back to one revision, because an earlier deployment left more than one active. */
    RECONCILE_SERVICE(true, true),
    /** Green is not started yet. */
    PRE_SCALE_UP(true, true),
    /** Green is launched with all of the desired count and has to become healthy; it serves nothing. */
    SCALE_UP(false, false),
    /** Green runs and is healthy. */
    POST_SCALE_UP(true, true),
    /** The test route is pointed to green; then its hooks are told. */
    TEST_TRAFFIC_SHIFT(true, false),
    /** Test traffic goes to green: the place for tests. */
    POST_TEST_TRAFFIC_SHIFT(true, true),
    /** Before each production step: the place for approvals. */
    PRE_PRODUCTION_TRAFFIC_SHIFT(true, true),
    /** One production step: the weights are written; then the hooks are told, and the step bakes. */
    PRODUCTION_TRAFFIC_SHIFT(true, false),
    /** All production traffic goes to green. */
    POST_PRODUCTION_TRAFFIC_SHIFT(true, true),
    /** Both revisions run at full size and are watched. */
    BAKE_TIME(false, false),
    /** Blue is retired. Entering it is the point of no return. */
    CLEAN_UP(false, false),
    /** A rollback has begun. Its hooks run beside the restoring of production and never delay it. Beyond ECS. */
    PRE_ROLLBACK(true, false),
    /** Production is restored, or could not be. Beyond ECS. */
    POST_ROLLBACK(true, false);

    private final boolean admitsHooks;
    private final boolean admitsPauses;

    LifecycleStage(boolean admitsHooks, boolean admitsPauses) {
        this.admitsHooks = admitsHooks;
        this.admitsPauses = admitsPauses;
    }

    /** Whether hooks that are called (named ones and Lambda functions) may be registered on it. */
    public boolean admitsHooks() {
        return admitsHooks;
    }

    /**
     * Whether pauses may be registered on it. Not on the two shift stages, which a rollback passes again and where a pause
     * would block it, and not on the stages of a rollback.
     */
    public boolean admitsPauses() {
        return admitsPauses;
    }
}
