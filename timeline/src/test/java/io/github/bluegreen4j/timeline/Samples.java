package io.github.bluegreen4j.timeline;

import io.github.bluegreen4j.engine.Deployment;
import io.github.bluegreen4j.engine.DeploymentEngine;
import io.github.bluegreen4j.engine.EngineBuilder;
import io.github.bluegreen4j.engine.memory.InMemoryJournal;
import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.model.AlarmReading;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.HookResult;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TimeoutAction;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.spi.CallRunner;
import io.github.bluegreen4j.testkit.time.Fate;
import io.github.bluegreen4j.testkit.time.VirtualEngine;
import io.github.bluegreen4j.testkit.time.VirtualTime;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import io.github.bluegreen4j.testkit.world.TaskBehaviour;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Deployments that really ran, in virtual time. */
final class Samples {
    /** Whatever has a meaning in HTML, Mermaid or a terminal. */
    static final String HOSTILE = "<script>alert(1)</script>\"'&; %% :crit, #59; `{x}` \u202Etxt";

    private static final Set<CallRunner.Operation> SLOW =
            Set.of(CallRunner.Operation.READ_ROUTE, CallRunner.Operation.WRITE_ROUTE, CallRunner.Operation.READ_HEALTH);

    private Samples() {}

    /** A canary whose smoke test succeeds, whose pause alice answers, and whose alarm fires in the bake at 100 %. */
    static List<DeploymentEvent> rollback() {
        return run("checkout", "smoke-test", "checkout-5xx", true);
    }

    static List<DeploymentEvent> success() {
        return run("checkout", "smoke-test", "checkout-5xx", false);
    }

    static List<DeploymentEvent> hostile() {
        return run("shop <b>x</b>", HOSTILE, HOSTILE, true);
    }

    private static List<DeploymentEvent> run(String name, String hook, String alarm, boolean fires) {
        VirtualTime time = VirtualTime.startingAt(Instant.parse("2026-03-01T03:00:00Z"));
        SimulatedWorld world = SimulatedWorld.create(time);
        world.behaves(TaskBehaviour.healthy(Duration.ofSeconds(40), Duration.ofSeconds(50)));
        ServiceRef service = new ServiceRef("prod", name);
        TargetGroupRef first = new TargetGroupRef("checkout-a");
        TargetGroupRef second = new TargetGroupRef("checkout-b");
        world.addService(service, 4);
        for (String route : List.of("web", "test-8443")) {
            world.addRoute(new RouteRef(route), TrafficSplit.allOn(first, second));
        }
        world.addRevision(service, "checkout:41", first);
        world.alarm(alarm, AlarmReading.State.OK);
        EngineBuilder builder = DeploymentEngine.builder()
                .runtime(world.runtime())
                .router(world.router())
                .alarms(world.alarms())
                .autoScaling(world.autoScaling())
                .journal(InMemoryJournal.create(time))
                .hook(hook, invocation -> HookResult.succeeded());
        try (VirtualEngine virtual = VirtualEngine.of(time, builder)) {
            virtual.calls()
                    .fate(call -> SLOW.contains(call.operation())
                            ? Fate.answeredAfter(Duration.ofMillis(800))
                            : Fate.answered());
            Deployment deployment = virtual.engine()
                    .deploy(
                            new DeploymentId("d-42"),
                            DeploymentSpec.blueGreen(service)
                                    .revision("checkout:42")
                                    .productionRoute("web")
                                    .testRoute("test-8443")
                                    .targetGroups(first, second)
                                    .canary(10, Duration.ofMinutes(5))
                                    .bakeTime(Duration.ofMinutes(10))
                                    .hook(LifecycleStage.POST_TEST_TRAFFIC_SHIFT, hook)
                                    .pause(
                                            LifecycleStage.POST_TEST_TRAFFIC_SHIFT,
                                            Duration.ofHours(1),
                                            TimeoutAction.ROLLBACK)
                                    .alarm(alarm)
                                    .build());
            virtual.advance(Duration.ofMinutes(4));
            String pause = deployment.view().hooks().stream()
                    .filter(open -> open.status().equals("AWAITING_ACTION"))
                    .findFirst()
                    .orElseThrow()
                    .hookId();
            var unused = deployment.by("alice").proceed(pause);
            virtual.advance(Duration.ofMinutes(9));
            if (fires) {
                world.alarm(alarm, AlarmReading.State.ALARM);
            }
            virtual.advanceUntil(() -> deployment.status().isTerminal(), Duration.ofDays(1));
            return deployment.history();
        }
    }
}
