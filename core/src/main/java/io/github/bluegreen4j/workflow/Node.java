package io.github.bluegreen4j.workflow;

import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.LifecycleStage;

/** A node of the stage graph: ECS's stages, the legs of the way back, and the ends. */
public enum Node {
    NOT_STARTED,
    PENDING,
    RECONCILE_SERVICE,
    PRE_SCALE_UP,
    SCALE_UP,
    POST_SCALE_UP,
    TEST_TRAFFIC_SHIFT,
    POST_TEST_TRAFFIC_SHIFT,
    PRE_PRODUCTION_TRAFFIC_SHIFT,
    PRODUCTION_TRAFFIC_SHIFT,
    POST_PRODUCTION_TRAFFIC_SHIFT,
    BAKE_TIME,
    CLEAN_UP,
    RESTORE_PRODUCTION,
    RESTORE_TEST,
    RETIRE_GREEN,
    CLOSING,
    SUCCESSFUL,
    STOPPED,
    ROLLBACK_SUCCESSFUL,
    ROLLBACK_FAILED;

    /** The node of a stage of the way forward. */
    static Node of(LifecycleStage stage) {
        return switch (stage) {
            case RECONCILE_SERVICE -> RECONCILE_SERVICE;
            case PRE_SCALE_UP -> PRE_SCALE_UP;
            case SCALE_UP -> SCALE_UP;
            case POST_SCALE_UP -> POST_SCALE_UP;
            case TEST_TRAFFIC_SHIFT -> TEST_TRAFFIC_SHIFT;
            case POST_TEST_TRAFFIC_SHIFT -> POST_TEST_TRAFFIC_SHIFT;
            case PRE_PRODUCTION_TRAFFIC_SHIFT -> PRE_PRODUCTION_TRAFFIC_SHIFT;
            case PRODUCTION_TRAFFIC_SHIFT -> PRODUCTION_TRAFFIC_SHIFT;
            case POST_PRODUCTION_TRAFFIC_SHIFT -> POST_PRODUCTION_TRAFFIC_SHIFT;
            case BAKE_TIME -> BAKE_TIME;
            case CLEAN_UP -> CLEAN_UP;
            case PRE_ROLLBACK -> RESTORE_PRODUCTION;
            case POST_ROLLBACK -> RETIRE_GREEN;
        };
    }

    /** The node of a terminal status. */
    static Node of(DeploymentStatus status) {
        return switch (status) {
            case SUCCESSFUL -> SUCCESSFUL;
            case STOPPED -> STOPPED;
            case ROLLBACK_SUCCESSFUL -> ROLLBACK_SUCCESSFUL;
            case ROLLBACK_FAILED -> ROLLBACK_FAILED;
            case PENDING -> PENDING;
            case IN_PROGRESS, STOP_REQUESTED, ROLLBACK_REQUESTED, ROLLBACK_IN_PROGRESS -> CLOSING;
        };
    }
}
