package io.github.bluegreen4j.aws.moto;

import static io.github.bluegreen4j.aws.moto.MotoShop.SHOP;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.aws.AwsShop;
import io.github.bluegreen4j.aws.autoscaling.ApplicationAutoScalingGuard;
import io.github.bluegreen4j.aws.call.ApiBudget;
import io.github.bluegreen4j.aws.events.EventBridgeEvents;
import io.github.bluegreen4j.aws.lambda.LambdaHooks;
import io.github.bluegreen4j.engine.memory.InMemoryJournal;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.HookDetails;
import io.github.bluegreen4j.model.HookExecution;
import io.github.bluegreen4j.model.HookInvocation;
import io.github.bluegreen4j.model.HookResult;
import io.github.bluegreen4j.model.HookSpec;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.Readings;
import io.github.bluegreen4j.model.Roles;
import io.github.bluegreen4j.model.ScaleInSetting;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.spi.AutoScalingGuard;
import io.github.bluegreen4j.spi.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableDimension;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableTarget;
import software.amazon.awssdk.services.applicationautoscaling.model.ServiceNamespace;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.DeploymentControllerType;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.Runtime;

/**
 * The suspension of scale-in, hooks and events, as somebody else understands them. Alarms are missing: the SDK asks CloudWatch in Smithy
 * RPC v2 CBOR, which moto 5.2.1 does not speak.
 */
class MotoPortsTest extends MotoTest {
    private static final ApiBudget BUDGET = AwsShop.generous(TimeSource.system());

    @Test
    void scaleInAloneIsSuspendedAndRestored() {
        EcsClient ecs = moto().client(EcsClient.builder());
        ecs.createCluster(request -> request.clusterName(SHOP.cluster()));
        ecs.createService(request -> request.cluster(SHOP.cluster())
                .serviceName(SHOP.name())
                .desiredCount(2)
                .deploymentController(controller -> controller.type(DeploymentControllerType.EXTERNAL)));
        ApplicationAutoScalingClient client = moto().client(ApplicationAutoScalingClient.builder());
        client.registerScalableTarget(request -> request.serviceNamespace(ServiceNamespace.ECS)
                .resourceId("service/prod/shop")
                .scalableDimension(ScalableDimension.ECS_SERVICE_DESIRED_COUNT)
                .minCapacity(2)
                .maxCapacity(17)
                .suspendedState(state -> state.dynamicScalingInSuspended(false)
                        .dynamicScalingOutSuspended(true)
                        .scheduledScalingSuspended(false)));
        AutoScalingGuard guard = ApplicationAutoScalingGuard.create(client, BUDGET);
        assertThat(guard.read(new ServiceRef("prod", "tool"))).isEqualTo(ScaleInSetting.NOT_SCALABLE);
        assertThat(guard.read(SHOP)).isEqualTo(new ScaleInSetting(true, false));

        guard.suspend(SHOP);

        assertThat(guard.read(SHOP)).isEqualTo(new ScaleInSetting(true, true));
        ScalableTarget target = target(client);
        assertThat(target.minCapacity()).isEqualTo(2);
        assertThat(target.maxCapacity()).isEqualTo(17);
        assertThat(target.suspendedState().dynamicScalingOutSuspended()).isTrue();

        guard.restore(SHOP);

        assertThat(guard.read(SHOP)).isEqualTo(new ScaleInSetting(true, false));
        assertThat(target(client).suspendedState().dynamicScalingOutSuspended()).isTrue();
    }

    private static ScalableTarget target(ApplicationAutoScalingClient client) {
        return client.describeScalableTargets(request -> request.serviceNamespace(ServiceNamespace.ECS))
                .scalableTargets()
                .get(0);
    }

    @Test
    void aFunctionIsInvokedAndItsAnswersAreUnderstood() {
        String role = MotoServer.find(
                moto().query(
                                "iam",
                                "Action=CreateRole&Version=2010-05-08&RoleName=hook&AssumeRolePolicyDocument=%7B%22Version%22%3A%222012-10-17%22%7D"),
                "<Arn>([^<]+)");
        LambdaClient client = moto().client(LambdaClient.builder());
        String function = client.createFunction(request -> request.functionName("smoke")
                        .role(role)
                        .runtime(Runtime.PYTHON3_12)
                        .handler("hook.handler")
                        .code(code -> code.zipFile(SdkBytes.fromUtf8String("no code at all"))))
                .functionArn();
        LambdaHooks hooks = LambdaHooks.create(client, BUDGET);
        for (String answer : List.of(
                "{\\\"hookStatus\\\":\\\"IN_PROGRESS\\\",\\\"callBackDelay\\\":60}",
                "{\\\"hookStatus\\\":\\\"SUCCEEDED\\\"}",
                "nonsense")) {
            moto().post(
                            "/moto-api/static/lambda-simple/response",
                            "{\"region\":\"eu-west-1\",\"results\":[\"" + answer + "\"]}");
        }

        HookResult later = hooks.invoke(invocation(function));
        assertThat(later.status()).isEqualTo(HookResult.Status.IN_PROGRESS);
        assertThat(later.callBackDelay()).contains(Duration.ofSeconds(60));
        assertThat(hooks.invoke(invocation(function)).status()).isEqualTo(HookResult.Status.SUCCEEDED);
        assertThat(hooks.invoke(invocation(function)).status()).isEqualTo(HookResult.Status.INVALID);
    }

    private static HookInvocation invocation(String function) {
        return new HookInvocation(
                new DeploymentId("d-1"),
                SHOP,
                new HookExecution(HookExecution.Direction.FORWARD, LifecycleStage.POST_SCALE_UP, 0, "smoke-test"),
                HookSpec.lambda("smoke-test", function, LifecycleStage.POST_SCALE_UP),
                "",
                new TreeMap<>(),
                new TreeMap<>(),
                HookDetails.EMPTY,
                "");
    }

    @Test
    void eventsArrive() {
        EventBridgeClient client = moto().client(EventBridgeClient.builder());
        String bus = client.describeEventBus(request -> {}).arn();
        client.createArchive(request -> request.archiveName("all").eventSourceArn(bus));
        EventBridgeEvents events = EventBridgeEvents.builder(client, InMemoryJournal.create(), "123456789012")
                .budget(BUDGET)
                .build();
        DeploymentId id = new DeploymentId("d-1");
        Instant now = Instant.parse("2026-03-01T03:00:00Z");
        TargetGroupRef first = new TargetGroupRef("first");
        TargetGroupRef second = new TargetGroupRef("second");

        events.onEvent(
                id,
                1,
                new ProgressEvent.DeploymentCreated(
                        now,
                        id,
                        DeploymentSpec.blueGreen(SHOP)
                                .revision("shop:2")
                                .productionRoute("production")
                                .targetGroups(first, second)
                                .build()));
        events.onEvent(
                id,
                2,
                new ProgressEvent.DeploymentStarted(
                        now, Readings.NONE, new Roles(Optional.empty(), first, second), 2, List.of()));

        assertThat(client.describeArchive(request -> request.archiveName("all")).eventCount())
                .isEqualTo(1);
    }
}
