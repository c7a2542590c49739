package io.github.bluegreen4j.aws.place;

import io.github.bluegreen4j.model.HookInvocation;
import io.github.bluegreen4j.model.HookResult;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.spi.LifecycleHook;
import io.github.bluegreen4j.spi.PortException;
import io.github.bluegreen4j.spi.PreflightCheck;
import java.util.List;

/** The Lambda hooks of all places. The place of the service invokes them. */
final class PlacedHooks implements LifecycleHook {
    private final Placed<LifecycleHook> ports;

    PlacedHooks(AwsPlaces places) {
        ports = new Placed<>(places, place -> place.lambdaHooks().orElseGet(() -> none(place)));
    }

    private static LifecycleHook none(AwsPlace place) {
        return invocation -> {
            throw new PortException(new Problem(
                    Problem.Kind.REFUSED, "invoke", invocation.hook().name(), PlaceCheck.NO_HOOKS + place));
        };
    }

    @Override
    public HookResult invoke(HookInvocation invocation) {
        AwsPlace place = ports.places().of(invocation.service(), "invoke");
        return ports.in(place).invoke(invocation);
    }

    @Override
    public List<PreflightCheck> preflightChecks() {
        return ports.checksOfTheService(LifecycleHook::preflightChecks);
    }
}
