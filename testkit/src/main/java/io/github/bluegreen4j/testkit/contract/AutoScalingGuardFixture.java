package io.github.bluegreen4j.testkit.contract;

import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.AutoScalingGuard;

/** A world with two services; an autoscaler manages one of them. */
public interface AutoScalingGuardFixture extends ContractFixture {
    /** {@return the guard under test} */
    AutoScalingGuard guard();

    /** {@return the service that the autoscaler manages; its scale-in is not suspended at first} */
    ServiceRef scaled();

    /** {@return the service without an autoscaler} */
    ServiceRef unscaled();

    /**
     * Suspends or resumes scale-in of {@link #scaled}, as an outsider does.
     *
     * @param suspended whether scale-in is suspended
     */
    void setByHand(boolean suspended);

    /** {@return whether the autoscaler sees scale-in of {@link #scaled} as suspended} */
    boolean isSuspended();

    /**
     * {@return all autoscaling settings except the scale-in flag of {@link #scaled}, as text to compare: limits, policies,
     * suspension of scale-out and scheduled scaling, other services. Scale-out should be suspended, so that a reset is
     * noticed}
     */
    String everythingElse();

    /** Makes the autoscaler unreachable from now on. */
    void goOutOfReach();
}
