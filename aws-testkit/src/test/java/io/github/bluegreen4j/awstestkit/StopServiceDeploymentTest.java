package io.github.bluegreen4j.awstestkit;

import static io.github.bluegreen4j.awstestkit.WireShop.CHECKOUT;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.awstestkit.ecs.bluegreen.UndocumentedBehaviour.AbortAnswer;
import io.github.bluegreen4j.model.TrafficSplit;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.ecs.model.ServiceDeployment;
import software.amazon.awssdk.services.ecs.model.ServiceDeploymentStatus;
import software.amazon.awssdk.services.ecs.model.StopServiceDeploymentStopType;

/** Stops as "Stopping Amazon ECS service deployments" in the ECS developer guide describes them. */
class StopServiceDeploymentTest {
    private final BlueGreenShop blueGreen = new BlueGreenShop();
    private final WireShop shop = blueGreen.shop;

    private void stop(String arn, StopServiceDeploymentStopType type) {
        shop.ecs.stopServiceDeployment(
                request -> request.serviceDeploymentArn(arn).stopType(type));
    }

    private void rollBack(String arn) {
        stop(arn, StopServiceDeploymentStopType.ROLLBACK);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PRE_SCALE_UP",
                "SCALE_UP",
                "POST_SCALE_UP",
                "TEST_TRAFFIC_SHIFT",
                "POST_TEST_TRAFFIC_SHIFT",
                "PRE_PRODUCTION_TRAFFIC_SHIFT",
                "PRODUCTION_TRAFFIC_SHIFT",
                "POST_PRODUCTION_TRAFFIC_SHIFT",
                "BAKE_TIME"
            })
    void aDeploymentIsRolledBackFromEveryStage(String stage) {
        shop.world.load(shop.rule, 10);
        String arn = blueGreen.deploy("checkout:42");
        blueGreen.awaitStage(arn, stage);

        rollBack(arn);

        assertThat(blueGreen.status(arn)).isEqualTo(ServiceDeploymentStatus.ROLLBACK_REQUESTED);
        blueGreen.awaitStatus(arn, ServiceDeploymentStatus.ROLLBACK_IN_PROGRESS);
        blueGreen.awaitStatus(arn, ServiceDeploymentStatus.ROLLBACK_SUCCESSFUL);
        ServiceDeployment rolledBack = blueGreen.deployment(arn);
        assertThat(rolledBack.rollback().serviceRevisionArn())
                .isEqualTo(rolledBack.sourceServiceRevisions().get(0).arn());
        assertThat(rolledBack.targetServiceRevision().requestedProductionTrafficWeight())
                .isZero();
        assertThat(shop.world.split(shop.rule)).isEqualTo(TrafficSplit.allOn(shop.first, shop.second));
        assertThat(shop.world.split(blueGreen.test)).isEqualTo(TrafficSplit.allOn(shop.first, shop.second));
        assertThat(shop.world.describe(CHECKOUT).revisions()).hasSize(1);
        assertThat(shop.world.traffic(shop.rule).lost()).isZero();
        assertThat(blueGreen.service().taskDefinition()).endsWith("checkout:41");
    }

    @Test
    void aPendingDeploymentIsRolledBack() {
        String arn = blueGreen.deploy("checkout:42");

        rollBack(arn);

        blueGreen.awaitStatus(arn, ServiceDeploymentStatus.ROLLBACK_SUCCESSFUL);
        assertThat(shop.world.describe(CHECKOUT).revisions()).hasSize(1);
    }

    @Test
    void aSecondStopChangesNothing() {
        String arn = blueGreen.deploy("checkout:42");
        blueGreen.awaitStage(arn, "BAKE_TIME");
        rollBack(arn);

        rollBack(arn);
        assertThat(blueGreen.status(arn)).isEqualTo(ServiceDeploymentStatus.ROLLBACK_REQUESTED);
        blueGreen.awaitStatus(arn, ServiceDeploymentStatus.ROLLBACK_IN_PROGRESS);
        rollBack(arn);

        blueGreen.awaitStatus(arn, ServiceDeploymentStatus.ROLLBACK_SUCCESSFUL);
    }

    @Test
    void aDeploymentThatHasEndedIsNotStopped() {
        String arn = blueGreen.deploy("checkout:42");
        blueGreen.awaitStatus(arn, ServiceDeploymentStatus.SUCCESSFUL);

        WireRefusals.refused(() -> rollBack(arn), "ConflictException", "status is SUCCESSFUL");
    }

    @Test
    void abortIsRefused() {
        String arn = blueGreen.deploy("checkout:42");

        WireRefusals.refused(
                () -> stop(arn, StopServiceDeploymentStopType.ABORT), "UnsupportedFeatureException", "ABORT");
    }

    @Test
    void abortStopsAndLeavesEverythingIfItIsSetSo() {
        shop.aws.ecs().undocumented().answersAbort(AbortAnswer.STOPS);
        String arn = blueGreen.deploy("checkout:42");
        blueGreen.awaitStage(arn, "BAKE_TIME");

        stop(arn, StopServiceDeploymentStopType.ABORT);

        assertThat(blueGreen.status(arn)).isEqualTo(ServiceDeploymentStatus.STOP_REQUESTED);
        blueGreen.awaitStatus(arn, ServiceDeploymentStatus.STOPPED);
        assertThat(blueGreen.deployment(arn).stoppedAt()).isNotNull();
        shop.time.advance(Duration.ofHours(1));
        assertThat(shop.world.split(shop.rule)).isEqualTo(TrafficSplit.allOn(shop.second, shop.first));
        assertThat(shop.world.describe(CHECKOUT).revisions()).hasSize(2);
    }
}
