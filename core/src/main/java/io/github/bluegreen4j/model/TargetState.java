package io.github.bluegreen4j.model;

/** The state of a target in its group, in the load balancer's words. */
public enum TargetState {
    /** Being registered, or its first health checks are under way. */
    INITIAL,
    HEALTHY,
    UNHEALTHY,
    /** Being deregistered; it may still answer requests that were under way. */
    DRAINING,
    /** Not checked, because no route references the group, for example. */
    UNUSED,
    /** Its health is not known. Unknown is not healthy. */
    UNAVAILABLE
}
