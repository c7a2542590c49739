package io.github.bluegreen4j.testkit.world;

import io.github.bluegreen4j.model.ScaleInSetting;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.AutoScalingGuard;
import io.github.bluegreen4j.spi.CallRunner.SendPermit;

/** The autoscaling settings of a world. */
final class SimulatedAutoScaling implements AutoScalingGuard {
    private final SimulatedState state;
    private final SendPermit permit;

    SimulatedAutoScaling(SimulatedState state, SendPermit permit) {
        this.state = state;
        this.permit = permit;
    }

    @Override
    public AutoScalingGuard within(SendPermit newPermit) {
        return new SimulatedAutoScaling(state, newPermit);
    }

    @Override
    public ScaleInSetting read(ServiceRef service) {
        return state.call(
                "readScaleIn",
                service,
                now -> state.find(service).map(SimulatedService::scaleIn).orElse(ScaleInSetting.NOT_SCALABLE));
    }

    @Override
    public void suspend(ServiceRef service) {
        change("suspend", service, true);
    }

    @Override
    public void restore(ServiceRef service) {
        change("restore", service, false);
    }

    private void change(String operation, ServiceRef service, boolean suspended) {
        state.change(permit, operation, service, now -> {
            state.find(service)
                    .filter(found -> found.scaleIn().scalable())
                    .ifPresent(found -> found.scaleIn(new ScaleInSetting(true, suspended)));
            return "";
        });
    }
}
