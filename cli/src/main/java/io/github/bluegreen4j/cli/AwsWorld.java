package io.github.bluegreen4j.cli;

import io.github.bluegreen4j.aws.SdkClients;
import io.github.bluegreen4j.aws.autoscaling.ApplicationAutoScalingGuard;
import io.github.bluegreen4j.aws.cloudwatch.CloudWatchAlarms;
import io.github.bluegreen4j.aws.ecs.EcsTaskSets;
import io.github.bluegreen4j.aws.elb.ElbRouter;
import io.github.bluegreen4j.aws.lambda.LambdaHooks;
import io.github.bluegreen4j.engine.EngineBuilder;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.spi.ServiceRuntime;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.lambda.LambdaClient;

/** Amazon ECS and its neighbours, or whatever answers in their place. */
final class AwsWorld implements TargetWorld {
    private final AwsOptions aws;
    private @Nullable EcsTaskSets made;

    AwsWorld(AwsOptions aws) {
        this.aws = aws;
    }

    /** Made when it is needed: what is wrong with the order is told before what is missing here. */
    private EcsTaskSets taskSets() {
        EcsTaskSets taskSets =
                made == null ? EcsTaskSets.create(aws.build(SdkClients.oneAttempt(EcsClient.builder()))) : made;
        made = taskSets;
        return taskSets;
    }

    @Override
    public ServiceRuntime runtime() {
        return taskSets();
    }

    @Override
    public void furnish(EngineBuilder engine) {
        EcsTaskSets taskSets = taskSets();
        engine.runtime(taskSets)
                .router(ElbRouter.create(
                        aws.build(SdkClients.oneAttempt(ElasticLoadBalancingV2Client.builder())), taskSets.owners()))
                .alarms(CloudWatchAlarms.create(aws.build(SdkClients.oneAttempt(CloudWatchClient.builder()))))
                .autoScaling(ApplicationAutoScalingGuard.create(
                        aws.build(SdkClients.oneAttempt(ApplicationAutoScalingClient.builder()))))
                .lambdaHooks(LambdaHooks.create(aws.build(SdkClients.oneLongAttempt(LambdaClient.builder()))));
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
        return aws.again();
    }
}
