package io.github.bluegreen4j.awstestkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.model.TrafficSplit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.model.DeploymentLifecycleHookAction;
import software.amazon.awssdk.services.ecs.model.DeploymentLifecycleHookDetail;
import software.amazon.awssdk.services.ecs.model.DeploymentLifecycleHookStage;
import software.amazon.awssdk.services.ecs.model.DeploymentLifecycleHookStatus;
import software.amazon.awssdk.services.ecs.model.DeploymentLifecycleHookTargetType;
import software.amazon.awssdk.services.ecs.model.DeploymentStrategy;
import software.amazon.awssdk.services.ecs.model.ServiceDeploymentStatus;

/** Pauses as "Pause lifecycle hooks for Amazon ECS service deployments" in the ECS developer guide describes them. */
class PauseHooksTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final BlueGreenShop blueGreen = new BlueGreenShop();
    private final WireShop shop = blueGreen.shop;

    private String deployWithPause(DeploymentLifecycleHookAction action, DeploymentLifecycleHookStage stage) {
        blueGreen.hooks(BlueGreenShop.pause(HOUR, action, stage));
        return blueGreen.deploy("checkout:42");
    }

    private String deployWithPause(DeploymentLifecycleHookStage stage) {
        return deployWithPause(DeploymentLifecycleHookAction.ROLLBACK, stage);
    }

    @Test
    void aPauseSaysHowLongItAwaitsAnAction() {
        String arn = deployWithPause(DeploymentLifecycleHookStage.POST_SCALE_UP);
        String hookId = blueGreen.awaitPause(arn);

        DeploymentLifecycleHookDetail pause = blueGreen.pause(arn).orElseThrow();
        assertThat(hookId).matches("ecs-pause-[0-9a-f]+");
        assertThat(pause.targetType()).isEqualTo(DeploymentLifecycleHookTargetType.PAUSE);
        assertThat(pause.targetArn()).isNull();
        assertThat(pause.timeoutAction()).isEqualTo(DeploymentLifecycleHookAction.ROLLBACK);
        assertThat(Duration.between(shop.time.now(), pause.expiresAt())).isBetween(HOUR.minusSeconds(10), HOUR);
        assertThat(blueGreen.deployment(arn).lifecycleStageAsString()).isEqualTo("POST_SCALE_UP");
        shop.time.advance(HOUR.dividedBy(2));
        assertThat(blueGreen.status(arn)).isEqualTo(ServiceDeploymentStatus.IN_PROGRESS);
        assertThat(shop.world.split(blueGreen.test)).isEqualTo(TrafficSplit.allOn(shop.first, shop.second));
    }

    @Test
    void aPauseIsContinued() {
        String arn = deployWithPause(DeploymentLifecycleHookStage.POST_TEST_TRAFFIC_SHIFT);
        String hookId = blueGreen.awaitPause(arn);

        blueGreen.proceed(arn, hookId);

        assertThat(blueGreen.pause(arn)).isEmpty();
        blueGreen.awaitStatus(arn, ServiceDeploymentStatus.SUCCESSFUL);
        assertThat(blueGreen.deployment(arn).lifecycleHookDetails())
                .extracting(DeploymentLifecycleHookDetail::status)
                .containsExactly(DeploymentLifecycleHookStatus.SUCCEEDED);
    }

    @Test
    void everyStageThatAdmitsPausesPauses() {
        List<DeploymentLifecycleHookStage> stages = List.of(
                DeploymentLifecycleHookStage.PRE_SCALE_UP,
                DeploymentLifecycleHookStage.POST_SCALE_UP,
                DeploymentLifecycleHookStage.POST_TEST_TRAFFIC_SHIFT,
                DeploymentLifecycleHookStage.PRE_PRODUCTION_TRAFFIC_SHIFT,
                DeploymentLifecycleHookStage.POST_PRODUCTION_TRAFFIC_SHIFT);
        blueGreen.hooks(BlueGreenShop.pause(
                HOUR, DeploymentLifecycleHookAction.ROLLBACK, stages.toArray(new DeploymentLifecycleHookStage[0])));
        String arn = blueGreen.deploy("checkout:42");

        for (DeploymentLifecycleHookStage stage : stages) {
            String hookId = blueGreen.awaitPause(arn);
            assertThat(blueGreen.deployment(arn).lifecycleStageAsString()).isEqualTo(stage.toString());
            blueGreen.proceed(arn, hookId);
        }
        blueGreen.awaitStatus(arn, ServiceDeploymentStatus.SUCCESSFUL);
    }

    /** One pause for each step, each with an id of its own. */
    @Test
    void eachStepOfALinearDeploymentPauses() {
        blueGreen.configure(configuration -> configuration
                .strategy(DeploymentStrategy.LINEAR)
                .linearConfiguration(linear -> linear.stepPercent(40.0).stepBakeTimeInMinutes(1))
                .lifecycleHooks(BlueGreenShop.pause(
                        HOUR,
                        DeploymentLifecycleHookAction.ROLLBACK,
                        DeploymentLifecycleHookStage.PRE_PRODUCTION_TRAFFIC_SHIFT)));
        String arn = blueGreen.deploy("checkout:42");

        List<String> pauses = new ArrayList<>();
        List<Double> weights = new ArrayList<>();
        for (int step = 0; step < 3; step++) {
            pauses.add(blueGreen.awaitPause(arn));
            weights.add(blueGreen.deployment(arn).targetServiceRevision().requestedProductionTrafficWeight());
            blueGreen.proceed(arn, pauses.get(step));
        }

        blueGreen.awaitStatus(arn, ServiceDeploymentStatus.SUCCESSFUL);
        assertThat(weights).containsExactly(0.0, 40.0, 80.0);
        assertThat(pauses).doesNotHaveDuplicates();
    }

    @Test
    void theDetailsHaveTheHooksOfThePresentStageOnlyIfItIsSetSo() {
        String arn = deployWithPause(DeploymentLifecycleHookStage.POST_SCALE_UP);
        blueGreen.proceed(arn, blueGreen.awaitPause(arn));
        blueGreen.awaitStage(arn, "BAKE_TIME");
        assertThat(blueGreen.deployment(arn).lifecycleHookDetails()).hasSize(1);

        shop.aws.ecs().undocumented().listsFinishedHooks(false);

        assertThat(blueGreen.deployment(arn).lifecycleHookDetails()).isEmpty();
    }

    @Test
    void allPausesOfAStageMustBeContinued() {
        blueGreen.hooks(
                BlueGreenShop.pause(
                        HOUR, DeploymentLifecycleHookAction.ROLLBACK, DeploymentLifecycleHookStage.POST_SCALE_UP),
                BlueGreenShop.pause(
                        HOUR, DeploymentLifecycleHookAction.ROLLBACK, DeploymentLifecycleHookStage.POST_SCALE_UP));
        String arn = blueGreen.deploy("checkout:42");

        blueGreen.proceed(arn, blueGreen.awaitPause(arn));
        shop.time.advance(Duration.ofMinutes(1));
        assertThat(blueGreen.deployment(arn).lifecycleStageAsString()).isEqualTo("POST_SCALE_UP");
        blueGreen.proceed(arn, blueGreen.awaitPause(arn));

        blueGreen.awaitStage(arn, "BAKE_TIME");
    }

    @Test
    void aPauseIsRolledBack() {
        String arn = deployWithPause(DeploymentLifecycleHookStage.POST_PRODUCTION_TRAFFIC_SHIFT);
        String hookId = blueGreen.awaitPause(arn);

        blueGreen.answer(arn, hookId, DeploymentLifecycleHookAction.ROLLBACK);

        assertThat(blueGreen.status(arn)).isEqualTo(ServiceDeploymentStatus.ROLLBACK_REQUESTED);
        blueGreen.awaitStatus(arn, ServiceDeploymentStatus.ROLLBACK_SUCCESSFUL);
        assertThat(shop.world.split(shop.rule)).isEqualTo(TrafficSplit.allOn(shop.first, shop.second));
        assertThat(shop.world.split(blueGreen.test)).isEqualTo(TrafficSplit.allOn(shop.first, shop.second));
    }

    @Test
    void aPauseThatTimesOutRollsBack() {
        String arn = deployWithPause(DeploymentLifecycleHookStage.POST_TEST_TRAFFIC_SHIFT);
        blueGreen.awaitPause(arn);

        shop.time.advance(HOUR.minusMinutes(1));
        assertThat(blueGreen.status(arn)).isEqualTo(ServiceDeploymentStatus.IN_PROGRESS);
        blueGreen.awaitStatus(arn, ServiceDeploymentStatus.ROLLBACK_SUCCESSFUL);

        assertThat(blueGreen.deployment(arn).rollback().reason())
                .isEqualTo("Service deployment rolled back because POST_TEST_TRAFFIC_SHIFT pause hook timed out.");
        assertThat(blueGreen.deployment(arn).lifecycleHookDetails().get(0).status())
                .isEqualTo(DeploymentLifecycleHookStatus.TIMED_OUT);
    }

    @Test
    void aPauseThatTimesOutContinuesIfItIsToldTo() {
        String arn = deployWithPause(
                DeploymentLifecycleHookAction.CONTINUE, DeploymentLifecycleHookStage.POST_TEST_TRAFFIC_SHIFT);
        blueGreen.awaitPause(arn);

        blueGreen.awaitStatus(arn, ServiceDeploymentStatus.SUCCESSFUL);

        assertThat(blueGreen.deployment(arn).lifecycleHookDetails().get(0).status())
                .isEqualTo(DeploymentLifecycleHookStatus.TIMED_OUT);
    }

    /** A stage ends after 24 hours, but not while it pauses. */
    @Test
    void aPauseMayTakeFourteenDays() {
        blueGreen.hooks(BlueGreenShop.pause(
                Duration.ofDays(14),
                DeploymentLifecycleHookAction.ROLLBACK,
                DeploymentLifecycleHookStage.POST_SCALE_UP));
        String arn = blueGreen.deploy("checkout:42");
        String hookId = blueGreen.awaitPause(arn);

        shop.time.advance(Duration.ofDays(13));
        blueGreen.proceed(arn, hookId);

        blueGreen.awaitStatus(arn, ServiceDeploymentStatus.SUCCESSFUL);
    }

    private void refused(String arn, String hookId, String text) {
        WireRefusals.refused(() -> blueGreen.proceed(arn, hookId), "InvalidParameterException", text);
    }

    @Test
    void onlyAPauseThatAwaitsAnActionIsContinued() {
        String arn = deployWithPause(DeploymentLifecycleHookStage.POST_SCALE_UP);
        String hookId = blueGreen.awaitPause(arn);

        refused(arn, "42", "Invalid hookId format");
        refused(arn, "ecs-pause-42", "completed, unavailable, or not associated");
        WireRefusals.refused(
                () -> blueGreen.proceed(arn + "0", hookId), "ServiceDeploymentNotFoundException", "not found");
        blueGreen.proceed(arn, hookId);
        refused(arn, hookId, "completed, unavailable, or not associated");
        blueGreen.awaitStatus(arn, ServiceDeploymentStatus.SUCCESSFUL);
        refused(arn, hookId, "terminal state SUCCESSFUL");
    }

    @Test
    void aNewDeploymentInvalidatesTheIdsOfThePausesBefore() {
        String first = deployWithPause(DeploymentLifecycleHookStage.POST_SCALE_UP);
        String hookId = blueGreen.awaitPause(first);

        String second = blueGreen.deploy("checkout:43");

        assertThat(blueGreen.pause(first)).isEmpty();
        refused(first, hookId, "completed, unavailable, or not associated");
        blueGreen.awaitPause(second);
        refused(second, hookId, "completed, unavailable, or not associated");
    }
}
