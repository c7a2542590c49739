package io.github.bluegreen4j.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.github.bluegreen4j.event.HookEvent;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.event.WorkEvent;
import io.github.bluegreen4j.model.AlarmReading;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.Percent;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TimeoutAction;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.model.TrafficStrategy;
import io.github.bluegreen4j.testkit.simulation.Scenario;
import io.github.bluegreen4j.testkit.world.TaskBehaviour;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** Wherever an engine dies, and its heir too, the deployment comes to the end that it would have come to. */
@Tag("simulation")
class CrashEverywhereTest {
    private static final ServiceRef SERVICE = new ServiceRef("prod", "checkout");

    private static DeploymentSpec.Builder spec() {
        return DeploymentSpec.blueGreen(SERVICE)
                .revision("checkout:42")
                .productionRoute("web")
                .testRoute("test")
                .targetGroups("first", "second")
                .bakeTime(Duration.ofMinutes(1));
    }

    private static Scenario scenario(DeploymentSpec.Builder builder) {
        return Scenario.of(builder.build()).load(0);
    }

    private static Map<String, CrashEverywhere> cases() {
        Map<String, CrashEverywhere> cases = new LinkedHashMap<>();
        cases.put(
                "canary with hooks, alarm and autoscaler",
                CrashEverywhere.of(() -> scenario(
                                spec().strategy(TrafficStrategy.canary(Percent.of(10), Duration.ofMinutes(1)))
                                        .hook(LifecycleStage.POST_TEST_TRAFFIC_SHIFT, "smoke-test")
                                        .hook(LifecycleStage.PRODUCTION_TRAFFIC_SHIFT, "tell")
                                        .alarm("errors"))
                        .autoscaled()));
        cases.put(
                "linear on two routes",
                CrashEverywhere.of(() -> scenario(spec().productionRoute("api")
                        .strategy(TrafficStrategy.linear(Percent.of(40), Duration.ofSeconds(20))))));
        cases.put(
                "rolled back in the bake",
                CrashEverywhere.of(() -> scenario(spec()).autoscaled())
                        .meanwhile(simulation ->
                                simulation.when(ProgressEvent.BakeStarted.class, then -> then.rollBack("crash test"))));
        cases.put(
                "alarm in the bake",
                CrashEverywhere.of(() -> scenario(spec().alarm("errors")))
                        .meanwhile(simulation -> simulation.when(
                                ProgressEvent.BakeStarted.class,
                                then -> then.world().alarm("errors", AlarmReading.State.ALARM))));
        cases.put(
                "green that never starts",
                CrashEverywhere.of(() -> scenario(spec()).tasks(TaskBehaviour.fails(Duration.ofSeconds(10)))));
        cases.put(
                "aborted in the bake",
                CrashEverywhere.of(() -> scenario(spec()).autoscaled())
                        .meanwhile(simulation ->
                                simulation.when(ProgressEvent.BakeStarted.class, then -> then.abort("crash test"))));
        cases.put(
                "pause that is continued",
                CrashEverywhere.of(() -> scenario(spec().pause(
                                        LifecycleStage.PRE_PRODUCTION_TRAFFIC_SHIFT,
                                        Duration.ofHours(1),
                                        TimeoutAction.ROLLBACK)))
                        .meanwhile(simulation -> simulation.when(
                                HookEvent.HookStarted.class,
                                then -> then.after(
                                        Duration.ofSeconds(30), s -> s.answerPauses(TimeoutAction.CONTINUE)))));
        cases.put(
                "split and left-over to reconcile",
                CrashEverywhere.of(() -> scenario(spec()).world(world -> {
                    DeploymentSpec spec = spec().build();
                    world.launched(SERVICE, "checkout:41", spec.targetGroups().second(), new DeploymentId("d-0"));
                    world.rewrite(
                            spec.productionRoutes().get(0),
                            new TrafficSplit(Map.of(
                                    spec.targetGroups().first(),
                                    50,
                                    spec.targetGroups().second(),
                                    50)));
                })));
        cases.put(
                "half of blue kept, and the deployment undone",
                CrashEverywhere.of(() -> scenario(spec().keepBlue(Duration.ofHours(1), 50))
                                .autoscaled())
                        .meanwhile(simulation -> simulation.when(
                                WorkEvent.BlueKept.class,
                                then -> then.after(Duration.ofMinutes(5), s -> s.undo("crash test")))));
        cases.put(
                "blue kept until its time is over",
                CrashEverywhere.of(() -> scenario(spec().keepBlue(Duration.ofMinutes(10)))));
        cases.put("first deployment", CrashEverywhere.of(() -> scenario(spec()).first()));
        cases.put(
                "recovery",
                CrashEverywhere.of(() -> Scenario.of(DeploymentSpec.recovery(SERVICE)
                                .productionRoute("web")
                                .targetGroups("first", "second")
                                .build())
                        .load(0)
                        .world(world -> world.launched(
                                SERVICE,
                                "checkout:41",
                                spec().build().targetGroups().second(),
                                new DeploymentId("d-0")))));
        return cases;
    }

    @TestFactory
    Stream<DynamicTest> whereverAnEngineDiesTheDeploymentEndsAsItWouldHave() {
        AtomicLong points = new AtomicLong();
        Stream<DynamicTest> all = cases().entrySet().stream()
                .map(entry -> dynamicTest(entry.getKey(), () -> {
                    CrashEverywhere.Report report = entry.getValue().run();
                    points.addAndGet(report.killPoints());
                    System.out.printf("%-40s %s%n", entry.getKey(), report);
                    report.orThrow();
                }));
        return Stream.concat(all, Stream.of(dynamicTest("in all", () -> {
            System.out.printf("%,d kill points in all%n", points.get());
            assertThat(points.get()).isGreaterThan(1_000);
        })));
    }
}
