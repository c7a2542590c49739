package io.github.bluegreen4j.aws.place;

import io.github.bluegreen4j.model.RequestCost;
import io.github.bluegreen4j.model.ScaleInSetting;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.AutoScalingGuard;
import io.github.bluegreen4j.spi.CallRunner;
import io.github.bluegreen4j.spi.CallRunner.SendPermit;
import io.github.bluegreen4j.spi.PreflightCheck;
import java.util.List;
import java.util.function.Function;

/** The guards of all places. */
final class PlacedAutoScaling implements AutoScalingGuard {
    private final Placed<AutoScalingGuard> ports;

    PlacedAutoScaling(AwsPlaces places, Function<AwsPlace, AutoScalingGuard> port) {
        ports = new Placed<>(places, port);
    }

    private AutoScalingGuard of(ServiceRef service, String operation) {
        return ports.in(ports.places().of(service, operation));
    }

    @Override
    public ScaleInSetting read(ServiceRef service) {
        return of(service, "read scale-in").read(service);
    }

    @Override
    public void suspend(ServiceRef service) {
        of(service, "suspend scale-in").suspend(service);
    }

    @Override
    public void restore(ServiceRef service) {
        of(service, "restore scale-in").restore(service);
    }

    @Override
    public AutoScalingGuard within(SendPermit permit) {
        return new PlacedAutoScaling(ports.places(), ports.once(port -> port.within(permit)));
    }

    @Override
    public List<RequestCost> costs(CallRunner.Operation operation) {
        return ports.costs(port -> port.costs(operation));
    }

    @Override
    public List<PreflightCheck> preflightChecks() {
        return ports.checksOfTheService(AutoScalingGuard::preflightChecks);
    }
}
