package io.github.bluegreen4j.awstestkit;

import static io.github.bluegreen4j.awstestkit.BlueGreenShop.lambda;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.bluegreen4j.awstestkit.lambda.LambdaAnswer;
import io.github.bluegreen4j.model.TrafficSplit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.services.ecs.model.DeploymentLifecycleHook;
import software.amazon.awssdk.services.ecs.model.DeploymentLifecycleHookAction;
import software.amazon.awssdk.services.ecs.model.DeploymentLifecycleHookDetail;
import software.amazon.awssdk.services.ecs.model.DeploymentLifecycleHookStage;
import software.amazon.awssdk.services.ecs.model.DeploymentLifecycleHookStatus;
import software.amazon.awssdk.services.ecs.model.DeploymentStrategy;
import software.amazon.awssdk.services.ecs.model.ServiceDeploymentStatus;

/** Lambda hooks as "Lambda lifecycle hooks for Amazon ECS service deployments" in the ECS developer guide describes them. */
class FunctionHooksTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SUCCEEDED = "{\"hookStatus\":\"SUCCEEDED\"}";

    private final BlueGreenShop blueGreen = new BlueGreenShop();
    private final WireShop shop = blueGreen.shop;
    private final List<JsonNode> payloads = new ArrayList<>();

    /** Registers a function that gives these answers, the last one for ever. */
    private void answers(String... answers) {
        shop.aws.lambda().function("check", payload -> {
            payloads.add(JSON.readTree(payload));
            return LambdaAnswer.returned(answers[Math.min(payloads.size(), answers.length) - 1]);
        });
    }

    private String deployWithHook(DeploymentLifecycleHookStage... stages) {
        blueGreen.hooks(lambda("check", stages));
        return blueGreen.deploy("checkout:42");
    }

    private String reasonOfRollback(String arn) {
        blueGreen.awaitStatus(arn, ServiceDeploymentStatus.ROLLBACK_SUCCESSFUL);
        return blueGreen.deployment(arn).rollback().reason();
    }

    @ParameterizedTest
    @EnumSource(
            value = DeploymentLifecycleHookStage.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"RECONCILE_SERVICE", "UNKNOWN_TO_SDK_VERSION"})
    void aHookRunsOnceAtItsStage(DeploymentLifecycleHookStage stage) {
        answers(SUCCEEDED);
        String arn = deployWithHook(stage);

        blueGreen.awaitStatus(arn, ServiceDeploymentStatus.SUCCESSFUL);

        assertThat(payloads)
                .singleElement()
                .satisfies(payload ->
                        assertThat(payload.get("lifecycleStage").asText()).isEqualTo(stage.toString()));
        assertThat(blueGreen.deployment(arn).lifecycleHookDetails())
                .singleElement()
                .satisfies(hook -> {
                    assertThat(hook.status()).isEqualTo(DeploymentLifecycleHookStatus.SUCCEEDED);
                    assertThat(hook.targetArn()).isEqualTo(BlueGreenShop.FUNCTION + "check");
                });
    }

    @Test
    void thePayloadIsThatOfThePage() {
        answers(SUCCEEDED);
        blueGreen.hooks(lambda("check", DeploymentLifecycleHookStage.PRODUCTION_TRAFFIC_SHIFT).toBuilder()
                .hookDetails(Document.mapBuilder().putString("team", "shop").build())
                .build());
        String arn = blueGreen.deploy("checkout:42");
        blueGreen.awaitStatus(arn, ServiceDeploymentStatus.SUCCESSFUL);

        JsonNode payload = payloads.get(0);
        String green = blueGreen.deployment(arn).targetServiceRevision().arn();
        String blue = blueGreen.deployment(arn).sourceServiceRevisions().get(0).arn();
        assertThat(payload.properties())
                .extracting(field -> field.getKey())
                .containsExactlyInAnyOrder(
                        "executionId", "lifecycleStage", "resourceArn", "executionDetails", "hookDetails");
        assertThat(UUID.fromString(payload.get("executionId").asText())).isNotNull();
        assertThat(payload.get("resourceArn").asText()).isEqualTo(arn);
        assertThat(payload.get("hookDetails").toString()).isEqualTo("{\"team\":\"shop\"}");
        JsonNode details = payload.get("executionDetails");
        assertThat(details.get("serviceArn").asText())
                .isEqualTo(blueGreen.service().serviceArn());
        assertThat(details.get("targetServiceRevisionArn").asText()).isEqualTo(green);
        assertThat(details.get("testTrafficWeights")).isEmpty();
        assertThat(details.get("productionTrafficWeights").toString())
                .isEqualTo("{\"" + green + "\":100,\"" + blue + "\":0}");
    }

    private JsonNode weights(int call, String kind) {
        return payloads.get(call).get("executionDetails").get(kind + "TrafficWeights");
    }

    /** Test weights at the test shift; the present ones before a production shift, the new ones at it. */
    @Test
    void theWeightsAreThoseOfTheStage() {
        answers(SUCCEEDED);
        blueGreen.configure(configuration -> configuration
                .strategy(DeploymentStrategy.CANARY)
                .canaryConfiguration(canary -> canary.canaryPercent(5.5).canaryBakeTimeInMinutes(1))
                .lifecycleHooks(lambda(
                        "check",
                        DeploymentLifecycleHookStage.POST_SCALE_UP,
                        DeploymentLifecycleHookStage.TEST_TRAFFIC_SHIFT,
                        DeploymentLifecycleHookStage.PRE_PRODUCTION_TRAFFIC_SHIFT,
                        DeploymentLifecycleHookStage.PRODUCTION_TRAFFIC_SHIFT)));
        String arn = blueGreen.deploy("checkout:42");
        blueGreen.awaitStatus(arn, ServiceDeploymentStatus.SUCCESSFUL);
        String green = blueGreen.deployment(arn).targetServiceRevision().arn();

        assertThat(weights(0, "production")).isEmpty();
        assertThat(weights(0, "test")).isEmpty();
        assertThat(weights(1, "test").get(green).asInt()).isEqualTo(100);
        assertThat(weights(1, "production")).isEmpty();
        assertThat(payloads.subList(2, 6))
                .extracting(payload -> payload.get("executionDetails")
                        .get("productionTrafficWeights")
                        .get(green)
                        .asDouble())
                .containsExactly(0.0, 5.5, 5.5, 100.0);
    }

    /** The details are merged, and only this hook gets them. */
    @Test
    void aHookInProgressIsCalledAgainWithItsDetails() {
        List<Instant> calls = new ArrayList<>();
        String[] answers = {
            "{\"hookStatus\":\"IN_PROGRESS\",\"hookDetails\":{\"run\":\"7\"}}",
            "{\"hookStatus\":\"IN_PROGRESS\",\"callBackDelay\":90,\"hookDetails\":{\"done\":\"half\"}}",
            SUCCEEDED
        };
        shop.aws.lambda().function("check", payload -> {
            payloads.add(JSON.readTree(payload));
            calls.add(shop.world.view().now());
            return LambdaAnswer.returned(answers[payloads.size() - 1]);
        });
        String arn = deployWithHook(DeploymentLifecycleHookStage.POST_SCALE_UP);

        blueGreen.awaitStatus(arn, ServiceDeploymentStatus.SUCCESSFUL);

        assertThat(payloads).hasSize(3);
        assertThat(payloads.get(0).has("hookDetails")).isFalse();
        assertThat(payloads.get(2).get("hookDetails").toString()).isEqualTo("{\"run\":\"7\",\"done\":\"half\"}");
        assertThat(Duration.between(calls.get(0), calls.get(1))).isEqualTo(Duration.ofSeconds(30));
        assertThat(Duration.between(calls.get(1), calls.get(2))).isEqualTo(Duration.ofSeconds(90));
        assertThat(payloads)
                .extracting(payload -> payload.get("executionId"))
                .containsOnly(payloads.get(0).get("executionId"));
    }

    @ParameterizedTest
    @CsvSource({"0", "-5", "0.001"})
    void noHookIsCalledMoreThanOnceASecond(String delay) {
        answers("{\"hookStatus\":\"IN_PROGRESS\",\"callBackDelay\":" + delay + "}");
        String arn = deployWithHook(DeploymentLifecycleHookStage.POST_SCALE_UP);
        blueGreen.await(() -> blueGreen.status(arn) == ServiceDeploymentStatus.IN_PROGRESS && !payloads.isEmpty());
        int before = payloads.size();

        shop.time.advance(Duration.ofSeconds(10));

        assertThat(blueGreen.status(arn)).isEqualTo(ServiceDeploymentStatus.IN_PROGRESS);
        assertThat(payloads).hasSize(before + 10);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"hookStatus\":\"FAILED\"} | returned FAILED status",
                "{} | due to HookStatus must not be null",
                "{\"hookStatus\":\"MAYBE\"} | unable to parse the response",
                "not json | unable to parse the response"
            })
    void anyOtherAnswerRollsBack(String answer, String reason) {
        answers(answer);
        String arn = deployWithHook(DeploymentLifecycleHookStage.POST_TEST_TRAFFIC_SHIFT);

        assertThat(reasonOfRollback(arn))
                .startsWith("Service deployment rolled back because POST_TEST_TRAFFIC_SHIFT lifecycle hook(s) failed. ")
                .contains(reason);
        assertThat(blueGreen.deployment(arn).lifecycleHookDetails().get(0).status())
                .isEqualTo(DeploymentLifecycleHookStatus.FAILED);
        assertThat(shop.world.split(shop.rule)).isEqualTo(TrafficSplit.allOn(shop.first, shop.second));
    }

    @Test
    void aFunctionThatFailsRollsBack() {
        shop.aws.lambda().function("check", payload -> LambdaAnswer.timedOut(Duration.ofSeconds(3)));
        String arn = deployWithHook(DeploymentLifecycleHookStage.POST_SCALE_UP);

        assertThat(reasonOfRollback(arn))
                .contains("unable to invoke hook target")
                .contains("Task timed out");
    }

    @Test
    void aFunctionThatDoesNotExistRollsBack() {
        String arn = deployWithHook(DeploymentLifecycleHookStage.POST_SCALE_UP);

        assertThat(reasonOfRollback(arn))
                .contains("unable to invoke hook target")
                .contains("Function not found");
    }

    @Test
    void aRoleThatCannotBeAssumedRollsBack() {
        answers(SUCCEEDED);
        shop.aws.ecs().roleMissing("arn:aws:iam::123456789012:role/hooks", true);
        String arn = deployWithHook(DeploymentLifecycleHookStage.POST_SCALE_UP);

        assertThat(reasonOfRollback(arn)).contains("unable to assume role");
        assertThat(payloads).isEmpty();
    }

    private static DeploymentLifecycleHook hurried(DeploymentLifecycleHookAction action) {
        return lambda("check", DeploymentLifecycleHookStage.POST_SCALE_UP).toBuilder()
                .timeoutConfiguration(limit -> limit.timeoutInMinutes(10).action(action))
                .build();
    }

    @Test
    void aHookThatNeverDecidesTimesOutAndRollsBack() {
        answers("{\"hookStatus\":\"IN_PROGRESS\"}");
        blueGreen.hooks(hurried(DeploymentLifecycleHookAction.ROLLBACK));
        String arn = blueGreen.deploy("checkout:42");

        assertThat(reasonOfRollback(arn)).contains("POST_SCALE_UP lifecycle hook(s) failed");
        assertThat(payloads).hasSize(20);
        assertThat(blueGreen.deployment(arn).lifecycleHookDetails())
                .extracting(DeploymentLifecycleHookDetail::status)
                .containsExactly(DeploymentLifecycleHookStatus.TIMED_OUT);
    }

    @Test
    void aHookThatNeverDecidesContinuesIfItIsToldTo() {
        answers("{\"hookStatus\":\"IN_PROGRESS\"}");
        blueGreen.hooks(hurried(DeploymentLifecycleHookAction.CONTINUE));
        String arn = blueGreen.deploy("checkout:42");

        blueGreen.awaitStatus(arn, ServiceDeploymentStatus.SUCCESSFUL);
    }

    /** The hooks of a stage run in parallel; one that fails rolls back whatever the others say. */
    @Test
    void oneHookOfAStageIsEnoughToRollBack() {
        answers("{\"hookStatus\":\"FAILED\"}");
        blueGreen.hooks(
                BlueGreenShop.pause(
                        Duration.ofHours(1),
                        DeploymentLifecycleHookAction.ROLLBACK,
                        DeploymentLifecycleHookStage.POST_SCALE_UP),
                lambda("check", DeploymentLifecycleHookStage.POST_SCALE_UP));
        String arn = blueGreen.deploy("checkout:42");

        assertThat(reasonOfRollback(arn)).contains("returned FAILED status");
        assertThat(blueGreen.deployment(arn).lifecycleHookDetails())
                .extracting(DeploymentLifecycleHookDetail::status)
                .containsOnly(DeploymentLifecycleHookStatus.FAILED);
    }

    /** There is no stage of a rollback: the hook sees the new revision with weight 0. */
    @Test
    void aRollbackRunsTheHooksOfTheShiftsAgain() {
        answers(SUCCEEDED);
        String arn = deployWithHook(
                DeploymentLifecycleHookStage.POST_SCALE_UP,
                DeploymentLifecycleHookStage.TEST_TRAFFIC_SHIFT,
                DeploymentLifecycleHookStage.PRODUCTION_TRAFFIC_SHIFT);
        blueGreen.awaitStage(arn, "BAKE_TIME");
        payloads.clear();

        shop.ecs.stopServiceDeployment(request -> request.serviceDeploymentArn(arn));
        blueGreen.awaitStatus(arn, ServiceDeploymentStatus.ROLLBACK_SUCCESSFUL);

        String green = blueGreen.deployment(arn).targetServiceRevision().arn();
        assertThat(payloads)
                .extracting(payload -> payload.get("lifecycleStage").asText())
                .containsExactly("PRODUCTION_TRAFFIC_SHIFT", "TEST_TRAFFIC_SHIFT");
        assertThat(payloads.get(0)
                        .get("executionDetails")
                        .get("targetServiceRevisionArn")
                        .asText())
                .isEqualTo(green);
        assertThat(weights(0, "production").get(green).asInt()).isZero();
        assertThat(weights(1, "test").get(green).asInt()).isZero();
    }

    @Test
    void aHookThatFailsInARollbackDoesNotHinderIt() {
        answers(SUCCEEDED, "{\"hookStatus\":\"FAILED\"}");
        String arn = deployWithHook(DeploymentLifecycleHookStage.PRODUCTION_TRAFFIC_SHIFT);
        blueGreen.awaitStage(arn, "BAKE_TIME");

        shop.ecs.stopServiceDeployment(request -> request.serviceDeploymentArn(arn));

        blueGreen.awaitStatus(arn, ServiceDeploymentStatus.ROLLBACK_SUCCESSFUL);
        assertThat(payloads).hasSize(2);
    }

    @Test
    void aHookThatFailsInARollbackFailsItIfItIsSetSo() {
        shop.aws.ecs().undocumented().failsRollbackWithHook(true);
        answers(SUCCEEDED, "{\"hookStatus\":\"FAILED\"}");
        String arn = deployWithHook(DeploymentLifecycleHookStage.PRODUCTION_TRAFFIC_SHIFT);
        blueGreen.awaitStage(arn, "BAKE_TIME");

        shop.ecs.stopServiceDeployment(request -> request.serviceDeploymentArn(arn));

        blueGreen.awaitStatus(arn, ServiceDeploymentStatus.ROLLBACK_FAILED);
        assertThat(blueGreen.deployment(arn).statusReason()).contains("returned FAILED status");
    }

    private boolean sawShiftedWeights(DeploymentLifecycleHookStage stage) {
        List<TrafficSplit> seen = new ArrayList<>();
        shop.aws.lambda().function("check", payload -> {
            seen.add(shop.world.split(shop.rule));
            return LambdaAnswer.returned(SUCCEEDED);
        });
        blueGreen.awaitStatus(deployWithHook(stage), ServiceDeploymentStatus.SUCCESSFUL);
        return seen.get(0).equals(TrafficSplit.allOn(shop.second, shop.first));
    }

    @Test
    void theHooksOfAShiftRunAfterTheWeightsAreWritten() {
        assertThat(sawShiftedWeights(DeploymentLifecycleHookStage.PRODUCTION_TRAFFIC_SHIFT))
                .isTrue();
    }

    @Test
    void theHooksOfAShiftRunBeforeTheWeightsAreWrittenIfItIsSetSo() {
        shop.aws.ecs().undocumented().runsHooksBeforeShift(true);

        assertThat(sawShiftedWeights(DeploymentLifecycleHookStage.PRODUCTION_TRAFFIC_SHIFT))
                .isFalse();
        assertThat(shop.world.split(shop.rule)).isEqualTo(TrafficSplit.allOn(shop.second, shop.first));
    }
}
