package io.github.bluegreen4j.model;

/** What happens when a hook or a pause times out. It is also an operator's answer to a pause. */
public enum TimeoutAction {
    /** The deployment rolls back. */
    ROLLBACK,
    /** The deployment continues as if the hook had succeeded. */
    CONTINUE
}
