package io.github.bluegreen4j.examples.local.dataplane;

/** What the load balancer knows about a target. */
public enum TargetState {
    /** Not checked often enough yet. */
    INITIAL,
    /** Passed its last checks; gets requests when its group does. */
    HEALTHY,
    /** Failed its last checks. */
    UNHEALTHY,
    /** Deregistered: gets nothing new and finishes what it has. */
    DRAINING,
    /** No route references its group, so nobody checks it. */
    UNUSED
}
