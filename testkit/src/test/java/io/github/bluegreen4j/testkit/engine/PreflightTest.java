package io.github.bluegreen4j.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.bluegreen4j.engine.Deployment;
import io.github.bluegreen4j.engine.DeploymentEngine;
import io.github.bluegreen4j.engine.EngineBuilder;
import io.github.bluegreen4j.engine.memory.InMemoryJournal;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.model.AlarmPolicy;
import io.github.bluegreen4j.model.AlarmReading;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentLimits;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.Finding;
import io.github.bluegreen4j.model.Finding.Severity;
import io.github.bluegreen4j.model.HookResult;
import io.github.bluegreen4j.model.InvalidSpecException;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.RevisionChange;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.report.PreflightReport;
import io.github.bluegreen4j.spi.AlarmSource;
import io.github.bluegreen4j.spi.ForwardingJournal;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.spi.PortException;
import io.github.bluegreen4j.spi.PreflightCheck;
import io.github.bluegreen4j.spi.ServiceRuntime;
import io.github.bluegreen4j.testkit.time.VirtualEngine;
import io.github.bluegreen4j.testkit.time.VirtualTime;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What a preflight finds, and that a deployment is refused for the same. */
class PreflightTest {
    private static final ServiceRef SHOP = new ServiceRef("prod", "shop");
    private static final TargetGroupRef BLUE = new TargetGroupRef("tg-1");
    private static final TargetGroupRef GREEN = new TargetGroupRef("tg-2");
    private static final RouteRef WEB = new RouteRef("web");
    private static final RouteRef TEST = new RouteRef("test");
    private static final String CHECK = "headroom";

    private final VirtualTime time = VirtualTime.startingAt(Instant.parse("2026-03-02T10:00:00Z"));
    private final SimulatedWorld world = SimulatedWorld.create(time);
    private final EngineBuilder builder = DeploymentEngine.builder()
            .runtime(world.runtime())
            .router(world.router())
            .alarms(world.alarms())
            .autoScaling(world.autoScaling())
            .journal(InMemoryJournal.create(time))
            .hook("smoke-test", invocation -> HookResult.succeeded());
    private final RevisionRef blue;

    PreflightTest() {
        world.addService(SHOP, 4);
        world.addRoute(WEB, TrafficSplit.allOn(BLUE, GREEN));
        world.addRoute(TEST, TrafficSplit.allOn(BLUE, GREEN));
        blue = world.addRevision(SHOP, "shop:1", BLUE);
        world.alarm("5xx", AlarmReading.State.OK);
    }

    private static DeploymentSpec.Builder order() {
        return DeploymentSpec.blueGreen(SHOP)
                .revision("shop:2")
                .productionRoute(WEB)
                .testRoute(TEST)
                .targetGroups(BLUE, GREEN)
                .alarm("5xx")
                .hook(LifecycleStage.POST_TEST_TRAFFIC_SHIFT, "smoke-test");
    }

    private PreflightReport preflight(DeploymentSpec spec) {
        try (VirtualEngine engine = VirtualEngine.of(time, builder)) {
            PreflightReport report = engine.engine().preflight(spec);
            assertThat(world.changes()).isEmpty();
            return report;
        }
    }

    @Test
    void aPreflightShowsWhatGreenChanges() {
        world.contents("shop:1", Map.of("image", "shop:1.0", "cpu", "256"));
        world.contents("shop:2", Map.of("image", "shop:1.1", "cpu", "256"));

        PreflightReport report = preflight(order().build());

        assertThat(report.changes())
                .containsExactly(new RevisionChange("image", Optional.of("shop:1.0"), Optional.of("shop:1.1")));
        assertThat(report.toText()).contains("\nchanges image: \"shop:1.0\" becomes \"shop:1.1\"\n");
    }

    private static List<Finding> notPassed(PreflightReport report) {
        return report.findings().stream()
                .filter(finding -> finding.severity() != Severity.PASSED)
                .toList();
    }

    /** Deploys, and returns the events. */
    private List<Object> deployed(DeploymentSpec spec, DeploymentStatus end) {
        try (VirtualEngine engine = VirtualEngine.of(time, builder)) {
            Deployment deployment = engine.engine().deploy(new DeploymentId("d-1"), spec);
            engine.advance(Duration.ofHours(2));
            assertThat(deployment.view().status())
                    .as("%s", deployment.history())
                    .isEqualTo(end);
            return List.copyOf(deployment.history());
        }
    }

    private static <E> Optional<E> find(List<Object> events, Class<E> type) {
        return events.stream().filter(type::isInstance).map(type::cast).findFirst();
    }

    private static PreflightCheck check(Function<DeploymentSpec, List<Finding>> made) {
        return new PreflightCheck() {
            @Override
            public String name() {
                return CHECK;
            }

            @Override
            public List<Finding> check(DeploymentSpec spec) {
                return made.apply(spec);
            }
        };
    }

    private static Finding noRoom() {
        return Finding.error(CHECK, "service", SHOP.toString(), "has room for 1 more task", "room for 4")
                .mend("Add instances to the cluster.", "aws ecs describe-clusters");
    }

    @Test
    void aServiceThatCanBeDeployedPassesEveryCheck() {
        PreflightReport report = preflight(order().build());

        assertThat(notPassed(report)).isEmpty();
        assertThat(report.hasErrors()).isFalse();
        assertThat(report.findings().stream().map(Finding::check))
                .containsExactlyInAnyOrder(
                        "hooks",
                        "revision",
                        "service",
                        "desired-count",
                        "routes",
                        "target-groups",
                        "route-groups",
                        "groups-attached",
                        "production-weight",
                        "group-stickiness",
                        "other-routes",
                        "alarms",
                        "revisions",
                        "idle-group",
                        "blue-health");
    }

    /** The shop has another name, and a deployment of that name has not ended. */
    private void isDeployedByAnotherName() {
        ServiceRef other = new ServiceRef("arn:aws:ecs:eu-west-1:123456789012:cluster/prod", "shop");
        ServiceRuntime runtime = world.runtime();
        builder.runtime((ServiceRuntime) Proxy.newProxyInstance(
                        ServiceRuntime.class.getClassLoader(),
                        new Class<?>[] {ServiceRuntime.class},
                        (proxy, method, arguments) -> {
                            if (method.getName().equals("otherNames")) {
                                return Set.of(other);
                            }
                            Object answer = invoke(method, runtime, arguments);
                            return answer == runtime ? proxy : answer;
                        }))
                .journal(new ForwardingJournal(InMemoryJournal.create(time)) {
                    @Override
                    public List<Journal.Head> list(Optional<ServiceRef> service) {
                        return service.equals(Optional.of(other))
                                ? List.of(
                                        new Journal.Head(
                                                new DeploymentId("ended"), other, 9, 1, Optional.empty(), false),
                                        new Journal.Head(
                                                new DeploymentId("d-0"),
                                                other,
                                                9,
                                                1,
                                                Optional.of(Instant.EPOCH),
                                                false))
                                : super.list(service);
                    }
                });
    }

    private static Object invoke(Method method, Object target, Object... arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
        }
    }

    /** One thing that is wrong, and the check that finds it. */
    private record Broken(
            String check, Severity severity, Consumer<PreflightTest> breaks, Consumer<DeploymentSpec.Builder> order) {
        Broken(String check, Consumer<PreflightTest> breaks) {
            this(check, Severity.ERROR, breaks, spec -> {});
        }

        /** A group that is deleted is on no route any more, and no task set can use it. */
        List<String> followed() {
            return check.equals("target-groups") ? List.of("groups-attached", "revision") : List.of();
        }
    }

    private static Stream<Broken> broken() {
        return Stream.of(
                new Broken("service", test -> test.world.removeService(SHOP)),
                new Broken("revision", test -> test.world.hasNo("shop:2")),
                new Broken("one-name", PreflightTest::isDeployedByAnotherName),
                new Broken("routes", test -> test.world.removeRoute(TEST)),
                new Broken("target-groups", test -> test.world.removeGroup(GREEN)),
                new Broken(
                        "route-groups",
                        test -> test.world.rewrite(
                                TEST, new TrafficSplit(Map.of(BLUE, 1, GREEN, 0, new TargetGroupRef("tg-3"), 0)))),
                new Broken("groups-attached", test -> {
                    test.world.rewrite(WEB, new TrafficSplit(Map.of(BLUE, 1)));
                    test.world.rewrite(TEST, new TrafficSplit(Map.of(BLUE, 1)));
                }),
                new Broken(
                        "production-weight",
                        test -> test.world.rewrite(WEB, new TrafficSplit(Map.of(BLUE, 0, GREEN, 0)))),
                new Broken("group-stickiness", test -> test.world.stick(WEB, Optional.of(Duration.ofMinutes(10)))),
                new Broken(
                        "group-stickiness",
                        Severity.WARNING,
                        test -> test.world.stick(WEB, Optional.of(Duration.ofMinutes(10))),
                        spec -> spec.allowStickiness(Duration.ofMinutes(9))),
                new Broken(
                        "group-stickiness",
                        Severity.WARNING,
                        test -> test.world.stick(WEB, Optional.of(Duration.ofMinutes(10))),
                        spec -> spec.allowStickiness(Duration.ofMinutes(10)).bakeTime(Duration.ofMinutes(9))),
                new Broken(
                        "other-routes",
                        test -> test.world.addRoute(new RouteRef("partner"), TrafficSplit.allOn(BLUE, GREEN))),
                new Broken("alarms", test -> test.world.removeAlarm("5xx")),
                new Broken(
                        "alarms",
                        Severity.ERROR,
                        test -> test.world.alarm("5xx", AlarmReading.State.ALARM),
                        spec -> spec.alarms(AlarmPolicy.NONE.withAtStart(AlarmPolicy.AtStart.FAIL_FAST))),
                new Broken("idle-group", test -> test.world.addStranger(GREEN, "10.0.0.9")),
                new Broken("blue-health", Severity.WARNING, test -> test.world.sicken(SHOP, test.blue, 3), spec -> {}),
                new Broken(
                        "revisions",
                        Severity.WARNING,
                        test -> test.world.launched(SHOP, "shop:7", GREEN, new DeploymentId("interrupted")),
                        spec -> {}),
                new Broken(
                        "hooks",
                        Severity.ERROR,
                        test -> {},
                        spec -> spec.hook(LifecycleStage.POST_SCALE_UP, "warm-up")),
                new Broken(
                        "call-limit",
                        Severity.ERROR,
                        test -> {},
                        spec -> spec.limits(DeploymentLimits.DEFAULTS.withCall(Duration.ofSeconds(25)))),
                new Broken("waivers", Severity.WARNING, test -> {}, spec -> spec.waive("headroon", "alice")));
    }

    @TestFactory
    Stream<DynamicTest> eachFaultIsFoundByItsCheckAlone() {
        return broken().map(broken -> DynamicTest.dynamicTest(broken.check() + " " + broken.severity(), () -> {
            PreflightTest test = new PreflightTest();
            broken.breaks().accept(test);
            DeploymentSpec.Builder spec = order();
            broken.order().accept(spec);
            PreflightReport report = test.preflight(spec.build());

            assertThat(notPassed(report))
                    .filteredOn(finding -> finding.severity() != Severity.NOT_CHECKED)
                    .filteredOn(finding -> !broken.followed().contains(finding.check()))
                    .singleElement()
                    .satisfies(finding -> {
                        assertThat(finding.check()).isEqualTo(broken.check());
                        assertThat(finding.severity()).isEqualTo(broken.severity());
                        assertThat(finding.remedy() + finding.wanted()).isNotEmpty();
                    });
            assertThat(report.hasErrors()).isEqualTo(broken.severity() == Severity.ERROR);
        }));
    }

    @TestFactory
    Stream<DynamicTest> aDeploymentIsRefusedForEachErrorAndForNoWarning() {
        return broken().map(broken -> DynamicTest.dynamicTest(broken.check() + " " + broken.severity(), () -> {
            PreflightTest test = new PreflightTest();
            broken.breaks().accept(test);
            DeploymentSpec.Builder spec = order();
            broken.order().accept(spec);
            if (broken.check().equals("hooks") || broken.check().equals("call-limit")) {
                assertThatExceptionOfType(InvalidSpecException.class)
                        .isThrownBy(() -> test.deployed(spec.build(), DeploymentStatus.STOPPED));
                return;
            }
            boolean isError = broken.severity() == Severity.ERROR;
            List<Object> events =
                    test.deployed(spec.build(), isError ? DeploymentStatus.STOPPED : DeploymentStatus.SUCCESSFUL);
            assertThat(find(events, ProgressEvent.DeploymentRefused.class).isPresent())
                    .isEqualTo(isError);
        }));
    }

    @Test
    void aServiceWithoutTasksCannotBeDeployed() {
        world.desire(SHOP, 0);
        time.advance(Duration.ofMinutes(5));

        assertThat(preflight(order().build()).findings(Severity.ERROR))
                .singleElement()
                .satisfies(finding -> assertThat(finding.check()).isEqualTo("desired-count"));
    }

    @Test
    void everyFaultIsReportedAtOnce() {
        builder.preflightCheck(check(spec -> List.of(noRoom())));
        world.hasNo("shop:2");
        world.stick(WEB, Optional.of(Duration.ofMinutes(10)));
        world.addStranger(GREEN, "10.0.0.9");
        world.removeAlarm("5xx");

        assertThat(preflight(order().build()).findings(Severity.ERROR).stream().map(Finding::check))
                .containsExactlyInAnyOrder("revision", CHECK, "group-stickiness", "idle-group", "alarms");
    }

    @Test
    void aRefusalListsEveryFault() {
        builder.preflightCheck(check(spec -> List.of(noRoom())));
        world.hasNo("shop:2");
        world.stick(WEB, Optional.of(Duration.ofMinutes(10)));
        world.removeAlarm("5xx");

        List<Object> events = deployed(order().waive("revision", "alice").build(), DeploymentStatus.STOPPED);

        assertThat(find(events, ProgressEvent.DeploymentRefused.class)
                        .orElseThrow()
                        .faults())
                .extracting(InvalidSpecException.Fault::field)
                .containsExactlyInAnyOrder("productionRoutes[0]", "alarms.names[0]", "service", "service");
    }

    @Test
    void alarmsThatTheEngineCannotReadAreOneFault() {
        builder.alarms(AlarmSource.none());

        assertThat(notPassed(preflight(order().build())))
                .singleElement()
                .satisfies(finding -> assertThat(finding.check()).isEqualTo("alarm-source"));
    }

    @Test
    void whatDoesNotAnswerIsNotChecked() {
        world.outOfReach(true);

        PreflightReport report = preflight(order().build());

        assertThat(report.hasErrors()).isFalse();
        assertThat(report.findings(Severity.NOT_CHECKED).stream().map(Finding::check))
                .contains("service", "routes", "target-groups", "revision", "revisions", "blue-health");
        assertThat(report.findings(Severity.PASSED).stream().map(Finding::check))
                .containsExactly("hooks");
    }

    @Test
    void aCheckOfTheUserRefusesADeployment() {
        builder.preflightCheck(check(spec -> List.of(noRoom())));

        List<Object> events = deployed(order().build(), DeploymentStatus.STOPPED);

        assertThat(find(events, ProgressEvent.DeploymentRefused.class)
                        .orElseThrow()
                        .faults())
                .singleElement()
                .hasToString("service: \"prod/shop\" has room for 1 more task; allowed: room for 4, or a waiver of the"
                        + " check \"headroom\"");
        assertThat(world.changes()).isEmpty();
    }

    @Test
    void aWaivedErrorIsJournaledWithWhoWaivedIt() {
        builder.preflightCheck(check(spec -> List.of(noRoom())));
        DeploymentSpec spec = order().waive(CHECK, "alice").build();

        PreflightReport report = preflight(spec);
        assertThat(report.hasErrors()).isFalse();
        assertThat(report.toText()).contains("headroom, waived by alice", "run      aws ecs describe-clusters");

        List<Object> events = deployed(spec, DeploymentStatus.SUCCESSFUL);
        assertThat(find(events, ProgressEvent.PreflightWarned.class)
                        .orElseThrow()
                        .findings())
                .containsExactly(noRoom().waived("alice"));
        assertThat(find(events, ProgressEvent.DeploymentStarted.class)
                        .orElseThrow()
                        .readings()
                        .findings())
                .isEmpty();
    }

    @Test
    void aRuleOfTheEngineCannotBeWaived() {
        world.stick(WEB, Optional.of(Duration.ofMinutes(10)));
        DeploymentSpec spec = order().waive("group-stickiness", "alice").build();

        PreflightReport report = preflight(spec);

        assertThat(report.hasErrors()).isTrue();
        assertThat(report.findings(Severity.WARNING))
                .singleElement()
                .hasToString("waivers: waivers[0].check: \"group-stickiness\" can't be waived: without it the workflow"
                        + " can't run");
        deployed(spec, DeploymentStatus.STOPPED);
    }

    @Test
    void aWeakBlueCanBeDeclaredBroken() {
        world.sicken(SHOP, blue, 4);

        Finding finding = preflight(order().waive("blue-health", "alice").build())
                .findings(Severity.WARNING)
                .get(0);

        assertThat(finding)
                .hasToString("blue-health: targetGroups.first: \"tg-1\" has 0 healthy targets of blue: a rollback would"
                        + " go to a weak blue; wanted: 2 or more (waived by alice)");
    }

    @Test
    void aCheckThatIsNotPermittedRefusesNothing() {
        builder.preflightCheck(check(spec -> {
            throw new PortException(new Problem(Problem.Kind.REFUSED, "ecs:DescribeClusters", "prod", "not permitted"));
        }));

        assertThat(preflight(order().build()).findings(Severity.NOT_CHECKED))
                .singleElement()
                .satisfies(finding -> assertThat(finding.toString())
                        .isEqualTo("headroom: service: \"prod/shop\" can't be made: REFUSED: ecs:DescribeClusters on"
                                + " prod: not permitted"));
        deployed(order().build(), DeploymentStatus.SUCCESSFUL);
    }

    @Test
    void aCheckWithoutAnAnswerIsMadeAgain() {
        AtomicInteger calls = new AtomicInteger();
        builder.preflightCheck(check(spec -> {
            if (calls.incrementAndGet() < 4) {
                throw new PortException(new Problem(Problem.Kind.UNAVAILABLE, "read", "prod", "throttled"));
            }
            return List.of(noRoom());
        }));

        assertThat(preflight(order().build()).findings(Severity.NOT_CHECKED)).hasSize(1);
        deployed(order().build(), DeploymentStatus.STOPPED);
        assertThat(calls).hasValue(4);
    }

    @Test
    void aCheckThatThrowsOrReturnsNullRefusesTheDeploymentUntilItIsWaived() {
        List<PreflightCheck> defects = List.of(
                check(spec -> {
                    throw new IllegalStateException("oops");
                }),
                check(spec -> null));
        for (PreflightCheck defect : defects) {
            PreflightTest test = new PreflightTest();
            test.builder.preflightCheck(defect);
            assertThat(test.preflight(order().build()).findings(Severity.ERROR))
                    .singleElement()
                    .satisfies(finding -> assertThat(finding.check()).isEqualTo(CHECK));
            test.deployed(order().waive(CHECK, "alice").build(), DeploymentStatus.SUCCESSFUL);
        }
    }

    @Test
    void aRecoveryIsNotChecked() {
        AtomicInteger calls = new AtomicInteger();
        builder.preflightCheck(check(spec -> List.of(noRoom().waived("nobody " + calls.incrementAndGet()))));
        DeploymentSpec recovery = DeploymentSpec.recovery(SHOP)
                .productionRoute(WEB)
                .testRoute(TEST)
                .targetGroups(BLUE, GREEN)
                .build();

        assertThat(preflight(recovery).hasErrors()).isFalse();
        deployed(recovery, DeploymentStatus.SUCCESSFUL);
        assertThat(calls).hasValue(0);
    }

    @Test
    void aCheckMustNotHaveTheNameOfARule() {
        assertThatExceptionOfType(InvalidSpecException.class)
                .isThrownBy(() -> builder.preflightCheck(new PreflightCheck() {
                    @Override
                    public String name() {
                        return "routes";
                    }

                    @Override
                    public List<Finding> check(DeploymentSpec spec) {
                        return List.of();
                    }
                }))
                .withMessage("check.name: \"routes\" is not allowed; allowed: a name that no check of the engine has");
    }
}
