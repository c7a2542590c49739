package io.github.bluegreen4j.awstestkit;

import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.testkit.time.VirtualTime;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import io.github.bluegreen4j.testkit.world.TaskBehaviour;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.AssignPublicIp;
import software.amazon.awssdk.services.ecs.model.CreateTaskSetRequest;
import software.amazon.awssdk.services.ecs.model.LaunchType;
import software.amazon.awssdk.services.ecs.model.LoadBalancer;
import software.amazon.awssdk.services.ecs.model.TaskSet;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.lambda.LambdaClient;

/** A shop of three tasks behind a rule with two groups, and the real SDK clients to its fake. */
final class WireShop {
    static final ServiceRef CHECKOUT = new ServiceRef("prod", "checkout");

    final VirtualTime time = VirtualTime.startingAt(Instant.parse("2026-03-01T03:00:00Z"));
    final SimulatedWorld world = SimulatedWorld.create(time);
    final FakeAws aws = FakeAws.of(world);
    final RouteRef rule = aws.arns().rule("web", 443, 10);
    final TargetGroupRef first = aws.arns().targetGroup("checkout-first");
    final TargetGroupRef second = aws.arns().targetGroup("checkout-second");
    final RevisionRef blue;
    final EcsClient ecs = client(EcsClient.builder());
    final ElasticLoadBalancingV2Client elb = client(ElasticLoadBalancingV2Client.builder());
    final LambdaClient lambda = client(LambdaClient.builder());
    final CloudWatchClient cloudWatch = client(CloudWatchClient.builder());
    final ApplicationAutoScalingClient autoScaling = client(ApplicationAutoScalingClient.builder());
    final EventBridgeClient events = client(EventBridgeClient.builder());
    final DynamoDbClient dynamo = client(DynamoDbClient.builder());

    WireShop() {
        world.addService(CHECKOUT, 3);
        world.addRoute(rule, TrafficSplit.allOn(first, second));
        blue = world.addRevision(CHECKOUT, "checkout:41", first);
        world.drainTime(Duration.ofSeconds(30));
        world.behaves(TaskBehaviour.healthy(Duration.ofSeconds(20), Duration.ofSeconds(10)));
    }

    <C, B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>> C client(B builder) {
        return builder.httpClient(aws.httpClient())
                .region(Region.of(aws.arns().region()))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "key")))
                .overrideConfiguration(config -> config.retryStrategy(AwsRetryStrategy.doNotRetry()))
                .build();
    }

    /** Green as an engine asks for it, in the second group. */
    CreateTaskSetRequest.Builder green() {
        return CreateTaskSetRequest.builder()
                .cluster("prod")
                .service("checkout")
                .taskDefinition("checkout:42")
                .externalId("d-1")
                .clientToken("token-1")
                .launchType(LaunchType.FARGATE)
                .networkConfiguration(network -> network.awsvpcConfiguration(
                        vpc -> vpc.subnets("subnet-1").securityGroups("sg-1").assignPublicIp(AssignPublicIp.DISABLED)))
                .loadBalancers(in(second.id()))
                .scale(scale -> scale.value(100.0).unit("PERCENT"));
    }

    static LoadBalancer in(String group) {
        return LoadBalancer.builder()
                .targetGroupArn(group)
                .containerName("app")
                .containerPort(8080)
                .build();
    }

    /** A group with its weight. */
    static TargetGroupTuple tuple(TargetGroupRef group, int weight) {
        return TargetGroupTuple.builder()
                .targetGroupArn(group.id())
                .weight(weight)
                .build();
    }

    /** The action that forwards to both groups. */
    Action forward(int firstWeight, int secondWeight) {
        return Action.builder()
                .type(ActionTypeEnum.FORWARD)
                .forwardConfig(config -> config.targetGroups(tuple(first, firstWeight), tuple(second, secondWeight)))
                .build();
    }

    TaskSet createGreen() {
        return ecs.createTaskSet(green().build()).taskSet();
    }

    /** That set as DescribeServices lists it. */
    TaskSet described(String arn) {
        return ecs
                .describeServices(request -> request.cluster("prod").services("checkout"))
                .services()
                .get(0)
                .taskSets()
                .stream()
                .filter(set -> set.taskSetArn().equals(arn))
                .findFirst()
                .orElseThrow();
    }

    /** So many groups more. */
    record Groups(WireShop shop, int count) {
        Action forward() {
            List<TargetGroupTuple> tuples = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                TargetGroupRef group = shop.aws.arns().targetGroup("more-" + i);
                shop.world.addGroup(group);
                tuples.add(tuple(group, 1));
            }
            return Action.builder()
                    .type(ActionTypeEnum.FORWARD)
                    .forwardConfig(config -> config.targetGroups(tuples))
                    .build();
        }
    }
}
