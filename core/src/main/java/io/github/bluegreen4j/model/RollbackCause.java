package io.github.bluegreen4j.model;

/** What made a deployment roll back. */
public enum RollbackCause {
    /** A user asked for it. */
    REQUESTED,
    /** A lifecycle hook failed, answered nonsense, could not be reached, or a pause was answered with ROLLBACK. */
    HOOK_FAILED,
    /** A lifecycle hook or a pause was not answered in time, and its time-out action is ROLLBACK. */
    HOOK_TIMED_OUT,
    /** A watched alarm is in ALARM. */
    ALARM,
    /** Too many tasks of green failed. */
    CIRCUIT_BREAKER,
    /** Green carried production traffic with too few healthy targets for too long. */
    UNHEALTHY,
    /** Somebody else changed a route. */
    DRIFT,
    /** A call that the deployment needs was refused for good. */
    REFUSED,
    /** A precondition of the deployment does not hold any more. */
    PRECONDITION,
    /** A stage's own work took longer than its limit. */
    STAGE_TIMED_OUT,
    /** The gate before CLEAN_UP stayed closed until its deadline. */
    CLEAN_UP_GATE_CLOSED,
    /** The whole deployment took longer than its limit. */
    DEPLOYMENT_TIMED_OUT,
    /** The engine found that it was about to break one of its own invariants. */
    INVARIANT_BROKEN
}
