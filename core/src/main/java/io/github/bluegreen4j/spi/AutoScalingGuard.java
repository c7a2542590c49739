package io.github.bluegreen4j.spi;

import io.github.bluegreen4j.model.ScaleInSetting;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.CallRunner.SendPermit;

/**
 * The autoscaler's permission to scale a service in. Scale-out is never touched. Safe for use by many threads.
 *
 * <p>Both changes are set-like, and change nothing but the one flag.
 */
public interface AutoScalingGuard {

    /** Reads the setting; {@link ScaleInSetting#NOT_SCALABLE} where no autoscaler acts on the service. */
    ScaleInSetting read(ServiceRef service);

    /** Suspends scale-in. */
    void suspend(ServiceRef service);

    /** Ends the suspension of scale-in. */
    void restore(ServiceRef service);

    /** A guard for services without an autoscaler. */
    static AutoScalingGuard none() {
        return new AutoScalingGuard() {
            @Override
            public ScaleInSetting read(ServiceRef service) {
                return ScaleInSetting.NOT_SCALABLE;
            }

            @Override
            public void suspend(ServiceRef service) {}

            @Override
            public void restore(ServiceRef service) {}
        };
    }

    /**
     * This guard for one change. An adapter overrides it: immediately before it sends each request that changes something, it calls {@link
     * SendPermit#require}. A class that wraps another AutoScalingGuard passes the permit on. The default ignores the permit, so the engine's lease is
     * checked only once, as the call begins.
     */
    default AutoScalingGuard within(SendPermit permit) {
        return this;
    }
}
