package io.github.bluegreen4j.aws.moto;

import static io.github.bluegreen4j.aws.moto.MotoShop.SHOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.bluegreen4j.aws.AwsShop;
import io.github.bluegreen4j.aws.ecs.EcsTaskSets;
import io.github.bluegreen4j.aws.ecs.TaskSetSettings;
import io.github.bluegreen4j.aws.elb.ElbRouter;
import io.github.bluegreen4j.engine.Deployment;
import io.github.bluegreen4j.engine.DeploymentDescription;
import io.github.bluegreen4j.engine.DeploymentEngine;
import io.github.bluegreen4j.model.DeploymentLimits;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.HookResult;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.spi.TimeSource;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.DeploymentControllerType;
import software.amazon.awssdk.services.ecs.model.LaunchType;
import software.amazon.awssdk.services.ecs.model.LoadBalancer;
import software.amazon.awssdk.services.ecs.model.NetworkMode;
import software.amazon.awssdk.services.ecs.model.PortMapping;
import software.amazon.awssdk.services.ecs.model.ScaleUnit;
import software.amazon.awssdk.services.ecs.model.TaskSet;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;

/** Whole deployments over real HTTP, with the engine's real threads. */
class MotoDeploymentTest extends MotoTest {
    private MotoShop shop;
    private FillingIn front;
    private RouteRef rule;
    private EcsClient ecs;

    /** A service with a blue of two tasks, behind a rule of its own beside somebody else's. */
    private void furnish(boolean fills) throws IOException {
        shop = new MotoShop(moto());
        front = new FillingIn(moto().address(), shop.elb(), fills);
        rule = shop.rule("/shop/*", TrafficSplit.allOn(shop.first(), shop.second()));
        shop.rule("/theirs/*", new TrafficSplit(Map.of(shop.group("theirs"), 7)));
        ecs = MotoServer.client(front.address(), EcsClient.builder());
        ecs.createCluster(request -> request.clusterName(SHOP.cluster()));
        for (int revision = 1; revision <= 2; revision++) {
            ecs.registerTaskDefinition(request -> request.family("shop")
                    .networkMode(NetworkMode.AWSVPC)
                    .containerDefinitions(ContainerDefinition.builder()
                            .name("app")
                            .image("shop")
                            .memory(128)
                            .portMappings(
                                    PortMapping.builder().containerPort(8080).build())
                            .build()));
        }
        ecs.createService(request -> request.cluster(SHOP.cluster())
                .serviceName(SHOP.name())
                .desiredCount(2)
                .deploymentController(controller -> controller.type(DeploymentControllerType.EXTERNAL)));
        TaskSet blue = ecs.createTaskSet(request -> request.cluster(SHOP.cluster())
                        .service(SHOP.name())
                        .taskDefinition("shop:1")
                        .launchType(LaunchType.FARGATE)
                        .networkConfiguration(network -> network.awsvpcConfiguration(
                                vpc -> vpc.subnets(shop.subnets().subList(0, 1)).securityGroups(List.of())))
                        .loadBalancers(LoadBalancer.builder()
                                .targetGroupArn(shop.first().id())
                                .containerName("app")
                                .containerPort(8080)
                                .build())
                        .scale(scale -> scale.unit(ScaleUnit.PERCENT).value(100.0)))
                .taskSet();
        ecs.updateServicePrimaryTaskSet(
                request -> request.cluster(SHOP.cluster()).service(SHOP.name()).primaryTaskSet(blue.taskSetArn()));
    }

    @AfterEach
    void close() {
        front.close();
    }

    private DeploymentEngine engine() {
        EcsTaskSets taskSets = EcsTaskSets.create(ecs, AwsShop.generous(TimeSource.system()), TimeSource.system());
        return DeploymentEngine.builder()
                .runtime(taskSets)
                .router(ElbRouter.builder(
                                MotoServer.client(front.address(), ElasticLoadBalancingV2Client.builder()),
                                taskSets.owners())
                        .budget(AwsShop.generous(TimeSource.system()))
                        .settle(Duration.ZERO)
                        .build())
                .hook("smoke-test", invocation -> HookResult.failed("the cart is empty"))
                .build();
    }

    private DeploymentSpec.Builder spec() {
        return DeploymentSpec.blueGreen(SHOP)
                .revision("shop:2", TaskSetSettings.fromBlue().asMap())
                .productionRoute(rule)
                .targetGroups(shop.first(), shop.second())
                .canary(10, Duration.ofSeconds(1))
                .bakeTime(Duration.ofSeconds(1))
                .limits(DeploymentLimits.DEFAULTS
                        .withPoll(Duration.ofMillis(100))
                        .withDrain(Duration.ofMillis(200))
                        .withWatchAge(Duration.ofSeconds(10)));
    }

    private List<TaskSet> taskSets() {
        return ecs.describeServices(request -> request.cluster(SHOP.cluster()).services(SHOP.name()))
                .services()
                .get(0)
                .taskSets();
    }

    @Test
    void productionMovesToGreenAndBlueIsDeleted() throws Exception {
        furnish(true);
        String others = shop.others(rule);
        try (DeploymentEngine engine = engine()) {
            DeploymentDescription end =
                    engine.deploy(spec().build()).completion().get(5, TimeUnit.MINUTES);

            assertThat(end.status()).as("%s", end).isEqualTo(DeploymentStatus.SUCCESSFUL);
        }
        assertThat(taskSets()).singleElement().satisfies(set -> {
            assertThat(set.taskDefinition()).endsWith("shop:2");
            assertThat(set.status()).isEqualTo("PRIMARY");
        });
        assertThat(shop.elb()
                        .describeRules(request -> request.ruleArns(rule.id()))
                        .rules()
                        .get(0)
                        .actions()
                        .get(0)
                        .forwardConfig()
                        .targetGroups())
                .extracting(tuple -> tuple.targetGroupArn(), tuple -> tuple.weight())
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple(shop.first().id(), 0),
                        org.assertj.core.groups.Tuple.tuple(shop.second().id(), 100));
        assertThat(shop.others(rule)).isEqualTo(others);
    }

    @Test
    void aHookThatSaysNoBringsBlueBack() throws Exception {
        furnish(true);
        try (DeploymentEngine engine = engine()) {
            DeploymentDescription end = engine.deploy(
                            spec().hook(LifecycleStage.POST_PRODUCTION_TRAFFIC_SHIFT, "smoke-test")
                                    .build())
                    .completion()
                    .get(5, TimeUnit.MINUTES);

            assertThat(end.status()).as("%s", end).isEqualTo(DeploymentStatus.ROLLBACK_SUCCESSFUL);
        }
        assertThat(taskSets())
                .singleElement()
                .satisfies(set -> assertThat(set.taskDefinition()).endsWith("shop:1"));
    }

    /** Counts that are missing are unknown, and unknown is not healthy. */
    @Test
    void whereCountsAreMissingGreenIsNeverReady() throws Exception {
        furnish(false);
        try (DeploymentEngine engine = engine()) {
            Deployment deployment = engine.deploy(spec().build());
            await().atMost(Duration.ofMinutes(3)).until(() -> front.requests("CreateTaskSet") == 2);
            int before = front.requests("DescribeServices");
            await().atMost(Duration.ofMinutes(3)).until(() -> front.requests("DescribeServices") > before + 20);

            assertThat(deployment.view().lifecycleStage()).isEqualTo(Optional.of(LifecycleStage.SCALE_UP));
            assertThat(deployment.status()).isEqualTo(DeploymentStatus.IN_PROGRESS);
        }
    }
}
