package io.github.bluegreen4j.awstestkit;

import static io.github.bluegreen4j.awstestkit.WireRefusals.refused;
import static io.github.bluegreen4j.awstestkit.WireShop.CHECKOUT;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.testkit.world.TaskBehaviour;
import io.github.bluegreen4j.testkit.world.TaskStop;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.model.DescribeTasksResponse;
import software.amazon.awssdk.services.ecs.model.DesiredStatus;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskSet;
import software.amazon.awssdk.services.ecs.model.TaskStopCode;

class TasksTest {
    private final WireShop shop = new WireShop();

    private List<String> list(DesiredStatus status) {
        return shop
                .ecs
                .listTasksPaginator(request ->
                        request.cluster("prod").serviceName("checkout").desiredStatus(status))
                .taskArns()
                .stream()
                .toList();
    }

    private List<Task> describe(List<String> arns) {
        return shop.ecs
                .describeTasks(request -> request.cluster("prod").tasks(arns))
                .tasks();
    }

    @Test
    void theTasksOfAServiceAreListedAndDescribed() {
        TaskSet green = shop.createGreen();
        List<Task> tasks = describe(list(DesiredStatus.RUNNING));

        assertThat(tasks).hasSize(6);
        assertThat(tasks.get(0)).satisfies(task -> {
            assertThat(task.taskArn()).matches("arn:aws:ecs:eu-west-1:123456789012:task/prod/[0-9a-f]{32}");
            assertThat(task.startedBy())
                    .isEqualTo(shop.described(shop.blue.id()).id());
            assertThat(task.lastStatus()).isEqualTo("RUNNING");
            assertThat(task.group()).isEqualTo("service:checkout");
            assertThat(task.taskDefinitionArn()).endsWith("checkout:41");
            assertThat(task.stopCode()).isNull();
        });
        assertThat(tasks.get(5)).satisfies(task -> {
            assertThat(task.startedBy()).isEqualTo(green.id());
            assertThat(task.lastStatus()).isEqualTo("PENDING");
            assertThat(task.startedAt()).isNull();
        });
    }

    @Test
    void theAddressOfATaskIsThatOfItsTarget() {
        List<String> addresses = describe(list(DesiredStatus.RUNNING)).stream()
                .flatMap(task -> task.attachments().stream())
                .filter(attachment -> attachment.type().equals("ElasticNetworkInterface"))
                .flatMap(attachment -> attachment.details().stream())
                .filter(detail -> detail.name().equals("privateIPv4Address"))
                .map(detail -> detail.value())
                .toList();

        assertThat(addresses).hasSize(3).doesNotHaveDuplicates();
        assertThat(shop.elb
                        .describeTargetHealth(request -> request.targetGroupArn(shop.first.id()))
                        .targetHealthDescriptions())
                .extracting(health -> health.target().id())
                .containsExactlyInAnyOrderElementsOf(addresses);
    }

    @Test
    void aHundredTasksAreAPage() {
        shop.world.desire(CHECKOUT, 250);

        assertThat(shop.ecs
                        .listTasks(request -> request.cluster("prod").serviceName("checkout"))
                        .taskArns())
                .hasSize(100);
        assertThat(list(DesiredStatus.RUNNING)).hasSize(250).doesNotHaveDuplicates();
        assertThat(describe(list(DesiredStatus.RUNNING).subList(100, 200))).hasSize(100);
        refused(() -> describe(Collections.nCopies(101, "a")), "InvalidParameterException", "100");
    }

    @Test
    void startedByIsTheOnlyFilter() {
        TaskSet green = shop.createGreen();

        assertThat(shop.ecs
                        .listTasks(request -> request.cluster("prod").startedBy(green.id()))
                        .taskArns())
                .hasSize(3);
        refused(
                () -> shop.ecs.listTasks(
                        request -> request.cluster("prod").startedBy(green.id()).serviceName("checkout")),
                "InvalidParameterException",
                "");
    }

    @Test
    void tasksOfAServiceThatDoesNotExistAreRefused() {
        refused(
                () -> shop.ecs.listTasks(request -> request.cluster("prod").serviceName("other")),
                "ServiceNotFoundException",
                "Service not found.");
        refused(() -> describe(List.of()), "InvalidParameterException", "Tasks cannot be empty.");
    }

    @Test
    void aTaskThatIsNotKnownIsAFailure() {
        DescribeTasksResponse answer =
                shop.ecs.describeTasks(request -> request.cluster("prod").tasks("0123456789abcdef0123456789abcdef"));

        assertThat(answer.tasks()).isEmpty();
        assertThat(answer.failures())
                .singleElement()
                .satisfies(failure -> assertThat(failure.reason()).isEqualTo("MISSING"));
    }

    @Test
    void whyATaskStoppedIsToldForAnHour() {
        shop.world.kill(CHECKOUT, shop.blue, 1);
        shop.world.stop(CHECKOUT, shop.blue, 1, TaskStop.RECLAIMED);
        shop.world.stop(CHECKOUT, shop.blue, 1, TaskStop.STOPPED_BY_USER);
        shop.world.behaves("checkout:42", TaskBehaviour.fails(Duration.ofSeconds(5)));
        TaskSet green = shop.createGreen();
        shop.time.advance(Duration.ofSeconds(5));
        shop.world.rescale(CHECKOUT, shop.blue, 2);

        List<Task> stopped = describe(list(DesiredStatus.STOPPED));
        assertThat(stopped)
                .extracting(Task::stopCode)
                .contains(
                        TaskStopCode.ESSENTIAL_CONTAINER_EXITED,
                        TaskStopCode.SPOT_INTERRUPTION,
                        TaskStopCode.USER_INITIATED,
                        TaskStopCode.TASK_FAILED_TO_START,
                        TaskStopCode.SERVICE_SCHEDULER_INITIATED);
        assertThat(stopped)
                .filteredOn(task -> task.startedBy().equals(green.id()))
                .hasSize(3)
                .allSatisfy(task -> assertThat(task.stoppedReason()).contains("CannotPullContainerError"));

        shop.ecs.deleteTaskSet(request ->
                request.cluster("prod").service("checkout").taskSet(green.id()).force(true));
        shop.time.advance(Duration.ofMinutes(59));
        assertThat(shop.ecs
                        .listTasks(request ->
                                request.cluster("prod").startedBy(green.id()).desiredStatus(DesiredStatus.STOPPED))
                        .taskArns())
                .as("also of a task set that is gone")
                .isNotEmpty();
        shop.time.advance(Duration.ofMinutes(2));
        assertThat(list(DesiredStatus.STOPPED)).isEmpty();
    }

    @Test
    void aTaskThatFailedItsHealthChecksIsStoppedByTheSchedulerAndSaysWhy() {
        shop.world.stop(CHECKOUT, shop.blue, 1, TaskStop.FAILED_HEALTH_CHECKS);

        assertThat(describe(list(DesiredStatus.STOPPED))).singleElement().satisfies(task -> {
            assertThat(task.stopCode()).isEqualTo(TaskStopCode.SERVICE_SCHEDULER_INITIATED);
            assertThat(task.stoppedReason())
                    .isEqualTo("Task failed ELB health checks in (target-group " + shop.first.id() + ")");
        });
        assertThat(shop.world
                        .describe(CHECKOUT)
                        .find(shop.blue)
                        .orElseThrow()
                        .counts()
                        .failed())
                .isEqualTo(1);
    }

    @Test
    void aTaskThatDrainsIsDeactivating() {
        shop.world.rescale(CHECKOUT, shop.blue, 2);

        assertThat(describe(list(DesiredStatus.STOPPED))).singleElement().satisfies(task -> {
            assertThat(task.lastStatus()).isEqualTo("DEACTIVATING");
            assertThat(task.desiredStatus()).isEqualTo("STOPPED");
            assertThat(task.stoppedAt()).isNull();
        });
    }

    @Test
    void aTaskDefinitionIsDescribed() {
        assertThat(shop.ecs
                        .describeTaskDefinition(request -> request.taskDefinition("checkout:42"))
                        .taskDefinition())
                .satisfies(definition -> {
                    assertThat(definition.taskDefinitionArn()).endsWith(":task-definition/checkout:42");
                    assertThat(definition.taskRoleArn()).isNotNull();
                    assertThat(definition.executionRoleArn()).isNotNull();
                    assertThat(definition.networkModeAsString()).isEqualTo("awsvpc");
                    assertThat(definition
                                    .containerDefinitions()
                                    .get(0)
                                    .portMappings()
                                    .get(0)
                                    .containerPort())
                            .isEqualTo(8080);
                });
        shop.world.hasNo("checkout:43");
        refused(
                () -> shop.ecs.describeTaskDefinition(request -> request.taskDefinition("checkout:43")),
                "ClientException",
                "Unable to describe task definition.");
    }
}
