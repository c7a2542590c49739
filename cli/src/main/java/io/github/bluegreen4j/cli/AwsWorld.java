package io.github.bluegreen4j.cli;

import io.github.bluegreen4j.aws.SdkClients;
import io.github.bluegreen4j.aws.autoscaling.ApplicationAutoScalingGuard;
import io.github.bluegreen4j.aws.cloudwatch.CloudWatchAlarms;
import io.github.bluegreen4j.aws.cloudwatch.CloudWatchMetrics;
import io.github.bluegreen4j.aws.ecs.EcsNative;
import io.github.bluegreen4j.aws.ecs.EcsServicePair;
import io.github.bluegreen4j.aws.ecs.EcsTaskSets;
import io.github.bluegreen4j.aws.elb.ElbRouter;
import io.github.bluegreen4j.aws.elb.TargetOwners;
import io.github.bluegreen4j.aws.lambda.LambdaHooks;
import io.github.bluegreen4j.aws.place.AwsPlace;
import io.github.bluegreen4j.engine.EngineBuilder;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.spi.AutoScalingGuard;
import io.github.bluegreen4j.spi.ServiceRuntime;
import io.github.bluegreen4j.spi.TrafficRouter;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.lambda.LambdaClient;

/** Amazon ECS and its neighbours, or whatever answers in their place. */
final class AwsWorld implements TargetWorld {
    private final AwsOptions aws;
    private final String runtime;
    private final BiFunction<AwsOptions, EcsClient, Way> maker;
    private @Nullable Way made;

    /** @param runtime the options that choose this way, for the command that goes on with a deployment */
    private AwsWorld(AwsOptions aws, String runtime, BiFunction<AwsOptions, EcsClient, Way> maker) {
        this.aws = aws;
        this.runtime = runtime;
        this.maker = maker;
    }

    /** Services with the controller EXTERNAL. */
    static AwsWorld ofTaskSets(AwsOptions aws) {
        return new AwsWorld(aws, "", (place, client) -> {
            EcsTaskSets taskSets = EcsTaskSets.create(client);
            return new Way(taskSets, taskSets.owners(), router -> router, () -> scaleIn(place));
        });
    }

    /** Ordinary services and their twins. */
    static AwsWorld ofPairs(AwsOptions aws) {
        return new AwsWorld(aws, " --runtime pair", (place, client) -> {
            EcsServicePair pair = EcsServicePair.builder(client)
                    .autoScaling(place.build(SdkClients.oneAttempt(ApplicationAutoScalingClient.builder())))
                    .build();
            return new Way(pair, pair.owners(), router -> router, pair::autoScalingGuard);
        });
    }

    /**
     * Services that ECS's own controller deploys.
     *
     * @param pauseTimeout after what time ECS rolls back if nobody answers a pause
     * @param typed the options that say so
     */
    static AwsWorld ofNative(AwsOptions aws, Duration pauseTimeout, String typed) {
        return new AwsWorld(aws, typed, (place, client) -> {
            EcsNative ecs = EcsNative.builder(client).pauseTimeout(pauseTimeout).build();
            return new Way(ecs, ecs.owners(), ecs::router, ecs::pauses);
        });
    }

    private static AutoScalingGuard scaleIn(AwsOptions aws) {
        return ApplicationAutoScalingGuard.create(
                aws.build(SdkClients.oneAttempt(ApplicationAutoScalingClient.builder())));
    }

    /**
     * A way to run revisions.
     *
     * @param services what runs them
     * @param owners who owns the targets
     * @param router what moves the traffic, beside the load balancer
     * @param autoScaling what protects a deployment from scaling in
     */
    private record Way(
            ServiceRuntime services,
            TargetOwners owners,
            Function<ElbRouter, TrafficRouter> router,
            Supplier<AutoScalingGuard> autoScaling) {}

    /** Made when it is needed: what is wrong with the order is told before what is missing here. */
    private Way made() {
        Way way = made == null ? maker.apply(aws, aws.build(SdkClients.oneAttempt(EcsClient.builder()))) : made;
        made = way;
        return way;
    }

    @Override
    public ServiceRuntime runtime() {
        return made().services();
    }

    @Override
    public void furnish(EngineBuilder engine) {
        Way way = made();
        ElbRouter router = ElbRouter.create(
                aws.build(SdkClients.oneAttempt(ElasticLoadBalancingV2Client.builder())), way.owners());
        CloudWatchClient cloudWatch = aws.build(SdkClients.oneAttempt(CloudWatchClient.builder()));
        engine.runtime(way.services())
                .router(way.router().apply(router))
                .alarms(CloudWatchAlarms.create(cloudWatch))
                .metrics(CloudWatchMetrics.create(
                        cloudWatch, aws.build(SdkClients.oneAttempt(ElasticLoadBalancingV2Client.builder()))))
                .autoScaling(way.autoScaling().get())
                .lambdaHooks(LambdaHooks.create(aws.build(SdkClients.oneLongAttempt(LambdaClient.builder()))));
    }

    /** The same way to run revisions, in another Region or account. */
    AwsWorld in(AwsOptions place) {
        return new AwsWorld(place, runtime, maker);
    }

    /** The ports of one account and Region. */
    AwsPlace place(String account, String region) {
        Way way = made();
        ElbRouter router = ElbRouter.create(
                aws.build(SdkClients.oneAttempt(ElasticLoadBalancingV2Client.builder())), way.owners());
        return AwsPlace.of(account, region, way.services(), way.router().apply(router))
                .withAlarms(CloudWatchAlarms.create(aws.build(SdkClients.oneAttempt(CloudWatchClient.builder()))))
                .withAutoScaling(way.autoScaling().get())
                .withLambdaHooks(LambdaHooks.create(aws.build(SdkClients.oneLongAttempt(LambdaClient.builder()))));
    }

    @Override
    public TargetWorld covering(Collection<DeploymentSpec> deployments, Map<String, String> profiles) {
        return AwsRegions.covering(this, aws, deployments, profiles);
    }

    /** The defaults of a specification are made for AWS. */
    @Override
    public void pace(DeploymentSpec.Builder spec) {}

    @Override
    public String place() {
        return aws.place();
    }

    @Override
    public String hint() {
        return "; check --region, the cluster, and whose account the credentials are of";
    }

    @Override
    public String again() {
        return aws.again() + runtime;
    }
}
