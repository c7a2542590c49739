package io.github.bluegreen4j.aws.ecs;

import static io.github.bluegreen4j.aws.AwsShop.ARNS;
import static io.github.bluegreen4j.aws.AwsShop.FIRST;
import static io.github.bluegreen4j.aws.AwsShop.SECOND;
import static io.github.bluegreen4j.aws.AwsShop.SHOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.bluegreen4j.aws.AwsShop;
import io.github.bluegreen4j.aws.FakeClients;
import io.github.bluegreen4j.awstestkit.FakeAws;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.LaunchRequest;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.RevisionSpec;
import io.github.bluegreen4j.model.TargetGroups;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.spi.PortException;
import io.github.bluegreen4j.testkit.time.VirtualTime;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.TaskSet;

/** What AWS would refuse of a launch is refused before anything is touched. */
class LaunchSettingsTest {
    private static final TargetGroups GROUPS = new TargetGroups(FIRST, SECOND);
    private static final DeploymentId OURS = new DeploymentId("d-1");

    private final SimulatedWorld world = SimulatedWorld.create(VirtualTime.startingAt(Instant.EPOCH));
    private final FakeAws aws = FakeAws.of(world);
    private final EcsTaskSets taskSets = new AwsShop(world).taskSets();

    LaunchSettingsTest() {
        world.addService(SHOP, 3);
        world.addRoute(ARNS.rule("web", 443, 10), TrafficSplit.allOn(FIRST, SECOND));
        world.addRevision(SHOP, "shop:1", FIRST);
    }

    private String refusal(Map<String, String> settings) {
        PortException thrown = catchThrowableOfType(
                PortException.class, () -> taskSets.check(SHOP, new RevisionSpec("shop:2", settings), GROUPS));
        assertThat(thrown).as("a refusal of %s", settings).isNotNull();
        assertThat(thrown.problem().kind()).isEqualTo(Problem.Kind.REFUSED);
        return thrown.problem().message();
    }

    private TaskSet launched(TaskSetSettings settings) {
        RevisionSpec green = new RevisionSpec("shop:2", settings.asMap());
        taskSets.check(SHOP, green, GROUPS);
        taskSets.launch(new LaunchRequest(SHOP, green, SECOND, 3, OURS, "token-1"));
        return FakeClients.of(aws, EcsClient.builder())
                .describeServices(request -> request.cluster(SHOP.cluster()).services(SHOP.name()))
                .services()
                .get(0)
                .taskSets()
                .stream()
                .filter(set -> SECOND.id().equals(set.loadBalancers().get(0).targetGroupArn()))
                .findFirst()
                .orElseThrow();
    }

    private static String many(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(i -> prefix + i).collect(Collectors.joining(","));
    }

    /** Settings as {@code key=value;key=value}: the first key is at fault. */
    private static Map<String, String> settings(String text) {
        Map<String, String> settings = new TreeMap<>();
        for (String one : text.split(";", -1)) {
            int equals = one.indexOf("->");
            settings.put(one.substring(0, equals), one.substring(equals + 2));
        }
        return settings;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "launchType->SERVERLESS                                        | EC2, EXTERNAL, FARGATE, MANAGED_INSTANCES",
                "capacityProviders->FARGATE=1001:0                             | weights from 0 to 1000",
                "capacityProviders->FARGATE=1:100001                           | bases from 0 to 100000",
                "capacityProviders->FARGATE=1:1,FARGATE_SPOT=1:1               | a base above 0 for one of them at most",
                "capacityProviders->FARGATE=0:1,FARGATE_SPOT=0:0               | a weight above 0 for one of them at least",
                "capacityProviders->FARGATE=1:0,FARGATE=2:0                    | each of them once",
                "capacityProviders->FARGATE=1:0,mine=2:0                       | either FARGATE and FARGATE_SPOT, or",
                "capacityProviders->FARGATE                                    | name=weight:base",
                "platformVersion->newest                                       | LATEST, or a version like 1.4.0",
                "platformVersion->1.4.0;launchType->EC2                        | for tasks on Fargate",
                "platformVersion->1.4.0;capacityProviders->mine=1:0            | for tasks on Fargate",
                "containerPort->0                                              | a number from 1 to 65535",
                "containerPort->65536                                          | a number from 1 to 65535",
                "containerPort->-80                                            | a number from 1 to 65535",
                "subnets->a,,b                                                 | 1 to 16 different ones",
                "subnets->a,a                                                  | 1 to 16 different ones",
                "securityGroups->sg-1                                          | subnets beside it",
                "assignPublicIp->ENABLED                                       | subnets beside it",
                "assignPublicIp->yes;subnets->a                                | one of [DISABLED, ENABLED]",
                "assignPublicIp->ENABLED;subnets->a;launchType->EC2            | DISABLED with launch type EC2",
                "serviceRegistryPort->80                                       | serviceRegistry beside it",
                "serviceRegistryPort->0;serviceRegistry->arn                   | a number from 1 to 65535",
                "shareServiceDiscovery->perhaps                                | one of [false, true]",
                "shareServiceDiscovery->true;serviceRegistry->arn              | either a registry of green's own or blue's",
                "tag.aws:team->shop                                            | does not begin with aws:",
                "tag.AWS:team->shop                                            | does not begin with aws:",
                "tag.te*am->shop                                               | a key of 1 to 128 letters",
                "tag.->shop                                                    | a key of 1 to 128 letters",
                "tag.team->a*b                                                 | a value of at most 256 letters",
                "tags->team=shop                                               | tag. and the key of a tag"
            })
    void whatAwsBoundsIsRefusedBeforeAnythingIsTouched(String text, String allowed) {
        Map<String, String> settings = settings(text.strip());
        String key = text.substring(0, text.indexOf("->"));

        assertThat(refusal(settings)).contains("revision.settings." + key + ": ", allowed);
        assertThat(aws.requests("ecs:CreateTaskSet")).isEmpty();
    }

    @Test
    void listsThatAreTooLongAreRefused() {
        assertThat(refusal(Map.of("subnets", many("subnet-", 17)))).contains("1 to 16 different ones");
        assertThat(refusal(Map.of("subnets", "a", "securityGroups", many("sg-", 6))))
                .contains("1 to 5 different ones");
        assertThat(refusal(Map.of("capacityProviders", many("p=1:0,p", 21)))).contains("1 to 20 different ones");
        assertThat(refusal(Map.of("tag.team", "x".repeat(257)))).contains("at most 256");
        assertThat(refusal(Map.of("tag." + "x".repeat(129), "shop"))).contains("1 to 128");
        Map<String, String> tags = new TreeMap<>();
        IntStream.range(0, 51).forEach(i -> tags.put("tag.key" + i, "value"));
        assertThat(refusal(tags)).contains("\"51 tags\" is not allowed; allowed: at most 50");
    }

    @Test
    void halfARegistrysContainerIsRefusedAndTheOtherHalfNamed() {
        assertThat(refusal(Map.of("serviceRegistry", "arn", "serviceRegistryContainerPort", "80")))
                .contains("revision.settings.serviceRegistryContainerName: is missing");
        assertThat(refusal(Map.of("serviceRegistry", "arn", "serviceRegistryContainerName", "app")))
                .contains("revision.settings.serviceRegistryContainerPort: is missing");
    }

    @Test
    void aFaultIsToldOnce() {
        String message = refusal(Map.of("containerPort", "http", "subnets", "a,a"));

        assertThat(message.split("containerPort: \"http\"", -1)).hasSize(2);
        assertThat(message.split("subnets: \"a,a\"", -1)).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"EC2", "FARGATE", "MANAGED_INSTANCES"})
    void eachLaunchTypeOfAwsIsOffered(String launchType) {
        assertThat(launched(TaskSetSettings.fromBlue().launchType(launchType)).launchTypeAsString())
                .isEqualTo(launchType);
    }

    @Test
    void theTagsOfTheSpecificationAreTheTaskSets() {
        TaskSet green = launched(TaskSetSettings.fromBlue().tag("team", "shop").tag("cost centre", ""));

        assertThat(green.tags())
                .extracting(tag -> tag.key() + "=" + tag.value())
                .containsExactlyInAnyOrder("team=shop", "cost centre=");
    }

    @Test
    void providersOfYourOwnAreNotLaunchedWithBluesPlatformVersion() {
        assertThat(launched(TaskSetSettings.fromBlue().capacityProvider("mine", 1, 0))
                        .platformVersion())
                .isNull();
    }

    @Test
    void whatIsAtItsBoundIsAllowed() {
        Map<String, String> settings = new TreeMap<>(Map.of(
                "capacityProviders",
                "FARGATE=1000:100000,FARGATE_SPOT=0:0",
                "subnets",
                many("subnet-", 16),
                "securityGroups",
                many("sg-", 5),
                "tag." + "x".repeat(128),
                "y".repeat(256)));
        IntStream.range(0, 49).forEach(i -> settings.put("tag.key" + i, "value"));
        RevisionSpec green = new RevisionSpec("shop:2", settings);

        assertThatCode(() -> {
                    taskSets.check(SHOP, green, GROUPS);
                    taskSets.launch(new LaunchRequest(SHOP, green, SECOND, 3, OURS, "token-1"));
                })
                .doesNotThrowAnyException();
    }

    @Test
    void theGuideNamesEveryKey() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "aws.md"));
        String begin = "<!-- settings: a test compares the keys -->";
        int from = page.indexOf(begin);
        String table = page.substring(from, page.indexOf("<!-- end of settings -->", from));
        Matcher keys = Pattern.compile("(?m)^\\| `([^`]+)`").matcher(table);
        Set<String> named = new TreeSet<>();
        while (keys.find()) {
            named.add(keys.group(1));
        }

        Set<String> known = new TreeSet<>(LaunchSettings.KNOWN);
        known.add(TaskSetSettings.TAG + "KEY");
        assertThat(named).isEqualTo(known);
    }
}
