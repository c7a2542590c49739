package io.github.bluegreen4j.aws;

import static io.github.bluegreen4j.aws.AwsShop.ARNS;
import static io.github.bluegreen4j.aws.AwsShop.FIRST;
import static io.github.bluegreen4j.aws.AwsShop.SECOND;
import static io.github.bluegreen4j.aws.AwsShop.SHOP;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.awstestkit.AwsRequest;
import io.github.bluegreen4j.awstestkit.FakeAws;
import io.github.bluegreen4j.awstestkit.ecs.bluegreen.UndocumentedBehaviour.PreProductionReport;
import io.github.bluegreen4j.awstestkit.fault.WireFault;
import io.github.bluegreen4j.awstestkit.lambda.LambdaAnswer;
import io.github.bluegreen4j.engine.DeploymentEngine;
import io.github.bluegreen4j.engine.EngineBuilder;
import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.Effect;
import io.github.bluegreen4j.event.Gate;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.event.WorkEvent;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.HookResult;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.Percent;
import io.github.bluegreen4j.model.RollbackCause;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceDescription;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TimeoutAction;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.model.TrafficStrategy;
import io.github.bluegreen4j.report.Plan;
import io.github.bluegreen4j.spi.CallRunner.Operation;
import io.github.bluegreen4j.story.Narrator;
import io.github.bluegreen4j.testkit.simulation.DeploymentRecord;
import io.github.bluegreen4j.testkit.simulation.Scenario;
import io.github.bluegreen4j.testkit.simulation.Simulation;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import io.github.bluegreen4j.testkit.world.TaskBehaviour;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.DeploymentConfiguration;
import software.amazon.awssdk.services.ecs.model.DeploymentLifecycleHook;
import software.amazon.awssdk.services.ecs.model.DeploymentLifecycleHookStage;
import software.amazon.awssdk.services.ecs.model.DeploymentLifecycleHookStatus;
import software.amazon.awssdk.services.ecs.model.DeploymentLifecycleHookTargetType;
import software.amazon.awssdk.services.ecs.model.DeploymentStrategy;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.ServiceDeployment;
import software.amazon.awssdk.services.ecs.model.ServiceDeploymentBrief;
import software.amazon.awssdk.services.ecs.model.ServiceDeploymentStatus;
import software.amazon.awssdk.services.ecs.model.ServiceField;
import software.amazon.awssdk.services.ecs.model.StopServiceDeploymentStopType;

/** Whole deployments by ECS's own controller on a fake AWS, guarded by the engine, in virtual time. */
class NativeDeploymentTest {
    static final RouteRef PRODUCTION = ARNS.rule("web", 443, 10);
    static final RouteRef TEST = ARNS.rule("web", 8443, 10);

    private static DeploymentSpec.Builder spec() {
        return DeploymentSpec.blueGreen(SHOP)
                .revision("shop:2")
                .productionRoute(PRODUCTION)
                .testRoute(TEST)
                .targetGroups(FIRST, SECOND)
                .canary(10, Duration.ofMinutes(5))
                .bakeTime(Duration.ofMinutes(10));
    }

    private static Simulation simulate(DeploymentSpec spec, UnaryOperator<Scenario> change) {
        return change.apply(Scenario.of(spec)
                        .newWorld(FakeAws::of)
                        .world(world -> AwsShop.nativeIn(world, spec.testRoute()))
                        .ports((world, builder) -> new AwsShop(world).intoNative(world, builder)))
                .simulate();
    }

    private static Simulation simulate(DeploymentSpec spec) {
        return simulate(spec, UnaryOperator.identity());
    }

    private static FakeAws aws(Simulation simulation) {
        return FakeAws.of(simulation.world());
    }

    /** What somebody else uses, in the console for example. */
    static EcsClient console(SimulatedWorld world) {
        return FakeClients.of(FakeAws.of(world), EcsClient.builder());
    }

    private static Service service(SimulatedWorld world) {
        return console(world)
                .describeServices(
                        request -> request.cluster("prod").services("shop").include(ServiceField.TAGS))
                .services()
                .get(0);
    }

    static ServiceDeployment last(SimulatedWorld world) {
        EcsClient client = console(world);
        String newest = client
                .listServiceDeployments(request -> request.cluster("prod").service("shop"))
                .serviceDeployments()
                .stream()
                .max(Comparator.comparing(ServiceDeploymentBrief::createdAt))
                .orElseThrow()
                .serviceDeploymentArn();
        return client.describeServiceDeployments(request -> request.serviceDeploymentArns(newest))
                .serviceDeployments()
                .get(0);
    }

    /** The service deployment in progress; empty if there is none. */
    static Optional<String> ongoing(SimulatedWorld world) {
        return console(world)
                .listServiceDeployments(request -> request.cluster("prod")
                        .service("shop")
                        .status(ServiceDeploymentStatus.PENDING, ServiceDeploymentStatus.IN_PROGRESS))
                .serviceDeployments()
                .stream()
                .map(ServiceDeploymentBrief::serviceDeploymentArn)
                .findFirst();
    }

    private static void isReleased(Simulation simulation) {
        isReleased(simulation, simulation.story());
    }

    /** The configuration is as it was, and no pause is left. */
    static void isReleased(Simulation simulation, String story) {
        DeploymentConfiguration configuration = service(simulation.world()).deploymentConfiguration();
        assertThat(configuration).as(story).satisfies(NativeDeploymentTest::isReleased);
        assertThat(aws(simulation).ecs().tags(SHOP).getOrDefault("bluegreen4j:former-configuration", "-"))
                .as(story)
                .isEqualTo("-");
        assertThat(last(simulation.world()).lifecycleHookDetails())
                .as(story)
                .noneMatch(hook -> hook.status() == DeploymentLifecycleHookStatus.AWAITING_ACTION);
    }

    static void isReleased(DeploymentConfiguration configuration) {
        assertThat(configuration.strategy()).isEqualTo(DeploymentStrategy.BLUE_GREEN);
        assertThat(configuration.bakeTimeInMinutes()).isEqualTo(5);
        assertThat(configuration.lifecycleHooks())
                .noneMatch(hook -> hook.targetType() == DeploymentLifecycleHookTargetType.PAUSE);
    }

    private static void servesAlone(Simulation simulation, TargetGroupRef group, String definition) {
        assertThat(simulation.world().split(PRODUCTION).isAllOn(group))
                .as(simulation.story())
                .isTrue();
        assertThat(simulation.world().describe(SHOP).revisions())
                .extracting(ServiceDescription.Revision::definition)
                .containsExactly(definition);
        assertThat(simulation.traffic(PRODUCTION).lost()).isZero();
    }

    private static void isSuccessful(Simulation simulation) {
        DeploymentRecord record = simulation.run();
        assertThat(record.status()).as(simulation.story()).isEqualTo(DeploymentStatus.SUCCESSFUL);
        assertThat(record.leftOvers()).isEmpty();
        assertThat(last(simulation.world()).status()).isEqualTo(ServiceDeploymentStatus.SUCCESSFUL);
        servesAlone(simulation, SECOND, "shop:2");
        isReleased(simulation);
    }

    private static DeploymentRecord isRolledBack(Simulation simulation) {
        DeploymentRecord record = simulation.run();
        assertThat(record.status()).as(simulation.story()).isEqualTo(DeploymentStatus.ROLLBACK_SUCCESSFUL);
        assertThat(record.leftOvers()).isEmpty();
        servesAlone(simulation, FIRST, "blue");
        isReleased(simulation);
        return record;
    }

    private static List<AwsRequest> changes(Simulation simulation) {
        return aws(simulation).requests().stream()
                .filter(request -> request.action().matches(".*:(Create|Update|Modify|Stop|Continue|Tag|Register).*"))
                .toList();
    }

    @Test
    void ecsMovesTheTrafficAndWaitsForTheEngineBeforeEachStep() {
        Simulation simulation = simulate(spec().build());

        isSuccessful(simulation);

        assertThat(changes(simulation))
                .extracting(AwsRequest::action)
                .containsExactly(
                        "ecs:TagResource",
                        "ecs:TagResource",
                        "ecs:UpdateService",
                        "ecs:ContinueServiceDeployment",
                        "ecs:ContinueServiceDeployment",
                        "ecs:ContinueServiceDeployment",
                        "ecs:ContinueServiceDeployment",
                        "ecs:UpdateService",
                        "ecs:TagResource");
    }

    static Stream<Arguments> undocumented() {
        return Stream.of(PreProductionReport.values())
                .flatMap(report -> Stream.of(
                                TrafficStrategy.allAtOnce(),
                                TrafficStrategy.canary(),
                                TrafficStrategy.linear(Percent.of(33.3), Duration.ofMinutes(1)))
                        .map(strategy -> Arguments.of(report, strategy)));
    }

    @ParameterizedTest
    @MethodSource("undocumented")
    void whateverEcsReportsEachStepIsTakenOnce(PreProductionReport report, TrafficStrategy strategy) {
        for (boolean before : new boolean[] {true, false}) {
            for (boolean listed : new boolean[] {true, false}) {
                Simulation simulation = simulate(
                        spec().strategy(strategy).build(),
                        scenario -> scenario.world(world -> FakeAws.of(world)
                                .ecs()
                                .undocumented()
                                .reportsPreProduction(report)
                                .runsHooksBeforeShift(before)
                                .listsFinishedHooks(listed)));

                isSuccessful(simulation);

                assertThat(aws(simulation).requests("ecs:ContinueServiceDeployment"))
                        .hasSize(2 + strategy.steps().size());
            }
        }
    }

    /** AWS does not say with which weights ECS writes a share. Whole percents are no drift, also for an engine that takes over. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aShareThatEcsRoundsToAWholePercentIsTheOneThatWasWanted(boolean dies) {
        for (TrafficStrategy strategy : List.of(
                TrafficStrategy.linear(Percent.of(12.5), Duration.ofMinutes(5)),
                TrafficStrategy.canary(Percent.of(2.5), Duration.ofMinutes(5)))) {
            Simulation simulation = simulate(
                    spec().strategy(strategy).build(),
                    scenario -> scenario.world(
                            world -> FakeAws.of(world).ecs().undocumented().roundsToWholePercents(true)));
            if (dies) {
                simulation.when(ProgressEvent.BakeStarted.class, then -> then.killAndRestart(Duration.ofMinutes(1)));
            }

            isSuccessful(simulation);

            assertThat(simulation.run().count(ProgressEvent.BakeStarted.class))
                    .isGreaterThanOrEqualTo(strategy.steps().size());
        }
    }

    @Test
    void aBlueThatShallBeKeptIsRefusedWithTheReason() {
        Simulation simulation = simulate(spec().keepBlue(Duration.ofHours(24)).build());

        DeploymentRecord record = simulation.run();

        assertThat(record.status()).isEqualTo(DeploymentStatus.STOPPED);
        assertThat(record.reason())
                .contains("keepBlue: \"PT24H at 100%\"", "ECS's own controller terminates blue", "nothing was touched");
    }

    @Test
    void aShareThatSomebodyElseWroteIsDrift() {
        Simulation simulation = simulate(spec().strategy(TrafficStrategy.canary(Percent.of(2.5), Duration.ofMinutes(5)))
                .build());
        simulation.when(
                ProgressEvent.BakeStarted.class,
                then -> then.rewrite(PRODUCTION, TrafficSplit.of(FIRST, SECOND, Percent.of(4))));

        assertThat(isRolledBack(simulation).cause()).contains(RollbackCause.DRIFT);
    }

    @Test
    void withoutATestRuleEcsPausesBeforeProductionOnly() {
        DeploymentSpec spec = DeploymentSpec.blueGreen(SHOP)
                .revision("shop:2")
                .productionRoute(PRODUCTION)
                .targetGroups(FIRST, SECOND)
                .bakeTime(Duration.ofMinutes(1))
                .build();
        Simulation simulation = simulate(spec);

        isSuccessful(simulation);

        assertThat(aws(simulation).requests("ecs:ContinueServiceDeployment")).hasSize(2);
    }

    @Test
    void theDefinitionThatServesIsDeployedAnew() {
        Simulation simulation = simulate(spec().revision("blue:1").build());

        DeploymentRecord record = simulation.run();

        assertThat(record.status()).as(simulation.story()).isEqualTo(DeploymentStatus.SUCCESSFUL);
    }

    static Stream<Class<? extends DeploymentEvent>> moments() {
        return Stream.of(
                WorkEvent.ScaleInSuspended.class,
                WorkEvent.RevisionLaunched.class,
                WorkEvent.RouteShifted.class,
                WorkEvent.RouteSettled.class,
                ProgressEvent.BakeStarted.class,
                ProgressEvent.BakeEnded.class);
    }

    @ParameterizedTest
    @MethodSource("moments")
    void aRollbackMakesEcsGoBackWheneverItIsAskedFor(Class<? extends DeploymentEvent> moment) {
        Simulation simulation = simulate(spec().build());
        simulation.when(moment, then -> then.rollBack("it does not sell"));

        assertThat(isRolledBack(simulation).cause()).contains(RollbackCause.REQUESTED);
    }

    @Test
    void aFailingHookOfTheSpecificationMakesEcsGoBackFromItsPause() {
        Simulation simulation = simulate(
                spec().hook(LifecycleStage.POST_TEST_TRAFFIC_SHIFT, "check").build(),
                scenario -> scenario.hook("check", invocation -> HookResult.failed("the basket is empty")));

        assertThat(isRolledBack(simulation).reason()).contains("the basket is empty");
        assertThat(last(simulation.world()).status()).isEqualTo(ServiceDeploymentStatus.ROLLBACK_SUCCESSFUL);
    }

    /** ECS cannot stand still: it would wait for an answer to its pause, and roll back without one. */
    @Test
    void anAbortLeavesNoPauseThatNobodyAnswers() {
        Simulation simulation = simulate(spec().build());
        simulation.when(ProgressEvent.BakeStarted.class, then -> then.abort("enough"));

        DeploymentRecord record = simulation.run();

        assertThat(record.status()).as(simulation.story()).isEqualTo(DeploymentStatus.STOPPED);
        assertThat(last(simulation.world()).status()).isEqualTo(ServiceDeploymentStatus.ROLLBACK_SUCCESSFUL);
        isReleased(simulation);
    }

    private static DeploymentSpec withoutTestRoute() {
        return DeploymentSpec.blueGreen(SHOP)
                .revision("shop:2")
                .productionRoute(PRODUCTION)
                .targetGroups(FIRST, SECOND)
                .bakeTime(Duration.ofMinutes(1))
                .build();
    }

    /** Production still reads as all on blue, and ECS would shift it in the middle of the rollback. */
    @ParameterizedTest
    @ValueSource(ints = {1, 15})
    void aRollbackJustAfterEcsWasToldToShiftStopsItFirst(int seconds) {
        Simulation simulation = simulate(
                withoutTestRoute(),
                scenario -> scenario.world(
                        world -> FakeAws.of(world).ecs().undocumented().reactsAfter(Duration.ofSeconds(20))));
        simulation.when(
                event -> event instanceof WorkEvent.WorkWaiting waits
                        && waits.effect() instanceof Effect.ShiftRoute
                        && waits.gate() == Gate.READ_BACK,
                then -> then.after(Duration.ofSeconds(seconds), later -> later.rollBack("an alarm")));

        List<TrafficSplit> seen = new ArrayList<>();
        for (int second = 0; second < 600; second++) {
            simulation.at(
                    Duration.ofSeconds(second), now -> seen.add(now.world().split(PRODUCTION)));
        }

        isRolledBack(simulation);

        assertThat(aws(simulation).requests("ecs:ContinueServiceDeployment")).hasSize(1);
        assertThat(seen).as("green had no production traffic").allMatch(split -> split.isAllOn(FIRST));
    }

    @Test
    void anotherDeploymentOfTheSameDefinitionIsNotTakenForTheEngines() {
        Simulation simulation = simulate(spec().build());
        simulation.when(ProgressEvent.BakeStarted.class, then -> {
            then.happens(
                    "somebody forces a new deployment",
                    world -> console(world)
                            .updateService(request ->
                                    request.cluster("prod").service("shop").forceNewDeployment(true)));
            then.rewrite(PRODUCTION, then.world().split(PRODUCTION));
        });

        DeploymentRecord record = simulation.run();
        simulation.time().advance(Duration.ofHours(2));

        assertThat(record.status()).as(simulation.story()).isNotEqualTo(DeploymentStatus.SUCCESSFUL);
        assertThat(record.reason()).contains("a new service deployment was started", "somebody else started it");
        assertThat(last(simulation.world()).status()).isEqualTo(ServiceDeploymentStatus.SUCCESSFUL);
        isReleased(simulation);
    }

    @Test
    void aRollbackWorksAlsoAfterSomebodyRemovedTheTags() {
        Simulation simulation = simulate(spec().build());
        simulation.when(ProgressEvent.BakeStarted.class, then -> {
            then.happens(
                    "a template resets the tags",
                    world -> console(world)
                            .untagResource(request -> request.resourceArn(ARNS.service(SHOP))
                                    .tagKeys(List.copyOf(
                                            FakeAws.of(world).ecs().tags(SHOP).keySet()))));
            then.rollBack("it does not sell");
        });

        DeploymentRecord record = simulation.run();

        assertThat(record.status()).as(simulation.story()).isEqualTo(DeploymentStatus.ROLLBACK_SUCCESSFUL);
        servesAlone(simulation, FIRST, "blue");
        assertThat(service(simulation.world()).deploymentConfiguration().lifecycleHooks())
                .isEmpty();
    }

    /** After a deployment, the test rule stays on green, or ECS gives it back. The next deployment goes the other way round. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void deploymentsFollowEachOther(boolean returnsTestRule) {
        Simulation simulation = simulate(
                spec().build(),
                scenario -> scenario.world(
                        world -> FakeAws.of(world).ecs().undocumented().returnsTestRule(returnsTestRule)));
        isSuccessful(simulation);

        simulation.deploy(spec().revision("shop:3").build());
        simulation.run();
        simulation.deploy(spec().revision("shop:4").build());
        simulation.run();

        assertThat(simulation.records())
                .extracting(DeploymentRecord::status)
                .as(simulation.story())
                .containsOnly(DeploymentStatus.SUCCESSFUL)
                .hasSize(3);
        servesAlone(simulation, SECOND, "shop:4");
        isReleased(simulation);
    }

    /** Green gets nothing more by the test shift then, and it is none that goes back. */
    @Test
    void aTestRuleThatNamesTheIdleGroupAloneIsShiftedLikeAnyOther() {
        Simulation simulation = simulate(
                spec().build(),
                scenario -> scenario.world(world -> world.rewrite(TEST, new TrafficSplit(Map.of(SECOND, 1)))));

        isSuccessful(simulation);
    }

    @Test
    void aDeploymentFollowsOneThatWasRolledBack() {
        Simulation simulation = simulate(spec().build());
        simulation.when(ProgressEvent.BakeStarted.class, then -> {
            if (then.records().size() == 1) {
                then.rollBack("it does not sell");
            }
        });
        isRolledBack(simulation);

        simulation.deploy(spec().revision("shop:3").build());
        simulation.run();

        assertThat(simulation.records().get(1).status()).as(simulation.story()).isEqualTo(DeploymentStatus.SUCCESSFUL);
        servesAlone(simulation, SECOND, "shop:3");
        isReleased(simulation);
    }

    @Test
    void whoeverStopsItInTheConsoleIsNamedByEcsInTheReason() {
        Simulation simulation = simulate(spec().build());
        simulation.when(
                ProgressEvent.BakeStarted.class,
                then -> then.happens(
                        "somebody stops it in the console",
                        world -> console(world)
                                .stopServiceDeployment(request -> request.serviceDeploymentArn(
                                                last(world).serviceDeploymentArn())
                                        .stopType(StopServiceDeploymentStopType.ROLLBACK))));

        DeploymentRecord record = isRolledBack(simulation);

        assertThat(record.reason()).contains("ECS does not go on with it", "ROLLBACK");
    }

    @Test
    void aPauseThatNobodyAnswersEndsByARollbackOfEcsWhichTheNextEngineTells() {
        Simulation simulation = simulate(spec().build());
        simulation.when(ProgressEvent.BakeStarted.class, then -> then.killAndRestart(Duration.ofHours(73)));

        assertThat(isRolledBack(simulation).reason()).contains("pause hook timed out");
    }

    @ParameterizedTest
    @EnumSource(
            value = Operation.class,
            names = {"LAUNCH", "WRITE_ROUTE", "MAKE_PRIMARY", "SUSPEND_SCALE_IN", "RESTORE_SCALE_IN"})
    void anEngineThatDiesIsFollowedByOneThatGoesOn(Operation operation) {
        for (int nth = 1; nth <= 2; nth++) {
            Simulation simulation = simulate(spec().build(), Scenario::autoscaled);
            simulation.killDuring(operation, nth, Duration.ofMinutes(1));

            isSuccessful(simulation);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = WireFault.class,
            names = {"RESET_AFTERWARDS", "TIMED_OUT_AFTERWARDS", "INTERNAL_ERROR_AFTERWARDS", "NONSENSE", "RESET"})
    void eachStepIsTakenOnceWhateverBecomesOfTheAnswers(WireFault fault) {
        for (String action : List.of("ecs:TagResource", "ecs:UpdateService", "ecs:ContinueServiceDeployment")) {
            Simulation simulation = simulate(spec().build());
            aws(simulation).faults().on(action).next().happens(fault);

            isSuccessful(simulation);
        }
    }

    @Test
    void aGreenWhoseTasksFailIsRolledBack() {
        Simulation simulation =
                simulate(spec().build(), scenario -> scenario.tasks(TaskBehaviour.fails(Duration.ofSeconds(5))));

        assertThat(isRolledBack(simulation).cause()).contains(RollbackCause.CIRCUIT_BREAKER);
    }

    /** ECS starts it with the configuration that the service has at that time, and so with the engine's pause hook. */
    @Test
    void aDeploymentThatSomebodyStartsInTheMiddleIsNotStoppedAndWaitsForNobody() {
        Simulation simulation = simulate(spec().build());
        simulation.when(ProgressEvent.BakeStarted.class, then -> {
            then.happens(
                    "somebody deploys shop:9",
                    world -> console(world)
                            .updateService(request ->
                                    request.cluster("prod").service("shop").taskDefinition("shop:9")));
            // From now on ECS writes the rule for somebody else.
            then.rewrite(PRODUCTION, then.world().split(PRODUCTION));
        });

        DeploymentRecord record = simulation.run();
        simulation.time().advance(Duration.ofHours(2));

        assertThat(record.status()).as(simulation.story()).isNotEqualTo(DeploymentStatus.SUCCESSFUL);
        assertThat(record.reason() + record.leftOvers())
                .contains("a new service deployment was started", "somebody else started it");
        assertThat(last(simulation.world()).status())
                .as(last(simulation.world()).toString())
                .isEqualTo(ServiceDeploymentStatus.SUCCESSFUL);
        isReleased(simulation);
    }

    /** A deployment that cannot take back its pause hook before it has ended. */
    private static Simulation leavesItsPauseHook(DeploymentStatus end) {
        Simulation simulation = simulate(spec().build());
        simulation.when(ProgressEvent.BakeStarted.class, then -> {
            aws(then).denies("ecs:UpdateService");
            if (end != DeploymentStatus.SUCCESSFUL) {
                then.rollBack("it does not sell");
            }
        });

        DeploymentRecord record = simulation.run();

        assertThat(record.status()).as(simulation.story()).isEqualTo(end);
        assertThat(record.leftOvers())
                .containsExactly(
                        "the engine's pause hook on service prod/shop: the next deployment takes it over, and takes"
                                + " it off the service when it ends");
        assertThat(service(simulation.world()).deploymentConfiguration().lifecycleHooks())
                .hasSize(1);
        aws(simulation).permits("ecs:UpdateService");
        return simulation;
    }

    @ParameterizedTest
    @EnumSource(
            value = DeploymentStatus.class,
            names = {"SUCCESSFUL", "ROLLBACK_SUCCESSFUL"})
    void aPauseHookThatAnEarlierDeploymentLeftIsTakenOverByTheNext(DeploymentStatus first) {
        for (boolean goesBack : new boolean[] {false, true}) {
            Simulation simulation = leavesItsPauseHook(first);
            if (goesBack) {
                simulation.kill();
                simulation.startEngine();
            }

            simulation.deploy(spec().revision("shop:3").build());
            if (goesBack) {
                simulation.when(ProgressEvent.BakeStarted.class, then -> then.rollBack("it does not sell either"));
            }
            simulation.run();

            assertThat(simulation.records().get(1).status())
                    .as(simulation.story())
                    .isEqualTo(goesBack ? DeploymentStatus.ROLLBACK_SUCCESSFUL : DeploymentStatus.SUCCESSFUL);
            assertThat(simulation.records().get(1).leftOvers()).isEmpty();
            assertThat(simulation.world().describe(SHOP).revisions()).hasSize(1);
            isReleased(simulation);
        }
    }

    /** Without an engine, somebody continued it by hand at each pause. */
    @Test
    void aPauseHookThatIsLeftIsTakenOverAlsoAfterADeploymentOfSomebodyElse() {
        Simulation simulation = leavesItsPauseHook(DeploymentStatus.ROLLBACK_SUCCESSFUL);
        console(simulation.world())
                .updateService(
                        request -> request.cluster("prod").service("shop").taskDefinition("shop:9"));
        for (int minute = 0; minute < 30; minute++) {
            simulation.time().advance(Duration.ofMinutes(1));
            ServiceDeployment theirs = last(simulation.world());
            theirs.lifecycleHookDetails().stream()
                    .filter(hook -> hook.status() == DeploymentLifecycleHookStatus.AWAITING_ACTION)
                    .forEach(hook -> console(simulation.world())
                            .continueServiceDeployment(
                                    request -> request.serviceDeploymentArn(theirs.serviceDeploymentArn())
                                            .hookId(hook.hookId())));
        }
        assertThat(last(simulation.world()).status()).isEqualTo(ServiceDeploymentStatus.SUCCESSFUL);

        simulation.deploy(spec().revision("shop:3").build());
        simulation.run();

        assertThat(simulation.records().get(1).status()).as(simulation.story()).isEqualTo(DeploymentStatus.SUCCESSFUL);
        isReleased(simulation);
    }

    /** Nobody can tell whether the present strategy or the former one is wanted. */
    @Test
    void aFormerConfigurationThatSomebodyReplacedSinceIsRefused() {
        isRefused(
                world -> FakeAws.of(world).ecs().tag(SHOP, "bluegreen4j:former-configuration", "LINEAR 5 20.0 6"),
                spec().build(),
                "tags.bluegreen4j:former-configuration: \"LINEAR 5 20.0 6\"",
                "BLUE_GREEN 5",
                "aws ecs tag-resource");
    }

    @Test
    void thePauseHookIsToldAsWhatItIs() {
        Simulation simulation = simulate(spec().build());
        Plan plan;
        EngineBuilder ports = DeploymentEngine.builder();
        new AwsShop(simulation.world()).intoNative(simulation.world(), ports);
        try (DeploymentEngine engine = ports.build()) {
            plan = engine.plan(spec().build());
        }

        DeploymentRecord record = simulation.run();

        Narrator narrator = new Narrator();
        String told = record.events().stream()
                .map(event -> narrator.tell(event).text())
                .collect(Collectors.joining("\n"));
        assertThat(told)
                .containsSubsequence(
                        "The engine's pause hook is not on the service yet",
                        "The deployment configuration of the service is stored: the launch places the engine's pause hook.",
                        "The engine's pause hook is off the service, which has its former deployment configuration again.")
                .doesNotContainIgnoringCase("scale-in");
        assertThat(plan.toString())
                .contains("store the deployment configuration", "take the engine's pause hook off the service")
                .doesNotContainIgnoringCase("scale-in");
    }

    private static void isRefused(Consumer<SimulatedWorld> trouble, DeploymentSpec spec, String... named) {
        Simulation simulation = simulate(spec);
        trouble.accept(simulation.world());
        int before = changes(simulation).size();

        DeploymentRecord record = simulation.run();

        assertThat(record.status()).as(simulation.story()).isEqualTo(DeploymentStatus.STOPPED);
        assertThat(record.count(ProgressEvent.DeploymentRefused.class)).isEqualTo(1);
        assertThat(record.reason()).contains(named);
        assertThat(changes(simulation)).hasSize(before);
    }

    private static void hooks(SimulatedWorld world, DeploymentLifecycleHook... hooks) {
        console(world)
                .updateService(request -> request.cluster("prod")
                        .service("shop")
                        .deploymentConfiguration(configuration -> configuration.lifecycleHooks(hooks)));
    }

    @Test
    void whatEcsCannotDoIsRefusedBeforeAnythingIsTouched() {
        isRefused(world -> FakeAws.of(world).world().hasNo("shop:2"), spec().build(), "revision", "shop:2");
        isRefused(
                world -> {},
                spec().revision("shop:2", Map.of("launchType", "EC2")).build(),
                "revision.settings.launchType",
                "those of its service");
        isRefused(world -> {}, spec().revision("shop").build(), "revision: \"shop\"", "with its revision");
        isRefused(
                world -> {},
                spec().strategy(TrafficStrategy.steps(List.of(
                                new TrafficStrategy.Step(Percent.of(1), Duration.ofMinutes(1)),
                                new TrafficStrategy.Step(Percent.of(50), Duration.ofMinutes(1)),
                                new TrafficStrategy.Step(Percent.HUNDRED, Duration.ZERO))))
                        .build(),
                "strategy",
                "has steps that ECS does not know");
        isRefused(
                world -> {},
                DeploymentSpec.blueGreen(SHOP)
                        .revision("shop:2")
                        .productionRoute(TEST)
                        .targetGroups(FIRST, SECOND)
                        .build(),
                "productionRoutes",
                "productionListenerRule of the service");
        isRefused(
                world -> {},
                spec().targetGroups(FIRST, ARNS.targetGroup("third")).build(),
                "the two target groups of the specification");
        isRefused(
                world -> {},
                spec().pause(LifecycleStage.PRE_PRODUCTION_TRAFFIC_SHIFT, Duration.ofHours(80), TimeoutAction.ROLLBACK)
                        .build(),
                "hooks: \"PT80H5M\"",
                "a longer pauseTimeout");
    }

    @Test
    void aServiceThatEcsCannotDeployUnderGuardIsRefused() {
        isRefused(
                world -> hooks(
                        world,
                        DeploymentLifecycleHook.builder()
                                .targetType(DeploymentLifecycleHookTargetType.PAUSE)
                                .lifecycleStages(DeploymentLifecycleHookStage.PRE_SCALE_UP)
                                .build()),
                spec().build(),
                "lifecycleHooks",
                "PAUSE at [PRE_SCALE_UP]",
                "a pause hook of the specification");
        isRefused(
                world -> hooks(
                        world,
                        DeploymentLifecycleHook.builder()
                                .targetType(DeploymentLifecycleHookTargetType.PAUSE)
                                .lifecycleStages(
                                        DeploymentLifecycleHookStage.PRE_PRODUCTION_TRAFFIC_SHIFT,
                                        DeploymentLifecycleHookStage.POST_PRODUCTION_TRAFFIC_SHIFT)
                                .build()),
                spec().build(),
                "lifecycleHooks",
                "a pause hook of the specification");
        isRefused(
                world -> console(world)
                        .updateService(request ->
                                request.cluster("prod").service("shop").taskDefinition("shop:9")),
                spec().build(),
                "deployments",
                "wait until it has ended");
        Simulation pair = Scenario.of(spec().build())
                .newWorld(AwsShop::pairIn)
                .ports((world, builder) -> new AwsShop(world).intoNative(world, builder))
                .simulate();
        assertThat(pair.run().reason()).contains("loadBalancers.advancedConfiguration", "as a pair");
        Simulation external = Scenario.of(spec().build())
                .newWorld(FakeAws::of)
                .ports((world, builder) -> new AwsShop(world).intoNative(world, builder))
                .simulate();
        assertThat(external.run().reason()).contains("deploymentController: \"EXTERNAL\"", "task sets");
    }

    /** ECS runs it beside the pause, and goes on when both are done. */
    @Test
    void aLambdaHookOfTheServiceStaysAndIsRunByEcs() {
        DeploymentLifecycleHook foreign = DeploymentLifecycleHook.builder()
                .targetType(DeploymentLifecycleHookTargetType.AWS_LAMBDA)
                .hookTargetArn(ARNS.function("check"))
                .roleArn("arn:aws:iam::123456789012:role/hooks")
                .lifecycleStages(
                        DeploymentLifecycleHookStage.POST_SCALE_UP,
                        DeploymentLifecycleHookStage.PRODUCTION_TRAFFIC_SHIFT)
                .build();
        Simulation simulation = simulate(spec().build());
        AtomicInteger calls = new AtomicInteger();
        aws(simulation).lambda().function("check", call -> {
            calls.incrementAndGet();
            return LambdaAnswer.returned("{\"hookStatus\": \"SUCCEEDED\"}");
        });
        hooks(simulation.world(), foreign);

        isSuccessful(simulation);

        assertThat(service(simulation.world()).deploymentConfiguration().lifecycleHooks())
                .extracting(DeploymentLifecycleHook::hookTargetArn)
                .containsExactly(ARNS.function("check"));
        assertThat(calls)
                .as("after the scale-up, and at both production shifts")
                .hasValue(3);
    }
}
