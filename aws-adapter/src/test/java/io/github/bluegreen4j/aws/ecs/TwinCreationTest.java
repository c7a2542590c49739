package io.github.bluegreen4j.aws.ecs;

import static io.github.bluegreen4j.aws.AwsShop.ARNS;
import static io.github.bluegreen4j.aws.AwsShop.FIRST;
import static io.github.bluegreen4j.aws.AwsShop.SECOND;
import static io.github.bluegreen4j.aws.AwsShop.SHOP;
import static io.github.bluegreen4j.aws.AwsShop.TWIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.bluegreen4j.aws.AwsShop;
import io.github.bluegreen4j.aws.FakeClients;
import io.github.bluegreen4j.aws.PairScalingTest;
import io.github.bluegreen4j.awstestkit.AwsRequest;
import io.github.bluegreen4j.awstestkit.FakeAws;
import io.github.bluegreen4j.awstestkit.ecs.Controller;
import io.github.bluegreen4j.awstestkit.fault.WireFault;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.LaunchRequest;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.RevisionSpec;
import io.github.bluegreen4j.model.ServiceDescription;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TargetGroups;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.spi.PortException;
import io.github.bluegreen4j.testkit.time.VirtualTime;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.applicationautoscaling.model.ServiceNamespace;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.ServiceField;
import software.amazon.awssdk.services.ecs.model.Tag;

/** From an existing service to its first deployment: the twin is made, and nothing of the service is touched. */
class TwinCreationTest {
    private final SimulatedWorld world = SimulatedWorld.create(VirtualTime.startingAt(Instant.EPOCH));
    private final FakeAws aws = FakeAws.of(world);
    private final EcsClient ecs = FakeClients.of(aws, EcsClient.builder());
    private final EcsServicePair pair;

    TwinCreationTest() {
        aws.ecs().ordinary(SHOP, SHOP, FIRST, "shop:1");
        world.addService(SHOP, 2);
        world.addRoute(ARNS.rule("web", 443, 10), TrafficSplit.allOn(FIRST, SECOND));
        world.addRevision(SHOP, "shop:1", FIRST);
        aws.ecs().tag(SHOP, "team", "checkout");
        aws.ecs().tag(SHOP, "bluegreen4j:primary", "7");
        pair = AwsShop.pair(world);
    }

    private Service service(ServiceRef ref) {
        return ecs.describeServices(request ->
                        request.cluster(ref.cluster()).services(ref.name()).include(ServiceField.TAGS))
                .services()
                .get(0);
    }

    private Problem refusal(ServiceRef service, TargetGroupRef group) {
        PortException thrown = catchThrowableOfType(PortException.class, () -> pair.createTwin(service, group));
        assertThat(thrown).as("a refusal").isNotNull();
        assertThat(aws.requests())
                .extracting(AwsRequest::action)
                .noneMatch(action -> action.matches("ecs:(Create|Update|Tag).*"));
        return thrown.problem();
    }

    @Test
    void theTwinHasTheSettingsOfTheServiceAndNoTasks() {
        Service before = service(SHOP);

        Twin made = pair.createTwin(SHOP, SECOND);

        assertThat(made).isEqualTo(new Twin(SHOP, TWIN, ARNS.service(TWIN), "shop:1", SECOND, true, List.of()));
        Service twin = service(TWIN);
        assertThat(twin.desiredCount()).isZero();
        assertThat(twin.launchType()).isEqualTo(before.launchType());
        assertThat(twin.networkConfiguration()).isEqualTo(before.networkConfiguration());
        assertThat(twin.loadBalancers().get(0).targetGroupArn()).isEqualTo(SECOND.id());
        assertThat(twin.tags())
                .containsExactlyInAnyOrder(
                        Tag.builder().key("team").value("checkout").build(),
                        Tag.builder()
                                .key("bluegreen4j:twin-of")
                                .value(ARNS.service(SHOP))
                                .build());
        assertThat(service(SHOP)).as("the existing service").isEqualTo(before);
    }

    @Test
    void capacityProvidersTakeTheLaunchTypesPlace() {
        ObjectNode settings = JsonNodeFactory.instance.objectNode();
        settings.putArray("capacityProviderStrategy")
                .addObject()
                .put("capacityProvider", "FARGATE_SPOT")
                .put("weight", 1)
                .put("base", 0);
        aws.ecs().configure(SHOP, settings);

        pair.createTwin(SHOP, SECOND);

        assertThat(service(TWIN).capacityProviderStrategy()).hasSize(1);
    }

    @Test
    void aPairThatWasMadeCanBeDeployed() {
        pair.createTwin(SHOP, SECOND);

        assertThatCode(() -> pair.check(SHOP, RevisionSpec.of("shop:2"), new TargetGroups(FIRST, SECOND)))
                .doesNotThrowAnyException();
        pair.launch(new LaunchRequest(SHOP, RevisionSpec.of("shop:2"), SECOND, 2, new DeploymentId("d-1"), "token"));
        assertThat(pair.describe(List.of(SHOP)).get(0).revisions())
                .extracting(ServiceDescription.Revision::definition)
                .containsExactly("shop:1", "shop:2");
    }

    @Test
    void aTwinThatExistsIsFound() {
        Twin made = pair.createTwin(SHOP, SECOND);

        Twin found = pair.createTwin(SHOP, SECOND);

        assertThat(found.created()).isFalse();
        assertThat(found.arn()).isEqualTo(made.arn());
        assertThat(aws.requests("ecs:CreateService")).hasSize(1);
    }

    @Test
    void aTwinWhoseCreationWasNotAnsweredIsFound() {
        aws.faults().on("ecs:CreateService").next().happens(WireFault.RESET_AFTERWARDS);
        assertThatThrownBy(() -> pair.createTwin(SHOP, SECOND)).isInstanceOf(PortException.class);

        assertThat(pair.createTwin(SHOP, SECOND).created()).isFalse();
    }

    @Test
    void whatIsNotATwinIsRefusedWithEverythingThatDiffers() {
        aws.ecs().ordinary(TWIN, SHOP, SECOND, "shop:1");
        aws.ecs().configure(TWIN, JsonNodeFactory.instance.objectNode().put("launchType", "EC2"));

        Problem problem = refusal(SHOP, SECOND);

        assertThat(problem.kind()).isEqualTo(Problem.Kind.REFUSED);
        assertThat(problem.message())
                .contains("bluegreen4j:twin-of: is missing", "launchType: \"EC2\"", "FARGATE, as in prod/shop");
    }

    @Test
    void aServiceThatCanHaveNoTwinIsRefused() {
        assertThat(refusal(SHOP, FIRST).message()).contains("targetGroup", "another target group");
        assertThat(refusal(new ServiceRef("prod", "nobody"), SECOND).kind()).isEqualTo(Problem.Kind.GONE);

        ObjectNode registered = JsonNodeFactory.instance.objectNode();
        registered.putArray("serviceRegistries").addObject().put("registryArn", "arn:registry");
        aws.ecs().configure(SHOP, registered);
        assertThat(refusal(SHOP, SECOND).message()).contains("serviceRegistries", "by DNS");
    }

    @Test
    void aServiceWithTaskSetsIsRefused() {
        ServiceRef external = new ServiceRef("prod", "external");
        world.addService(external, 1);
        aws.ecs().controller(external, Controller.EXTERNAL);

        assertThat(refusal(external, SECOND).message()).contains("deploymentController: \"EXTERNAL\"", "task sets");
    }

    private static ObjectNode policy(String name, String type) {
        return JsonNodeFactory.instance.objectNode().put("PolicyName", name).put("PolicyType", type);
    }

    private static ObjectNode requestsOf(TargetGroupRef... groups) {
        ObjectNode policy = policy("sum", "TargetTrackingScaling");
        ObjectNode metric = policy.putObject("TargetTrackingScalingPolicyConfiguration")
                .put("TargetValue", 100.0)
                .putObject("CustomizedMetricSpecification");
        ArrayNode metrics = metric.putArray("Metrics");
        for (TargetGroupRef group : groups) {
            ObjectNode stat = metrics.addObject()
                    .put("Id", "m" + metrics.size())
                    .putObject("MetricStat")
                    .put("Stat", "Sum")
                    .putObject("Metric")
                    .put("MetricName", "RequestCount")
                    .put("Namespace", "AWS/ApplicationELB");
            stat.putArray("Dimensions").addObject().put("Name", "TargetGroup").put("Value", name(group));
        }
        return policy;
    }

    private static String name(TargetGroupRef group) {
        return group.id().substring(group.id().lastIndexOf(':') + 1);
    }

    private void autoScaled() {
        world.autoScaled(SHOP, false, "");
        aws.autoScaling().deregistered(TWIN);
        aws.autoScaling().target(SHOP, 2, 20);
    }

    private List<String> policies() {
        return FakeClients.of(aws, ApplicationAutoScalingClient.builder())
                .describeScalingPolicies(request ->
                        request.serviceNamespace(ServiceNamespace.ECS).resourceId("service/prod/shop-twin"))
                .scalingPolicies()
                .stream()
                .map(policy -> policy.policyName() + " " + policy.targetTrackingScalingPolicyConfiguration())
                .toList();
    }

    @Test
    void theTwinGetsAScalableTargetAtRestWithThePoliciesAndSchedules() {
        autoScaled();
        aws.autoScaling().policy(SHOP, "cpu", "ECSServiceAverageCPUUtilization", "");
        aws.autoScaling().policy(SHOP, "requests", "ALBRequestCountPerTarget", "app/web/1/" + name(FIRST));
        aws.autoScaling()
                .schedule(
                        SHOP,
                        JsonNodeFactory.instance
                                .objectNode()
                                .put("ScheduledActionName", "night")
                                .put("Schedule", "cron(0 22 * * ? *)"));

        assertThat(pair.createTwin(SHOP, SECOND).notes()).isEmpty();

        assertThat(PairScalingTest.target(aws, TWIN)).isEqualTo("0-0 in out scheduled");
        assertThat(PairScalingTest.target(aws, SHOP)).as("that of the service").isEqualTo("2-20");
        assertThat(policies()).hasSize(2);
        assertThat(policies().get(1)).startsWith("requests").contains("app/web/1/" + name(SECOND));
        assertThat(FakeClients.of(aws, ApplicationAutoScalingClient.builder())
                        .describeScheduledActions(request ->
                                request.serviceNamespace(ServiceNamespace.ECS).resourceId("service/prod/shop-twin"))
                        .scheduledActions())
                .singleElement()
                .satisfies(action -> assertThat(action.schedule()).isEqualTo("cron(0 22 * * ? *)"));
    }

    @Test
    void aMetricOfItsOwnIsThatOfTheTwinAndOneOfBothStays() {
        autoScaled();
        aws.autoScaling().policy(SHOP, requestsOf(FIRST));
        pair.createTwin(SHOP, SECOND);
        assertThat(policies().get(0)).contains(name(SECOND)).doesNotContain(name(FIRST));

        aws.autoScaling().deregistered(TWIN);
        aws.autoScaling().policy(SHOP, requestsOf(FIRST, SECOND));
        pair.createTwin(SHOP, SECOND);
        assertThat(policies().get(0)).contains(name(SECOND)).contains(name(FIRST));
    }

    @Test
    void whatTheTwinHasAlreadyStays() {
        autoScaled();
        aws.autoScaling().policy(SHOP, "cpu", "ECSServiceAverageCPUUtilization", "");
        pair.createTwin(SHOP, SECOND);
        aws.autoScaling().policy(TWIN, "cpu", "ECSServiceAverageMemoryUtilization", "");
        aws.autoScaling().target(TWIN, 0, 5);

        pair.createTwin(SHOP, SECOND);

        assertThat(policies()).singleElement().asString().contains("Memory");
        assertThat(PairScalingTest.target(aws, TWIN)).startsWith("0-5");
    }

    @Test
    void whatCannotBeCopiedIsNamed() {
        autoScaled();
        ObjectNode steps = policy("steps", "StepScaling");
        steps.putObject("StepScalingPolicyConfiguration").put("AdjustmentType", "ChangeInCapacity");
        aws.autoScaling().policy(SHOP, steps);
        aws.autoScaling().policy(SHOP, policy("forecast", "PredictiveScaling"));

        assertThat(pair.createTwin(SHOP, SECOND).notes())
                .containsExactly(
                        "scaling policy \"steps\" steps when its alarms call it: let alarms of prod/shop-twin call the policy of"
                                + " the same name there",
                        "scaling policy \"forecast\" is predictive: create one for prod/shop-twin, which has a history of its"
                                + " own");
        assertThat(policies()).hasSize(1);
    }

    @Test
    void aTwinThatRunsTasksGetsNoTargetAtRest() {
        pair.createTwin(SHOP, SECOND);
        pair.launch(new LaunchRequest(SHOP, RevisionSpec.of("shop:2"), SECOND, 2, new DeploymentId("d-1"), "token"));
        autoScaled();

        assertThat(pair.createTwin(SHOP, SECOND).notes())
                .singleElement()
                .asString()
                .contains("runs tasks and has no scalable target");
    }
}
