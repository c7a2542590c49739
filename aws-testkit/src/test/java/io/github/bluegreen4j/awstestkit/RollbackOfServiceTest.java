package io.github.bluegreen4j.awstestkit;

import static io.github.bluegreen4j.awstestkit.WireShop.CHECKOUT;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.model.TrafficSplit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.model.ServiceDeploymentStatus;

/** What a rollback does, and where it ends otherwise. */
class RollbackOfServiceTest {
    private final BlueGreenShop blueGreen = new BlueGreenShop();
    private final WireShop shop = blueGreen.shop;

    private String baking() {
        String arn = blueGreen.deploy("checkout:42");
        blueGreen.awaitStage(arn, "BAKE_TIME");
        return arn;
    }

    private void rollBack(String arn) {
        shop.ecs.stopServiceDeployment(request -> request.serviceDeploymentArn(arn));
    }

    private List<String> orderOfRollback() {
        String arn = baking();
        rollBack(arn);
        List<String> order = new ArrayList<>();
        blueGreen.await(() -> {
            boolean isProductionBack = shop.world.split(shop.rule).equals(TrafficSplit.allOn(shop.first, shop.second));
            boolean isTestBack = shop.world.split(blueGreen.test).equals(TrafficSplit.allOn(shop.first, shop.second));
            if (isProductionBack && !order.contains("production")) {
                order.add("production");
            }
            if (isTestBack && !order.contains("test")) {
                order.add("test");
            }
            return blueGreen.deployment(arn).finishedAt() != null;
        });
        return order;
    }

    @Test
    void productionIsRestoredFirst() {
        assertThat(orderOfRollback()).containsExactly("production", "test");
    }

    @Test
    void testIsRestoredFirstIfItIsSetSo() {
        shop.aws.ecs().undocumented().restoresTestFirst(true);

        assertThat(orderOfRollback()).containsExactly("test", "production");
    }

    /** A rollback has no stages of its own. */
    @Test
    void aRollbackReportsTheShiftsAgain() {
        String arn = baking();
        rollBack(arn);

        assertThat(blueGreen.story(arn))
                .containsExactly(
                        "ROLLBACK_REQUESTED BAKE_TIME 100/100",
                        "ROLLBACK_IN_PROGRESS PRODUCTION_TRAFFIC_SHIFT 100/100",
                        "ROLLBACK_IN_PROGRESS TEST_TRAFFIC_SHIFT 100/0",
                        "ROLLBACK_IN_PROGRESS CLEAN_UP 0/0",
                        "ROLLBACK_SUCCESSFUL CLEAN_UP 0/0");
    }

    private String cleaningUp() {
        String arn = blueGreen.deploy("checkout:42");
        blueGreen.awaitStage(arn, "CLEAN_UP");
        shop.time.advance(Duration.ofSeconds(7));
        rollBack(arn);
        return arn;
    }

    @Test
    void aCleanUpFinishes() {
        String arn = cleaningUp();

        assertThat(blueGreen.status(arn)).isEqualTo(ServiceDeploymentStatus.ROLLBACK_REQUESTED);
        blueGreen.awaitStatus(arn, ServiceDeploymentStatus.SUCCESSFUL);
        assertThat(shop.world.split(shop.rule)).isEqualTo(TrafficSplit.allOn(shop.second, shop.first));
    }

    @Test
    void aCleanUpIsRolledBackIfItIsSetSo() {
        shop.aws.ecs().undocumented().rollsBackInCleanUp(true);
        shop.world.load(shop.rule, 10);
        String arn = cleaningUp();

        blueGreen.awaitStatus(arn, ServiceDeploymentStatus.ROLLBACK_SUCCESSFUL);
        assertThat(shop.world.split(shop.rule)).isEqualTo(TrafficSplit.allOn(shop.first, shop.second));
        assertThat(shop.world.healthy(shop.first)).isEqualTo(3);
        assertThat(shop.world.traffic(shop.rule).lost()).isZero();
    }

    @Test
    void aRollbackFailsWithoutItsRule() {
        String arn = baking();
        shop.world.removeRoute(shop.rule);

        rollBack(arn);

        blueGreen.awaitStatus(arn, ServiceDeploymentStatus.ROLLBACK_FAILED);
        assertThat(blueGreen.deployment(arn).statusReason()).contains("was not found");
    }

    @Test
    void aRollbackFailsWithoutItsRole() {
        String arn = baking();
        shop.aws.ecs().roleMissing("arn:aws:iam::123456789012:role/ecsInfrastructureRole", true);

        rollBack(arn);

        blueGreen.awaitStatus(arn, ServiceDeploymentStatus.ROLLBACK_FAILED);
        assertThat(blueGreen.deployment(arn).statusReason()).contains("unable to assume role");
        assertThat(shop.world.describe(CHECKOUT).revisions()).hasSize(2);
    }

    @Test
    void theServiceHasTheSettingsOfTheRestoredRevision() {
        String arn = shop.ecs
                .updateService(request -> request.cluster("prod")
                        .service("checkout")
                        .taskDefinition("checkout:42")
                        .platformVersion("1.3.0"))
                .service()
                .currentServiceDeployment();
        assertThat(blueGreen.service().platformVersion()).isEqualTo("1.3.0");
        blueGreen.awaitStage(arn, "BAKE_TIME");

        rollBack(arn);

        blueGreen.awaitStatus(arn, ServiceDeploymentStatus.ROLLBACK_SUCCESSFUL);
        assertThat(blueGreen.service().platformVersion()).isEqualTo("1.4.0");
        assertThat(blueGreen.service().taskDefinition()).endsWith("checkout:41");
    }

    /** A deployment that ended says how many tasks ran then. */
    @Test
    void theCountsOfADeploymentThatEndedStay() {
        String arn = blueGreen.deploy("checkout:42");
        blueGreen.awaitStatus(arn, ServiceDeploymentStatus.SUCCESSFUL);

        shop.ecs.updateService(
                request -> request.cluster("prod").service("checkout").desiredCount(1));

        assertThat(blueGreen.deployment(arn).targetServiceRevision().requestedTaskCount())
                .isEqualTo(3);
    }
}
