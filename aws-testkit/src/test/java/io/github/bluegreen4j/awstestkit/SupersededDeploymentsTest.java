package io.github.bluegreen4j.awstestkit;

import static io.github.bluegreen4j.awstestkit.WireShop.CHECKOUT;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.awstestkit.ecs.bluegreen.UndocumentedBehaviour.ReconcileChoice;
import io.github.bluegreen4j.awstestkit.lambda.LambdaAnswer;
import io.github.bluegreen4j.model.TrafficSplit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.model.DeploymentLifecycleHookAction;
import software.amazon.awssdk.services.ecs.model.DeploymentLifecycleHookStage;
import software.amazon.awssdk.services.ecs.model.DeploymentStrategy;
import software.amazon.awssdk.services.ecs.model.ServiceDeployment;
import software.amazon.awssdk.services.ecs.model.ServiceDeploymentStatus;
import software.amazon.awssdk.services.ecs.model.ServiceRevisionSummary;

/** A deployment that starts while another one goes on. */
class SupersededDeploymentsTest {
    private final BlueGreenShop blueGreen = new BlueGreenShop();
    private final WireShop shop = blueGreen.shop;
    private final String blue =
            blueGreen.service().currentServiceRevisions().get(0).arn();

    /** Starts a canary of so much and stops looking when it has its share. */
    private String canary(double percent) {
        blueGreen.configure(configuration -> configuration
                .strategy(DeploymentStrategy.CANARY)
                .canaryConfiguration(canary -> canary.canaryPercent(percent).canaryBakeTimeInMinutes(60)));
        String arn = blueGreen.deploy("checkout:42");
        blueGreen.await(
                () -> blueGreen.deployment(arn).targetServiceRevision().requestedProductionTrafficWeight() == percent);
        return arn;
    }

    private String supersede() {
        blueGreen.configure(
                configuration -> configuration.canaryConfiguration(canary -> canary.canaryBakeTimeInMinutes(1)));
        return blueGreen.deploy("checkout:43");
    }

    @Test
    void theOldDeploymentStopsAndTheNewOneBeginsWithReconciliation() {
        String first = canary(20);

        String second = supersede();

        assertThat(blueGreen.status(first)).isEqualTo(ServiceDeploymentStatus.STOP_REQUESTED);
        assertThat(blueGreen.status(second)).isEqualTo(ServiceDeploymentStatus.PENDING);
        List<String> story = blueGreen.story(second);
        assertThat(story.subList(0, 3))
                .containsExactly("PENDING", "IN_PROGRESS RECONCILE_SERVICE 0/0", "IN_PROGRESS PRE_SCALE_UP 0/0");
        assertThat(blueGreen.status(first)).isEqualTo(ServiceDeploymentStatus.STOPPED);
        assertThat(blueGreen.status(second)).isEqualTo(ServiceDeploymentStatus.SUCCESSFUL);
        assertThat(shop.world.describe(CHECKOUT).revisions()).hasSize(1);
        assertThat(shop.world.split(shop.rule)).isEqualTo(TrafficSplit.allOn(shop.second, shop.first));
    }

    @Test
    void reconciliationGivesTheTrafficBackToTheLastSuccessfulRevision() {
        shop.world.load(shop.rule, 10);
        canary(80);
        String second = supersede();

        blueGreen.awaitStage(second, "SCALE_UP");

        assertThat(shop.world.split(shop.rule)).isEqualTo(TrafficSplit.allOn(shop.first, shop.second));
        assertThat(shop.world.split(blueGreen.test)).isEqualTo(TrafficSplit.allOn(shop.first, shop.second));
        ServiceDeployment reconciled = blueGreen.deployment(second);
        assertThat(reconciled.sourceServiceRevisions()).hasSize(2);
        assertThat(reconciled.sourceServiceRevisions().stream()
                        .filter(source -> source.requestedProductionTrafficWeight() == 100.0))
                .singleElement()
                .extracting(ServiceRevisionSummary::arn)
                .isEqualTo(blue);
        blueGreen.awaitStatus(second, ServiceDeploymentStatus.SUCCESSFUL);
        assertThat(shop.world.traffic(shop.rule).lost()).isZero();
    }

    @Test
    void reconciliationGivesTheTrafficToTheLargestShareIfItIsSetSo() {
        shop.aws.ecs().undocumented().reconcilesTo(ReconcileChoice.MOST_TRAFFIC);
        canary(80);
        String second = supersede();

        blueGreen.awaitStage(second, "SCALE_UP");

        assertThat(shop.world.split(shop.rule)).isEqualTo(TrafficSplit.allOn(shop.second, shop.first));
        blueGreen.awaitStatus(second, ServiceDeploymentStatus.SUCCESSFUL);
    }

    @Test
    void hooksOfTheReconciliationSeeTheTrafficOfBoth() {
        List<String> payloads = new ArrayList<>();
        shop.aws.lambda().function("check", payload -> {
            payloads.add(payload);
            return LambdaAnswer.returned("{\"hookStatus\":\"SUCCEEDED\"}");
        });
        canary(20);
        blueGreen.hooks(
                BlueGreenShop.lambda("check", DeploymentLifecycleHookStage.RECONCILE_SERVICE),
                BlueGreenShop.pause(
                        Duration.ofHours(1),
                        DeploymentLifecycleHookAction.ROLLBACK,
                        DeploymentLifecycleHookStage.RECONCILE_SERVICE));
        String second = supersede();

        String pause = blueGreen.awaitPause(second);

        assertThat(blueGreen.deployment(second).lifecycleStageAsString()).isEqualTo("RECONCILE_SERVICE");
        assertThat(payloads)
                .singleElement()
                .asString()
                .contains("\"productionTrafficWeights\":{\"" + blue + "\":100,")
                .contains("\"testTrafficWeights\":{\"" + blue + "\":100,");
        blueGreen.proceed(second, pause);
        blueGreen.awaitStatus(second, ServiceDeploymentStatus.SUCCESSFUL);
    }

    /** Only one revision has tasks then. */
    @Test
    void thereIsNothingToReconcileBeforeTheScaleUp() {
        String first = blueGreen.deploy("checkout:42");
        blueGreen.awaitStage(first, "PRE_SCALE_UP");

        String second = blueGreen.deploy("checkout:43");

        assertThat(blueGreen.story(second)).doesNotContain("IN_PROGRESS RECONCILE_SERVICE 0/0");
        assertThat(blueGreen.status(second)).isEqualTo(ServiceDeploymentStatus.SUCCESSFUL);
    }

    @Test
    void aPendingDeploymentStopsAtOnce() {
        String first = blueGreen.deploy("checkout:42");

        String second = blueGreen.deploy("checkout:43");

        assertThat(blueGreen.status(first)).isEqualTo(ServiceDeploymentStatus.STOPPED);
        blueGreen.awaitStatus(second, ServiceDeploymentStatus.SUCCESSFUL);
    }

    @Test
    void aRollbackIsFinishedBeforeTheNextDeploymentStarts() {
        String first = canary(20);
        shop.ecs.stopServiceDeployment(request -> request.serviceDeploymentArn(first));
        blueGreen.awaitStatus(first, ServiceDeploymentStatus.ROLLBACK_IN_PROGRESS);

        String second = supersede();

        blueGreen.await(() -> blueGreen.status(second) != ServiceDeploymentStatus.PENDING);
        assertThat(blueGreen.status(first)).isEqualTo(ServiceDeploymentStatus.ROLLBACK_SUCCESSFUL);
        blueGreen.awaitStatus(second, ServiceDeploymentStatus.SUCCESSFUL);
    }

    /** The old revision is going then, and all traffic is on the one that never succeeded. */
    @Test
    void aCleanUpIsSupersededWithoutLoss() {
        shop.world.load(shop.rule, 10);
        String first = blueGreen.deploy("checkout:42");
        blueGreen.awaitStage(first, "CLEAN_UP");
        shop.time.advance(Duration.ofSeconds(7));

        String second = blueGreen.deploy("checkout:43");

        blueGreen.awaitStatus(second, ServiceDeploymentStatus.SUCCESSFUL);
        assertThat(blueGreen.status(first)).isEqualTo(ServiceDeploymentStatus.STOPPED);
        assertThat(shop.world.traffic(shop.rule).lost()).isZero();
    }

    @Test
    void aRollbackOfTheSecondDeploymentRestoresTheFirstRevision() {
        String first = canary(20);
        String second = supersede();
        shop.ecs.stopServiceDeployment(request -> request.serviceDeploymentArn(second));

        blueGreen.awaitStatus(second, ServiceDeploymentStatus.ROLLBACK_SUCCESSFUL);

        assertThat(blueGreen.status(first)).isEqualTo(ServiceDeploymentStatus.STOPPED);
        assertThat(shop.world.split(shop.rule)).isEqualTo(new TrafficSplit(Map.of(shop.first, 100, shop.second, 0)));
        assertThat(shop.world.describe(CHECKOUT).revisions()).hasSize(1);
        assertThat(blueGreen.service().taskDefinition()).endsWith("checkout:41");
    }
}
