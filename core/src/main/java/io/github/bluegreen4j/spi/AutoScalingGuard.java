package io.github.bluegreen4j.spi;

import io.github.bluegreen4j.model.ScaleInSetting;
import io.github.bluegreen4j.model.ServiceRef;

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
}
