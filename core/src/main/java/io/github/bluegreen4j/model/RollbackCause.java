package io.github.bluegreen4j.model;

/** Why a deployment rolls back. */
public enum RollbackCause {
    /** A user requested it. */
    REQUESTED,
    /**
     * A lifecycle hook failed, gave an invalid answer or could not be reached, or an operator answered a pause with
     * ROLLBACK.
     */
    HOOK_FAILED,
    /** A lifecycle hook or a pause timed out, and its timeout action is ROLLBACK. */
    HOOK_TIMED_OUT,
    /** A watched alarm is in ALARM. */
    ALARM,
    /** The analysis of the metrics found that green is worse than blue. */
    ANALYSIS,
    /** A step waited too long for evidence that green is not worse than blue. */
    EVIDENCE_TIMED_OUT,
    /** Too many tasks of green failed. */
    CIRCUIT_BREAKER,
    /** Green carried production traffic with too few healthy targets for too long. */
    UNHEALTHY,
    /** Somebody else changed a route. */
    DRIFT,
    /** A call that the deployment needs was refused for good. */
    REFUSED,
    /** A precondition of the deployment is no longer true. */
    PRECONDITION,
    /** The engine's own work in a stage exceeded its limit. */
    STAGE_TIMED_OUT,
    /** The gate before CLEAN_UP stayed closed until its deadline. */
    CLEAN_UP_GATE_CLOSED,
    /** The whole deployment exceeded its limit. */
    DEPLOYMENT_TIMED_OUT,
    /** The engine detected that its next step would break one of its own invariants. */
    INVARIANT_BROKEN
}
