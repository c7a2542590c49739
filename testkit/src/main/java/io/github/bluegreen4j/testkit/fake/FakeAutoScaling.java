package io.github.bluegreen4j.testkit.fake;

import io.github.bluegreen4j.model.ScaleInSetting;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.AutoScalingGuard;

/** The autoscaler's flags of a world. */
final class FakeAutoScaling implements AutoScalingGuard {
    private final FakeState state;

    FakeAutoScaling(FakeState state) {
        this.state = state;
    }

    @Override
    public ScaleInSetting read(ServiceRef service) {
        return state.call(
                "readScaleIn",
                service,
                now -> state.find(service).map(FakeService::scaleIn).orElse(ScaleInSetting.NOT_SCALABLE));
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
        state.change(operation, service, now -> {
            state.find(service)
                    .filter(found -> found.scaleIn().scalable())
                    .ifPresent(found -> found.scaleIn(new ScaleInSetting(true, suspended)));
            return "";
        });
    }
}
