package io.github.bluegreen4j.awstestkit;

import static io.github.bluegreen4j.awstestkit.WireShop.CHECKOUT;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.awstestkit.ecs.bluegreen.UndocumentedBehaviour.AbortAnswer;
import io.github.bluegreen4j.awstestkit.ecs.bluegreen.UndocumentedBehaviour.PreProductionReport;
import io.github.bluegreen4j.awstestkit.ecs.bluegreen.UndocumentedBehaviour.ReconcileChoice;
import io.github.bluegreen4j.awstestkit.lambda.LambdaAnswer;
import io.github.bluegreen4j.model.AlarmReading;
import io.github.bluegreen4j.model.ServiceDescription;
import io.github.bluegreen4j.model.TrafficSplit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.ecs.model.DeploymentLifecycleHook;
import software.amazon.awssdk.services.ecs.model.DeploymentLifecycleHookAction;
import software.amazon.awssdk.services.ecs.model.DeploymentLifecycleHookStage;
import software.amazon.awssdk.services.ecs.model.DeploymentStrategy;
import software.amazon.awssdk.services.ecs.model.ServiceDeployment;
import software.amazon.awssdk.services.ecs.model.ServiceDeploymentStatus;
import software.amazon.awssdk.services.ecs.model.StopServiceDeploymentStopType;

/** Whatever a customer does at random, every deployment ends, and a good end leaves one revision with all traffic. */
class BlueGreenAdventuresTest {
    private static final List<DeploymentLifecycleHookStage> PAUSES = List.of(
            DeploymentLifecycleHookStage.RECONCILE_SERVICE,
            DeploymentLifecycleHookStage.PRE_SCALE_UP,
            DeploymentLifecycleHookStage.POST_TEST_TRAFFIC_SHIFT,
            DeploymentLifecycleHookStage.PRE_PRODUCTION_TRAFFIC_SHIFT,
            DeploymentLifecycleHookStage.POST_PRODUCTION_TRAFFIC_SHIFT);

    private final BlueGreenShop blueGreen = new BlueGreenShop();
    private final WireShop shop = blueGreen.shop;
    private final List<String> deployments = new ArrayList<>();
    private Random random = new Random(0);

    static LongStream seeds() {
        return LongStream.range(0, 60);
    }

    private boolean flip() {
        return random.nextBoolean();
    }

    private <T> T any(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private void turnSwitches() {
        shop.aws
                .ecs()
                .undocumented()
                .reactsAfter(Duration.ofSeconds(1 + random.nextInt(30)))
                .reportsPreProduction(any(List.of(PreProductionReport.values())))
                .runsHooksBeforeShift(flip())
                .runsTestHooksWithoutTestRule(flip())
                .listsFinishedHooks(flip())
                .failsRollbackWithHook(flip())
                .breaksCircuits(flip())
                .watchesAlarmsFromScaleUp(flip())
                .readsAlarmsEvery(Duration.ofSeconds(5 + random.nextInt(60)))
                .reconcilesTo(any(List.of(ReconcileChoice.values())))
                .restoresTestFirst(flip())
                .rollsBackInCleanUp(flip())
                .returnsTestRule(flip())
                .weighsInTenths(flip())
                .scalesServingRevisionOnly(flip())
                .replacesDeploymentConfiguration(flip())
                .appliesHooksAtOnce(flip())
                .reportsStageOfFailure(flip())
                .answersAbort(any(List.of(AbortAnswer.values())));
    }

    private void configure() {
        List<DeploymentLifecycleHook> hooks = new ArrayList<>();
        if (flip()) {
            hooks.add(BlueGreenShop.pause(
                    Duration.ofMinutes(1 + random.nextInt(300)),
                    flip() ? DeploymentLifecycleHookAction.ROLLBACK : DeploymentLifecycleHookAction.CONTINUE,
                    any(PAUSES)));
        }
        if (flip()) {
            hooks.add(BlueGreenShop.lambda(
                    "check",
                    DeploymentLifecycleHookStage.POST_SCALE_UP,
                    DeploymentLifecycleHookStage.TEST_TRAFFIC_SHIFT,
                    DeploymentLifecycleHookStage.PRODUCTION_TRAFFIC_SHIFT));
        }
        blueGreen.configure(configuration -> configuration
                .strategy(any(
                        List.of(DeploymentStrategy.BLUE_GREEN, DeploymentStrategy.LINEAR, DeploymentStrategy.CANARY)))
                .bakeTimeInMinutes(random.nextInt(20))
                .lifecycleHooks(hooks)
                .alarms(alarms -> alarms.alarmNames("errors").enable(flip()).rollback(flip()))
                .deploymentCircuitBreaker(breaker -> breaker.enable(flip()).rollback(flip())));
    }

    private void act() {
        String last = deployments.isEmpty() ? blueGreen.deploy("checkout:50") : any(deployments);
        switch (random.nextInt(9)) {
            case 0 -> deployments.add(blueGreen.deploy("checkout:" + (60 + random.nextInt(1_000))));
            case 1 ->
                shop.ecs.stopServiceDeployment(request -> request.serviceDeploymentArn(last)
                        .stopType(
                                flip() ? StopServiceDeploymentStopType.ROLLBACK : StopServiceDeploymentStopType.ABORT));
            case 2, 3 ->
                blueGreen
                        .pause(last)
                        .ifPresent(pause -> blueGreen.answer(
                                last,
                                pause.hookId(),
                                random.nextInt(4) == 0
                                        ? DeploymentLifecycleHookAction.ROLLBACK
                                        : DeploymentLifecycleHookAction.CONTINUE));
            case 4 ->
                shop.world.alarm("errors", random.nextInt(3) == 0 ? AlarmReading.State.ALARM : AlarmReading.State.OK);
            case 5 -> shop.world.desire(CHECKOUT, 1 + random.nextInt(5));
            case 6 -> shop.world.rewrite(shop.rule, TrafficSplit.allOn(shop.first, shop.second));
            case 7 ->
                shop.world
                        .describe(CHECKOUT)
                        .revisions()
                        .forEach(revision -> shop.world.kill(CHECKOUT, revision.revision(), 1));
            default -> configure();
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void everyDeploymentEnds(long seed) {
        random = new Random(seed);
        turnSwitches();
        shop.world.alarm("errors", AlarmReading.State.OK);
        shop.aws
                .lambda()
                .function(
                        "check",
                        payload -> LambdaAnswer.returned("{\"hookStatus\":\""
                                + any(List.of("SUCCEEDED", "SUCCEEDED", "IN_PROGRESS", "FAILED")) + "\"}"));
        configure();
        deployments.add(blueGreen.deploy("checkout:42"));
        for (int i = 0; i < 40; i++) {
            try {
                act();
            } catch (AwsServiceException refused) {
                assertThat(refused.statusCode()).as(refused.getMessage()).isEqualTo(400);
            }
            shop.time.advance(Duration.ofSeconds(random.nextInt(flip() ? 30 : 900)));
        }
        shop.time.advance(Duration.ofDays(31));

        List<ServiceDeployment> ended =
                deployments.stream().map(blueGreen::deployment).toList();
        assertThat(ended)
                .allSatisfy(deployment -> assertThat(deployment.finishedAt())
                        .as(deployment.toString())
                        .isNotNull());
        ServiceDeployment last = ended.get(ended.size() - 1);
        if (last.status() == ServiceDeploymentStatus.SUCCESSFUL
                || last.status() == ServiceDeploymentStatus.ROLLBACK_SUCCESSFUL) {
            assertThat(shop.world.describe(CHECKOUT).revisions())
                    .as(last.toString())
                    .hasSize(1);
        }
    }

    /** Without anybody else's hand on the rule, all production is on the revision that is left. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void aGoodEndLeavesTheTrafficOnTheRevisionThatIsLeft(long seed) {
        random = new Random(seed);
        turnSwitches();
        shop.world.load(shop.rule, 1);
        shop.aws.lambda().function("check", payload -> LambdaAnswer.returned("{\"hookStatus\":\"SUCCEEDED\"}"));
        shop.world.alarm("errors", AlarmReading.State.OK);
        for (int i = 0; i < 8; i++) {
            configure();
            String arn = blueGreen.deploy("checkout:" + (60 + i));
            shop.time.advance(Duration.ofSeconds(random.nextInt(flip() ? 60 : 900)));
            if (random.nextInt(3) == 0 && blueGreen.deployment(arn).finishedAt() == null) {
                shop.ecs.stopServiceDeployment(request -> request.serviceDeploymentArn(arn));
            }
        }
        configure();
        blueGreen.hooks();
        String arn = blueGreen.deploy("checkout:99");
        shop.time.advance(Duration.ofDays(1));

        assertThat(blueGreen.status(arn)).isEqualTo(ServiceDeploymentStatus.SUCCESSFUL);
        List<ServiceDescription.Revision> left = shop.world.describe(CHECKOUT).revisions();
        assertThat(left).singleElement().satisfies(revision -> {
            assertThat(revision.definition()).isEqualTo("checkout:99");
            assertThat(shop.world.healthy(revision.targetGroup())).isEqualTo(3);
            Map<?, Integer> weights = shop.world.split(shop.rule).weights();
            assertThat(weights.get(revision.targetGroup())).isPositive();
            assertThat(weights.values().stream().filter(weight -> weight > 0)).hasSize(1);
        });
        assertThat(shop.world.traffic(shop.rule).lost()).isZero();
    }
}
