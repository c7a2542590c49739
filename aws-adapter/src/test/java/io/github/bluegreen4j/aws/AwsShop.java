package io.github.bluegreen4j.aws;

import io.github.bluegreen4j.aws.autoscaling.ApplicationAutoScalingGuard;
import io.github.bluegreen4j.aws.call.ApiBudget;
import io.github.bluegreen4j.aws.call.ApiGroup;
import io.github.bluegreen4j.aws.cloudwatch.CloudWatchAlarms;
import io.github.bluegreen4j.aws.cloudwatch.CloudWatchMetrics;
import io.github.bluegreen4j.aws.ecs.EcsNative;
import io.github.bluegreen4j.aws.ecs.EcsServicePair;
import io.github.bluegreen4j.aws.ecs.EcsTaskSets;
import io.github.bluegreen4j.aws.elb.ElbRouter;
import io.github.bluegreen4j.aws.lambda.LambdaHooks;
import io.github.bluegreen4j.aws.place.AwsPlace;
import io.github.bluegreen4j.awstestkit.FakeAws;
import io.github.bluegreen4j.awstestkit.arn.Arns;
import io.github.bluegreen4j.engine.EngineBuilder;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.spi.TimeSource;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.lambda.LambdaClient;

/** A shop on a fake AWS, and the adapters that speak to it. */
public final class AwsShop {
    public static final Arns ARNS = Arns.standard();
    public static final ServiceRef SHOP = new ServiceRef("prod", "shop");
    public static final ServiceRef TWIN = new ServiceRef("prod", "shop-twin");
    public static final TargetGroupRef FIRST = ARNS.targetGroup("first");
    public static final TargetGroupRef SECOND = ARNS.targetGroup("second");

    private final Arns arns;
    private final EcsTaskSets taskSets;
    private final ElbRouter router;
    private final CloudWatchAlarms alarms;
    private final CloudWatchMetrics metrics;
    private final ApplicationAutoScalingGuard autoScaling;
    private final LambdaHooks lambdaHooks;

    public AwsShop(SimulatedWorld world) {
        this(FakeAws.of(world), timeOf(world), generous(timeOf(world)));
    }

    /** The time of a world. */
    public static TimeSource timeOf(SimulatedWorld world) {
        return new TimeSource() {
            @Override
            public Instant wall() {
                return world.view().now();
            }

            @Override
            public long nanos() {
                return Duration.between(Instant.EPOCH, wall()).toNanos();
            }
        };
    }

    public AwsShop(FakeAws aws, TimeSource time, ApiBudget budget) {
        this(aws, aws.httpClient(), time, budget);
    }

    /** With something between the clients and the fake. */
    public AwsShop(FakeAws aws, SdkHttpClient between, TimeSource time, ApiBudget budget) {
        arns = aws.arns();
        taskSets = EcsTaskSets.create(FakeClients.of(aws, between, EcsClient.builder()), budget, time);
        router = ElbRouter.builder(
                        FakeClients.of(aws, between, ElasticLoadBalancingV2Client.builder()), taskSets.owners())
                .budget(budget)
                .build();
        alarms = CloudWatchAlarms.create(FakeClients.of(aws, between, CloudWatchClient.builder()), budget);
        metrics = CloudWatchMetrics.create(
                FakeClients.of(aws, between, CloudWatchClient.builder()),
                FakeClients.of(aws, between, ElasticLoadBalancingV2Client.builder()),
                budget,
                time,
                CloudWatchMetrics.DEFAULT_DELAY);
        autoScaling = ApplicationAutoScalingGuard.create(
                FakeClients.of(aws, between, ApplicationAutoScalingClient.builder()), budget);
        lambdaHooks = LambdaHooks.create(FakeClients.of(aws, between, LambdaClient.builder()), budget);
    }

    /** Makes the shop of an empty world a pair: the service "shop" in the first group and its twin in the second. */
    public static void pairIn(SimulatedWorld world) {
        FakeAws aws = FakeAws.of(world);
        aws.ecs().ordinary(SHOP, SHOP, FIRST, "shop:1");
        aws.ecs().ordinary(TWIN, SHOP, SECOND, "shop:1");
        aws.ecs().tag(TWIN, "bluegreen4j:twin-of", ARNS.service(SHOP));
    }

    /** A runtime for services that run as pairs of ordinary services. */
    public static EcsServicePair pair(SimulatedWorld world) {
        return EcsServicePair.builder(FakeClients.of(FakeAws.of(world), EcsClient.builder()))
                .budget(generous(timeOf(world)))
                .time(timeOf(world))
                .autoScaling(FakeClients.of(FakeAws.of(world), ApplicationAutoScalingClient.builder()))
                .build();
    }

    /** What a test asks at one instant of virtual time would take longer than that instant. */
    public static ApiBudget generous(TimeSource time) {
        Map<ApiGroup, Integer> rates =
                Stream.of(ApiGroup.values()).collect(Collectors.toMap(group -> group, group -> 100_000));
        return ApiBudget.of(rates, time);
    }

    public EcsTaskSets taskSets() {
        return taskSets;
    }

    public ElbRouter router() {
        return router;
    }

    public LambdaHooks lambdaHooks() {
        return lambdaHooks;
    }

    /** The ports of this account and Region, for an engine with several. */
    public AwsPlace place() {
        return AwsPlace.of(arns.account(), arns.region(), taskSets, router)
                .withAlarms(alarms)
                .withAutoScaling(autoScaling)
                .withLambdaHooks(lambdaHooks);
    }

    /** Gives an engine all ports that are on AWS. */
    public void into(EngineBuilder builder) {
        builder.runtime(taskSets).router(router).alarms(alarms).metrics(metrics).autoScaling(autoScaling);
    }

    /** Gives an engine all ports that are on AWS, with a pair of ordinary services. */
    public void intoPair(SimulatedWorld world, EngineBuilder builder) {
        EcsServicePair pair = pair(world);
        builder.runtime(pair)
                .router(ElbRouter.builder(
                                FakeClients.of(FakeAws.of(world), ElasticLoadBalancingV2Client.builder()),
                                pair.owners())
                        .budget(generous(timeOf(world)))
                        .build())
                .alarms(alarms)
                .metrics(metrics)
                .autoScaling(pair.autoScalingGuard());
    }

    /** Gives the shop of a world to ECS's own controller. */
    public static void nativeIn(SimulatedWorld world, Optional<RouteRef> testRoute) {
        if (!world.view().groups().contains(SECOND)) {
            world.addGroup(SECOND);
        }
        FakeAws.of(world).ecs().blueGreen(SHOP, FIRST, SECOND, ARNS.rule("web", 443, 10), testRoute);
    }

    /** Gives an engine all ports that are on AWS, with ECS's own controller. */
    public void intoNative(SimulatedWorld world, EngineBuilder builder) {
        EcsNative ecs = EcsNative.builder(FakeClients.of(FakeAws.of(world), EcsClient.builder()))
                .budget(generous(timeOf(world)))
                .time(timeOf(world))
                .build();
        ElbRouter balancer = ElbRouter.builder(
                        FakeClients.of(FakeAws.of(world), ElasticLoadBalancingV2Client.builder()), ecs.owners())
                .budget(generous(timeOf(world)))
                .build();
        builder.runtime(ecs)
                .router(ecs.router(balancer))
                .alarms(alarms)
                .metrics(metrics)
                .autoScaling(ecs.pauses());
    }
}
