package io.github.bluegreen4j.awstestkit;

import static io.github.bluegreen4j.awstestkit.WireShop.CHECKOUT;

import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.TrafficSplit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import software.amazon.awssdk.services.ecs.model.DeploymentConfiguration;
import software.amazon.awssdk.services.ecs.model.DeploymentLifecycleHook;
import software.amazon.awssdk.services.ecs.model.DeploymentLifecycleHookAction;
import software.amazon.awssdk.services.ecs.model.DeploymentLifecycleHookDetail;
import software.amazon.awssdk.services.ecs.model.DeploymentLifecycleHookStage;
import software.amazon.awssdk.services.ecs.model.DeploymentLifecycleHookStatus;
import software.amazon.awssdk.services.ecs.model.DeploymentLifecycleHookTargetType;
import software.amazon.awssdk.services.ecs.model.DeploymentStrategy;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.ServiceDeployment;
import software.amazon.awssdk.services.ecs.model.ServiceDeploymentStatus;
import software.amazon.awssdk.services.ecs.model.ServiceRevisionSummary;

/** The shop's service with ECS's own controller for blue/green deployments, and a test rule. */
final class BlueGreenShop {
    static final String FUNCTION = "arn:aws:lambda:eu-west-1:123456789012:function:";
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofHours(3);

    final WireShop shop = new WireShop();
    final RouteRef test = shop.aws.arns().rule("web", 8443, 10);

    BlueGreenShop() {
        shop.world.addRoute(test, TrafficSplit.allOn(shop.first, shop.second));
        shop.aws.ecs().blueGreen(CHECKOUT, shop.first, shop.second, shop.rule, Optional.of(test));
        shop.time.advance(Duration.ofSeconds(31));
    }

    Service service() {
        return shop.ecs
                .describeServices(request -> request.cluster("prod").services("checkout"))
                .services()
                .get(0);
    }

    /** Changes the configuration of the deployments to come. */
    void configure(Consumer<DeploymentConfiguration.Builder> configuration) {
        shop.ecs.updateService(
                request -> request.cluster("prod").service("checkout").deploymentConfiguration(configuration));
    }

    void strategy(DeploymentStrategy strategy) {
        configure(configuration -> configuration.strategy(strategy));
    }

    void hooks(DeploymentLifecycleHook... hooks) {
        configure(configuration -> configuration.lifecycleHooks(hooks));
    }

    static DeploymentLifecycleHook pause(
            Duration timeout, DeploymentLifecycleHookAction action, DeploymentLifecycleHookStage... stages) {
        return DeploymentLifecycleHook.builder()
                .targetType(DeploymentLifecycleHookTargetType.PAUSE)
                .lifecycleStages(stages)
                .timeoutConfiguration(limit ->
                        limit.timeoutInMinutes((int) timeout.toMinutes()).action(action))
                .build();
    }

    static DeploymentLifecycleHook lambda(String name, DeploymentLifecycleHookStage... stages) {
        return DeploymentLifecycleHook.builder()
                .hookTargetArn(FUNCTION + name)
                .roleArn("arn:aws:iam::123456789012:role/hooks")
                .lifecycleStages(stages)
                .build();
    }

    /** Starts a deployment of a task definition and returns its ARN. */
    String deploy(String definition) {
        return shop.ecs
                .updateService(
                        request -> request.cluster("prod").service("checkout").taskDefinition(definition))
                .service()
                .currentServiceDeployment();
    }

    ServiceDeployment deployment(String arn) {
        return shop.ecs
                .describeServiceDeployments(request -> request.serviceDeploymentArns(arn))
                .serviceDeployments()
                .get(0);
    }

    ServiceDeploymentStatus status(String arn) {
        return deployment(arn).status();
    }

    /** The pause that awaits an action. */
    Optional<DeploymentLifecycleHookDetail> pause(String arn) {
        return deployment(arn).lifecycleHookDetails().stream()
                .filter(detail -> detail.status() == DeploymentLifecycleHookStatus.AWAITING_ACTION)
                .findFirst();
    }

    String awaitPause(String arn) {
        await(() -> pause(arn).isPresent());
        return pause(arn).orElseThrow().hookId();
    }

    void proceed(String arn, String hookId) {
        answer(arn, hookId, DeploymentLifecycleHookAction.CONTINUE);
    }

    void answer(String arn, String hookId, DeploymentLifecycleHookAction action) {
        shop.ecs.continueServiceDeployment(
                request -> request.serviceDeploymentArn(arn).hookId(hookId).action(action));
    }

    void awaitStage(String arn, String stage) {
        await(() -> stage.equals(deployment(arn).lifecycleStageAsString()));
    }

    void awaitStatus(String arn, ServiceDeploymentStatus status) {
        await(() -> status(arn) == status);
    }

    void await(BooleanSupplier condition) {
        Duration waited = Duration.ZERO;
        while (!condition.getAsBoolean()) {
            if (waited.compareTo(PATIENCE) > 0) {
                throw new AssertionError("it never happened");
            }
            Duration step = waited.toMinutes() < 45 ? TICK : TICK.multipliedBy(10);
            shop.time.advance(step);
            waited = waited.plus(step);
        }
    }

    /** Lets a deployment end; returns the stages that it reported, each once in a row, and the end. */
    List<String> story(String arn) {
        List<String> story = new ArrayList<>();
        await(() -> {
            ServiceDeployment now = deployment(arn);
            String line = line(now);
            if (story.isEmpty() || !story.get(story.size() - 1).equals(line)) {
                story.add(line);
            }
            return now.finishedAt() != null;
        });
        return story;
    }

    private static String line(ServiceDeployment deployment) {
        String stage = deployment.lifecycleStageAsString();
        ServiceRevisionSummary green = deployment.targetServiceRevision();
        return deployment.statusAsString()
                + (stage == null
                        ? ""
                        : " " + stage + " " + percent(green.requestedTestTrafficWeight()) + "/"
                                + percent(green.requestedProductionTrafficWeight()));
    }

    private static String percent(Double weight) {
        return weight == Math.rint(weight) ? String.valueOf(Math.round(weight)) : String.valueOf(weight);
    }
}
