package io.github.bluegreen4j.awstestkit;

import static io.github.bluegreen4j.awstestkit.WireShop.CHECKOUT;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.model.TrafficSplit;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.model.Deployment;
import software.amazon.awssdk.services.ecs.model.DeploymentRolloutState;
import software.amazon.awssdk.services.ecs.model.DeploymentStrategy;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.ServiceCurrentRevisionSummary;
import software.amazon.awssdk.services.ecs.model.ServiceDeployment;
import software.amazon.awssdk.services.ecs.model.ServiceDeploymentBrief;
import software.amazon.awssdk.services.ecs.model.ServiceDeploymentStatus;
import software.amazon.awssdk.services.ecs.model.ServiceRevision;
import software.amazon.awssdk.services.ecs.model.ServiceRevisionSummary;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.UpdateServiceRequest;

/** Deployments as "Amazon ECS blue/green service deployments workflow" in the ECS developer guide describes them. */
class BlueGreenDeploymentsTest {
    private final BlueGreenShop blueGreen = new BlueGreenShop();
    private final WireShop shop = blueGreen.shop;

    @Test
    void aServiceThatTheWorldHasIsDescribedWithItsRevisionAndDeployment() {
        Service service = blueGreen.service();

        assertThat(service.taskDefinition()).endsWith(":task-definition/checkout:41");
        assertThat(service.deploymentConfiguration().strategy()).isEqualTo(DeploymentStrategy.BLUE_GREEN);
        assertThat(service.runningCount()).isEqualTo(3);
        assertThat(service.taskSets()).isEmpty();
        assertThat(service.currentServiceRevisions())
                .singleElement()
                .extracting(ServiceCurrentRevisionSummary::runningTaskCount)
                .isEqualTo(3);
        assertThat(blueGreen.status(service.currentServiceDeployment())).isEqualTo(ServiceDeploymentStatus.SUCCESSFUL);
        assertThat(service.deployments()).singleElement().satisfies(deployment -> {
            assertThat(deployment.status()).isEqualTo("PRIMARY");
            assertThat(deployment.rolloutState()).isEqualTo(DeploymentRolloutState.COMPLETED);
        });
    }

    /** Test weight and production weight of the new revision are behind the stage. */
    @Test
    void theStagesFollowEachOther() {
        String arn = blueGreen.deploy("checkout:42");

        assertThat(blueGreen.story(arn))
                .containsExactly(
                        "PENDING",
                        "IN_PROGRESS PRE_SCALE_UP 0/0",
                        "IN_PROGRESS SCALE_UP 0/0",
                        "IN_PROGRESS POST_SCALE_UP 0/0",
                        "IN_PROGRESS TEST_TRAFFIC_SHIFT 0/0",
                        "IN_PROGRESS POST_TEST_TRAFFIC_SHIFT 100/0",
                        "IN_PROGRESS PRE_PRODUCTION_TRAFFIC_SHIFT 100/0",
                        "IN_PROGRESS PRODUCTION_TRAFFIC_SHIFT 100/0",
                        "IN_PROGRESS POST_PRODUCTION_TRAFFIC_SHIFT 100/100",
                        "IN_PROGRESS BAKE_TIME 100/100",
                        "IN_PROGRESS CLEAN_UP 100/100",
                        "SUCCESSFUL CLEAN_UP 100/100");
        assertThat(blueGreen.service().taskDefinition()).endsWith("checkout:42");
        assertThat(blueGreen.service().runningCount()).isEqualTo(3);
        assertThat(shop.world.describe(CHECKOUT).revisions()).hasSize(1);
    }

    @Test
    void bothRevisionsRunUntilTheEndOfTheBakeTime() {
        String arn = blueGreen.deploy("checkout:42");
        blueGreen.awaitStage(arn, "BAKE_TIME");

        ServiceDeployment baking = blueGreen.deployment(arn);
        assertThat(baking.sourceServiceRevisions()).singleElement().satisfies(blue -> {
            assertThat(blue.runningTaskCount()).isEqualTo(3);
            assertThat(blue.requestedProductionTrafficWeight()).isZero();
        });
        assertThat(baking.targetServiceRevision().runningTaskCount()).isEqualTo(3);
        assertThat(blueGreen.service().runningCount()).isEqualTo(6);
        assertThat(blueGreen.service().deployments())
                .extracting(Deployment::status)
                .containsExactly("PRIMARY", "ACTIVE");
        shop.time.advance(Duration.ofMinutes(5).minusSeconds(10));
        assertThat(blueGreen.deployment(arn).lifecycleStageAsString()).isEqualTo("BAKE_TIME");
        shop.time.advance(Duration.ofSeconds(20));
        assertThat(blueGreen.deployment(arn).lifecycleStageAsString()).isEqualTo("CLEAN_UP");
    }

    @Test
    void theRulesGetTheWeightsAndTheGroupsSwapTheirRoles() {
        String first = blueGreen.deploy("checkout:42");
        blueGreen.awaitStage(first, "POST_TEST_TRAFFIC_SHIFT");
        assertThat(shop.world.split(blueGreen.test)).isEqualTo(TrafficSplit.allOn(shop.second, shop.first));
        assertThat(shop.world.split(shop.rule)).isEqualTo(TrafficSplit.allOn(shop.first, shop.second));
        blueGreen.awaitStatus(first, ServiceDeploymentStatus.SUCCESSFUL);
        assertThat(shop.world.split(shop.rule)).isEqualTo(TrafficSplit.allOn(shop.second, shop.first));

        String second = blueGreen.deploy("checkout:43");
        blueGreen.awaitStatus(second, ServiceDeploymentStatus.SUCCESSFUL);

        assertThat(shop.world.split(shop.rule)).isEqualTo(TrafficSplit.allOn(shop.first, shop.second));
        assertThat(shop.world.registered(shop.first)).isEqualTo(3);
        assertThat(shop.world.registered(shop.second)).isZero();
    }

    /** Everything that ECS does by itself happens at its own instant, also if nobody asks meanwhile. */
    @Test
    void nobodyHasToAskAndNoRequestIsLost() {
        shop.world.load(shop.rule, 10);
        String arn = blueGreen.deploy("checkout:42");

        shop.time.advance(Duration.ofHours(2));

        ServiceDeployment done = blueGreen.deployment(arn);
        assertThat(done.status()).isEqualTo(ServiceDeploymentStatus.SUCCESSFUL);
        assertThat(Duration.between(done.startedAt(), done.finishedAt())).isLessThan(Duration.ofMinutes(8));
        assertThat(shop.world.traffic(shop.rule).lost()).isZero();
        assertThat(shop.aws.requests("elasticloadbalancing:ModifyRule"))
                .as("the customer's requests")
                .isEmpty();
    }

    @Test
    void howFastTheControllerReactsIsASwitch() {
        shop.aws.ecs().undocumented().reactsAfter(Duration.ofMinutes(2));
        String arn = blueGreen.deploy("checkout:42");

        shop.time.advance(Duration.ofSeconds(100));
        assertThat(blueGreen.status(arn)).isEqualTo(ServiceDeploymentStatus.PENDING);
        shop.time.advance(Duration.ofSeconds(30));

        assertThat(blueGreen.deployment(arn).lifecycleStageAsString()).isEqualTo("PRE_SCALE_UP");
    }

    @Test
    void tasksNameTheirRevision() {
        String arn = blueGreen.deploy("checkout:42");
        blueGreen.awaitStage(arn, "POST_SCALE_UP");
        String revision = blueGreen.deployment(arn).targetServiceRevision().arn();

        List<String> tasks = shop.ecs
                .listTasks(request -> request.cluster("prod")
                        .startedBy("ecs-svc/" + revision.substring(revision.lastIndexOf('/') + 1)))
                .taskArns();

        assertThat(shop.ecs
                        .describeTasks(request -> request.cluster("prod").tasks(tasks))
                        .tasks())
                .hasSize(3)
                .extracting(Task::taskDefinitionArn)
                .allMatch(definition -> definition.endsWith("checkout:42"));
    }

    @Test
    void aRevisionSaysInWhichTargetGroupItRuns() {
        String arn = blueGreen.deploy("checkout:42");
        blueGreen.awaitStatus(arn, ServiceDeploymentStatus.SUCCESSFUL);
        ServiceRevisionSummary green = blueGreen.deployment(arn).targetServiceRevision();

        var answer = shop.ecs.describeServiceRevisions(request -> request.serviceRevisionArns(
                green.arn(), "arn:aws:ecs:eu-west-1:123456789012:service-revision/prod/checkout/1"));

        ServiceRevision revision = answer.serviceRevisions().get(0);
        assertThat(revision.taskDefinition()).endsWith("checkout:42");
        assertThat(revision.loadBalancers().get(0).targetGroupArn()).isEqualTo(shop.first.id());
        assertThat(revision.resolvedConfiguration().loadBalancers())
                .singleElement()
                .satisfies(resolved -> {
                    assertThat(resolved.targetGroupArn()).isEqualTo(shop.second.id());
                    assertThat(resolved.productionListenerRule()).isEqualTo(shop.rule.id());
                });
        assertThat(answer.failures()).extracting(Failure::reason).containsExactly("MISSING");
    }

    @Test
    void deploymentsAreListedByStatusTheNewestFirst() {
        String done = blueGreen.deploy("checkout:42");
        blueGreen.awaitStatus(done, ServiceDeploymentStatus.SUCCESSFUL);
        String running = blueGreen.deploy("checkout:43");
        blueGreen.awaitStage(running, "SCALE_UP");

        assertThat(shop.ecs
                        .listServiceDeployments(
                                request -> request.cluster("prod").service("checkout"))
                        .serviceDeployments())
                .hasSize(3)
                .extracting(ServiceDeploymentBrief::serviceDeploymentArn)
                .startsWith(running, done);
        assertThat(shop.ecs
                        .listServiceDeployments(request ->
                                request.cluster("prod").service("checkout").status(ServiceDeploymentStatus.IN_PROGRESS))
                        .serviceDeployments())
                .extracting(ServiceDeploymentBrief::serviceDeploymentArn)
                .containsExactly(running);
        WireRefusals.refused(
                () -> shop.ecs.listServiceDeployments(
                        request -> request.cluster("prod").service("nobody")),
                "ServiceNotFoundException",
                "Service not found");
    }

    @Test
    void theHistoryIsThatOfNinetyDays() {
        String done = blueGreen.deploy("checkout:42");
        blueGreen.awaitStatus(done, ServiceDeploymentStatus.SUCCESSFUL);

        shop.time.advance(Duration.ofDays(90).minusMinutes(1));
        assertThat(blueGreen.status(done)).isEqualTo(ServiceDeploymentStatus.SUCCESSFUL);
        shop.time.advance(Duration.ofMinutes(2));

        assertThat(shop.ecs
                        .describeServiceDeployments(request -> request.serviceDeploymentArns(done))
                        .serviceDeployments())
                .isEmpty();
        assertThat(shop.ecs
                        .listServiceDeployments(
                                request -> request.cluster("prod").service("checkout"))
                        .serviceDeployments())
                .isEmpty();
    }

    @Test
    void aServiceThatIsDeletedMeanwhileIsGone() {
        blueGreen.awaitStage(blueGreen.deploy("checkout:42"), "SCALE_UP");

        shop.world.removeService(CHECKOUT);
        shop.time.advance(Duration.ofHours(1));

        assertThat(shop.world.view().services()).isEmpty();
        assertThat(shop.world.registered(shop.second)).isZero();
    }

    @Test
    void aTargetGroupThatIsDeletedMeanwhileRollsBack() {
        String arn = blueGreen.deploy("checkout:42");
        blueGreen.awaitStage(arn, "POST_SCALE_UP");

        shop.world.removeGroup(shop.second);

        blueGreen.awaitStatus(arn, ServiceDeploymentStatus.ROLLBACK_FAILED);
        assertThat(blueGreen.deployment(arn).rollback().reason()).contains("TEST_TRAFFIC_SHIFT");
    }

    @Test
    void aTargetGroupThatIsMissingAtTheScaleUpHangsForADay() {
        String arn = blueGreen.deploy("checkout:42");
        blueGreen.awaitStage(arn, "SCALE_UP");

        shop.world.removeGroup(shop.second);
        shop.time.advance(Duration.ofHours(23));

        assertThat(blueGreen.deployment(arn).lifecycleStageAsString()).isEqualTo("SCALE_UP");
        shop.time.advance(Duration.ofHours(2));
        assertThat(blueGreen.status(arn)).isEqualTo(ServiceDeploymentStatus.ROLLBACK_SUCCESSFUL);
    }

    private String afterUpdate(Consumer<UpdateServiceRequest.Builder> update) {
        return shop.ecs
                .updateService(request -> update.accept(request.cluster("prod").service("checkout")))
                .service()
                .currentServiceDeployment();
    }

    @Test
    void onlyChangesOfARevisionStartADeployment() {
        String before = blueGreen.service().currentServiceDeployment();

        assertThat(afterUpdate(update -> update.desiredCount(4))).isEqualTo(before);
        assertThat(afterUpdate(update -> update.healthCheckGracePeriodSeconds(30)))
                .isEqualTo(before);
        assertThat(afterUpdate(
                        update -> update.deploymentConfiguration(configuration -> configuration.bakeTimeInMinutes(1))))
                .isEqualTo(before);
        assertThat(afterUpdate(update -> update.taskDefinition("checkout:41")))
                .as("the task definition that it has")
                .isEqualTo(before);
        assertThat(afterUpdate(update -> update.platformVersion("1.3.0"))).isNotEqualTo(before);
    }

    @Test
    void aForcedDeploymentHasARevisionOfItsOwn() {
        String arn = afterUpdate(update -> update.forceNewDeployment(true));

        blueGreen.awaitStatus(arn, ServiceDeploymentStatus.SUCCESSFUL);

        assertThat(blueGreen.deployment(arn).targetServiceRevision().arn())
                .isNotEqualTo(blueGreen
                        .deployment(arn)
                        .sourceServiceRevisions()
                        .get(0)
                        .arn());
        assertThat(shop.world.split(shop.rule)).isEqualTo(TrafficSplit.allOn(shop.second, shop.first));
    }

    /** The desired count changes at any time, and applies to both revisions. */
    @Test
    void theServiceIsScaledWhileItIsDeployed() {
        String arn = blueGreen.deploy("checkout:42");
        blueGreen.awaitStage(arn, "BAKE_TIME");

        afterUpdate(update -> update.desiredCount(5));

        assertThat(blueGreen.deployment(arn).targetServiceRevision().requestedTaskCount())
                .isEqualTo(5);
        assertThat(blueGreen.deployment(arn).sourceServiceRevisions().get(0).requestedTaskCount())
                .isEqualTo(5);
    }

    @Test
    void theConfigurationOfTheStartAppliesUntilTheEnd() {
        String arn = blueGreen.deploy("checkout:42");

        blueGreen.configure(configuration -> configuration.bakeTimeInMinutes(1_000));

        shop.time.advance(Duration.ofMinutes(20));
        assertThat(blueGreen.status(arn)).isEqualTo(ServiceDeploymentStatus.SUCCESSFUL);
        assertThat(blueGreen.service().deploymentConfiguration().bakeTimeInMinutes())
                .isEqualTo(1_000);
    }

    /** Fifty at once, and twenty a second. */
    @Test
    void theRateOfRequestsIsLimited() {
        String arn = blueGreen.service().currentServiceDeployment();
        shop.aws.limitsRates(true);
        for (int i = 0; i < 50; i++) {
            blueGreen.deployment(arn);
        }

        WireRefusals.refused(() -> blueGreen.deployment(arn), "ThrottlingException", "Rate exceeded");
    }

    @Test
    void whatDoesNotExistIsRefusedOrMissing() {
        String unknown = "arn:aws:ecs:eu-west-1:123456789012:service-deployment/prod/checkout/unknown";

        assertThat(shop.ecs
                        .describeServiceDeployments(request -> request.serviceDeploymentArns(unknown))
                        .failures())
                .extracting(Failure::reason)
                .containsExactly("MISSING");
        WireRefusals.refused(
                () -> shop.ecs.stopServiceDeployment(request -> request.serviceDeploymentArn(unknown)),
                "ServiceDeploymentNotFoundException",
                "not found");
        WireRefusals.refused(
                () -> shop.createGreen(), "InvalidParameterException", "only supported for services with an EXTERNAL");
    }
}
