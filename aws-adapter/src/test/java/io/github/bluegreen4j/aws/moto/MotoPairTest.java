package io.github.bluegreen4j.aws.moto;

import static io.github.bluegreen4j.aws.moto.MotoShop.SHOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.github.bluegreen4j.aws.AwsShop;
import io.github.bluegreen4j.aws.ecs.EcsServicePair;
import io.github.bluegreen4j.aws.ecs.Twin;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.LaunchRequest;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.RevisionSpec;
import io.github.bluegreen4j.model.ScaleInSetting;
import io.github.bluegreen4j.model.ServiceDescription;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroups;
import io.github.bluegreen4j.spi.AutoScalingGuard;
import io.github.bluegreen4j.spi.TimeSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableDimension;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableTarget;
import software.amazon.awssdk.services.applicationautoscaling.model.ServiceNamespace;
import software.amazon.awssdk.services.applicationautoscaling.model.SuspendedState;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.LaunchType;
import software.amazon.awssdk.services.ecs.model.LoadBalancer;
import software.amazon.awssdk.services.ecs.model.NetworkMode;
import software.amazon.awssdk.services.ecs.model.PortMapping;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.ServiceField;

/**
 * A pair of ordinary services, as somebody else understands the requests. moto 5.2.1 starts no tasks, keeps the counts and the state of
 * the first rolling deployment, starts none for another definition, and knows no circuit breaker. So it does not judge when a
 * revision is steady, failed or drained.
 */
class MotoPairTest extends MotoTest {
    private static final ServiceRef TWIN = new ServiceRef(SHOP.cluster(), SHOP.name() + "-twin");
    private static final DeploymentId OWNER = new DeploymentId("d-1");

    private static void register(EcsClient ecs) {
        ecs.registerTaskDefinition(request -> request.family("shop")
                .networkMode(NetworkMode.AWSVPC)
                .containerDefinitions(ContainerDefinition.builder()
                        .name("app")
                        .image("shop")
                        .memory(128)
                        .portMappings(PortMapping.builder().containerPort(8080).build())
                        .build()));
    }

    private static Service service(EcsClient ecs, ServiceRef ref) {
        return ecs.describeServices(request ->
                        request.cluster(ref.cluster()).services(ref.name()).include(ServiceField.TAGS))
                .services()
                .get(0);
    }

    private static void createService(EcsClient ecs, MotoShop shop) {
        ecs.createCluster(request -> request.clusterName(SHOP.cluster()));
        register(ecs);
        register(ecs);
        ecs.createService(request -> request.cluster(SHOP.cluster())
                .serviceName(SHOP.name())
                .taskDefinition("shop:1")
                .desiredCount(2)
                .launchType(LaunchType.FARGATE)
                .networkConfiguration(network -> network.awsvpcConfiguration(
                        vpc -> vpc.subnets(shop.subnets().get(0)).securityGroups(List.of())))
                .loadBalancers(LoadBalancer.builder()
                        .targetGroupArn(shop.first().id())
                        .containerName("app")
                        .containerPort(8080)
                        .build()));
    }

    @Test
    void aTwinIsMadeLaunchedLabelledAndRetired() {
        MotoShop shop = new MotoShop(moto());
        EcsClient ecs = moto().client(EcsClient.builder());
        createService(ecs, shop);
        EcsServicePair pair = EcsServicePair.builder(ecs)
                .budget(AwsShop.generous(TimeSource.system()))
                .build();

        Twin twin = pair.createTwin(SHOP, shop.second());

        assertThat(twin.created()).isTrue();
        assertThat(pair.createTwin(SHOP, shop.second()).created()).isFalse();
        assertThat(service(ecs, TWIN).loadBalancers().get(0).targetGroupArn())
                .isEqualTo(shop.second().id());
        TargetGroups groups = new TargetGroups(shop.first(), shop.second());
        assertThatCode(() -> pair.check(SHOP, RevisionSpec.of("shop:2"), groups))
                .doesNotThrowAnyException();

        pair.launch(new LaunchRequest(SHOP, RevisionSpec.of("shop:2"), shop.second(), 2, OWNER, "token"));

        ServiceDescription.Revision green =
                pair.describe(List.of(SHOP)).get(0).launchedBy(OWNER).orElseThrow();
        assertThat(green.revision()).isEqualTo(new RevisionRef(twin.arn() + "@shop:2"));
        assertThat(green.targetGroup()).isEqualTo(shop.second());
        assertThat(green.primary()).isFalse();
        assertThat(service(ecs, TWIN).desiredCount()).isEqualTo(2);

        pair.scale(SHOP, green.revision(), 3);
        assertThat(service(ecs, TWIN).desiredCount()).isEqualTo(3);
        pair.makePrimary(SHOP, green.revision());
        assertThat(pair.describe(List.of(SHOP)).get(0).desiredCount()).isEqualTo(3);

        pair.retire(SHOP, green.revision());
        assertThat(service(ecs, TWIN).desiredCount()).isZero();
        pair.retire(SHOP, green.revision());
        assertThat(pair.describe(List.of(SHOP)).get(0).launchedBy(OWNER)).isEmpty();
    }

    /** What the target of a service says: minimum-maximum, and what is suspended. */
    private static String target(ApplicationAutoScalingClient client, ServiceRef service) {
        ScalableTarget target = client.describeScalableTargets(request -> request.serviceNamespace(ServiceNamespace.ECS)
                        .resourceIds("service/" + service.cluster() + "/" + service.name()))
                .scalableTargets()
                .get(0);
        SuspendedState state = target.suspendedState();
        return target.minCapacity() + "-" + target.maxCapacity()
                + (state.dynamicScalingInSuspended() ? " in" : "")
                + (state.dynamicScalingOutSuspended() ? " out" : "")
                + (state.scheduledScalingSuspended() ? " scheduled" : "");
    }

    /** moto does not scale: it judges the requests, and keeps what they say. */
    @Test
    void theLimitsOfThePairFollowTheServiceThatServes() {
        MotoShop shop = new MotoShop(moto());
        EcsClient ecs = moto().client(EcsClient.builder());
        createService(ecs, shop);
        ApplicationAutoScalingClient scaling = moto().client(ApplicationAutoScalingClient.builder());
        scaling.registerScalableTarget(request -> request.serviceNamespace(ServiceNamespace.ECS)
                .resourceId("service/" + SHOP.cluster() + "/" + SHOP.name())
                .scalableDimension(ScalableDimension.ECS_SERVICE_DESIRED_COUNT)
                .minCapacity(2)
                .maxCapacity(17)
                .suspendedState(state -> state.dynamicScalingInSuspended(false)
                        .dynamicScalingOutSuspended(false)
                        .scheduledScalingSuspended(false)));
        EcsServicePair pair = EcsServicePair.builder(ecs)
                .budget(AwsShop.generous(TimeSource.system()))
                .autoScaling(scaling)
                .build();
        AutoScalingGuard guard = pair.autoScalingGuard();

        Twin twin = pair.createTwin(SHOP, shop.second());

        assertThat(target(scaling, TWIN)).isEqualTo("0-0 in out scheduled");
        assertThat(guard.read(SHOP)).isEqualTo(new ScaleInSetting(true, false));

        guard.suspend(SHOP);
        pair.launch(new LaunchRequest(SHOP, RevisionSpec.of("shop:2"), shop.second(), 2, OWNER, "token"));

        assertThat(target(scaling, SHOP)).isEqualTo("2-17 in");
        assertThat(target(scaling, TWIN)).isEqualTo("2-17 in");

        RevisionRef blue = new RevisionRef(service(ecs, SHOP).serviceArn() + "@shop:1");
        pair.makePrimary(SHOP, new RevisionRef(twin.arn() + "@shop:2"));
        pair.retire(SHOP, blue);
        guard.restore(SHOP);

        assertThat(target(scaling, SHOP)).isEqualTo("0-0 in out scheduled");
        assertThat(target(scaling, TWIN)).isEqualTo("2-17");
        assertThat(service(ecs, SHOP).desiredCount()).isZero();
    }
}
