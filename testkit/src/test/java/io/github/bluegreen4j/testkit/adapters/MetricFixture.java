package io.github.bluegreen4j.testkit.adapters;

import io.github.bluegreen4j.model.MetricPoint;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.spi.MetricSource;
import io.github.bluegreen4j.testkit.contract.MetricSourceFixture;
import io.github.bluegreen4j.testkit.time.VirtualTime;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;

/** The metrics of a simulated world. */
final class MetricFixture implements MetricSourceFixture {
    private final VirtualTime time = VirtualTime.startingAt(Instant.parse("2026-01-01T10:00:00Z"));
    private final SimulatedWorld world = SimulatedWorld.create(time);
    private final MetricSource metrics;

    /** @param under what is put under test instead of the simulated */
    MetricFixture(UnaryOperator<MetricSource> under) {
        metrics = under.apply(world.metrics());
    }

    @Override
    public void pause() {
        time.advance(Duration.ofSeconds(10));
    }

    @Override
    public Instant now() {
        return time.wall();
    }

    @Override
    public MetricSource metrics() {
        return metrics;
    }

    @Override
    public TargetGroupRef group(String name) {
        return new TargetGroupRef(name);
    }

    @Override
    public TargetGroupRef unknown() {
        return new TargetGroupRef("no-such-group");
    }

    @Override
    public void publish(TargetGroupRef group, MetricPoint point) {
        world.metrics().put(group, point);
    }

    @Override
    public void goOutOfReach() {
        world.outOfReach(true);
    }
}
