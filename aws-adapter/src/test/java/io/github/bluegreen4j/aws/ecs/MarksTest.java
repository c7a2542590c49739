package io.github.bluegreen4j.aws.ecs;

import static io.github.bluegreen4j.aws.AwsShop.ARNS;
import static io.github.bluegreen4j.aws.AwsShop.FIRST;
import static io.github.bluegreen4j.aws.AwsShop.SECOND;
import static io.github.bluegreen4j.aws.AwsShop.SHOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.bluegreen4j.aws.AwsShop;
import io.github.bluegreen4j.aws.FakeClients;
import io.github.bluegreen4j.awstestkit.AwsRequest;
import io.github.bluegreen4j.awstestkit.FakeAws;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.LaunchRequest;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.RevisionSpec;
import io.github.bluegreen4j.model.ServiceDescription;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.spi.PortException;
import io.github.bluegreen4j.testkit.time.VirtualTime;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.LoadBalancer;
import software.amazon.awssdk.services.ecs.model.TaskSet;

/** Which task sets belong to the engine. */
class MarksTest {
    private static final DeploymentId OURS = new DeploymentId("build-42");

    private final SimulatedWorld world = SimulatedWorld.create(VirtualTime.startingAt(Instant.EPOCH));
    private final FakeAws aws = FakeAws.of(world);
    private final EcsClient client = FakeClients.of(aws, EcsClient.builder());
    private final RevisionRef blue;

    MarksTest() {
        world.addService(SHOP, 3);
        world.addRoute(ARNS.rule("web", 443, 10), TrafficSplit.allOn(FIRST, SECOND));
        blue = world.addRevision(SHOP, "shop:1", FIRST);
    }

    private EcsTaskSets taskSets(Predicate<DeploymentId> olderMarks) {
        return EcsTaskSets.builder(client)
                .budget(AwsShop.generous(AwsShop.timeOf(world)))
                .time(AwsShop.timeOf(world))
                .olderMarks(olderMarks)
                .build();
    }

    private Optional<DeploymentId> owner(EcsTaskSets taskSets, RevisionRef revision) {
        return taskSets.describe(List.of(SHOP))
                .get(0)
                .find(revision)
                .orElseThrow()
                .owner();
    }

    /** Another tool, or an early version of this one. */
    private RevisionRef launched(String externalId) {
        return new RevisionRef(client.createTaskSet(request -> request.cluster(SHOP.cluster())
                        .service(SHOP.name())
                        .taskDefinition("shop:2")
                        .externalId(externalId)
                        .networkConfiguration(network -> network.awsvpcConfiguration(vpc -> vpc.subnets("subnet-1")))
                        .loadBalancers(LoadBalancer.builder()
                                .targetGroupArn(SECOND.id())
                                .containerName("app")
                                .containerPort(8080)
                                .build()))
                .taskSet()
                .taskSetArn());
    }

    @Test
    void aTaskSetOfCodeDeployIsNeverOurs() {
        aws.ecs().madeByCodeDeploy(SHOP, blue, "d-A1B2C3111");
        assertThat(owner(taskSets(id -> true), blue)).isEmpty();

        aws.ecs().madeByCodeDeploy(SHOP, blue, "bluegreen4j:" + OURS);
        assertThat(owner(taskSets(id -> true), blue)).isEmpty();
    }

    @Test
    void anIdInCodeDeploysFormIsNotOursThoughNobodySaysWhoStartedIt() {
        assertThat(owner(taskSets(id -> true), launched("d-A1B2C3111"))).isEmpty();
    }

    @Test
    void whatWeLaunchIsOursWhoeverElseGivesExternalIds() {
        EcsTaskSets taskSets = taskSets(id -> false);
        RevisionRef theirs = launched("release-7");
        taskSets.launch(new LaunchRequest(SHOP, RevisionSpec.of("shop:2"), SECOND, 3, OURS, "token-1"));

        ServiceDescription now = taskSets.describe(List.of(SHOP)).get(0);
        assertThat(now.launchedBy(OURS)).isPresent();
        assertThat(now.find(theirs).orElseThrow().owner()).isEmpty();
    }

    @Test
    void whatAnEarlyVersionLaunchedIsRecognisedAndNotLaunchedAgain() {
        RevisionRef early = launched(OURS.value());
        EcsTaskSets taskSets = EcsTaskSets.create(client);

        taskSets.launch(new LaunchRequest(SHOP, RevisionSpec.of("shop:2"), SECOND, 3, OURS, "token-1"));

        assertThat(owner(taskSets, early)).contains(OURS);
        assertThat(aws.requests("ecs:CreateTaskSet")).hasSize(1);
    }

    @Test
    void theJournalSaysWhichBareIdsAreOurs() {
        List<DeploymentId> asked = new ArrayList<>();
        EcsTaskSets taskSets = taskSets(id -> {
            asked.add(id);
            return id.equals(OURS);
        });
        RevisionRef early = launched(OURS.value());
        RevisionRef theirs = launched("release-7");

        for (int i = 0; i < 3; i++) {
            assertThat(owner(taskSets, early)).contains(OURS);
            assertThat(owner(taskSets, theirs)).isEmpty();
        }
        assertThat(asked).containsExactlyInAnyOrder(OURS, new DeploymentId("release-7"));
    }

    @Test
    void aJournalThatIsAwayMakesNobodyTheOwner() {
        launched("release-7");
        EcsTaskSets taskSets = taskSets(id -> {
            throw new IllegalStateException("no connection");
        });

        PortException thrown = catchThrowableOfType(PortException.class, () -> taskSets.describe(List.of(SHOP)));

        assertThat(thrown.problem().kind()).isEqualTo(Problem.Kind.UNAVAILABLE);
        assertThat(thrown.problem().message()).contains("no connection");
        assertThat(aws.requests()).extracting(AwsRequest::action).contains("ecs:DescribeServices");
    }

    @Test
    void aMarkThatCanBeNoDeploymentIsAnotherTools() {
        Marks marks = new Marks(id -> true);
        for (String external : List.of("", "arn:of:something", "bluegreen4j:", "bluegreen4j:a b", "other:build-42")) {
            assertThat(marks.owner(TaskSet.builder().externalId(external).build()))
                    .as(external)
                    .isEmpty();
        }
        assertThat(marks.owner(TaskSet.builder().build())).isEmpty();
        assertThat(marks.owner(TaskSet.builder()
                        .externalId("build-42")
                        .startedBy("somebody")
                        .build()))
                .isEmpty();
    }
}
