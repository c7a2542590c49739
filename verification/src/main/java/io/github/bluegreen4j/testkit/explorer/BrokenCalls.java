package io.github.bluegreen4j.testkit.explorer;

/** Calls that, once broken, never work again; that is what deadlines are for. */
public enum BrokenCalls {
    /** Routes can't be read. */
    ROUTE_READS,
    /** Writes of routes are never answered, and never land. */
    ROUTE_WRITES,
    /** Target health can't be read. */
    HEALTH_READS,
    /** The service can't be described. */
    SERVICE_READS,
    /** A launch is never answered, and never lands. */
    LAUNCH,
    /** Retiring is accepted and never ends. */
    RETIRE,
    /** The label PRIMARY can't be given. */
    PRIMARY,
    /** The autoscaler's permission can't be read or changed. */
    SCALE_IN,
    /** Hooks stay in progress for ever. */
    HOOKS,
    /** Tasks of green never start. */
    START,
    /** No call works at all. */
    EVERYTHING
}
