package io.github.bluegreen4j.awstestkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.testkit.world.TaskBehaviour;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;
import software.amazon.awssdk.services.ecs.model.DeploymentControllerType;
import software.amazon.awssdk.services.ecs.model.DeploymentStrategy;
import software.amazon.awssdk.services.ecs.model.LaunchType;
import software.amazon.awssdk.services.ecs.model.LoadBalancer;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.ServiceDeployment;
import software.amazon.awssdk.services.ecs.model.ServiceDeploymentStatus;
import software.amazon.awssdk.services.ecs.model.ServiceField;
import software.amazon.awssdk.services.ecs.model.Tag;

/** Services that are created with a blue/green strategy, and ordinary ones that are given one. */
class CreatedBlueGreenServicesTest {
    private static final ServiceRef CART = new ServiceRef("prod", "cart");

    private final WireShop shop = new WireShop();
    private final RouteRef rule = shop.aws.arns().rule("web", 443, 20);
    private final TargetGroupRef first = shop.aws.arns().targetGroup("cart-first");
    private final TargetGroupRef second = shop.aws.arns().targetGroup("cart-second");

    CreatedBlueGreenServicesTest() {
        shop.world.addRoute(rule, TrafficSplit.allOn(first, second));
    }

    private LoadBalancer balancer() {
        return WireShop.in(first.id()).toBuilder()
                .advancedConfiguration(advanced -> advanced.alternateTargetGroupArn(second.id())
                        .productionListenerRule(rule.id())
                        .roleArn("arn:aws:iam::123456789012:role/ecsInfrastructureRole"))
                .build();
    }

    private Service create(Consumer<CreateServiceRequest.Builder> more) {
        return shop.ecs
                .createService(request -> {
                    request.cluster("prod")
                            .serviceName("cart")
                            .taskDefinition("cart:1")
                            .desiredCount(2)
                            .launchType(LaunchType.FARGATE)
                            .loadBalancers(balancer())
                            .tags(Tag.builder().key("team").value("shop").build())
                            .deploymentConfiguration(configuration -> configuration
                                    .strategy(DeploymentStrategy.BLUE_GREEN)
                                    .bakeTimeInMinutes(1));
                    more.accept(request);
                })
                .service();
    }

    private ServiceDeployment deployment(Service service) {
        return shop.ecs
                .describeServiceDeployments(
                        request -> request.serviceDeploymentArns(service.currentServiceDeployment()))
                .serviceDeployments()
                .get(0);
    }

    private Service cart() {
        return shop.ecs
                .describeServices(
                        request -> request.cluster("prod").services("cart").include(ServiceField.TAGS))
                .services()
                .get(0);
    }

    @Test
    void theFirstDeploymentHasAllStagesAndNoSource() {
        Service created = create(request -> {});

        assertThat(deployment(created).status()).isEqualTo(ServiceDeploymentStatus.PENDING);
        shop.time.advance(Duration.ofMinutes(5));

        ServiceDeployment done = deployment(created);
        assertThat(done.status()).isEqualTo(ServiceDeploymentStatus.SUCCESSFUL);
        assertThat(done.sourceServiceRevisions()).isEmpty();
        assertThat(done.targetServiceRevision().runningTaskCount()).isEqualTo(2);
        assertThat(shop.world.registered(first)).isEqualTo(2);
        assertThat(shop.world.split(rule)).isEqualTo(TrafficSplit.allOn(first, second));
        assertThat(cart().tags()).extracting(Tag::value).containsExactly("shop");
    }

    @Test
    void theFirstRevisionRunsInTheAlternateGroupIfItIsSetSo() {
        shop.aws.ecs().undocumented().startsInAlternateGroup(true);

        Service created = create(request -> {});
        shop.time.advance(Duration.ofMinutes(5));

        assertThat(deployment(created).status()).isEqualTo(ServiceDeploymentStatus.SUCCESSFUL);
        assertThat(shop.world.registered(second)).isEqualTo(2);
        assertThat(shop.world.split(rule)).isEqualTo(TrafficSplit.allOn(second, first));
    }

    /** There is nothing to roll back to. */
    @Test
    void aFirstDeploymentThatFailsStops() {
        shop.world.behaves("cart:1", TaskBehaviour.fails(Duration.ofSeconds(5)));

        Service created = create(request -> request.deploymentConfiguration(configuration -> configuration
                .strategy(DeploymentStrategy.BLUE_GREEN)
                .deploymentCircuitBreaker(breaker -> breaker.enable(true).rollback(true))));
        shop.time.advance(Duration.ofMinutes(5));

        assertThat(deployment(created).status()).isEqualTo(ServiceDeploymentStatus.STOPPED);
        assertThat(deployment(created).rollback()).isNull();
    }

    @Test
    void aFirstDeploymentTakesNoTrafficFromAGroupOfSomebodyElse() {
        TargetGroupRef foreign = shop.aws.arns().targetGroup("somebody-else");
        shop.world.rewrite(rule, new TrafficSplit(Map.of(foreign, 100, first, 0, second, 0)));

        Service created = create(request -> {});
        shop.time.advance(Duration.ofMinutes(5));

        assertThat(deployment(created).status()).isEqualTo(ServiceDeploymentStatus.STOPPED);
        assertThat(deployment(created).statusReason()).contains("unexpected target group");
        assertThat(shop.world.split(rule).weights()).containsEntry(foreign, 100);
    }

    /** 15 minutes. */
    @Test
    void theBakeTimeHasADefault() {
        Service created = create(request -> request.deploymentConfiguration(
                configuration -> configuration.strategy(DeploymentStrategy.BLUE_GREEN)));

        assertThat(deployment(created).deploymentConfiguration().bakeTimeInMinutes())
                .isEqualTo(15);
    }

    @Test
    void whatIsWrongIsRefusedBeforeAnythingIsCreated() {
        WireRefusals.refused(
                () -> create(request -> request.loadBalancers(WireShop.in(first.id()))),
                "InvalidParameterException",
                "advancedConfiguration is required");
        shop.world.hasNo("cart:9");
        WireRefusals.refused(
                () -> create(request -> request.taskDefinition("cart:9")), "ClientException", "TaskDefinition");
        assertThat(shop.world.view().service(CART)).isEmpty();
        create(request -> {});
        WireRefusals.refused(() -> create(request -> {}), "InvalidParameterException", "not idempotent");
    }

    @Test
    void anOrdinaryServiceIsGivenAStrategy() {
        shop.world.addService(CART, 2);
        shop.aws.ecs().ordinary(CART, CART, first, "cart:1");
        shop.aws.ecs().tag(CART, "team", "shop");
        shop.world.addRevision(CART, "cart:1", first);
        shop.time.advance(Duration.ofMinutes(1));

        Service updated = shop.ecs
                .updateService(request -> request.cluster("prod")
                        .service("cart")
                        .taskDefinition("cart:2")
                        .loadBalancers(balancer())
                        .deploymentConfiguration(configuration -> configuration
                                .strategy(DeploymentStrategy.BLUE_GREEN)
                                .bakeTimeInMinutes(1)))
                .service();
        shop.time.advance(Duration.ofMinutes(5));

        ServiceDeployment done = deployment(updated);
        assertThat(done.status()).isEqualTo(ServiceDeploymentStatus.SUCCESSFUL);
        assertThat(done.sourceServiceRevisions()).hasSize(1);
        assertThat(cart().taskDefinition()).endsWith("cart:2");
        assertThat(cart().tags()).extracting(Tag::value).containsExactly("shop");
        assertThat(shop.world.split(rule)).isEqualTo(TrafficSplit.allOn(second, first));
    }

    @Test
    void anOrdinaryServiceThatIsRefusedAStrategyStaysOrdinary() {
        shop.world.addService(CART, 2);
        shop.aws.ecs().ordinary(CART, CART, first, "cart:1");

        WireRefusals.refused(
                () -> shop.ecs.updateService(request -> request.cluster("prod")
                        .service("cart")
                        .taskDefinition("cart:2")
                        .deploymentConfiguration(
                                configuration -> configuration.strategy(DeploymentStrategy.BLUE_GREEN))),
                "InvalidParameterException",
                "advancedConfiguration is required");

        assertThat(cart().deploymentConfiguration()).isNull();
        assertThat(cart().currentServiceDeployment()).isNull();
        assertThat(cart().deploymentController().type()).isEqualTo(DeploymentControllerType.ECS);
    }

    @Test
    void tagsAreSetAndRemoved() {
        String arn = create(request -> {}).serviceArn();

        shop.ecs.tagResource(request ->
                request.resourceArn(arn).tags(Tag.builder().key("a").value("1").build()));
        shop.ecs.untagResource(request -> request.resourceArn(arn).tagKeys("team"));

        assertThat(cart().tags()).extracting(Tag::key).containsExactly("a");
        assertThat(shop.aws.ecs().tags(CART)).containsOnlyKeys("a");
    }
}
