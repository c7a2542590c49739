package io.github.bluegreen4j.awstestkit;

import static io.github.bluegreen4j.awstestkit.WireShop.CHECKOUT;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.model.AlarmReading;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.testkit.world.TaskBehaviour;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ecs.model.DeploymentCircuitBreaker;
import software.amazon.awssdk.services.ecs.model.ServiceDeployment;
import software.amazon.awssdk.services.ecs.model.ServiceDeploymentRollbackMonitorsStatus;
import software.amazon.awssdk.services.ecs.model.ServiceDeploymentStatus;
import software.amazon.awssdk.services.ecs.model.ThresholdType;

/** Alarms and the circuit breaker, as the pages about failure detection in the ECS developer guide describe them. */
class FailureDetectionTest {
    private final BlueGreenShop blueGreen = new BlueGreenShop();
    private final WireShop shop = blueGreen.shop;

    private void watchAlarm(boolean rollsBack) {
        shop.world.alarm("errors", AlarmReading.State.OK);
        blueGreen.configure(configuration -> configuration.alarms(
                alarms -> alarms.alarmNames("errors").enable(true).rollback(rollsBack)));
    }

    private String alarmed(String stage, boolean rollsBack) {
        watchAlarm(rollsBack);
        String arn = blueGreen.deploy("checkout:42");
        blueGreen.awaitStage(arn, stage);
        shop.world.alarm("errors", AlarmReading.State.ALARM);
        return arn;
    }

    @Test
    void anAlarmInTheBakeTimeRollsBack() {
        watchAlarm(true);
        String arn = blueGreen.deploy("checkout:42");
        blueGreen.awaitStage(arn, "BAKE_TIME");
        shop.time.advance(Duration.ofMinutes(2));
        shop.world.alarm("errors", AlarmReading.State.ALARM);
        Instant alarmAt = shop.time.now();

        blueGreen.awaitStatus(arn, ServiceDeploymentStatus.ROLLBACK_SUCCESSFUL);

        ServiceDeployment rolledBack = blueGreen.deployment(arn);
        assertThat(rolledBack.rollback().reason()).contains("errors");
        assertThat(rolledBack.alarms().status()).isEqualTo(ServiceDeploymentRollbackMonitorsStatus.TRIGGERED);
        assertThat(rolledBack.alarms().triggeredAlarmNames()).containsExactly("errors");
        assertThat(Duration.between(alarmAt, rolledBack.rollback().startedAt()))
                .as("how often alarms are read")
                .isBetween(Duration.ZERO, Duration.ofSeconds(15));
        assertThat(shop.world.split(shop.rule)).isEqualTo(TrafficSplit.allOn(shop.first, shop.second));
    }

    @Test
    void anAlarmStopsADeploymentThatDoesNotRollBack() {
        String arn = alarmed("BAKE_TIME", false);

        blueGreen.awaitStatus(arn, ServiceDeploymentStatus.STOPPED);

        assertThat(blueGreen.deployment(arn).statusReason()).contains("errors");
        assertThat(shop.world.split(shop.rule)).isEqualTo(TrafficSplit.allOn(shop.second, shop.first));
        assertThat(shop.world.describe(CHECKOUT).revisions()).hasSize(2);
    }

    /** So that a fix can be deployed while the alarm is on. */
    @Test
    void anAlarmThatIsOnAtTheStartIsIgnored() {
        watchAlarm(true);
        shop.world.alarm("errors", AlarmReading.State.ALARM);
        String arn = blueGreen.deploy("checkout:42");
        blueGreen.awaitStage(arn, "SCALE_UP");
        assertThat(blueGreen.deployment(arn).alarms().status())
                .isEqualTo(ServiceDeploymentRollbackMonitorsStatus.DISABLED);
        shop.world.alarm("errors", AlarmReading.State.OK);
        blueGreen.awaitStage(arn, "BAKE_TIME");
        shop.world.alarm("errors", AlarmReading.State.ALARM);

        blueGreen.awaitStatus(arn, ServiceDeploymentStatus.SUCCESSFUL);
    }

    @Test
    void anAlarmWithoutDataIsNone() {
        watchAlarm(true);
        shop.world.alarm("errors", AlarmReading.State.INSUFFICIENT_DATA);

        String arn = blueGreen.deploy("checkout:42");
        blueGreen.awaitStatus(arn, ServiceDeploymentStatus.SUCCESSFUL);

        assertThat(blueGreen.deployment(arn).alarms().status())
                .isEqualTo(ServiceDeploymentRollbackMonitorsStatus.MONITORING_COMPLETE);
    }

    private ServiceDeploymentStatus endAfterAlarmInScaleUp() {
        String arn = alarmed("SCALE_UP", true);
        shop.time.advance(Duration.ofSeconds(16));
        shop.world.alarm("errors", AlarmReading.State.OK);
        blueGreen.await(() -> blueGreen.deployment(arn).finishedAt() != null);
        return blueGreen.status(arn);
    }

    @Test
    void alarmsCountFromTheTestShiftOn() {
        assertThat(endAfterAlarmInScaleUp()).isEqualTo(ServiceDeploymentStatus.SUCCESSFUL);
    }

    @Test
    void alarmsCountFromTheScaleUpOnIfItIsSetSo() {
        shop.aws.ecs().undocumented().watchesAlarmsFromScaleUp(true);

        assertThat(endAfterAlarmInScaleUp()).isEqualTo(ServiceDeploymentStatus.ROLLBACK_SUCCESSFUL);
    }

    @Test
    void anAlarmBetweenTwoReadingsIsMissed() {
        shop.aws.ecs().undocumented().readsAlarmsEvery(Duration.ofMinutes(3));
        String arn = alarmed("BAKE_TIME", true);
        shop.time.advance(Duration.ofMinutes(1));
        shop.world.alarm("errors", AlarmReading.State.OK);

        blueGreen.awaitStatus(arn, ServiceDeploymentStatus.SUCCESSFUL);
    }

    private String deployWithBreaker(Consumer<DeploymentCircuitBreaker.Builder> breaker) {
        blueGreen.configure(configuration -> configuration.deploymentCircuitBreaker(
                settings -> breaker.accept(settings.enable(true).rollback(true))));
        return blueGreen.deploy("checkout:42");
    }

    @Test
    void tasksThatDoNotStartBreakTheCircuit() {
        shop.world.behaves("checkout:42", TaskBehaviour.fails(Duration.ofSeconds(5)));
        String arn = deployWithBreaker(breaker -> {});

        blueGreen.awaitStatus(arn, ServiceDeploymentStatus.ROLLBACK_SUCCESSFUL);

        ServiceDeployment broken = blueGreen.deployment(arn);
        assertThat(broken.rollback().reason())
                .matches("ECS deployment circuit breaker: rolling back to deploymentId ecs-svc/[0-9]+\\.");
        assertThat(broken.deploymentCircuitBreaker().status())
                .isEqualTo(ServiceDeploymentRollbackMonitorsStatus.TRIGGERED);
        assertThat(broken.deploymentCircuitBreaker().threshold()).isEqualTo(3);
        assertThat(shop.world.describe(CHECKOUT).revisions()).hasSize(1);
    }

    @Test
    void aBrokenCircuitStopsADeploymentThatDoesNotRollBack() {
        shop.world.behaves("checkout:42", TaskBehaviour.fails(Duration.ofSeconds(5)));
        String arn = deployWithBreaker(breaker -> breaker.rollback(false));

        blueGreen.awaitStatus(arn, ServiceDeploymentStatus.STOPPED);

        assertThat(blueGreen.deployment(arn).statusReason())
                .isEqualTo("ECS deployment circuit breaker: task failed to start.");
    }

    @Test
    void theCircuitBreakerDoesNotApplyIfItIsSetSo() {
        shop.aws.ecs().undocumented().breaksCircuits(false);
        shop.world.behaves("checkout:42", TaskBehaviour.fails(Duration.ofSeconds(5)));
        String arn = deployWithBreaker(breaker -> {});

        shop.time.advance(Duration.ofHours(2));

        assertThat(blueGreen.status(arn)).isEqualTo(ServiceDeploymentStatus.IN_PROGRESS);
        assertThat(blueGreen.deployment(arn).deploymentCircuitBreaker().status())
                .isEqualTo(ServiceDeploymentRollbackMonitorsStatus.DISABLED);
    }

    @Test
    void tasksThatAreReplacedBecauseTheyAreUnhealthyBreakTheCircuit() {
        shop.world.replacesUnhealthy(Duration.ofSeconds(20));
        shop.world.behaves("checkout:42", TaskBehaviour.unhealthy());
        String arn = deployWithBreaker(breaker -> {});

        blueGreen.awaitStatus(arn, ServiceDeploymentStatus.ROLLBACK_SUCCESSFUL);
    }

    /** One task after the other turns unhealthy and is replaced, while the others stay healthy. */
    private String deployWithSickTasks(boolean resets) {
        shop.world.replacesUnhealthy(Duration.ofSeconds(20));
        String arn = deployWithBreaker(breaker -> breaker.resetOnHealthyTask(resets));
        blueGreen.awaitStage(arn, "BAKE_TIME");
        RevisionRef green = new RevisionRef(
                blueGreen.deployment(arn).targetServiceRevision().arn());
        for (int i = 0; i < 3; i++) {
            shop.world.sicken(CHECKOUT, green, 1);
            shop.time.advance(Duration.ofMinutes(1));
        }
        blueGreen.await(() -> blueGreen.deployment(arn).finishedAt() != null);
        return arn;
    }

    @Test
    void aHealthyTaskStartsTheCountOfFailuresAnew() {
        assertThat(blueGreen.status(deployWithSickTasks(true))).isEqualTo(ServiceDeploymentStatus.SUCCESSFUL);
    }

    @Test
    void allFailuresCountIfTheConfigurationSaysSo() {
        assertThat(blueGreen.status(deployWithSickTasks(false))).isEqualTo(ServiceDeploymentStatus.ROLLBACK_SUCCESSFUL);
    }

    @Test
    void tasksThatDoNotStartCountUntilAFirstOneRan() {
        String arn = deployWithBreaker(breaker -> breaker.resetOnHealthyTask(false));
        blueGreen.awaitStage(arn, "BAKE_TIME");
        shop.world.behaves("checkout:42", TaskBehaviour.fails(Duration.ofSeconds(5)));
        shop.world.kill(
                CHECKOUT,
                new RevisionRef(
                        blueGreen.deployment(arn).targetServiceRevision().arn()),
                2);

        blueGreen.awaitStatus(arn, ServiceDeploymentStatus.SUCCESSFUL);
    }

    @ParameterizedTest
    @CsvSource({
        "1, BOUNDED_PERCENT, 50, 3",
        "25, BOUNDED_PERCENT, 50, 13",
        "400, BOUNDED_PERCENT, 50, 200",
        "800, BOUNDED_PERCENT, 50, 200",
        "800, UNBOUNDED_PERCENT, 50, 400",
        "25, COUNT, 7, 7"
    })
    void theThresholdFollowsTheDesiredCount(int desired, ThresholdType type, int value, int threshold) {
        String arn = deployWithBreaker(breaker -> breaker.thresholdConfiguration(
                configured -> configured.type(type).value(value)));
        shop.ecs.updateService(
                request -> request.cluster("prod").service("checkout").desiredCount(desired));
        blueGreen.awaitStage(arn, "SCALE_UP");
        shop.time.advance(Duration.ofSeconds(5));

        assertThat(blueGreen.deployment(arn).deploymentCircuitBreaker().threshold())
                .isEqualTo(threshold);
    }
}
