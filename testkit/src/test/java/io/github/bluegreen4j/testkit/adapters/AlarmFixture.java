package io.github.bluegreen4j.testkit.adapters;

import io.github.bluegreen4j.model.AlarmReading;
import io.github.bluegreen4j.spi.AlarmSource;
import io.github.bluegreen4j.testkit.contract.AlarmSourceFixture;
import io.github.bluegreen4j.testkit.time.VirtualTime;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;

/** The alarms of a simulated world. */
final class AlarmFixture implements AlarmSourceFixture {
    private final VirtualTime time = VirtualTime.startingAt(Instant.EPOCH);
    private final SimulatedWorld world = SimulatedWorld.create(time);
    private final AlarmSource alarms;

    /** @param under what is put under test instead of the simulated */
    AlarmFixture(UnaryOperator<AlarmSource> under) {
        alarms = under.apply(world.alarms());
    }

    @Override
    public void pause() {
        time.advance(Duration.ofSeconds(1));
    }

    @Override
    public AlarmSource alarms() {
        return alarms;
    }

    @Override
    public void set(String name, AlarmReading.State state) {
        world.alarm(name, state);
    }

    @Override
    public void goOutOfReach() {
        world.outOfReach(true);
    }
}
