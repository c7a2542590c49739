package io.github.bluegreen4j.aws.ecs;

import static io.github.bluegreen4j.aws.AwsShop.ARNS;
import static io.github.bluegreen4j.aws.AwsShop.FIRST;
import static io.github.bluegreen4j.aws.AwsShop.SECOND;
import static io.github.bluegreen4j.aws.AwsShop.SHOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.bluegreen4j.aws.AwsShop;
import io.github.bluegreen4j.aws.FakeClients;
import io.github.bluegreen4j.awstestkit.AwsRequest;
import io.github.bluegreen4j.awstestkit.FakeAws;
import io.github.bluegreen4j.awstestkit.ecs.Controller;
import io.github.bluegreen4j.awstestkit.fault.WireFault;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.LaunchRequest;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.RevisionChange;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.RevisionSpec;
import io.github.bluegreen4j.model.ServiceDescription;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroups;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.spi.PortException;
import io.github.bluegreen4j.testkit.time.VirtualTime;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import io.github.bluegreen4j.testkit.world.TaskStop;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.LaunchType;
import software.amazon.awssdk.services.ecs.model.ScaleUnit;
import software.amazon.awssdk.services.ecs.model.TaskSet;

class EcsTaskSetsTest {
    private static final DeploymentId OURS = new DeploymentId("d-1");
    private static final TargetGroups GROUPS = new TargetGroups(FIRST, SECOND);

    private final VirtualTime time = VirtualTime.startingAt(Instant.EPOCH);
    private final SimulatedWorld world = SimulatedWorld.create(time);
    private final FakeAws aws = FakeAws.of(world);
    private final EcsClient client = FakeClients.of(aws, EcsClient.builder());
    private final EcsTaskSets taskSets = new AwsShop(world).taskSets();

    private RevisionRef withBlue() {
        withoutBlue();
        return world.addRevision(SHOP, "shop:1", FIRST);
    }

    private void withoutBlue() {
        world.addService(SHOP, 3);
        world.addRoute(ARNS.rule("web", 443, 10), TrafficSplit.allOn(FIRST, SECOND));
    }

    private void launch(RevisionSpec revision) {
        taskSets.launch(new LaunchRequest(SHOP, revision, SECOND, 3, OURS, "token-1"));
    }

    private ServiceDescription describe() {
        return taskSets.describe(List.of(SHOP)).get(0);
    }

    private RevisionRef green() {
        return describe().launchedBy(OURS).orElseThrow().revision();
    }

    private TaskSet live(RevisionRef revision) {
        return client.describeTaskSets(request ->
                        request.cluster(SHOP.cluster()).service(SHOP.name()).taskSets(revision.id()))
                .taskSets()
                .get(0);
    }

    private static Problem refusal(Runnable call) {
        PortException thrown = catchThrowableOfType(PortException.class, call::run);
        assertThat(thrown).as("a refusal").isNotNull();
        assertThat(thrown.problem().kind()).as("%s", thrown).isEqualTo(Problem.Kind.REFUSED);
        return thrown.problem();
    }

    private Problem checkOf(RevisionSpec revision) {
        return refusal(() -> taskSets.check(SHOP, revision, GROUPS));
    }

    private static RevisionSpec shop2(TaskSetSettings settings) {
        return new RevisionSpec("shop:2", settings.asMap());
    }

    @Test
    void greenTakesFromBlueWhatItsSpecificationLeavesOut() {
        TaskSet blue = live(withBlue());

        launch(RevisionSpec.of("shop:2"));

        TaskSet green = live(green());
        assertThat(green.networkConfiguration()).isEqualTo(blue.networkConfiguration());
        assertThat(green.launchType()).isEqualTo(blue.launchType());
        assertThat(green.platformVersion()).isEqualTo(blue.platformVersion());
        assertThat(green.loadBalancers().get(0).containerName())
                .isEqualTo(blue.loadBalancers().get(0).containerName());
        assertThat(green.loadBalancers().get(0).targetGroupArn()).isEqualTo(SECOND.id());
        assertThat(green.externalId()).isEqualTo("bluegreen4j:" + OURS);
        assertThat(green.scale().value()).isEqualTo(100);
    }

    @Test
    void greenIsLaunchedAsItsSpecificationSays() {
        withBlue();

        launch(shop2(TaskSetSettings.fromBlue()
                .capacityProvider("FARGATE_SPOT", 3, 0)
                .capacityProvider("FARGATE", 1, 1)
                .platformVersion("1.3.0")
                .network(List.of("subnet-9"), List.of("sg-9"), true)));

        TaskSet green = live(green());
        assertThat(green.capacityProviderStrategy())
                .extracting(item -> item.capacityProvider() + " " + item.weight() + " " + item.base())
                .containsExactly("FARGATE_SPOT 3 0", "FARGATE 1 1");
        assertThat(green.platformVersion()).isEqualTo("1.3.0");
        assertThat(green.networkConfiguration().awsvpcConfiguration().subnets()).containsExactly("subnet-9");
        assertThat(green.networkConfiguration().awsvpcConfiguration().assignPublicIpAsString())
                .isEqualTo("ENABLED");
    }

    @Test
    void theFirstGreenSaysAllOfIt() {
        withoutBlue();

        assertThat(checkOf(RevisionSpec.of("shop:2")).message())
                .contains(
                        "revision.settings.containerName",
                        "revision.settings.containerPort",
                        "revision.settings.subnets");

        RevisionSpec whole = shop2(TaskSetSettings.fromBlue()
                .container("app", 8080)
                .launchType("FARGATE")
                .network(List.of("subnet-9"), List.of("sg-9"), false));
        taskSets.check(SHOP, whole, GROUPS);
        launch(whole);
        assertThat(live(green()).launchType()).isEqualTo(LaunchType.FARGATE);
    }

    @Test
    void whatCannotWorkIsRefusedWithAllItsFaults() {
        withBlue();
        world.hasNo("shop:9");

        Problem problem = checkOf(new RevisionSpec(
                "shop:9", java.util.Map.of("containerPort", "http", "launchTyp", "FARGATE", "capacityProviders", "x")));

        assertThat(problem.message())
                .contains(
                        "revision: \"shop:9\" is not allowed; allowed: a task definition that exists in Region eu-west-1",
                        "revision.settings.containerPort: \"http\" is not allowed; allowed: a number",
                        "revision.settings.launchTyp: \"FARGATE\" is not allowed; allowed: one of",
                        "revision.settings.capacityProviders: \"x\" is not allowed");
        assertThat(aws.requests()).extracting(AwsRequest::action).noneMatch(action -> action.contains("Create"));
    }

    @Test
    void aContainerOrPortThatTheDefinitionLacksIsRefused() {
        withBlue();

        assertThat(checkOf(shop2(TaskSetSettings.fromBlue().container("sidecar", 8080)))
                        .message())
                .contains("revision.settings.containerName: \"sidecar\" is not allowed");
        assertThat(checkOf(shop2(TaskSetSettings.fromBlue().container("app", 9999)))
                        .message())
                .contains("revision.settings.containerPort: \"9999\" is not allowed");
    }

    @Test
    void aDefinitionWithoutAddressesOfItsOwnIsRefused() {
        withBlue();
        ObjectNode bridge = JsonNodeFactory.instance.objectNode();
        bridge.put("networkMode", "bridge").put("status", "ACTIVE");
        ObjectNode container = bridge.putArray("containerDefinitions").addObject();
        container.put("name", "app").putArray("portMappings").addObject().put("containerPort", 8080);
        aws.ecs().register("shop:2", bridge);

        assertThat(checkOf(RevisionSpec.of("shop:2")).message()).contains("network mode bridge", "awsvpc");
    }

    @Test
    void aServiceOfAnotherControllerIsRefusedAndTheWaysInAreNamed() {
        withBlue();
        aws.ecs().controller(SHOP, Controller.ECS);
        assertThat(checkOf(RevisionSpec.of("shop:2")).message())
                .contains("service.deploymentController: \"ECS\" is not allowed; allowed: EXTERNAL");
        assertThat(refusal(this::describe).message()).contains("service.deploymentController");

        aws.ecs().controller(SHOP, Controller.CONVERTED);
        assertThat(checkOf(RevisionSpec.of("shop:2")).message())
                .contains("service.deployments", "create a service with the EXTERNAL controller beside it");
    }

    @Test
    void aServiceOfAnotherControllerHidesNoneOfItsBatch() {
        withBlue();
        ServiceRef bank = new ServiceRef("prod", "bank");
        world.addService(bank, 1);
        aws.ecs().controller(bank, Controller.ECS);

        assertThat(taskSets.describe(List.of(bank, SHOP)))
                .extracting(ServiceDescription::service)
                .containsExactly(SHOP);
    }

    @Test
    void aMissingPermissionToReadIsNamedBeforeAnythingIsTouched() {
        withBlue();
        aws.denies("ecs:ListTasks");

        assertThat(checkOf(RevisionSpec.of("shop:2")).message()).contains("the missing permission is ecs:ListTasks");
    }

    @Test
    void aDefinitionThatMayNotBeReadIsNotToldAsOneThatDoesNotExist() {
        withBlue();
        aws.faults().on("ecs:DescribeTaskDefinition").always().happens(WireFault.DENIED);

        assertThat(checkOf(RevisionSpec.of("shop:2")).message())
                .contains("the missing permission is ecs:DescribeTaskDefinition")
                .doesNotContain("that exists");
    }

    @Test
    void blueWithRegistriesIsRefusedUnlessSomebodySaysWhatGreenDoes() {
        withoutBlue();
        RevisionSpec registered = shop2(TaskSetSettings.fromBlue()
                .container("app", 8080)
                .network(List.of("subnet-9"), List.of(), false)
                .serviceRegistry("arn:aws:servicediscovery:eu-west-1:123456789012:service/srv-1"));
        launch(registered);
        client.updateServicePrimaryTaskSet(
                request -> request.cluster(SHOP.cluster()).service(SHOP.name()).primaryTaskSet(green().id()));

        assertThat(checkOf(RevisionSpec.of("shop:2")).message())
                .contains("revision.settings.serviceRegistry", "srv-1", "shareServiceDiscovery");
        assertThatCode(() ->
                        taskSets.check(SHOP, shop2(TaskSetSettings.fromBlue().shareServiceDiscovery()), GROUPS))
                .doesNotThrowAnyException();
        assertThatCode(() -> taskSets.check(
                        SHOP, shop2(TaskSetSettings.fromBlue().serviceRegistry("arn:of:another")), GROUPS))
                .doesNotThrowAnyException();
    }

    @Test
    void onlyTasksThatFailedCount() {
        withBlue();
        int failures =
                (int) Stream.of(TaskStop.values()).filter(TaskStop::isFailure).count();
        launch(RevisionSpec.of("shop:2"));
        RevisionRef green = green();
        for (TaskStop why : TaskStop.values()) {
            if (why != TaskStop.SCALED_IN) {
                world.stop(SHOP, green, 1, why);
            }
        }
        time.advance(Duration.ofSeconds(1));

        assertThat(describe().find(green).orElseThrow().counts().failed()).isEqualTo(failures);
        time.advance(Duration.ofHours(2));
        assertThat(describe().find(green).orElseThrow().counts().failed())
                .as("failed tasks that ECS does not list any more")
                .isEqualTo(failures);
    }

    @Test
    void aPrimaryIsRetiredWithoutForceOnceAnotherServes() {
        RevisionRef blue = withBlue();
        launch(RevisionSpec.of("shop:2"));
        RevisionRef green = green();

        for (int i = 0; i < 5; i++) {
            taskSets.retire(SHOP, blue);
            time.advance(Duration.ofSeconds(1));
        }

        assertThat(describe().revisions())
                .extracting(ServiceDescription.Revision::revision, ServiceDescription.Revision::primary)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(green, true));
    }

    @Test
    void aRevisionThatIsAsItShouldBeIsNotScaledAgain() {
        RevisionRef blue = withBlue();

        taskSets.scale(SHOP, blue, 3);
        taskSets.makePrimary(SHOP, blue);

        assertThat(aws.requests()).extracting(AwsRequest::action).containsOnly("ecs:DescribeServices");
    }

    private void somebodyScales(RevisionRef revision, double percent) {
        client.updateTaskSet(request -> request.cluster(SHOP.cluster())
                .service(SHOP.name())
                .taskSet(revision.id())
                .scale(scale -> scale.unit(ScaleUnit.PERCENT).value(percent)));
    }

    @Test
    void aBlueThatSomebodyScaledToZeroReadsSoAndIsBroughtBack() {
        RevisionRef blue = withBlue();
        somebodyScales(blue, 0);
        assertThat(describe().desiredCount()).isEqualTo(3);
        assertThat(describe().find(blue).orElseThrow().counts().desired()).isZero();

        taskSets.scale(SHOP, blue, 3);

        assertThat(live(blue).scale().value()).isEqualTo(100);
        assertThat(describe().find(blue).orElseThrow().counts().desired()).isEqualTo(3);
    }

    @Test
    void aBlueThatSomebodyScaledInIsBroughtBackWhole() {
        RevisionRef blue = withBlue();
        somebodyScales(blue, 10);
        assertThat(describe().find(blue).orElseThrow().counts().desired()).isEqualTo(1);

        taskSets.scale(SHOP, blue, 3);

        assertThat(describe().find(blue).orElseThrow().counts().desired()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 7, 29, 58, 1000})
    void aCountThatIsAskedForIsWhatEcsComputes(int service) {
        RevisionRef blue = withBlue();
        world.desire(SHOP, service);

        for (int wanted = 1; wanted <= service; wanted += 1 + service / 50) {
            taskSets.scale(SHOP, blue, wanted);
            assertThat(live(blue).computedDesiredCount()).as("of %s", service).isEqualTo(wanted);
        }
    }

    @Test
    void tenServicesAreOneRequest() {
        List<ServiceRef> services = IntStream.range(0, 12)
                .mapToObj(i -> new ServiceRef("prod", "service-" + i))
                .toList();
        services.forEach(service -> world.addService(service, 1));

        assertThat(taskSets.describe(services)).hasSize(12);

        assertThat(aws.requests())
                .extracting(AwsRequest::action)
                .containsExactly("ecs:DescribeServices", "ecs:DescribeServices");
    }

    private static ObjectNode definition(String image, Map<String, String> environment, String secret, String cpu) {
        ObjectNode definition =
                new ObjectMapper().createObjectNode().put("cpu", cpu).put("networkMode", "awsvpc");
        ObjectNode container = definition
                .putArray("containerDefinitions")
                .addObject()
                .put("name", "app")
                .put("image", image)
                .put("essential", true);
        container.putArray("portMappings").addObject().put("containerPort", 8080);
        new TreeMap<>(environment)
                .forEach((name, value) -> container
                        .withArray("environment")
                        .addObject()
                        .put("name", name)
                        .put("value", value));
        container.putArray("secrets").addObject().put("name", "DB").put("valueFrom", secret);
        return definition;
    }

    @Test
    void changesCompareTheTaskDefinitionsAndShowNoSecret() {
        RevisionRef blue = withBlue();
        aws.ecs()
                .register(
                        "shop:1",
                        definition(
                                "shop:1.0", Map.of("LEVEL", "info", "API_KEY", "abc", "OLD", "1"), "arn:one", "256"));
        aws.ecs()
                .register(
                        "shop:2", definition("shop:1.1", Map.of("LEVEL", "info", "API_KEY", "def"), "arn:two", "512"));

        List<RevisionChange> changes = taskSets.changes(SHOP, blue, RevisionSpec.of("shop:2"));

        assertThat(changes)
                .extracting(RevisionChange::toString)
                .containsExactly(
                        "containerDefinitions[app].environment[API_KEY]: \"(not shown)\" becomes \"(not shown)\"",
                        "containerDefinitions[app].environment[OLD]: \"1\" is removed",
                        "containerDefinitions[app].image: \"shop:1.0\" becomes \"shop:1.1\"",
                        "containerDefinitions[app].secrets[DB].valueFrom: \"(not shown)\" becomes \"(not shown)\"",
                        "cpu: \"256\" becomes \"512\"");
        assertThat(taskSets.changes(SHOP, blue, RevisionSpec.of("shop:1"))).isEmpty();
    }

    /** ECS allows five task sets for each service. */
    @Test
    void aServiceWithoutAFreeTaskSetIsRefusedByTheCheck() {
        withBlue();
        for (int i = 2; i <= 4; i++) {
            world.addRevision(SHOP, "theirs:" + i, FIRST);
        }
        taskSets.check(SHOP, RevisionSpec.of("shop:2"), GROUPS);

        world.addRevision(SHOP, "theirs:5", FIRST);

        assertThatThrownBy(() -> taskSets.check(SHOP, RevisionSpec.of("shop:2"), GROUPS))
                .isInstanceOf(PortException.class)
                .hasMessageContaining("service.taskSets: \"5 that are not ours\"");
    }
}
