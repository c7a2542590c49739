package io.github.bluegreen4j.awstestkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.testkit.world.TaskBehaviour;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.model.DeploymentLifecycleHookAction;
import software.amazon.awssdk.services.ecs.model.DeploymentLifecycleHookStage;
import software.amazon.awssdk.services.ecs.model.DeploymentStrategy;
import software.amazon.awssdk.services.ecs.model.ServiceDeploymentStatus;

/** A stage has 24 hours, a deployment 30 days. */
class ServiceDeploymentLimitsTest {
    private final BlueGreenShop blueGreen = new BlueGreenShop();
    private final WireShop shop = blueGreen.shop;

    @Test
    void aStageThatTakesADayRollsBack() {
        shop.world.behaves("checkout:42", TaskBehaviour.unhealthy());
        String arn = blueGreen.deploy("checkout:42");

        shop.time.advance(Duration.ofHours(23));
        assertThat(blueGreen.deployment(arn).lifecycleStageAsString()).isEqualTo("SCALE_UP");
        shop.time.advance(Duration.ofHours(2));

        assertThat(blueGreen.status(arn)).isEqualTo(ServiceDeploymentStatus.ROLLBACK_SUCCESSFUL);
        assertThat(blueGreen.deployment(arn).rollback().reason())
                .isEqualTo("Service deployment rolled back because SCALE_UP timed out.");
    }

    /** A bake time of 24 hours is allowed, and is not the work of a stage. */
    @Test
    void theLongestBakeTimesAreNoReasonToRollBack() {
        blueGreen.configure(configuration -> configuration
                .strategy(DeploymentStrategy.CANARY)
                .bakeTimeInMinutes(1_440)
                .canaryConfiguration(canary -> canary.canaryBakeTimeInMinutes(1_440)));
        String arn = blueGreen.deploy("checkout:42");

        shop.time.advance(Duration.ofHours(49));

        assertThat(blueGreen.status(arn)).isEqualTo(ServiceDeploymentStatus.SUCCESSFUL);
    }

    @Test
    void aDeploymentOfThirtyDaysIsRolledBack() {
        blueGreen.hooks(BlueGreenShop.pause(
                Duration.ofDays(14),
                DeploymentLifecycleHookAction.CONTINUE,
                DeploymentLifecycleHookStage.PRE_SCALE_UP,
                DeploymentLifecycleHookStage.POST_SCALE_UP,
                DeploymentLifecycleHookStage.POST_PRODUCTION_TRAFFIC_SHIFT));
        String arn = blueGreen.deploy("checkout:42");

        shop.time.advance(Duration.ofDays(29));
        assertThat(blueGreen.deployment(arn).lifecycleStageAsString()).isEqualTo("POST_PRODUCTION_TRAFFIC_SHIFT");
        shop.time.advance(Duration.ofDays(2));

        assertThat(blueGreen.status(arn)).isEqualTo(ServiceDeploymentStatus.ROLLBACK_SUCCESSFUL);
        assertThat(blueGreen.deployment(arn).rollback().reason()).contains("30 days");
        assertThat(shop.world.split(shop.rule)).isEqualTo(TrafficSplit.allOn(shop.first, shop.second));
    }
}
