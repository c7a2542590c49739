package io.github.bluegreen4j.awstestkit;

import static io.github.bluegreen4j.awstestkit.WireRefusals.refused;
import static io.github.bluegreen4j.awstestkit.WireShop.CHECKOUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.bluegreen4j.model.TrafficSplit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.ecs.model.AdvancedConfiguration;
import software.amazon.awssdk.services.ecs.model.DeploymentConfiguration;
import software.amazon.awssdk.services.ecs.model.DeploymentLifecycleHook;
import software.amazon.awssdk.services.ecs.model.DeploymentLifecycleHookAction;
import software.amazon.awssdk.services.ecs.model.DeploymentLifecycleHookStage;
import software.amazon.awssdk.services.ecs.model.DeploymentStrategy;
import software.amazon.awssdk.services.ecs.model.LoadBalancer;
import software.amazon.awssdk.services.ecs.model.ServiceDeploymentStatus;

/** What ECS refuses at once, and what it finds in the deployment: "Troubleshooting Amazon ECS blue/green deployments". */
class BlueGreenRefusalsTest {
    private static final String INVALID = "InvalidParameterException";

    private final BlueGreenShop blueGreen = new BlueGreenShop();
    private final WireShop shop = blueGreen.shop;

    private void refusedConfiguration(String text, Consumer<DeploymentConfiguration.Builder> configuration) {
        String before = blueGreen.service().deploymentConfiguration().toString();

        refused(() -> blueGreen.configure(configuration), INVALID, text);

        assertThat(blueGreen.service().deploymentConfiguration()).hasToString(before);
    }

    @ParameterizedTest
    @CsvSource({"-1", "1441"})
    void bakeTimesAreBounded(int minutes) {
        refusedConfiguration("bakeTimeInMinutes", configuration -> configuration.bakeTimeInMinutes(minutes));
    }

    @ParameterizedTest
    @CsvSource({"0.0", "100.1", "5.05"})
    void canaryPercentagesAreBounded(double percent) {
        refusedConfiguration(
                "canaryPercent",
                configuration -> configuration
                        .strategy(DeploymentStrategy.CANARY)
                        .canaryConfiguration(canary -> canary.canaryPercent(percent)));
    }

    @ParameterizedTest
    @CsvSource({"2.9", "100.1", "10.01"})
    void linearPercentagesAreBounded(double percent) {
        refusedConfiguration(
                "stepPercent",
                configuration -> configuration
                        .strategy(DeploymentStrategy.LINEAR)
                        .linearConfiguration(linear -> linear.stepPercent(percent)));
    }

    @Test
    void aStrategyTakesOnlyItsOwnConfiguration() {
        refusedConfiguration(
                "canaryConfiguration",
                configuration -> configuration.canaryConfiguration(canary -> canary.canaryPercent(5.0)));
    }

    private static DeploymentLifecycleHook pause(int minutes, DeploymentLifecycleHookStage stage) {
        return BlueGreenShop.pause(Duration.ofMinutes(minutes), DeploymentLifecycleHookAction.ROLLBACK, stage);
    }

    /** A pause there would block a rollback. */
    @ParameterizedTest
    @EnumSource(
            value = DeploymentLifecycleHookStage.class,
            names = {"TEST_TRAFFIC_SHIFT", "PRODUCTION_TRAFFIC_SHIFT"})
    void theShiftsAdmitNoPause(DeploymentLifecycleHookStage stage) {
        refusedConfiguration(
                "Invalid lifecycle stage provided for Pause Hook",
                configuration -> configuration.lifecycleHooks(pause(5, stage)));
    }

    @Test
    void otherStagesAdmitNoHook() {
        refusedConfiguration(
                "Invalid lifecycle stage",
                configuration -> configuration.lifecycleHooks(DeploymentLifecycleHook.builder()
                        .hookTargetArn(BlueGreenShop.FUNCTION + "check")
                        .lifecycleStagesWithStrings("BAKE_TIME")
                        .build()));
        refusedConfiguration(
                "Invalid targetType",
                configuration -> configuration.lifecycleHooks(DeploymentLifecycleHook.builder()
                        .targetType("EMAIL")
                        .lifecycleStages(DeploymentLifecycleHookStage.POST_SCALE_UP)
                        .build()));
    }

    @Test
    void timeoutsOfHooksAreBounded() {
        refusedConfiguration(
                "timeoutInMinutes",
                configuration ->
                        configuration.lifecycleHooks(pause(20_161, DeploymentLifecycleHookStage.POST_SCALE_UP)));
        refusedConfiguration(
                "timeoutInMinutes",
                configuration -> configuration.lifecycleHooks(
                        BlueGreenShop.lambda("check", DeploymentLifecycleHookStage.POST_SCALE_UP).toBuilder()
                                .timeoutConfiguration(limit -> limit.timeoutInMinutes(1_441))
                                .build()));
        blueGreen.hooks(pause(20_160, DeploymentLifecycleHookStage.POST_SCALE_UP));
    }

    /** Ten pauses and ten functions. */
    @Test
    void theNumberOfHooksIsBounded() {
        List<DeploymentLifecycleHook> hooks = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            hooks.add(pause(5, DeploymentLifecycleHookStage.POST_SCALE_UP));
            hooks.add(BlueGreenShop.lambda("check", DeploymentLifecycleHookStage.POST_SCALE_UP));
        }
        blueGreen.hooks(hooks.toArray(new DeploymentLifecycleHook[0]));
        hooks.add(pause(5, DeploymentLifecycleHookStage.PRE_SCALE_UP));

        refusedConfiguration("at most 10 hooks", configuration -> configuration.lifecycleHooks(hooks));
    }

    private void refusedBalancer(String text, Consumer<AdvancedConfiguration.Builder> advanced) {
        LoadBalancer present = blueGreen.service().loadBalancers().get(0);
        refused(
                () -> shop.ecs.updateService(request -> request.cluster("prod")
                        .service("checkout")
                        .loadBalancers(present.toBuilder()
                                .advancedConfiguration(present.advancedConfiguration().toBuilder()
                                        .applyMutation(advanced)
                                        .build())
                                .build())),
                INVALID,
                text);
    }

    @Test
    void aListenerOfAnApplicationLoadBalancerIsNoRule() {
        refusedBalancer(
                "productionListenerRule has an invalid ARN format",
                advanced -> advanced.productionListenerRule(shop.aws.arns().applicationListener("web", 443)));
    }

    @Test
    void productionAndTestNeedDifferentRules() {
        refusedBalancer("must differ", advanced -> advanced.testListenerRule(shop.rule.id()));
    }

    @Test
    void everyPartOfTheAdvancedConfigurationIsNeeded() {
        refusedBalancer("roleArn is required", advanced -> advanced.roleArn(null));
        refusedBalancer("alternateTargetGroupArn is required", advanced -> advanced.alternateTargetGroupArn(null));
        refusedBalancer("productionListenerRule is required", advanced -> advanced.productionListenerRule(null));
        refusedBalancer("must differ", advanced -> advanced.alternateTargetGroupArn(shop.first.id()));
        refused(
                () -> shop.ecs.updateService(request ->
                        request.cluster("prod").service("checkout").loadBalancers(WireShop.in(shop.first.id()))),
                INVALID,
                "advancedConfiguration is required");
    }

    @Test
    void aProductionRuleWithOneGroupNeedsATestRule() {
        shop.world.rewrite(shop.rule, new TrafficSplit(Map.of(shop.first, 100)));

        refusedBalancer("testListenerRule is required", advanced -> advanced.testListenerRule(null));
    }

    @Test
    void aServiceOfTheWorldIsCheckedToo() {
        assertThatThrownBy(() -> shop.aws
                        .ecs()
                        .blueGreen(CHECKOUT, shop.first, shop.first, shop.rule, Optional.of(blueGreen.test)))
                .hasMessageContaining("must differ");
    }

    @Test
    void settingsThatATestChangesAreCheckedToo() {
        ObjectNode settings = JsonNodeFactory.instance.objectNode();
        settings.putObject("deploymentConfiguration").put("strategy", "CANARY").put("bakeTimeInMinutes", -1);

        assertThatThrownBy(() -> shop.aws.ecs().configure(CHECKOUT, settings))
                .hasMessageContaining("bakeTimeInMinutes");
        assertThat(blueGreen.service().deploymentConfiguration().strategy()).isEqualTo(DeploymentStrategy.BLUE_GREEN);
        settings.withObject("deploymentConfiguration").put("bakeTimeInMinutes", 2);
        shop.aws.ecs().configure(CHECKOUT, settings);

        assertThat(blueGreen.service().deploymentConfiguration().strategy()).isEqualTo(DeploymentStrategy.CANARY);
    }

    private String reasonOfRollback() {
        String arn = blueGreen.deploy("checkout:42");
        blueGreen.awaitStatus(arn, ServiceDeploymentStatus.ROLLBACK_SUCCESSFUL);
        assertThat(shop.world.describe(CHECKOUT).revisions()).hasSize(1);
        String reason = blueGreen.deployment(arn).rollback().reason();
        assertThat(reason).startsWith("Service deployment rolled back because of invalid networking configuration");
        return reason;
    }

    @Test
    void productionMustBeOnOneGroup() {
        shop.world.rewrite(shop.rule, new TrafficSplit(Map.of(shop.first, 90, shop.second, 10)));

        assertThat(reasonOfRollback()).contains("found 2 target groups which are serving traffic");
    }

    @Test
    void productionMustBeOnTheGroupOfTheRevisionThatServes() {
        shop.world.rewrite(shop.rule, TrafficSplit.allOn(shop.second, shop.first));

        assertThat(reasonOfRollback()).contains("unexpected target group");
    }

    @Test
    void bothGroupsMustBeOnARule() {
        shop.world.rewrite(shop.rule, new TrafficSplit(Map.of(shop.first, 100)));
        shop.world.rewrite(blueGreen.test, new TrafficSplit(Map.of(shop.first, 100)));

        assertThat(reasonOfRollback()).contains("is not associated with either");
    }

    @Test
    void eachRuleMayHaveOneOfTheGroups() {
        shop.world.rewrite(shop.rule, new TrafficSplit(Map.of(shop.first, 100)));
        shop.world.rewrite(blueGreen.test, new TrafficSplit(Map.of(shop.second, 100)));

        blueGreen.awaitStatus(blueGreen.deploy("checkout:42"), ServiceDeploymentStatus.SUCCESSFUL);
    }

    @Test
    void theRoleMustBeThere() {
        shop.aws.ecs().roleMissing("arn:aws:iam::123456789012:role/ecsInfrastructureRole", true);

        assertThat(reasonOfRollback()).contains("unable to assume role");
    }
}
