package io.github.bluegreen4j.awstestkit.ecs.bluegreen;

/** A lifecycle stage, and which hooks it admits ("Lifecycle hooks for Amazon ECS service deployments"). */
enum Stage {
    RECONCILE_SERVICE(true, true),
    PRE_SCALE_UP(true, true),
    SCALE_UP(false, false),
    POST_SCALE_UP(true, true),
    TEST_TRAFFIC_SHIFT(true, false),
    POST_TEST_TRAFFIC_SHIFT(true, true),
    PRE_PRODUCTION_TRAFFIC_SHIFT(true, true),
    PRODUCTION_TRAFFIC_SHIFT(true, false),
    POST_PRODUCTION_TRAFFIC_SHIFT(true, true),
    BAKE_TIME(false, false),
    CLEAN_UP(false, false);

    private final boolean admitsHooks;
    private final boolean admitsPauses;

    Stage(boolean admitsHooks, boolean admitsPauses) {
        this.admitsHooks = admitsHooks;
        this.admitsPauses = admitsPauses;
    }

    /** Tells whether Lambda hooks run here. */
    boolean admitsHooks() {
        return admitsHooks;
    }

    /** Tells whether pause hooks run here. */
    boolean admitsPauses() {
        return admitsPauses;
    }

    /** Tells whether traffic is shifted here. A rollback runs the hooks of these stages again. */
    boolean shifts() {
        return this == TEST_TRAFFIC_SHIFT || this == PRODUCTION_TRAFFIC_SHIFT;
    }
}
