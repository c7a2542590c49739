package io.github.bluegreen4j.model;

/** What follows when a hook or a pause is not answered in time; also the answer an operator gives to a pause. */
public enum TimeoutAction {
    /** The deployment rolls back. */
    ROLLBACK,
    /** The deployment goes on as if the hook had succeeded. */
    CONTINUE
}
