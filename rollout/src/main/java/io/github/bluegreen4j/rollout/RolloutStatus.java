package io.github.bluegreen4j.rollout;

/** The status of a rollout. It is derived from its events and never stored by itself. */
public enum RolloutStatus {
    /** Its waves run, or it waits between them. */
    IN_PROGRESS,
    /** Somebody paused it. It starts nothing more until it is resumed. */
    PAUSED,
    /** Too many deployments failed. It starts nothing more and waits for the end of those that run. */
    FAILING,
    /** Somebody rolls it back. It waits for the end of the deployments that run. */
    ROLLING_BACK,
    /** Somebody aborted it. It waits for the end of the deployments that run. */
    ABORTING,
    /** Ended: every wave has passed. */
    SUCCESSFUL,
    /** Ended: too many deployments failed. */
    FAILED,
    /** Ended after somebody rolled it back. What had been cleaned up before stays as it is. */
    ROLLED_BACK,
    /** Ended after somebody aborted it: each deployment stays as it stood. */
    ABORTED;

    /** {@return whether a rollout with this status has ended} */
    public boolean isTerminal() {
        return this == SUCCESSFUL || this == FAILED || this == ROLLED_BACK || this == ABORTED;
    }
}
