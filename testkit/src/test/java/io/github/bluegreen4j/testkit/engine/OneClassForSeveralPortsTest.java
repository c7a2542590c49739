package io.github.bluegreen4j.testkit.engine;

import static io.github.bluegreen4j.testkit.engine.EngineFixture.ID;
import static io.github.bluegreen4j.testkit.engine.EngineFixture.run;
import static io.github.bluegreen4j.testkit.engine.EngineFixture.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.LaunchRequest;
import io.github.bluegreen4j.model.RequestCost;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.RouteReading;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceDescription;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TargetGroups;
import io.github.bluegreen4j.model.TargetHealth;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.spi.CallRunner.Operation;
import io.github.bluegreen4j.spi.CallRunner.SendPermit;
import io.github.bluegreen4j.spi.CallRunner.Urgency;
import io.github.bluegreen4j.spi.PreflightCheck;
import io.github.bluegreen4j.spi.ServiceRuntime;
import io.github.bluegreen4j.spi.TrafficRouter;
import io.github.bluegreen4j.testkit.time.VirtualEngine;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A class may be several ports, if it says which object each of their forms is. */
class OneClassForSeveralPortsTest {
    /** A platform of its own, in one class. */
    private record Platform(ServiceRuntime runtime, TrafficRouter router) implements ServiceRuntime, TrafficRouter {
        @Override
        public Platform at(Urgency urgency) {
            return new Platform(runtime.at(urgency), router.at(urgency));
        }

        @Override
        public Platform within(SendPermit permit) {
            return new Platform(runtime.within(permit), router.within(permit));
        }

        @Override
        public List<RequestCost> costs(Operation operation) {
            return List.of();
        }

        @Override
        public List<PreflightCheck> preflightChecks() {
            return List.of();
        }

        @Override
        public List<ServiceDescription> describe(List<ServiceRef> services) {
            return runtime.describe(services);
        }

        @Override
        public void launch(LaunchRequest request) {
            runtime.launch(request);
        }

        @Override
        public void scale(ServiceRef service, RevisionRef revision, int desired) {
            runtime.scale(service, revision, desired);
        }

        @Override
        public void makePrimary(ServiceRef service, RevisionRef revision) {
            runtime.makePrimary(service, revision);
        }

        @Override
        public void retire(ServiceRef service, RevisionRef revision) {
            runtime.retire(service, revision);
        }

        @Override
        public WriteMode writeMode() {
            return router.writeMode();
        }

        @Override
        public RouteReading read(RouteRef route) {
            return router.read(route);
        }

        @Override
        public void write(RouteRef route, String fingerprint, TrafficSplit split) {
            router.write(route, fingerprint, split);
        }

        @Override
        public TargetHealth health(ServiceRef service, TargetGroupRef group) {
            return router.health(service, group);
        }

        @Override
        public Set<RouteRef> routesTo(TargetGroups groups) {
            return router.routesTo(groups);
        }
    }

    @Test
    void oneObjectDeploysAsRuntimeAndRouter() {
        EngineFixture fixture = new EngineFixture();
        Platform platform = new Platform(fixture.world.runtime(), fixture.world.router());
        try (VirtualEngine virtual = VirtualEngine.of(
                fixture.time, fixture.builder().name("a").runtime(platform).router(platform))) {
            assertThat(run(virtual, virtual.engine().deploy(ID, spec().build())))
                    .isEqualTo(DeploymentStatus.SUCCESSFUL);
        }
    }
}
