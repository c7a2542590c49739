package io.github.bluegreen4j.aws.ecs;

import static io.github.bluegreen4j.aws.AwsShop.ARNS;
import static io.github.bluegreen4j.aws.AwsShop.FIRST;
import static io.github.bluegreen4j.aws.AwsShop.SECOND;
import static io.github.bluegreen4j.aws.AwsShop.SHOP;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.aws.AwsShop;
import io.github.bluegreen4j.awstestkit.AwsRequest;
import io.github.bluegreen4j.awstestkit.FakeAws;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.LaunchRequest;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.RevisionSpec;
import io.github.bluegreen4j.model.ServiceDescription;
import io.github.bluegreen4j.model.TargetHealth;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.testkit.time.VirtualTime;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import io.github.bluegreen4j.testkit.world.TaskBehaviour;
import io.github.bluegreen4j.testkit.world.TaskStop;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.model.Container;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskStopCode;

/** AWS's reasons for failed tasks and targets are part of what is read. */
class WhyGreenFailsTest {
    private static final DeploymentId OURS = new DeploymentId("d-1");

    private final VirtualTime time = VirtualTime.startingAt(Instant.EPOCH);
    private final SimulatedWorld world = SimulatedWorld.create(time);
    private final FakeAws aws = FakeAws.of(world);
    private final AwsShop shop = new AwsShop(world);
    private final RevisionRef blue;
    private final RevisionRef green;

    WhyGreenFailsTest() {
        world.addService(SHOP, 3);
        world.addRoute(ARNS.rule("web", 443, 10), TrafficSplit.allOn(FIRST, SECOND));
        blue = world.addRevision(SHOP, "shop:1", FIRST);
        time.advance(Duration.ofMinutes(1));
        shop.taskSets().launch(new LaunchRequest(SHOP, RevisionSpec.of("shop:2"), SECOND, 3, OURS, "token-1"));
        green = described().launchedBy(OURS).orElseThrow().revision();
    }

    private ServiceDescription described() {
        return shop.taskSets().describe(List.of(SHOP)).get(0);
    }

    private List<String> failures(RevisionRef revision) {
        return described().find(revision).orElseThrow().failures();
    }

    private void stop(TaskStop why) {
        world.stop(SHOP, green, 1, why);
        time.advance(Duration.ofSeconds(1));
    }

    @Test
    void anImageThatCannotBePulledIsNamed() {
        stop(TaskStop.FAILED_TO_START);

        assertThat(failures(green))
                .containsExactly("CannotPullContainerError: pull image manifest has been retried 1 time(s): image not"
                        + " found (TaskFailedToStart)");
        assertThat(failures(blue)).isEmpty();
    }

    @Test
    void aContainerThatExitsIsNamedWithItsCode() {
        stop(TaskStop.EXITED);

        assertThat(failures(green))
                .containsExactly(
                        "Essential container in task exited (EssentialContainerExited); container app: exit code 1");
    }

    @Test
    void theReasonOfATaskThatFailsAgainAndAgainStandsThereOnceAndTheNewestIsFirst() {
        stop(TaskStop.FAILED_TO_START);
        for (int i = 0; i < 10; i++) {
            stop(TaskStop.EXITED);
            time.advance(Duration.ofMinutes(1));
        }
        stop(TaskStop.RECLAIMED);

        assertThat(failures(green))
                .hasSize(3)
                .satisfiesExactly(
                        reason -> assertThat(reason).startsWith("Your Spot Task was interrupted."),
                        reason -> assertThat(reason).startsWith("Essential container"),
                        reason -> assertThat(reason).startsWith("CannotPullContainerError"));
    }

    @Test
    void whatWasScaledInDidNotFail() {
        stop(TaskStop.SCALED_IN);

        assertThat(failures(green)).isEmpty();
    }

    @Test
    void aTaskThatFindsNoPlaceIsToldOfTheSetThatIsShortOfIt() {
        world.behaves("shop:2", TaskBehaviour.healthy(Duration.ofMinutes(5), Duration.ofSeconds(1)));
        stop(TaskStop.RECLAIMED);
        aws.ecs().reports(SHOP, "(service shop) has started 1 tasks: (task 1).");
        aws.ecs()
                .reports(
                        SHOP,
                        "(service shop) was unable to place a task because no container instance met all of its"
                                + " requirements.");

        assertThat(failures(green))
                .hasSize(2)
                .startsWith("(service shop) was unable to place a task because no container instance met all of its"
                        + " requirements.");
        assertThat(failures(blue)).isEmpty();
    }

    @Test
    void anEventThatNamesATaskSetConcernsThatOneAlone() {
        String other = "ecs-svc/" + blue.id().substring(blue.id().lastIndexOf('/') + 1);
        aws.ecs().reports(SHOP, "(service shop, taskSet " + other + ") was unable to place a task.");

        assertThat(failures(green)).isEmpty();
        assertThat(failures(blue)).hasSize(1);
    }

    @Test
    void whatWasReportedBeforeASetExistedIsNotItsFault() {
        SimulatedWorld fresh = SimulatedWorld.create(time);
        fresh.addService(SHOP, 3);
        fresh.addRoute(ARNS.rule("web", 443, 10), TrafficSplit.allOn(FIRST, SECOND));
        fresh.addRevision(SHOP, "shop:1", FIRST);
        AwsShop other = new AwsShop(fresh);
        FakeAws.of(fresh).ecs().reports(SHOP, "(service shop) was unable to place a task.");
        time.advance(Duration.ofMinutes(1));
        other.taskSets().launch(new LaunchRequest(SHOP, RevisionSpec.of("shop:2"), SECOND, 3, OURS, "token-1"));

        assertThat(other.taskSets()
                        .describe(List.of(SHOP))
                        .get(0)
                        .launchedBy(OURS)
                        .orElseThrow()
                        .failures())
                .isEmpty();
    }

    @Test
    void aTaskThatHasStoppedIsDescribedOnce() {
        stop(TaskStop.FAILED_TO_START);
        time.advance(Duration.ofMinutes(1));
        failures(green);
        long before = aws.requests("ecs:DescribeTasks").size();

        failures(green);
        failures(green);

        assertThat(aws.requests()).extracting(AwsRequest::action).contains("ecs:ListTasks");
        assertThat(aws.requests("ecs:DescribeTasks")).hasSize((int) before);
    }

    @Test
    void aReasonIsNoNovel() {
        Task task = Task.builder()
                .taskArn("task")
                .stopCode(TaskStopCode.TASK_FAILED_TO_START)
                .stoppedReason("ResourceInitializationError: " + "unable to pull secrets ".repeat(100))
                .build();

        assertThat(StopReason.of(task).orElseThrow().text()).hasSize(500).endsWith("...");
    }

    @Test
    void aContainerWithoutMemoryIsNamedWithItsCodeAndReason() {
        Task task = Task.builder()
                .taskArn("task")
                .stopCode(TaskStopCode.ESSENTIAL_CONTAINER_EXITED)
                .stoppedReason("Essential container in task exited")
                .containers(
                        Container.builder()
                                .name("app")
                                .exitCode(137)
                                .reason("OutOfMemoryError: Container killed due to memory usage")
                                .build(),
                        Container.builder().name("sidecar").build())
                .build();

        assertThat(StopReason.of(task).orElseThrow().text())
                .isEqualTo(
                        "Essential container in task exited (EssentialContainerExited); container app: exit code 137,"
                                + " OutOfMemoryError: Container killed due to memory usage");
    }

    @Test
    void anUnhealthyTargetSaysWhatItsHealthCheckFound() {
        world.sicken(SHOP, blue, 1);

        assertThat(shop.router().health(SHOP, FIRST).targets())
                .filteredOn(target -> target.state() == TargetHealth.State.UNHEALTHY)
                .extracting(TargetHealth.Target::reason)
                .containsExactly("Target.ResponseCodeMismatch: Health checks failed with these codes: [503]");
        assertThat(shop.router().health(SHOP, FIRST).targets())
                .filteredOn(target -> target.state() == TargetHealth.State.HEALTHY)
                .extracting(TargetHealth.Target::reason)
                .containsOnly("");
    }
}
