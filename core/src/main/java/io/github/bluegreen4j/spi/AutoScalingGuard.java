package io.github.bluegreen4j.spi;

import io.github.bluegreen4j.model.RequestCost;
import io.github.bluegreen4j.model.ScaleInSetting;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.CallRunner.SendPermit;
import java.util.List;

/**
 * Suspends and restores the scale-in of a service's autoscaler. It never affects scale-out. Implementations must be
 * safe for use by many threads.
 *
 * <p>Both changes are idempotent and change nothing but this one flag.
 */
public interface AutoScalingGuard {

    /**
     * Reads the setting.
     *
     * @param service the service
     * @return the setting; {@link ScaleInSetting#NOT_SCALABLE} if no autoscaler acts on the service
     */
    ScaleInSetting read(ServiceRef service);

    /**
     * Suspends scale-in.
     *
     * @param service the service
     */
    void suspend(ServiceRef service);

    /**
     * Ends the suspension of scale-in.
     *
     * @param service the service
     */
    void restore(ServiceRef service);

    /**
     * {@return what one call usually costs of the rate limits that this guard knows} For plans. By default nothing.
     *
     * @param operation one of the operations of this port; others cost nothing here
     */
    default List<RequestCost> costs(CallRunner.Operation operation) {
        return List.of();
    }

    /**
     * {@return the checks that this port brings for the preflight of every deployment} A class that wraps another AutoScalingGuard
     * passes them on. By default none.
     */
    default List<PreflightCheck> preflightChecks() {
        return List.of();
    }

    /** {@return a guard for services without an autoscaler} */
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
     * {@return this guard for one change} An adapter overrides this method and calls {@link SendPermit#require}
     * immediately before it sends each request that changes something. A class that wraps another AutoScalingGuard
     * passes the permit on. The default ignores the permit, so the engine's lease is checked only once, when the call
     * starts.
     *
     * @param permit whether the change may still be sent
     */
    default AutoScalingGuard within(SendPermit permit) {
        return this;
    }
}
