package io.github.bluegreen4j.model;

/** What happens to a new deployment while another one of the same service runs. */
public enum ConcurrencyPolicy {
    /**
     * The running deployment stops and the new one reconciles the service first, as in Amazon ECS. This is the
     * default. A deployment that rolls back or is in CLEAN_UP is never superseded: the new one waits until it ends.
     */
    SUPERSEDE,
    /** The new deployment is refused. */
    REJECT,
    /** The new deployment waits until the running one has ended. */
    QUEUE
}
