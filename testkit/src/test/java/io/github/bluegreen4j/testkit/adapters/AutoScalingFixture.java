package io.github.bluegreen4j.testkit.adapters;

import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.AutoScalingGuard;
import io.github.bluegreen4j.testkit.contract.AutoScalingGuardFixture;
import io.github.bluegreen4j.testkit.time.VirtualTime;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/** The autoscaler's flags of a simulated world. */
final class AutoScalingFixture implements AutoScalingGuardFixture {
    private static final ServiceRef SHOP = new ServiceRef("cluster", "shop");
    private static final ServiceRef BANK = new ServiceRef("cluster", "bank");

    private final VirtualTime time = VirtualTime.startingAt(Instant.EPOCH);
    private final SimulatedWorld world = SimulatedWorld.create(time);
    private final AutoScalingGuard guard;

    /** @param under what is put under test instead of the simulated */
    AutoScalingFixture(UnaryOperator<AutoScalingGuard> under) {
        this((world, simulated) -> under.apply(simulated));
    }

    /** @param under what is put under test instead of the simulated, and meddles with the world */
    AutoScalingFixture(BiFunction<SimulatedWorld, AutoScalingGuard, AutoScalingGuard> under) {
        world.addService(SHOP, 3);
        world.addService(BANK, 1);
        setByHand(false);
        guard = under.apply(world, world.autoScaling());
    }

    @Override
    public void pause() {
        time.advance(Duration.ofSeconds(1));
    }

    @Override
    public AutoScalingGuard guard() {
        return guard;
    }

    @Override
    public ServiceRef scaled() {
        return SHOP;
    }

    @Override
    public ServiceRef unscaled() {
        return BANK;
    }

    @Override
    public void setByHand(boolean suspended) {
        world.autoScaled(SHOP, suspended, "2 to 10, scale-out suspended");
    }

    @Override
    public boolean isSuspended() {
        return world.isScaleInSuspended(SHOP);
    }

    @Override
    public String everythingElse() {
        return world.otherScaling(SHOP) + "\n" + world.isScaleInSuspended(BANK) + world.otherScaling(BANK);
    }

    @Override
    public void goOutOfReach() {
        world.outOfReach(true);
    }
}
