package io.github.bluegreen4j.aws;

import static io.github.bluegreen4j.aws.AwsShop.ARNS;
import static io.github.bluegreen4j.aws.AwsShop.FIRST;
import static io.github.bluegreen4j.aws.AwsShop.SECOND;
import static io.github.bluegreen4j.model.LifecycleStage.POST_TEST_TRAFFIC_SHIFT;
import static io.github.bluegreen4j.model.LifecycleStage.PRE_PRODUCTION_TRAFFIC_SHIFT;
import static io.github.bluegreen4j.model.TimeoutAction.CONTINUE;
import static io.github.bluegreen4j.model.TimeoutAction.ROLLBACK;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.aws.autoscaling.ApplicationAutoScalingGuard;
import io.github.bluegreen4j.aws.call.ApiBudget;
import io.github.bluegreen4j.aws.cloudwatch.CloudWatchAlarms;
import io.github.bluegreen4j.aws.dynamodb.DynamoDbJournal;
import io.github.bluegreen4j.aws.ecs.EcsNative;
import io.github.bluegreen4j.aws.ecs.EcsServicePair;
import io.github.bluegreen4j.aws.ecs.EcsTaskSets;
import io.github.bluegreen4j.aws.ecs.NativeGuard;
import io.github.bluegreen4j.aws.ecs.TaskSetSettings;
import io.github.bluegreen4j.aws.elb.ElbRouter;
import io.github.bluegreen4j.aws.events.EventBridgeEvents;
import io.github.bluegreen4j.aws.lambda.LambdaHooks;
import io.github.bluegreen4j.aws.place.AwsPlace;
import io.github.bluegreen4j.aws.place.AwsPlaces;
import io.github.bluegreen4j.awstestkit.FakeAws;
import io.github.bluegreen4j.awstestkit.lambda.LambdaAnswer;
import io.github.bluegreen4j.engine.DeploymentEngine;
import io.github.bluegreen4j.engine.EngineBuilder;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.HookSpec;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.testkit.docs.Snippets;
import io.github.bluegreen4j.testkit.simulation.Scenario;
import io.github.bluegreen4j.testkit.simulation.Simulation;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.lambda.LambdaClient;

/** What the guide to AWS shows. */
class AwsGuideTest {
    /** Compiled, and not run: it would look for AWS. */
    static EngineBuilder engine(Journal journal, String account) {
        // snippet: engine
        EcsTaskSets taskSets =
                EcsTaskSets.create(SdkClients.oneAttempt(EcsClient.builder()).build());

        EngineBuilder engine = DeploymentEngine.builder()
                .runtime(taskSets)
                .router(ElbRouter.create(
                        SdkClients.oneAttempt(ElasticLoadBalancingV2Client.builder())
                                .build(),
                        taskSets.owners()))
                .alarms(CloudWatchAlarms.create(
                        SdkClients.oneAttempt(CloudWatchClient.builder()).build()))
                .autoScaling(
                        ApplicationAutoScalingGuard.create(SdkClients.oneAttempt(ApplicationAutoScalingClient.builder())
                                .build()))
                .lambdaHooks(LambdaHooks.create(
                        SdkClients.oneLongAttempt(LambdaClient.builder()).build()))
                .listener(EventBridgeEvents.create(
                        SdkClients.oneAttempt(EventBridgeClient.builder()).build(), journal, account))
                .journal(journal);
        // end of snippet
        return engine;
    }

    /** Compiled, and not run: it would look for AWS. */
    static EngineBuilder places(AwsCredentialsProvider shop, AwsCredentialsProvider payments) {
        // snippet: places
        AwsPlaces places = AwsPlaces.builder()
                .defaultPlace(place("123456789012", "eu-west-1", shop))
                .place(place("123456789012", "us-east-1", shop))
                .place(place("210987654321", "eu-west-1", payments))
                .build();

        EngineBuilder engine = DeploymentEngine.builder()
                .runtime(places.runtime())
                .router(places.router())
                .alarms(places.alarms())
                .autoScaling(places.autoScaling())
                .lambdaHooks(places.lambdaHooks());
        // end of snippet
        return engine;
    }

    private static AwsPlace place(String account, String region, AwsCredentialsProvider role) {
        // snippet: place
        ApiBudget budget = ApiBudget.ofDefaults(); // of this account in this Region
        EcsTaskSets taskSets = EcsTaskSets.builder(client(EcsClient.builder(), region, role))
                .budget(budget)
                .build();
        return AwsPlace.of(
                        account,
                        region,
                        taskSets,
                        ElbRouter.builder(
                                        client(ElasticLoadBalancingV2Client.builder(), region, role), taskSets.owners())
                                .budget(budget)
                                .build())
                .withAlarms(CloudWatchAlarms.create(client(CloudWatchClient.builder(), region, role), budget))
                .withAutoScaling(ApplicationAutoScalingGuard.create(
                        client(ApplicationAutoScalingClient.builder(), region, role), budget))
                .withLambdaHooks(LambdaHooks.create(
                        SdkClients.oneLongAttempt(LambdaClient.builder())
                                .region(Region.of(region))
                                .credentialsProvider(role)
                                .build(),
                        budget));
        // end of snippet
    }

    private static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(
            B builder, String region, AwsCredentialsProvider role) {
        return SdkClients.oneAttempt(builder)
                .region(Region.of(region))
                .credentialsProvider(role)
                .build();
    }

    /** Compiled, and not run: it would look for AWS. */
    static EngineBuilder pair() {
        // snippet: pair
        EcsServicePair pair = EcsServicePair.builder(
                        SdkClients.oneAttempt(EcsClient.builder()).build())
                .autoScaling(SdkClients.oneAttempt(ApplicationAutoScalingClient.builder())
                        .build())
                .build();

        EngineBuilder engine = DeploymentEngine.builder()
                .runtime(pair)
                .autoScaling(pair.autoScalingGuard())
                .router(ElbRouter.create(
                        SdkClients.oneAttempt(ElasticLoadBalancingV2Client.builder())
                                .build(),
                        pair.owners()));
        // end of snippet
        return engine;
    }

    /** Compiled, and not run: it would look for AWS. */
    static EngineBuilder guarded() {
        // snippet: native
        EcsNative ecs = EcsNative.builder(
                        SdkClients.oneAttempt(EcsClient.builder()).build())
                .pauseTimeout(Duration.ofHours(24)) // by default 72 hours
                .build();
        ElbRouter balancer = ElbRouter.create(
                SdkClients.oneAttempt(ElasticLoadBalancingV2Client.builder()).build(), ecs.owners());

        EngineBuilder engine = DeploymentEngine.builder()
                .runtime(ecs)
                .router(ecs.router(balancer))
                .autoScaling(ecs.pauses());
        // end of snippet
        return engine;
    }

    /** Compiled, and not run: it would look for AWS. */
    @SuppressWarnings("FutureReturnValueIgnored")
    static void guard(
            EcsNative ecs, DeploymentSpec policy, DeploymentEngine engine, ScheduledExecutorService scheduler) {
        // snippet: guard
        NativeGuard guard = ecs.guard(policy); // its revision is replaced by the one that is found
        if (guard.place()) { // false while a service deployment is in progress: try again later
            scheduler.scheduleWithFixedDelay(
                    () -> guard.find().ifPresent(found -> engine.deploy(found.id(), found.spec(), "guard")),
                    0,
                    5,
                    SECONDS);
        }
        // end of snippet
    }

    /** Compiled, and not run: it would look for AWS. */
    static Journal journal() {
        // snippet: journal
        DynamoDbClient client = SdkClients.oneAttempt(DynamoDbClient.builder()).build();
        DynamoDbJournal.createTable(client, "deployments"); // once: billed by request, time to live on "expires"
        DynamoDbJournal journal = DynamoDbJournal.create(client, "deployments", Duration.ofDays(90));
        // end of snippet
        return journal;
    }

    /** Compiled, and not run: it would look for AWS. */
    static EcsTaskSets olderMarks(EcsClient ecs, Journal journal) {
        // snippet: older-marks
        EcsTaskSets taskSets = EcsTaskSets.builder(ecs)
                .olderMarks(id -> journal.read(id).isPresent())
                .build();
        // end of snippet
        return taskSets;
    }

    private static DeploymentSpec firstDeployment(
            RouteRef productionRule,
            RouteRef testRule,
            TargetGroupRef first,
            TargetGroupRef second,
            String smokeTestFunction) {
        // snippet: first-deployment
        DeploymentSpec spec = DeploymentSpec.blueGreen(new ServiceRef("prod", "checkout"))
                .revision(
                        "checkout:42",
                        TaskSetSettings.fromBlue()
                                .container("app", 8080)
                                .launchType("FARGATE")
                                .network(List.of("subnet-1", "subnet-2"), List.of("sg-1"), false)
                                .asMap())
                .productionRoute(productionRule)
                .testRoute(testRule)
                .targetGroups(first, second)
                .canary(5, Duration.ofMinutes(10))
                .hook(HookSpec.lambda("smoke-test", smokeTestFunction, POST_TEST_TRAFFIC_SHIFT))
                .pause(PRE_PRODUCTION_TRAFFIC_SHIFT, Duration.ofHours(4), ROLLBACK)
                .alarm("checkout-5xx")
                .bakeTime(Duration.ofMinutes(15))
                .build();
        // end of snippet
        return spec;
    }

    @Test
    void theFirstDeploymentOfTheGuideSucceeds() {
        DeploymentSpec spec = firstDeployment(
                ARNS.rule("web", 443, 10), ARNS.rule("web", 8443, 10), FIRST, SECOND, ARNS.function("smoke"));
        Scenario scenario = Scenario.of(spec)
                .first()
                .newWorld(world -> FakeAws.of(world)
                        .lambda()
                        .function("smoke", payload -> LambdaAnswer.returned("{\"hookStatus\":\"SUCCEEDED\"}")))
                .lambdaHooks(world -> new AwsShop(world).lambdaHooks())
                .ports((world, builder) -> new AwsShop(world).into(builder));
        Simulation simulation = scenario.simulate();
        simulation.at(Duration.ofMinutes(10), s -> s.answerPauses(CONTINUE));
        simulation.at(Duration.ofMinutes(30), s -> s.answerPauses(CONTINUE));

        assertThat(simulation.run().status()).as(simulation.story()).isEqualTo(DeploymentStatus.SUCCESSFUL);
    }

    @Test
    void theSnippetsOfTheGuideAreThoseThatAreCompiled() throws IOException {
        Snippets.of("docs/aws.md", AwsGuideTest.class).areAsTheyAreCompiled();
    }
}
