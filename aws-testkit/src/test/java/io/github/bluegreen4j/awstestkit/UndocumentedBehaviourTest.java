package io.github.bluegreen4j.awstestkit;

import static io.github.bluegreen4j.awstestkit.WireShop.CHECKOUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bluegreen4j.awstestkit.ecs.bluegreen.UndocumentedBehaviour;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.model.DeploymentLifecycleHook;
import software.amazon.awssdk.services.ecs.model.DeploymentLifecycleHookAction;
import software.amazon.awssdk.services.ecs.model.DeploymentLifecycleHookStage;
import software.amazon.awssdk.services.ecs.model.DeploymentStrategy;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.ServiceDeployment;
import software.amazon.awssdk.services.ecs.model.ServiceDeploymentStatus;

/** What AWS does not document about the service as a whole; both ways of each switch. */
class UndocumentedBehaviourTest {
    private static final DeploymentLifecycleHook PAUSE = BlueGreenShop.pause(
            Duration.ofHours(1),
            DeploymentLifecycleHookAction.ROLLBACK,
            DeploymentLifecycleHookStage.POST_PRODUCTION_TRAFFIC_SHIFT);

    private final BlueGreenShop blueGreen = new BlueGreenShop();
    private final WireShop shop = blueGreen.shop;
    private final UndocumentedBehaviour undocumented = shop.aws.ecs().undocumented();

    private ServiceDeployment scaledOutInTheBakeTime() {
        String arn = blueGreen.deploy("checkout:42");
        blueGreen.awaitStage(arn, "BAKE_TIME");
        shop.world.desire(CHECKOUT, 5);
        return blueGreen.deployment(arn);
    }

    @Test
    void bothRevisionsAreScaledWhileTheyRun() {
        ServiceDeployment scaled = scaledOutInTheBakeTime();

        assertThat(scaled.targetServiceRevision().requestedTaskCount()).isEqualTo(5);
        assertThat(scaled.sourceServiceRevisions().get(0).requestedTaskCount()).isEqualTo(5);
    }

    @Test
    void oneRevisionIsScaledUntilTheDeploymentEndsIfItIsSetSo() {
        undocumented.scalesServingRevisionOnly(true);

        ServiceDeployment scaled = scaledOutInTheBakeTime();

        assertThat(scaled.targetServiceRevision().requestedTaskCount()).isEqualTo(3);
        assertThat(scaled.sourceServiceRevisions().get(0).requestedTaskCount()).isEqualTo(5);
        blueGreen.awaitStatus(scaled.serviceDeploymentArn(), ServiceDeploymentStatus.SUCCESSFUL);
        shop.time.advance(Duration.ofMinutes(1));
        assertThat(blueGreen.service().runningCount()).isEqualTo(5);
        assertThat(shop.world.healthy(shop.second)).isEqualTo(5);
        shop.world.desire(CHECKOUT, 7);
        shop.time.advance(Duration.ofMinutes(1));
        assertThat(shop.world.healthy(shop.second))
                .as("the revision that serves now")
                .isEqualTo(7);
    }

    private Service withBakeTimeOfTwoMinutes() {
        blueGreen.configure(configuration ->
                configuration.bakeTimeInMinutes(2).lifecycleHooks(PAUSE).strategy(DeploymentStrategy.LINEAR));
        blueGreen.configure(configuration -> configuration.bakeTimeInMinutes(3));
        return blueGreen.service();
    }

    @Test
    void aConfigurationKeepsWhatARequestDoesNotHave() {
        Service service = withBakeTimeOfTwoMinutes();

        assertThat(service.deploymentConfiguration().bakeTimeInMinutes()).isEqualTo(3);
        assertThat(service.deploymentConfiguration().strategy()).isEqualTo(DeploymentStrategy.LINEAR);
        assertThat(service.deploymentConfiguration().lifecycleHooks()).hasSize(1);
        blueGreen.hooks();
        assertThat(blueGreen.service().deploymentConfiguration().lifecycleHooks())
                .as("an empty list")
                .isEmpty();
    }

    @Test
    void aConfigurationIsReplacedIfItIsSetSo() {
        undocumented.replacesDeploymentConfiguration(true);

        Service service = withBakeTimeOfTwoMinutes();

        assertThat(service.deploymentConfiguration().bakeTimeInMinutes()).isEqualTo(3);
        assertThat(service.deploymentConfiguration().strategy()).isEqualTo(DeploymentStrategy.LINEAR);
        assertThat(service.deploymentConfiguration().lifecycleHooks()).isEmpty();
    }

    private String deployAndAddAPause() {
        String arn = blueGreen.deploy("checkout:42");
        blueGreen.awaitStage(arn, "SCALE_UP");
        blueGreen.hooks(PAUSE);
        return arn;
    }

    @Test
    void aNewHookAppliesToTheNextDeployment() {
        blueGreen.awaitStatus(deployAndAddAPause(), ServiceDeploymentStatus.SUCCESSFUL);

        blueGreen.awaitPause(blueGreen.deploy("checkout:43"));
    }

    @Test
    void aNewHookAppliesToThisDeploymentIfItIsSetSo() {
        undocumented.appliesHooksAtOnce(true);

        String arn = deployAndAddAPause();

        blueGreen.proceed(arn, blueGreen.awaitPause(arn));
        blueGreen.awaitStatus(arn, ServiceDeploymentStatus.SUCCESSFUL);
    }

    @Test
    void aRollbackReportsTheStageOfTheFailureIfItIsSetSo() {
        undocumented.reportsStageOfFailure(true);
        String arn = blueGreen.deploy("checkout:42");
        blueGreen.awaitStage(arn, "BAKE_TIME");
        shop.ecs.stopServiceDeployment(request -> request.serviceDeploymentArn(arn));

        assertThat(blueGreen.story(arn))
                .contains("ROLLBACK_IN_PROGRESS BAKE_TIME 0/0")
                .endsWith("ROLLBACK_SUCCESSFUL BAKE_TIME 0/0")
                .noneMatch(line -> line.contains("SHIFT"));
    }

    @Test
    void intervalsMustBeLongerThanZero() {
        assertThatThrownBy(() -> undocumented.reactsAfter(Duration.ZERO)).hasMessageContaining("longer than zero");
        assertThatThrownBy(() -> undocumented.readsAlarmsEvery(Duration.ZERO)).hasMessageContaining("longer than zero");
    }
}
