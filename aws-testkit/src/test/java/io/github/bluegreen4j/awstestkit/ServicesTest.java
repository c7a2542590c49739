package io.github.bluegreen4j.awstestkit;

import static io.github.bluegreen4j.awstestkit.WireRefusals.refused;
import static io.github.bluegreen4j.awstestkit.WireShop.CHECKOUT;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.awstestkit.ecs.Controller;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.RevisionRef;
import java.time.Duration;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.model.ClusterNotFoundException;
import software.amazon.awssdk.services.ecs.model.DeploymentControllerType;
import software.amazon.awssdk.services.ecs.model.DescribeServicesResponse;
import software.amazon.awssdk.services.ecs.model.LaunchType;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.TaskSet;

class ServicesTest {
    private final WireShop shop = new WireShop();

    private Service service() {
        return shop.ecs
                .describeServices(request -> request.cluster("prod").services("checkout"))
                .services()
                .get(0);
    }

    @Test
    void aServiceIsDescribedWithItsTaskSets() {
        Service service = service();

        assertThat(service.serviceArn()).isEqualTo("arn:aws:ecs:eu-west-1:123456789012:service/prod/checkout");
        assertThat(service.clusterArn()).isEqualTo("arn:aws:ecs:eu-west-1:123456789012:cluster/prod");
        assertThat(service.status()).isEqualTo("ACTIVE");
        assertThat(service.desiredCount()).isEqualTo(3);
        assertThat(service.runningCount()).isEqualTo(3);
        assertThat(service.deploymentController().type()).isEqualTo(DeploymentControllerType.EXTERNAL);
        assertThat(service.deployments()).isEmpty();
        assertThat(service.taskSets()).singleElement().satisfies(set -> {
            assertThat(set.id()).matches("ecs-svc/[0-9]{19}");
            assertThat(set.taskSetArn())
                    .isEqualTo("arn:aws:ecs:eu-west-1:123456789012:task-set/prod/checkout/" + set.id());
            assertThat(set.status()).isEqualTo("PRIMARY");
            assertThat(set.taskDefinition())
                    .isEqualTo("arn:aws:ecs:eu-west-1:123456789012:task-definition/checkout:41");
            assertThat(set.loadBalancers()).singleElement().satisfies(balancer -> {
                assertThat(balancer.targetGroupArn()).isEqualTo(shop.first.id());
                assertThat(balancer.containerName()).isEqualTo("app");
                assertThat(balancer.containerPort()).isEqualTo(8080);
            });
            assertThat(set.networkConfiguration().awsvpcConfiguration().subnets())
                    .hasSize(3);
            assertThat(set.launchType()).isEqualTo(LaunchType.FARGATE);
            assertThat(set.scale().value()).isEqualTo(100.0);
            assertThat(set.createdAt()).isEqualTo(shop.time.now());
        });
    }

    @Test
    void theIdsOfTheWorldAreTheArns() {
        assertThat(service().taskSets().get(0).taskSetArn()).isEqualTo(shop.blue.id());
        assertThat(shop.world.describe(CHECKOUT).revisions().get(0).revision()).isEqualTo(shop.blue);
    }

    @Test
    void anArnNamesAServiceAsWell() {
        assertThat(shop.ecs
                        .describeServices(request -> request.cluster("arn:aws:ecs:eu-west-1:123456789012:cluster/prod")
                                .services("arn:aws:ecs:eu-west-1:123456789012:service/prod/checkout"))
                        .services())
                .hasSize(1);
    }

    @Test
    void aServiceHasThePropertiesOfItsPrimary() {
        assertThat(service().taskDefinition()).endsWith("checkout:41");
        assertThat(service().loadBalancers()).hasSize(1);

        shop.world.addService(new io.github.bluegreen4j.model.ServiceRef("prod", "empty"), 1);
        Service empty = shop.ecs
                .describeServices(request -> request.cluster("prod").services("empty"))
                .services()
                .get(0);
        assertThat(empty.taskDefinition()).isNull();
        assertThat(empty.launchType()).isNull();
        assertThat(empty.loadBalancers()).isEmpty();
    }

    @Test
    void aServiceThatDoesNotExistIsAFailureAndNoRefusal() {
        DescribeServicesResponse answer =
                shop.ecs.describeServices(request -> request.cluster("prod").services("checkout", "other"));

        assertThat(answer.services()).hasSize(1);
        assertThat(answer.failures()).singleElement().satisfies(failure -> {
            assertThat(failure.arn()).isEqualTo("arn:aws:ecs:eu-west-1:123456789012:service/prod/other");
            assertThat(failure.reason()).isEqualTo("MISSING");
        });
    }

    @Test
    void aClusterThatDoesNotExistIsRefused() {
        assertThat(refused(
                        () -> shop.ecs.describeServices(
                                request -> request.cluster("other").services("checkout")),
                        "ClusterNotFoundException",
                        "Cluster not found."))
                .isInstanceOf(ClusterNotFoundException.class);
    }

    @Test
    void moreThanTenServicesAreRefused() {
        refused(
                () -> shop.ecs.describeServices(
                        request -> request.cluster("prod").services(Collections.nCopies(11, "checkout"))),
                "InvalidParameterException",
                "10");
    }

    @Test
    void aServiceThatWasConvertedReportsDeployments() {
        shop.aws.ecs().controller(CHECKOUT, Controller.CONVERTED);

        assertThat(service().deploymentController().type()).isEqualTo(DeploymentControllerType.EXTERNAL);
        assertThat(service().taskSets()).isEmpty();
        assertThat(service().deployments()).singleElement().satisfies(deployment -> {
            assertThat(deployment.status()).isEqualTo("PRIMARY");
            assertThat(deployment.desiredCount()).isEqualTo(3);
        });
    }

    @Test
    void aServiceThatEcsDeploysHasNoTaskSetsAndTakesNone() {
        shop.aws.ecs().controller(CHECKOUT, Controller.ECS);

        assertThat(service().deploymentController().type()).isEqualTo(DeploymentControllerType.ECS);
        assertThat(service().taskSets()).isEmpty();
        refused(shop::createGreen, "InvalidParameterException", "EXTERNAL");
    }

    @Test
    void aServiceThatWasDeletedIsInactiveAndTakesNoTaskSets() {
        shop.aws.ecs().deleted(CHECKOUT);

        assertThat(service().status()).isEqualTo("INACTIVE");
        refused(shop::createGreen, "ServiceNotActiveException", "Service was not ACTIVE.");
    }

    @Test
    void everyTaskSetFollowsItsServiceWithItsScaleRoundedUp() {
        TaskSet green = shop.ecs
                .createTaskSet(shop.green()
                        .scale(scale -> scale.value(50.0).unit("PERCENT"))
                        .build())
                .taskSet();
        assertThat(green.computedDesiredCount()).isEqualTo(2);

        shop.world.desire(CHECKOUT, 5);

        assertThat(shop.described(green.taskSetArn()).computedDesiredCount()).isEqualTo(3);
        assertThat(shop.described(green.taskSetArn()).scale().value()).isEqualTo(50.0);
        assertThat(shop.described(shop.blue.id()).computedDesiredCount()).isEqualTo(5);
    }

    @Test
    void aTaskSetOfAnEarlierDeploymentHasItsExternalId() {
        RevisionRef old = shop.world.launched(CHECKOUT, "checkout:40", shop.second, new DeploymentId("d-0"));

        assertThat(shop.described(old.id()).externalId()).isEqualTo("d-0");
        assertThat(shop.described(old.id()).status()).isEqualTo("ACTIVE");
        assertThat(shop.described(shop.blue.id()).externalId()).isNull();
    }

    @Test
    void whatTheWorldScalesByItselfIsTheScale() {
        shop.world.rescale(CHECKOUT, shop.blue, 1);
        shop.time.advance(Duration.ofSeconds(1));

        assertThat(shop.described(shop.blue.id()).computedDesiredCount()).isEqualTo(1);
        assertThat(shop.described(shop.blue.id()).scale().value()).isBetween(33.0, 34.0);
    }
}
