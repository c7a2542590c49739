package io.github.bluegreen4j.model;

/** What follows when somebody else changed the groups, weights or stickiness of a route during a deployment. */
public enum DriftPolicy {
    /** The deployment rolls back: the default. */
    ROLL_BACK,
    /** The deployment waits for an operator before it writes again. */
    PAUSE
}
