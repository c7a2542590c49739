package io.github.bluegreen4j.testkit.adapters;

import io.github.bluegreen4j.spi.TrafficRouter;
import java.util.function.UnaryOperator;

/** A simulated world that declines what a router may decline. Its router still has all of it, so some tests fail. */
final class PlainRouterFixture extends RouterFixture {
    /** @param under what is put under test instead of the simulated */
    PlainRouterFixture(UnaryOperator<TrafficRouter> under) {
        super(TrafficRouter.WriteMode.ATOMIC, under);
    }

    @Override
    public boolean supportsStickiness() {
        return false;
    }

    @Override
    public boolean allowsStrangers() {
        return false;
    }

    @Override
    public boolean checksUnlistedGroups() {
        return true;
    }
}
