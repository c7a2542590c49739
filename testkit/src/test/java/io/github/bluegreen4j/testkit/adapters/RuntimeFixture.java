package io.github.bluegreen4j.testkit.adapters;

import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.RevisionSpec;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.spi.ServiceRuntime;
import io.github.bluegreen4j.testkit.contract.ServiceRuntimeFixture;
import io.github.bluegreen4j.testkit.time.VirtualTime;
import io.github.bluegreen4j.testkit.world.SimulatedRequest;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import io.github.bluegreen4j.testkit.world.TaskBehaviour;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/** A simulated world whose tasks need some seconds for everything. */
final class RuntimeFixture implements ServiceRuntimeFixture {
    private static final ServiceRef SHOP = new ServiceRef("cluster", "shop");
    private static final ServiceRef BANK = new ServiceRef("cluster", "bank");
    private static final TargetGroupRef BLUE = new TargetGroupRef("blue-group");
    private static final TargetGroupRef IDLE = new TargetGroupRef("idle-group");

    private final VirtualTime time = VirtualTime.startingAt(Instant.EPOCH);
    private final SimulatedWorld world = SimulatedWorld.create(time);
    private final RevisionRef blue;
    private final ServiceRuntime runtime;

    /** @param under what is put under test instead of the simulated */
    RuntimeFixture(UnaryOperator<ServiceRuntime> under) {
        this((world, simulated) -> under.apply(simulated));
    }

    /** @param under what is put under test instead of the simulated, and meddles with the world */
    RuntimeFixture(BiFunction<SimulatedWorld, ServiceRuntime, ServiceRuntime> under) {
        world.addService(SHOP, 3);
        world.addService(BANK, 1);
        world.addRoute(new RouteRef("production"), TrafficSplit.allOn(BLUE, IDLE));
        blue = world.addRevision(SHOP, "shop:1", BLUE);
        world.behaves(TaskBehaviour.healthy(Duration.ofSeconds(2), Duration.ofSeconds(1)));
        world.behaves("broken:1", TaskBehaviour.fails(Duration.ofSeconds(1)));
        world.hasNo("nowhere:1");
        world.drainTime(Duration.ofSeconds(10));
        runtime = under.apply(world, world.runtime());
    }

    @Override
    public void pause() {
        time.advance(Duration.ofSeconds(1));
    }

    @Override
    public ServiceRuntime runtime() {
        return runtime;
    }

    @Override
    public ServiceRef service() {
        return SHOP;
    }

    @Override
    public int desiredCount() {
        return 3;
    }

    @Override
    public RevisionRef blue() {
        return blue;
    }

    @Override
    public String blueDefinition() {
        return "shop:1";
    }

    @Override
    public TargetGroupRef blueGroup() {
        return BLUE;
    }

    @Override
    public TargetGroupRef idleGroup() {
        return IDLE;
    }

    @Override
    public ServiceRef otherService() {
        return BANK;
    }

    @Override
    public ServiceRef missingService() {
        return new ServiceRef("cluster", "nobody");
    }

    @Override
    public RevisionRef missingRevision() {
        return new RevisionRef("shop:1#99");
    }

    @Override
    public RevisionSpec definition() {
        return RevisionSpec.of("shop:2");
    }

    @Override
    public RevisionSpec missingDefinition() {
        return RevisionSpec.of("nowhere:1");
    }

    @Override
    public boolean tasksStart() {
        return true;
    }

    @Override
    public RevisionSpec failingDefinition() {
        return RevisionSpec.of("broken:1");
    }

    @Override
    public void killTask(RevisionRef revision) {
        world.kill(SHOP, revision, 1);
    }

    @Override
    public int registered(TargetGroupRef group) {
        return world.registered(group);
    }

    @Override
    public String traffic() {
        return world.routes().toString();
    }

    @Override
    public ServiceRuntimeFixture.Request begin(TargetGroupRef group) {
        SimulatedRequest request = world.begin(group);
        return new ServiceRuntimeFixture.Request() {
            @Override
            public void finish() {
                request.finish();
            }

            @Override
            public boolean wasCutOff() {
                return request.wasCutOff();
            }
        };
    }

    @Override
    public boolean carriesRequests() {
        return true;
    }

    @Override
    public void goOutOfReach() {
        world.outOfReach(true);
    }
}
