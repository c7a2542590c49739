package io.github.bluegreen4j.model;

/**
 * The stages of a deployment in their order, with the names of Amazon ECS ("Lifecycle stages" on the page "Amazon ECS
 * blue/green service deployments workflow" of the ECS developer guide). The last two are additions of this library:
 * ECS has no stage for a rollback.
 */
public enum LifecycleStage {
    /**
     * The engine gives production back to one revision, because an earlier deployment left more than one active.
     * Otherwise the stage is skipped.
     */
    RECONCILE_SERVICE(true, true),
    /** Before green is launched. */
    PRE_SCALE_UP(true, true),
    /** Green is launched with the full desired count and must become healthy. It serves nothing. No hooks. */
    SCALE_UP(false, false),
    /** Green runs and is healthy. */
    POST_SCALE_UP(true, true),
    /** The test route moves to green; after that the hooks are called. */
    TEST_TRAFFIC_SHIFT(true, false),
    /** Test traffic goes to green. Run your tests in a hook of this stage. */
    POST_TEST_TRAFFIC_SHIFT(true, true),
    /** Before each production step. Put approvals here. */
    PRE_PRODUCTION_TRAFFIC_SHIFT(true, true),
    /** One production step: the engine writes the weights, calls the hooks, then waits for the step's bake. */
    PRODUCTION_TRAFFIC_SHIFT(true, false),
    /** All production traffic goes to green. */
    POST_PRODUCTION_TRAFFIC_SHIFT(true, true),
    /** Both revisions run at full size and the engine watches green. No hooks. */
    BAKE_TIME(false, false),
    /** Blue is retired. When this stage starts, a rollback is no longer possible. No hooks. */
    CLEAN_UP(false, false),
    /** A rollback has started. Its hooks run while production is restored and never delay it. Not a stage of ECS. */
    PRE_ROLLBACK(true, false),
    /** Production is restored, or could not be restored. Not a stage of ECS. */
    POST_ROLLBACK(true, false);

    private final boolean admitsHooks;
    private final boolean admitsPauses;

    LifecycleStage(boolean admitsHooks, boolean admitsPauses) {
        this.admitsHooks = admitsHooks;
        this.admitsPauses = admitsPauses;
    }

    /** {@return whether named hooks and Lambda functions may be registered on this stage} */
    public boolean admitsHooks() {
        return admitsHooks;
    }

    /**
     * {@return whether pauses may be registered on this stage} They may not on the two shift stages, because a
     * rollback passes these again and a pause would block it; nor on the two rollback stages.
     */
    public boolean admitsPauses() {
        return admitsPauses;
    }
}
