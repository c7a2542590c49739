package io.github.bluegreen4j.model;

/** What becomes of a new deployment while another one of the same service runs. */
public enum ConcurrencyPolicy {
    /**
     * The running one is stopped and the new one reconciles, as in Amazon ECS: the default. One that rolls back or cleans up
     * is never superseded: the new one waits until it ends.
     */
    SUPERSEDE,
    /** The new one is refused. */
    REJECT,
    /** The new one waits for its turn. */
    QUEUE
}
