package io.github.bluegreen4j.awstestkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.testkit.world.TaskBehaviour;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.model.Deployment;
import software.amazon.awssdk.services.ecs.model.DeploymentControllerType;
import software.amazon.awssdk.services.ecs.model.DeploymentRolloutState;
import software.amazon.awssdk.services.ecs.model.DesiredStatus;
import software.amazon.awssdk.services.ecs.model.LaunchType;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.ServiceField;
import software.amazon.awssdk.services.ecs.model.Tag;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.UpdateServiceRequest;

/** Ordinary services, as "Deploy Amazon ECS services by replacing tasks" in the ECS developer guide describes them. */
class RollingServicesTest {
    private static final ServiceRef CHECKOUT = WireShop.CHECKOUT;
    private static final ServiceRef TWIN = new ServiceRef("prod", "checkout-twin");
    private static final Duration UNTIL_HEALTHY = Duration.ofSeconds(31);

    private final WireShop shop = new WireShop();

    RollingServicesTest() {
        shop.aws.ecs().ordinary(CHECKOUT, CHECKOUT, shop.first, "checkout:41");
        shop.aws.ecs().ordinary(TWIN, CHECKOUT, shop.second, "checkout:40");
        shop.time.advance(UNTIL_HEALTHY);
    }

    private Service service(ServiceRef ref) {
        return shop.ecs
                .describeServices(request ->
                        request.cluster(ref.cluster()).services(ref.name()).include(ServiceField.TAGS))
                .services()
                .get(0);
    }

    private Service update(ServiceRef ref, Consumer<UpdateServiceRequest.Builder> update) {
        return shop.ecs
                .updateService(
                        request -> update.accept(request.cluster(ref.cluster()).service(ref.name())))
                .service();
    }

    private static Deployment newest(Service service) {
        return service.deployments().get(0);
    }

    @Test
    void aServiceIsDescribedWithItsDeployments() {
        Service service = service(CHECKOUT);

        assertThat(service.serviceArn()).endsWith(":service/prod/checkout");
        assertThat(service.deploymentController().type()).isEqualTo(DeploymentControllerType.ECS);
        assertThat(service.desiredCount()).isEqualTo(3);
        assertThat(service.runningCount()).isEqualTo(3);
        assertThat(service.taskDefinition()).endsWith(":task-definition/checkout:41");
        assertThat(service.launchType()).isEqualTo(LaunchType.FARGATE);
        assertThat(service.loadBalancers())
                .singleElement()
                .satisfies(balancer -> assertThat(balancer.targetGroupArn()).isEqualTo(shop.first.id()));
        assertThat(service.taskSets()).isEmpty();
        assertThat(service.deployments()).singleElement().satisfies(deployment -> {
            assertThat(deployment.id()).matches("ecs-svc/[0-9]{19}");
            assertThat(deployment.status()).isEqualTo("PRIMARY");
            assertThat(deployment.rolloutState()).isEqualTo(DeploymentRolloutState.COMPLETED);
            assertThat(deployment.runningCount()).isEqualTo(3);
        });
    }

    @Test
    void aServiceWithoutTasksExistsAndIsCompleted() {
        Service twin = service(TWIN);

        assertThat(twin.desiredCount()).isZero();
        assertThat(twin.runningCount()).isZero();
        assertThat(newest(twin).rolloutState()).isEqualTo(DeploymentRolloutState.COMPLETED);
        assertThat(newest(twin).taskDefinition()).endsWith("checkout:40");
    }

    @Test
    void anotherTaskDefinitionStartsADeploymentInItsOwnTargetGroup() {
        Service started =
                update(TWIN, update -> update.taskDefinition("checkout:42").desiredCount(2));

        assertThat(newest(started).rolloutState()).isEqualTo(DeploymentRolloutState.IN_PROGRESS);
        assertThat(newest(started).id()).isNotEqualTo(newest(service(CHECKOUT)).id());
        shop.time.advance(UNTIL_HEALTHY);
        Service twin = service(TWIN);
        assertThat(newest(twin).rolloutState()).isEqualTo(DeploymentRolloutState.COMPLETED);
        assertThat(twin.runningCount()).isEqualTo(2);
        assertThat(shop.world.registered(shop.second)).isEqualTo(2);
        assertThat(service(CHECKOUT).runningCount()).isEqualTo(3);
    }

    @Test
    void theTasksOfEachServiceAreItsOwn() {
        update(TWIN, update -> update.taskDefinition("checkout:42").desiredCount(2));
        shop.time.advance(UNTIL_HEALTHY);

        List<String> arns = shop.ecs
                .listTasks(request -> request.cluster("prod").serviceName("checkout-twin"))
                .taskArns();
        List<Task> tasks = shop.ecs
                .describeTasks(request -> request.cluster("prod").tasks(arns))
                .tasks();

        assertThat(tasks).hasSize(2).allSatisfy(task -> {
            assertThat(task.group()).isEqualTo("service:checkout-twin");
            assertThat(task.startedBy()).isEqualTo(newest(service(TWIN)).id());
            assertThat(task.taskDefinitionArn()).endsWith("checkout:42");
        });
    }

    @Test
    void theDesiredCountAloneStartsNoDeployment() {
        String before = newest(service(CHECKOUT)).id();

        update(CHECKOUT, update -> update.desiredCount(5));

        assertThat(service(CHECKOUT).desiredCount()).isEqualTo(5);
        assertThat(newest(service(CHECKOUT)).id()).isEqualTo(before);
        update(CHECKOUT, update -> update.taskDefinition("checkout:41"));
        assertThat(newest(service(CHECKOUT)).id()).as("the definition it has").isEqualTo(before);
        update(CHECKOUT, update -> update.forceNewDeployment(true));
        assertThat(newest(service(CHECKOUT)).id()).as("forced").isNotEqualTo(before);
    }

    /** The old tasks run until the new ones are healthy: at least 100 % by default. */
    @Test
    void aDeploymentReplacesTheOldTasksOnceTheNewOnesAreHealthy() {
        update(CHECKOUT, update -> update.taskDefinition("checkout:42"));

        shop.time.advance(Duration.ofSeconds(15));
        assertThat(service(CHECKOUT).deployments())
                .extracting(Deployment::status)
                .containsExactly("PRIMARY", "ACTIVE");
        assertThat(service(CHECKOUT).runningCount()).isEqualTo(3);
        assertThat(service(CHECKOUT).pendingCount()).isEqualTo(3);
        shop.time.advance(UNTIL_HEALTHY);
        service(CHECKOUT);
        shop.time.advance(UNTIL_HEALTHY);
        assertThat(service(CHECKOUT).deployments()).singleElement().satisfies(deployment -> {
            assertThat(deployment.taskDefinition()).endsWith("checkout:42");
            assertThat(deployment.rolloutState()).isEqualTo(DeploymentRolloutState.COMPLETED);
        });
    }

    /** A task that is being deregistered is not counted as running, and has not stopped. */
    @Test
    void tasksDrainWhenAServiceIsScaledToZero() {
        update(CHECKOUT, update -> update.desiredCount(0));

        assertThat(service(CHECKOUT).runningCount()).isZero();
        List<String> stopping = shop.ecs
                .listTasks(request ->
                        request.cluster("prod").serviceName("checkout").desiredStatus(DesiredStatus.STOPPED))
                .taskArns();
        assertThat(shop.ecs
                        .describeTasks(request -> request.cluster("prod").tasks(stopping))
                        .tasks())
                .hasSize(3)
                .extracting(Task::lastStatus)
                .containsOnly("DEACTIVATING");
        assertThat(shop.world.registered(shop.first)).isEqualTo(3);
    }

    private void breaksCircuits(boolean rollsBack) {
        ObjectNode settings = JsonNodeFactory.instance.objectNode();
        settings.putObject("deploymentConfiguration")
                .putObject("deploymentCircuitBreaker")
                .put("enable", true)
                .put("rollback", rollsBack);
        shop.aws.ecs().configure(CHECKOUT, settings);
        shop.world.behaves("checkout:42", TaskBehaviour.fails(Duration.ofSeconds(5)));
        update(CHECKOUT, update -> update.taskDefinition("checkout:42"));
        shop.time.advance(Duration.ofSeconds(30));
    }

    @Test
    void theCircuitBreakerFailsADeploymentWhoseTasksDoNotStart() {
        breaksCircuits(false);

        Deployment failed = newest(service(CHECKOUT));
        assertThat(failed.taskDefinition()).endsWith("checkout:42");
        assertThat(failed.rolloutState()).isEqualTo(DeploymentRolloutState.FAILED);
        assertThat(failed.rolloutStateReason()).isEqualTo("ECS deployment circuit breaker: tasks failed to start.");
        assertThat(service(CHECKOUT).runningCount()).as("the old tasks").isEqualTo(3);
    }

    @Test
    void theCircuitBreakerGoesBackToTheLastCompletedDeployment() {
        breaksCircuits(true);

        Deployment back = newest(service(CHECKOUT));
        assertThat(back.taskDefinition()).endsWith("checkout:41");
        assertThat(service(CHECKOUT).runningCount()).isEqualTo(3);
        assertThat(service(CHECKOUT).taskDefinition()).endsWith("checkout:41");
    }

    @Test
    void aServiceIsCreatedWithTagsAndWithoutTasks() {
        Service created = shop.ecs
                .createService(request -> request.cluster("prod")
                        .serviceName("checkout-new")
                        .taskDefinition("checkout:41")
                        .desiredCount(0)
                        .launchType(LaunchType.FARGATE)
                        .loadBalancers(WireShop.in(shop.second.id()))
                        .tags(Tag.builder().key("team").value("shop").build()))
                .service();

        assertThat(created.serviceArn()).endsWith(":service/prod/checkout-new");
        assertThat(service(new ServiceRef("prod", "checkout-new")).tags())
                .extracting(Tag::value)
                .containsExactly("shop");
        WireRefusals.refused(
                () -> shop.ecs.createService(request -> request.cluster("prod")
                        .serviceName("checkout-new")
                        .taskDefinition("checkout:41")
                        .loadBalancers(WireShop.in(shop.second.id()))),
                "InvalidParameterException",
                "not idempotent");
    }

    @Test
    void tagsAreSetAndRemoved() {
        String arn = service(TWIN).serviceArn();

        shop.ecs.tagResource(request -> request.resourceArn(arn)
                .tags(
                        Tag.builder().key("a").value("1").build(),
                        Tag.builder().key("b").value("2").build()));
        shop.ecs.untagResource(request -> request.resourceArn(arn).tagKeys("a"));

        assertThat(service(TWIN).tags()).extracting(Tag::key).containsExactly("b");
        assertThat(shop.ecs
                        .describeServices(request -> request.cluster("prod").services("checkout-twin"))
                        .services()
                        .get(0)
                        .tags())
                .as("tags that nobody asked for")
                .isEmpty();
    }

    @Test
    void whatDoesNotExistIsRefused() {
        shop.world.hasNo("checkout:99");

        WireRefusals.refused(
                () -> update(new ServiceRef("prod", "nobody"), update -> update.desiredCount(1)),
                "ServiceNotFoundException",
                "Service not found");
        WireRefusals.refused(
                () -> update(TWIN, update -> update.taskDefinition("checkout:99")),
                "ClientException",
                "TaskDefinition not found");
        WireRefusals.refused(
                () -> shop.createGreen(), "InvalidParameterException", "only supported for services with an EXTERNAL");
    }
}
