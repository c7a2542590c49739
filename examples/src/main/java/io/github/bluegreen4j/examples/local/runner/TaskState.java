package io.github.bluegreen4j.examples.local.runner;

/** The life of a task, in order. */
public enum TaskState {
    /** Its process was started. */
    STARTING,
    /** It answers, and is registered at the load balancer. */
    RUNNING,
    /** It was deregistered and finishes what it has. */
    DRAINING,
    /** It was told to end. */
    STOPPING
}
