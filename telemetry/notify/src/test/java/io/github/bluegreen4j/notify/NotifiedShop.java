package io.github.bluegreen4j.notify;

import io.github.bluegreen4j.engine.Deployment;
import io.github.bluegreen4j.engine.DeploymentEngine;
import io.github.bluegreen4j.engine.EngineBuilder;
import io.github.bluegreen4j.engine.memory.InMemoryJournal;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.HookResult;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.testkit.time.VirtualEngine;
import io.github.bluegreen4j.testkit.time.VirtualTime;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import java.time.Duration;
import java.time.Instant;

/** A service in production, and engines whose listeners a test adds. */
final class NotifiedShop {
    static final DeploymentId ID = new DeploymentId("d-1");
    static final ServiceRef SERVICE = new ServiceRef("prod", "checkout");
    static final TargetGroupRef FIRST = new TargetGroupRef("first");
    static final TargetGroupRef SECOND = new TargetGroupRef("second");
    static final RouteRef PRODUCTION = new RouteRef("production");

    final VirtualTime time = VirtualTime.startingAt(Instant.parse("2026-03-01T03:00:00Z"));
    final SimulatedWorld world = SimulatedWorld.create(time);
    final InMemoryJournal journal = InMemoryJournal.create(time);

    NotifiedShop() {
        world.addService(SERVICE, 2);
        world.addRoute(PRODUCTION, TrafficSplit.allOn(FIRST, SECOND));
        world.addRevision(SERVICE, "checkout:41", FIRST);
    }

    EngineBuilder builder(String name) {
        return DeploymentEngine.builder()
                .runtime(world.runtime())
                .router(world.router())
                .alarms(world.alarms())
                .journal(journal)
                .hook("smoke-test", invocation -> HookResult.failed("the cart is <empty>"))
                .name(name);
    }

    static DeploymentSpec.Builder spec() {
        return DeploymentSpec.blueGreen(SERVICE)
                .revision("checkout:42")
                .productionRoute(PRODUCTION)
                .targetGroups(FIRST, SECOND)
                .bakeTime(Duration.ofMinutes(5));
    }

    static DeploymentStatus run(VirtualEngine virtual, Deployment deployment) {
        virtual.advanceUntil(() -> deployment.status().isTerminal(), Duration.ofDays(2));
        return deployment.status();
    }
}
