package io.github.bluegreen4j.testkit.engine;

import static io.github.bluegreen4j.testkit.engine.EngineFixture.FIRST;
import static io.github.bluegreen4j.testkit.engine.EngineFixture.PRODUCTION;
import static io.github.bluegreen4j.testkit.engine.EngineFixture.SECOND;
import static io.github.bluegreen4j.testkit.engine.EngineFixture.SERVICE;
import static io.github.bluegreen4j.testkit.engine.EngineFixture.run;
import static io.github.bluegreen4j.testkit.engine.EngineFixture.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bluegreen4j.engine.Deployment;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.model.AlarmReading;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.Percent;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.TargetHealth;
import io.github.bluegreen4j.model.TimeoutAction;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.model.TrafficStrategy;
import io.github.bluegreen4j.report.Plan;
import io.github.bluegreen4j.spi.PortException;
import io.github.bluegreen4j.spi.TrafficRouter;
import io.github.bluegreen4j.testkit.time.VirtualEngine;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** A plan says what a deployment will do, and touches nothing. */
class EnginePlansTest {
    private static final RouteRef API = new RouteRef("api");

    /** A service as it may stand when nothing goes wrong, and an order for it. */
    private static DeploymentSpec anyOrder(EngineFixture fixture, Random random) {
        fixture.world.desire(SERVICE, 1 + random.nextInt(4));
        DeploymentSpec.Builder spec = random.nextInt(4) > 0
                ? spec()
                : DeploymentSpec.blueGreen(SERVICE)
                        .revision("checkout:42")
                        .productionRoute(PRODUCTION)
                        .targetGroups(FIRST, SECOND);
        spec.bakeTime(Duration.ofMinutes(random.nextInt(6)));
        Duration bake = Duration.ofMinutes(random.nextInt(4));
        switch (random.nextInt(4)) {
            case 0 -> spec.strategy(TrafficStrategy.canary(Percent.percent(1 + random.nextInt(99)), bake));
            case 1 -> spec.strategy(TrafficStrategy.linear(Percent.percent(10 + random.nextInt(60)), bake));
            case 2 ->
                spec.strategy(TrafficStrategy.steps(List.of(
                        new TrafficStrategy.Step(Percent.percent(5), bake),
                        new TrafficStrategy.Step(Percent.percent(50), Duration.ZERO),
                        new TrafficStrategy.Step(Percent.percent(100), bake))));
            default -> spec.strategy(TrafficStrategy.allAtOnce());
        }
        if (random.nextBoolean()) {
            spec.productionRoute(API);
            fixture.world.addRoute(API, TrafficSplit.allOn(FIRST, SECOND));
        }
        if (random.nextBoolean()) {
            spec.hook(LifecycleStage.POST_SCALE_UP, "smoke-test");
        }
        if (random.nextBoolean()) {
            spec.pause(LifecycleStage.PRE_PRODUCTION_TRAFFIC_SHIFT, Duration.ofHours(4), TimeoutAction.ROLLBACK);
        }
        if (random.nextBoolean()) {
            fixture.world.alarm("5xx", AlarmReading.State.OK);
            spec.alarm("5xx");
        }
        if (random.nextInt(3) == 0) {
            spec.keepBlue(Duration.ofHours(24), random.nextBoolean() ? 100 : 50);
        }
        if (random.nextBoolean()) {
            fixture.world.autoScaled(SERVICE, random.nextBoolean(), "");
        }
        switch (random.nextInt(4)) {
            case 0 -> { // An earlier deployment ended in the middle of its shift.
                fixture.world.launched(SERVICE, "checkout:40", SECOND, new DeploymentId("d-0"));
                fixture.world.rewrite(PRODUCTION, TrafficSplit.of(FIRST, SECOND, Percent.percent(30)));
            }
            case 1 -> fixture.world.launched(SERVICE, "checkout:40", SECOND, new DeploymentId("d-0"));
            default -> {}
        }
        fixture.world.settle(PRODUCTION, Duration.ofSeconds(random.nextInt(30)));
        return spec.build();
    }

    @Property(tries = 150)
    void whatRunsIsWhatWasPlannedWriteByWrite(@ForAll long seed) {
        EngineFixture fixture = new EngineFixture();
        DeploymentSpec order = anyOrder(fixture, new Random(seed));
        try (VirtualEngine virtual = fixture.engine("a")) {
            Plan plan = virtual.engine().plan(order);
            assertThat(fixture.world.changes()).as("a plan touches nothing").isEmpty();

            Instant begin = fixture.time.wall();
            Deployment deployment = virtual.engine().deploy(order);
            Set<String> answered = new HashSet<>();
            virtual.advanceUntil(
                    () -> {
                        deployment.view().hooks().stream()
                                .filter(hook -> hook.status().equals("AWAITING_ACTION") && answered.add(hook.hookId()))
                                .forEach(hook -> assertThat(deployment.proceed(hook.hookId()))
                                        .isNotCompletedExceptionally());
                        return deployment.status().isTerminal();
                    },
                    Duration.ofDays(2));

            assertThat(PlannedWrites.of(
                            fixture.world.changes(), deployment.view().targetRevision()))
                    .as("seed %d", seed)
                    .isEqualTo(plan.writes());
            assertThat(deployment.status()).isEqualTo(plan.end());
            assertThat(deployment.view().statusReason()).isEqualTo(plan.reason());
            assertThat(deployment.view().leftOvers()).isEqualTo(plan.leftOvers());
            assertThat(Duration.between(begin, deployment.view().endedAt().orElseThrow()))
                    .as("seed %d", seed)
                    .isBetween(plan.shortest(), plan.longest());
            assertThat(plan.reconciles())
                    .isEqualTo(EngineFixture.count(deployment, ProgressEvent.ReconciliationChosen.class) > 0);
        }
    }

    @Test
    void aPlanNamesWritesLimitsThePeakAndTheWayBack() {
        EngineFixture fixture = new EngineFixture();
        try (VirtualEngine virtual = fixture.engine("a")) {
            Plan plan = virtual.engine()
                    .plan(spec().strategy(TrafficStrategy.canary(Percent.percent(10), Duration.ofMinutes(10)))
                            .pause(
                                    LifecycleStage.PRE_PRODUCTION_TRAFFIC_SHIFT,
                                    Duration.ofHours(4),
                                    TimeoutAction.ROLLBACK)
                            .build());

            assertThat(plan.blue()).contains("checkout:41#1");
            assertThat(plan.tasksBefore()).isEqualTo(2);
            assertThat(plan.tasksAtPeak()).isEqualTo(4);
            assertThat(plan.shortest()).as("two bakes and the drain window").isEqualTo(Duration.ofSeconds(930));
            Plan.Stage shift = plan.stages().stream()
                    .filter(stage -> stage.stage() == LifecycleStage.PRODUCTION_TRAFFIC_SHIFT)
                    .findFirst()
                    .orElseThrow();
            assertThat(shift.writes()).containsExactly("route production: first=900 second=100");
            assertThat(shift.bounds()).containsEntry("the bake", Duration.ofMinutes(10));
            assertThat(shift.conditions())
                    .containsExactly(
                            new Plan.Condition("CAPACITY", "at least 2 healthy targets of green", Plan.Otherwise.WAITS),
                            new Plan.Condition(
                                    "DRIFT", "route production at first=100 second=0", Plan.Otherwise.ROLLS_BACK),
                            new Plan.Condition(
                                    "GREEN_HEALTH", "at least 1 healthy target of green", Plan.Otherwise.WAITS),
                            new Plan.Condition(
                                    "ROUTES", "route production at first=900 second=100", Plan.Otherwise.ROLLS_BACK));
            assertThat(plan.stages().get(plan.stages().size() - 1).conditions())
                    .extracting(Plan.Condition::name)
                    .contains("NO_WEIGHT", "GREEN_EXISTS", "OTHER_ROUTES");
            Plan.WayBack back = shift.wayBack().orElseThrow();
            assertThat(back.writes())
                    .containsExactly(
                            "route production: first=100 second=0", "route test: first=100 second=0", "retire green");
            assertThat(back.end()).isEqualTo(DeploymentStatus.ROLLBACK_SUCCESSFUL);
            assertThat(back.shortest()).isEqualTo(Duration.ofSeconds(30));
            assertThat(back.longest()).isEqualTo(Duration.ofMinutes(65));
            assertThat(plan.toText())
                    .contains(
                            "plan for prod/checkout: checkout:42 replaces checkout:41#1\n",
                            "tasks: 2 now, 4 at the peak\n")
                    .contains("CLEAN_UP  30 s to 1 h 30 s\n", "  limit  30 s: the drain window\n")
                    .contains("  back   not possible: blue is being retired");
            assertThat(plan.toMermaid()).startsWith("flowchart TD\n").contains("done([\"SUCCESSFUL\"])");
            assertThat(fixture.world.changes()).isEmpty();
        }
    }

    @Test
    void whatADeploymentDoesIfAConditionIsNotTrueIsAskedOfTheWorkflow() {
        EngineFixture fixture = new EngineFixture();
        fixture.world.alarm("5xx", AlarmReading.State.OK);
        try (VirtualEngine virtual = fixture.engine("a")) {
            assertThat(virtual.engine()
                            .plan(spec().alarm("5xx")
                                    .drift(DeploymentSpec.OnDrift.PAUSE)
                                    .build())
                            .stages())
                    .flatExtracting(Plan.Stage::conditions)
                    .contains(
                            new Plan.Condition("ALARMS", "no alarm in ALARM", Plan.Otherwise.ROLLS_BACK),
                            new Plan.Condition("DRIFT", "route test at first=100 second=0", Plan.Otherwise.ASKS));
        }
    }

    @Test
    void aRecoveryWithNothingToRepairIsPlannedAsASuccess() {
        EngineFixture fixture = new EngineFixture();
        DeploymentSpec recovery = DeploymentSpec.recovery(SERVICE)
                .testRoute(EngineFixture.TEST)
                .productionRoute(PRODUCTION)
                .targetGroups(FIRST, SECOND)
                .build();
        try (VirtualEngine virtual = fixture.engine("a")) {
            Plan plan = virtual.engine().plan(recovery);

            assertThat(plan.isRefused()).isFalse();
            assertThat(plan.writes()).isEmpty();
            assertThat(run(virtual, virtual.engine().recover(recovery))).isEqualTo(plan.end());
        }
    }

    @Test
    void aPlanWithBakesOfDaysIsMadeAtOnceAndCountsTheReadsOfItsWatches() {
        EngineFixture fixture = new EngineFixture();
        try (VirtualEngine virtual = fixture.engine("a")) {
            Plan plan = virtual.engine()
                    .plan(spec().strategy(TrafficStrategy.linear(Percent.percent(10), Duration.ofHours(24)))
                            .bakeTime(Duration.ofHours(24))
                            .build());

            assertThat(plan.end()).isEqualTo(DeploymentStatus.SUCCESSFUL);
            assertThat(plan.shortest()).isGreaterThan(Duration.ofDays(10));
            assertThat(plan.calls().get("ReadRoute"))
                    .as("every 30 s for ten days")
                    .isBetween(10 * 24 * 60 * 2 - 100, 10 * 24 * 60 * 2 + 100);
        }
    }

    /** The deployment waits until the idle target group is empty; the plan expects that it empties. */
    @Test
    void targetsThatStillDrainArePlannedAsDrained() {
        EngineFixture fixture = new EngineFixture();
        TrafficRouter router = fixture.world.router();
        TrafficRouter draining = (TrafficRouter) Proxy.newProxyInstance(
                TrafficRouter.class.getClassLoader(),
                new Class<?>[] {TrafficRouter.class},
                (proxy, method, arguments) -> {
                    if (method.getReturnType() == TrafficRouter.class) {
                        return proxy;
                    }
                    return method.getName().equals("health") && arguments[1].equals(SECOND)
                            ? new TargetHealth(
                                    SECOND,
                                    List.of(new TargetHealth.Target(
                                            "10.0.0.1", TargetHealth.State.DRAINING, Optional.empty())))
                            : method.invoke(router, arguments);
                });
        try (VirtualEngine virtual = VirtualEngine.of(
                fixture.time, fixture.builder().router(draining).name("a"))) {
            Plan plan = virtual.engine().plan(spec().build());

            assertThat(plan.end()).as(plan.toText()).isEqualTo(DeploymentStatus.SUCCESSFUL);
            assertThat(plan.writes()).startsWith("launch green: checkout:42 in second with 2 tasks");
        }
    }

    @Test
    void whatWouldBeRefusedIsPlannedAsARefusal() {
        EngineFixture fixture = new EngineFixture();
        fixture.world.hasNo("checkout:42");
        try (VirtualEngine virtual = fixture.engine("a")) {
            Plan plan = virtual.engine().plan(spec().build());

            assertThat(plan.isRefused()).isTrue();
            assertThat(plan.end()).isEqualTo(DeploymentStatus.STOPPED);
            assertThat(plan.reason()).contains("checkout:42");
            Deployment refused = virtual.engine().deploy(spec().build());
            assertThat(run(virtual, refused)).isEqualTo(plan.end());
            assertThat(refused.view().statusReason()).isEqualTo(plan.reason());
        }
    }

    @Test
    void aWorldThatDoesNotAnswerCannotBePlannedWith() {
        EngineFixture fixture = new EngineFixture();
        fixture.world.outOfReach(true);
        try (VirtualEngine virtual = fixture.engine("a")) {
            assertThatThrownBy(() -> virtual.engine().plan(spec().build())).isInstanceOf(PortException.class);
        }
    }
}
