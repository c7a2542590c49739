package io.github.bluegreen4j.workflow.state;

import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.LifecycleStage;

/** A node of the stage graph: the stages of ECS, the parts of a rollback, and the ends. */
public enum Node {
    /** Before the first event. */
    NOT_STARTED,
    /** Accepted, waiting for its turn or being inspected. */
    PENDING,
    /** The stage of this name. */
    RECONCILE_SERVICE,
    /** The stage of this name. */
    PRE_SCALE_UP,
    /** The stage of this name. */
    SCALE_UP,
    /** The stage of this name. */
    POST_SCALE_UP,
    /** The stage of this name. */
    TEST_TRAFFIC_SHIFT,
    /** The stage of this name. */
    POST_TEST_TRAFFIC_SHIFT,
    /** The stage of this name. */
    PRE_PRODUCTION_TRAFFIC_SHIFT,
    /** The stage of this name. */
    PRODUCTION_TRAFFIC_SHIFT,
    /** The stage of this name. */
    POST_PRODUCTION_TRAFFIC_SHIFT,
    /** The stage of this name. */
    BAKE_TIME,
    /** The stage of this name. */
    CLEAN_UP,
    /** A rollback restores the production routes. */
    RESTORE_PRODUCTION,
    /** A rollback restores the test route. */
    RESTORE_TEST,
    /** A rollback retires green. */
    RETIRE_GREEN,
    /** The end is decided; the engine restores what it suspended. */
    CLOSING,
    /** Ended with the status of this name. */
    SUCCESSFUL,
    /** Ended with the status of this name. */
    STOPPED,
    /** Ended with the status of this name. */
    ROLLBACK_SUCCESSFUL,
    /** Ended with the status of this name. */
    ROLLBACK_FAILED;

    /** The node of a stage. */
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
