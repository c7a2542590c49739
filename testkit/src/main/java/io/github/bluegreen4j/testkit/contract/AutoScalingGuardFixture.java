package io.github.bluegreen4j.testkit.contract;

import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.AutoScalingGuard;

/** A world with a service on which an autoscaler acts, and one without. */
public interface AutoScalingGuardFixture extends ContractFixture {
    /** The guard under test. */
    AutoScalingGuard guard();

    /** An autoscaler acts on it; its scale-in is not suspended at first. */
    ServiceRef scaled();

    /** No autoscaler acts on it. */
    ServiceRef unscaled();

    /** Somebody else suspends scale-in of {@link #scaled}, or ends that. */
    void setByHand(boolean suspended);

    /** Whether scale-in of {@link #scaled} is suspended, as the autoscaler itself sees it. */
    boolean isSuspended();

    /**
     * All there is of autoscaling but that one flag: limits, scale-out's and scheduled scaling's own suspension,
     * policies, other services; as text to compare. Scale-out's suspension should be set, so that its loss is noticed.
     */
    String everythingElse();

    /** From now on the autoscaler can't be reached. */
    void goOutOfReach();
}
