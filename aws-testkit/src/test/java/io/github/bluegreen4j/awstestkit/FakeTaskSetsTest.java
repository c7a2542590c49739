package io.github.bluegreen4j.awstestkit;

import static io.github.bluegreen4j.awstestkit.WireRefusals.refused;
import static io.github.bluegreen4j.awstestkit.WireShop.CHECKOUT;
import static io.github.bluegreen4j.awstestkit.WireShop.in;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.LaunchRequest;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.testkit.world.WorldWatcher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.model.CapacityProviderStrategyItem;
import software.amazon.awssdk.services.ecs.model.CreateTaskSetRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTaskSetsResponse;
import software.amazon.awssdk.services.ecs.model.LaunchType;
import software.amazon.awssdk.services.ecs.model.LoadBalancer;
import software.amazon.awssdk.services.ecs.model.NetworkConfiguration;
import software.amazon.awssdk.services.ecs.model.StabilityStatus;
import software.amazon.awssdk.services.ecs.model.TaskSet;
import software.amazon.awssdk.services.ecs.model.TaskSetNotFoundException;

class FakeTaskSetsTest {
    private final WireShop shop = new WireShop();

    private TaskSet create(CreateTaskSetRequest.Builder request) {
        return shop.ecs.createTaskSet(request.build()).taskSet();
    }

    private TaskSet scale(String set, double percent) {
        return shop.ecs
                .updateTaskSet(request -> request.cluster("prod")
                        .service("checkout")
                        .taskSet(set)
                        .scale(scale -> scale.value(percent).unit("PERCENT")))
                .taskSet();
    }

    private TaskSet delete(String set, boolean force) {
        return shop.ecs
                .deleteTaskSet(request ->
                        request.cluster("prod").service("checkout").taskSet(set).force(force))
                .taskSet();
    }

    @Test
    void whatATaskSetIsCreatedWithIsDescribed() {
        TaskSet green = shop.described(shop.createGreen().taskSetArn());

        assertThat(green.externalId()).isEqualTo("d-1");
        assertThat(green.startedBy()).as("not used by external deployments").isNull();
        assertThat(green.launchType()).isEqualTo(LaunchType.FARGATE);
        assertThat(green.platformVersion()).isEqualTo("1.4.0");
        assertThat(green.networkConfiguration().awsvpcConfiguration().subnets()).containsExactly("subnet-1");
        assertThat(green.networkConfiguration().awsvpcConfiguration().securityGroups())
                .containsExactly("sg-1");
        assertThat(green.loadBalancers()).containsExactly(in(shop.second.id()));
        assertThat(shop.world
                        .describe(CHECKOUT)
                        .launchedBy(new DeploymentId("d-1"))
                        .orElseThrow()
                        .revision()
                        .id())
                .isEqualTo(green.taskSetArn());
    }

    @Test
    void theSameTokenCreatesOneTaskSet() {
        TaskSet once = shop.createGreen();
        TaskSet again = shop.createGreen();
        TaskSet other = create(shop.green().clientToken("token-2"));

        assertThat(again.taskSetArn()).isEqualTo(once.taskSetArn());
        assertThat(other.taskSetArn()).isNotEqualTo(once.taskSetArn());
        assertThat(shop.world.describe(CHECKOUT).revisions()).hasSize(3);
    }

    @Test
    void withoutATokenEveryRequestCreatesOne() {
        create(shop.green().clientToken(null));
        create(shop.green().clientToken(null));

        assertThat(shop.world.describe(CHECKOUT).revisions()).hasSize(3);
    }

    @Test
    void aSixthTaskSetIsRefused() {
        for (int i = 0; i < 4; i++) {
            create(shop.green().clientToken(null));
        }

        refused(
                () -> create(shop.green().clientToken(null)),
                "InvalidParameterException",
                "5 deployments exist on the service. Unable to create new TaskSet since this exceeds the maximum limit.");
    }

    @Test
    void aTaskSetWithoutAnExternalIdIsNobodys() {
        TaskSet set = create(shop.green().externalId(null).clientToken(null));

        assertThat(shop.world
                        .describe(CHECKOUT)
                        .find(new RevisionRef(set.taskSetArn()))
                        .orElseThrow()
                        .owner())
                .isEmpty();
    }

    @Test
    void aTaskSetMayRunOnCapacityProviders() {
        TaskSet set = create(shop.green()
                .launchType((LaunchType) null)
                .capacityProviderStrategy(CapacityProviderStrategyItem.builder()
                        .capacityProvider("FARGATE_SPOT")
                        .weight(1)
                        .build()));

        assertThat(set.launchType()).isNull();
        assertThat(set.capacityProviderStrategy().get(0).capacityProvider()).isEqualTo("FARGATE_SPOT");
    }

    @Test
    void whatAwsRefusesIsRefused() {
        LoadBalancer second = in(shop.second.id());
        String invalid = "InvalidParameterException";
        refused(() -> create(shop.green().loadBalancers(second, second)), invalid, "cannot have more than 1 l");
        refused(
                () -> create(shop.green()
                        .loadBalancers(in(shop.aws.arns().targetGroup("none").id()))),
                invalid,
                "target group does not exist");
        refused(
                () -> create(shop.green()
                        .capacityProviderStrategy(CapacityProviderStrategyItem.builder()
                                .capacityProvider("FARGATE_SPOT")
                                .build())),
                invalid,
                "launch type and capacity provider");
        refused(
                () -> create(shop.green().networkConfiguration((NetworkConfiguration) null)),
                invalid,
                "Network Configuration must be provided when networkMode 'awsvpc' is specified.");
        refused(
                () -> create(shop.green()
                        .loadBalancers(second.toBuilder().containerName("web").build())),
                invalid,
                "The container web does not exist in the task definition.");
        refused(
                () -> create(shop.green()
                        .loadBalancers(second.toBuilder().containerPort(80).build())),
                invalid,
                "The container app did not have a container port 80 defined.");
        refused(() -> create(shop.green().service("other")), "ServiceNotFoundException", "Service not found.");
        refused(() -> create(shop.green().scale(scale -> scale.value(101.0).unit("PERCENT"))), invalid, "100");
        assertThat(shop.world.describe(CHECKOUT).revisions()).hasSize(1);
    }

    @Test
    void aDefinitionThatDoesNotExistIsRefused() {
        shop.world.hasNo("checkout:43");

        refused(
                () -> create(shop.green().taskDefinition("checkout:43")),
                "ClientException",
                "TaskDefinition not found.");
    }

    @Test
    void aGroupThatNoLoadBalancerUsesIsRefused() {
        TargetGroupRef third = shop.aws.arns().targetGroup("checkout-third");
        shop.world.addGroup(third);

        refused(
                () -> create(shop.green().loadBalancers(in(third.id()))),
                "InvalidParameterException",
                "The target group with targetGroupArn " + third.id() + " does not have an associated load balancer.");
    }

    @Test
    void aFamilyStandsForItsNewestDefinition() {
        ObjectNode definition = JsonNodeFactory.instance.objectNode();
        ObjectNode container = definition.putArray("containerDefinitions").addObject();
        container.put("name", "web").putArray("portMappings").addObject().put("containerPort", 80);
        shop.aws.ecs().register("checkout:7", definition);

        TaskSet set = create(shop.green()
                .taskDefinition("checkout")
                .loadBalancers(in(shop.second.id()).toBuilder()
                        .containerName("web")
                        .containerPort(80)
                        .build()));

        assertThat(set.taskDefinition()).endsWith("task-definition/checkout:7");
        assertThat(shop.ecs
                        .describeTaskDefinition(request -> request.taskDefinition(set.taskDefinition()))
                        .taskDefinition()
                        .containerDefinitions()
                        .get(0)
                        .name())
                .isEqualTo("web");
        shop.time.advance(Duration.ofMinutes(1));
        assertThat(shop.elb
                        .describeTargetHealth(request -> request.targetGroupArn(shop.second.id()))
                        .targetHealthDescriptions())
                .hasSize(3)
                .allSatisfy(health -> assertThat(health.target().port()).isEqualTo(80));
    }

    @Test
    void taskSetsAreDescribedByIdAndByArn() {
        TaskSet green = shop.createGreen();
        String unknown = "ecs-svc/1234567890123456789";
        DescribeTaskSetsResponse answer = shop.ecs.describeTaskSets(
                request -> request.cluster("prod").service("checkout").taskSets(green.id(), shop.blue.id(), unknown));

        assertThat(answer.taskSets())
                .extracting(TaskSet::taskSetArn)
                .containsExactly(green.taskSetArn(), shop.blue.id());
        assertThat(answer.failures())
                .singleElement()
                .satisfies(failure -> assertThat(failure.reason()).isEqualTo("MISSING"));
        refused(
                () -> shop.ecs.describeTaskSets(
                        request -> request.cluster("prod").service("checkout").taskSets("nonsense")),
                "InvalidParameterException",
                "Task Set Identifier is invalid");
    }

    @Test
    void aTaskSetIsStableWhenItsTasksRunAndTheLoadBalancerFindsThemHealthy() {
        TaskSet green = shop.createGreen();
        shop.time.advance(Duration.ofSeconds(30));
        assertThat(shop.described(green.taskSetArn()).stabilityStatus()).isEqualTo(StabilityStatus.STEADY_STATE);

        shop.world.sicken(CHECKOUT, new RevisionRef(green.taskSetArn()), 1);
        assertThat(shop.described(green.taskSetArn()).stabilityStatus()).isEqualTo(StabilityStatus.STABILIZING);
    }

    @Test
    void theScaleIsChangedAndTheTasksFollow() {
        TaskSet green = shop.createGreen();

        assertThat(scale(green.id(), 34).computedDesiredCount()).isEqualTo(2);
        assertThat(scale(green.id(), 0).computedDesiredCount()).isZero();
        assertThat(scale(green.id(), 100).computedDesiredCount()).isEqualTo(3);
        shop.world.desire(CHECKOUT, 4);
        assertThat(shop.described(green.taskSetArn()).computedDesiredCount()).isEqualTo(4);
    }

    @Test
    void aTaskSetThatIsNotScaledToZeroIsDeletedOnlyByForce() {
        TaskSet green = shop.createGreen();

        refused(() -> delete(green.id(), false), "InvalidParameterException", "scaled above 0");
        assertThat(delete(green.id(), true).status()).isEqualTo("DRAINING");
        shop.time.advance(Duration.ofSeconds(30));
        assertThat(shop.world.describe(CHECKOUT).revisions()).hasSize(1);
    }

    @Test
    void thePrimaryIsDeletedOnlyByForce() {
        scale(shop.blue.id(), 0);

        refused(() -> delete(shop.blue.id(), false), "InvalidParameterException", "Primary TaskSet cannot be deleted");
        delete(shop.blue.id(), true);
        shop.time.advance(Duration.ofSeconds(30));
        assertThat(shop.world.describe(CHECKOUT).revisions()).isEmpty();
    }

    @Test
    void aTaskSetThatIsGoneIsNotFound() {
        String gone = shop.aws.arns().taskSet(CHECKOUT, "ecs-svc/1234567890123456789");

        assertThat(refused(() -> delete(gone, true), "TaskSetNotFoundException", ""))
                .isInstanceOf(TaskSetNotFoundException.class);
        refused(() -> scale(gone, 0), "TaskSetNotFoundException", "");
        refused(
                () -> shop.ecs.updateServicePrimaryTaskSet(
                        request -> request.cluster("prod").service("checkout").primaryTaskSet(gone)),
                "TaskSetNotFoundException",
                "");
    }

    @Test
    void thereIsOnePrimaryAndTheLabelMovesNoTraffic() {
        TaskSet green = shop.createGreen();
        shop.ecs.updateServicePrimaryTaskSet(
                request -> request.cluster("prod").service("checkout").primaryTaskSet(green.taskSetArn()));

        assertThat(shop.described(green.taskSetArn()).status()).isEqualTo("PRIMARY");
        assertThat(shop.described(shop.blue.id()).status()).isEqualTo("ACTIVE");
        assertThat(shop.world.split(shop.rule).isAllOn(shop.first)).isTrue();
    }

    @Test
    void whoeverWatchesTheWorldHearsOfEachChangeOnce() {
        List<String> heard = new ArrayList<>();
        shop.world.watcher(new WorldWatcher() {
            @Override
            public void launches(LaunchRequest request) {
                heard.add("launches " + request.revision().definition() + " x" + request.desiredCount());
            }

            @Override
            public void scales(ServiceRef service, RevisionRef revision, int before, int after) {
                heard.add("scales " + before + " to " + after);
            }

            @Override
            public void retires(ServiceRef service, RevisionRef revision) {
                heard.add("retires");
            }
        });
        TaskSet green = shop.createGreen();
        shop.createGreen();
        shop.time.advance(Duration.ofSeconds(30));
        scale(green.id(), 100);
        scale(green.id(), 34);
        scale(green.id(), 0);
        scale(green.id(), 0);
        delete(green.id(), false);
        delete(green.id(), false);

        assertThat(heard).containsExactly("launches checkout:42 x3", "scales 3 to 2", "retires");
    }
}
