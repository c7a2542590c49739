package io.github.bluegreen4j.awstestkit.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bluegreen4j.awstestkit.AwsRequest;
import io.github.bluegreen4j.awstestkit.FakeAws;
import io.github.bluegreen4j.awstestkit.fault.WireFault;
import io.github.bluegreen4j.awstestkit.lambda.LambdaAnswer;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.testkit.docs.Snippets;
import io.github.bluegreen4j.testkit.time.VirtualTime;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import io.github.bluegreen4j.testkit.world.TaskBehaviour;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.AccessDeniedException;
import software.amazon.awssdk.services.ecs.model.AssignPublicIp;
import software.amazon.awssdk.services.ecs.model.CreateTaskSetRequest;
import software.amazon.awssdk.services.ecs.model.DeploymentLifecycleHook;
import software.amazon.awssdk.services.ecs.model.DeploymentLifecycleHookStage;
import software.amazon.awssdk.services.ecs.model.DeploymentLifecycleHookTargetType;
import software.amazon.awssdk.services.ecs.model.LaunchType;
import software.amazon.awssdk.services.ecs.model.LoadBalancer;
import software.amazon.awssdk.services.ecs.model.ServiceDeployment;
import software.amazon.awssdk.services.ecs.model.TaskSet;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;
import software.amazon.awssdk.services.lambda.LambdaClient;

/** The snippets of the page compile, and do what they say. */
class AwsTestingGuideTest {
    // snippet: world
    final VirtualTime time = VirtualTime.startingAt(Instant.parse("2026-03-01T03:00:00Z"));
    final SimulatedWorld world = SimulatedWorld.create(time);
    final FakeAws aws = FakeAws.of(world);

    final ServiceRef checkout = new ServiceRef("prod", "checkout");
    final RouteRef rule = aws.arns().rule("web", 443, 10);
    final TargetGroupRef blue = aws.arns().targetGroup("checkout-blue");
    final TargetGroupRef green = aws.arns().targetGroup("checkout-green");

    final EcsClient ecs = EcsClient.builder()
            .httpClient(aws.httpClient())
            .region(Region.of(aws.arns().region()))
            .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "key")))
            .build();

    void furnish() {
        world.addService(checkout, 3);
        world.addRoute(rule, TrafficSplit.allOn(blue, green));
        world.addRevision(checkout, "checkout:41", blue);
        world.behaves("checkout:42", TaskBehaviour.healthy(Duration.ofSeconds(20), Duration.ofSeconds(10)));
    }
    // end of snippet

    private final ElasticLoadBalancingV2Client elb = ElasticLoadBalancingV2Client.builder()
            .httpClient(aws.httpClient())
            .region(Region.of(aws.arns().region()))
            .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "key")))
            .build();
    private final LambdaClient lambda = LambdaClient.builder()
            .httpClient(aws.httpClient())
            .region(Region.of(aws.arns().region()))
            .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "key")))
            .build();

    AwsTestingGuideTest() {
        furnish();
    }

    private TaskSet launchGreen() {
        return ecs.createTaskSet(CreateTaskSetRequest.builder()
                        .cluster("prod")
                        .service("checkout")
                        .taskDefinition("checkout:42")
                        .externalId("deployment-7")
                        .clientToken("deployment-7")
                        .launchType(LaunchType.FARGATE)
                        .networkConfiguration(network -> network.awsvpcConfiguration(
                                vpc -> vpc.subnets("subnet-1").assignPublicIp(AssignPublicIp.DISABLED)))
                        .loadBalancers(LoadBalancer.builder()
                                .targetGroupArn(green.id())
                                .containerName("app")
                                .containerPort(8080)
                                .build())
                        .build())
                .taskSet();
    }

    // snippet: story
    @Test
    void aTaskSetRunsAndIsHealthyHalfAMinuteAfterItWasCreated() {
        TaskSet launched = launchGreen(); // your tool
        assertThat(launched.pendingCount()).isEqualTo(3);

        time.advance(Duration.ofSeconds(30));
        assertThat(elb.describeTargetHealth(request -> request.targetGroupArn(green.id()))
                        .targetHealthDescriptions())
                .hasSize(3)
                .allMatch(target -> target.targetHealth().state() == TargetHealthStateEnum.HEALTHY);
    }
    // end of snippet

    // snippet: faults
    @Test
    void aLostAnswerIsNoSecondTaskSet() {
        aws.faults().on("ecs:CreateTaskSet").next().happens(WireFault.RESET_AFTERWARDS);

        launchGreen(); // the SDK tries again by itself, with the same token

        assertThat(aws.requests("ecs:CreateTaskSet")).hasSize(2);
        assertThat(world.describe(checkout).revisions()).hasSize(2);
    }

    @Test
    void whatIsNotPermittedIsNamed() {
        aws.denies("ecs:CreateTaskSet");

        assertThatThrownBy(this::launchGreen)
                .isInstanceOf(AccessDeniedException.class)
                .hasMessageContaining("is not authorized to perform: ecs:CreateTaskSet on resource: "
                        + aws.arns().service(checkout));
    }

    @Test
    void aWorldOutOfReachIsOutOfReach() {
        world.outOfReach(true);

        assertThatThrownBy(this::launchGreen).isInstanceOf(SdkClientException.class);
    }
    // end of snippet

    // snippet: ordinary
    void furnishAPair() {
        aws.ecs().ordinary(checkout, checkout, blue, "checkout:41");
        aws.ecs().ordinary(new ServiceRef("prod", "checkout-twin"), checkout, green, "checkout:41");
    }
    // end of snippet

    private void proceed() {
        ServiceDeployment paused = ecs.describeServiceDeployments(request -> request.serviceDeploymentArns(
                        ecs.describeServices(asked -> asked.cluster("prod").services("checkout"))
                                .services()
                                .get(0)
                                .currentServiceDeployment()))
                .serviceDeployments()
                .get(0);
        ecs.continueServiceDeployment(request -> request.serviceDeploymentArn(paused.serviceDeploymentArn())
                .hookId(paused.lifecycleHookDetails().get(0).hookId()));
    }

    // snippet: blue-green
    @Test
    void aDeploymentPausesUntilItIsContinued() {
        aws.ecs().blueGreen(checkout, blue, green, rule, Optional.empty());
        ecs.updateService(request -> request.cluster("prod")
                .service("checkout")
                .taskDefinition("checkout:42")
                .deploymentConfiguration(configuration -> configuration.lifecycleHooks(DeploymentLifecycleHook.builder()
                        .targetType(DeploymentLifecycleHookTargetType.PAUSE)
                        .lifecycleStages(DeploymentLifecycleHookStage.PRE_PRODUCTION_TRAFFIC_SHIFT)
                        .build())));
        time.advance(Duration.ofMinutes(5));
        assertThat(world.split(rule)).isEqualTo(TrafficSplit.allOn(blue, green));

        proceed(); // your tool calls ContinueServiceDeployment
        time.advance(Duration.ofMinutes(5));
        assertThat(world.split(rule)).isEqualTo(TrafficSplit.allOn(green, blue));
    }
    // end of snippet

    // snippet: hooks
    @Test
    void aFunctionIsAskedAndAnswers() {
        aws.lambda().function("smoke-test", payload -> LambdaAnswer.returned("{\"hookStatus\":\"SUCCEEDED\"}"));

        assertThat(lambda.invoke(request -> request.functionName("smoke-test").payload(SdkBytes.fromUtf8String("{}")))
                        .payload()
                        .asUtf8String())
                .contains("SUCCEEDED");
    }
    // end of snippet

    // snippet: requests
    @Test
    void aToolAsksForNothingThatItsPolicyDoesNotPermit() {
        launchGreen();

        Set<String> actions = aws.requests().stream().map(AwsRequest::action).collect(Collectors.toSet());
        assertThat(actions).containsExactly("ecs:CreateTaskSet");
    }
    // end of snippet

    @Test
    void thePageShowsWhatIsCompiled() throws Exception {
        Snippets.of("docs/aws-testing.md", AwsTestingGuideTest.class).areAsTheyAreCompiled();
    }
}
