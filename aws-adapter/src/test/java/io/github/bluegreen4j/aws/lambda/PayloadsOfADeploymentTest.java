package io.github.bluegreen4j.aws.lambda;

import static io.github.bluegreen4j.aws.AwsShop.ARNS;
import static io.github.bluegreen4j.aws.AwsShop.FIRST;
import static io.github.bluegreen4j.aws.AwsShop.SECOND;
import static io.github.bluegreen4j.aws.AwsShop.SHOP;
import static io.github.bluegreen4j.model.LifecycleStage.POST_PRODUCTION_TRAFFIC_SHIFT;
import static io.github.bluegreen4j.model.LifecycleStage.POST_ROLLBACK;
import static io.github.bluegreen4j.model.LifecycleStage.POST_SCALE_UP;
import static io.github.bluegreen4j.model.LifecycleStage.POST_TEST_TRAFFIC_SHIFT;
import static io.github.bluegreen4j.model.LifecycleStage.PRE_PRODUCTION_TRAFFIC_SHIFT;
import static io.github.bluegreen4j.model.LifecycleStage.PRE_ROLLBACK;
import static io.github.bluegreen4j.model.LifecycleStage.PRE_SCALE_UP;
import static io.github.bluegreen4j.model.LifecycleStage.PRODUCTION_TRAFFIC_SHIFT;
import static io.github.bluegreen4j.model.LifecycleStage.TEST_TRAFFIC_SHIFT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.bluegreen4j.aws.AwsShop;
import io.github.bluegreen4j.awstestkit.FakeAws;
import io.github.bluegreen4j.awstestkit.lambda.LambdaAnswer;
import io.github.bluegreen4j.event.HookEvent;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.HookDetails;
import io.github.bluegreen4j.model.HookSpec;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.TimeoutAction;
import io.github.bluegreen4j.testkit.simulation.DeploymentRecord;
import io.github.bluegreen4j.testkit.simulation.Scenario;
import io.github.bluegreen4j.testkit.simulation.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What a function is told in whole deployments: the payloads that the ECS developer guide shows for each stage. */
class PayloadsOfADeploymentTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration HOUR = Duration.ofHours(1);

    private final List<JsonNode> told = new ArrayList<>();

    private static DeploymentSpec.Builder spec() {
        return DeploymentSpec.blueGreen(SHOP)
                .revision("shop:2")
                .productionRoute(ARNS.rule("web", 443, 10))
                .testRoute(ARNS.rule("web", 8443, 10))
                .targetGroups(FIRST, SECOND)
                .bakeTime(Duration.ofMinutes(10));
    }

    private static HookSpec hook(Set<LifecycleStage> stages, HookDetails details) {
        return new HookSpec.Lambda("hook", ARNS.function("hook"), stages, HOUR, TimeoutAction.ROLLBACK, details);
    }

    private static HookSpec everywhere() {
        Set<LifecycleStage> stages = EnumSet.allOf(LifecycleStage.class);
        stages.removeIf(stage -> !stage.admitsHooks());
        return hook(stages, HookDetails.EMPTY);
    }

    private Simulation simulate(DeploymentSpec spec, Function<JsonNode, String> function) {
        return Scenario.of(spec)
                .newWorld(world -> FakeAws.of(world).lambda().function("hook", payload -> {
                    told.add(JSON.readTree(payload));
                    return LambdaAnswer.returned(function.apply(told.get(told.size() - 1)));
                }))
                .ports((world, builder) -> new AwsShop(world).into(builder))
                .lambdaHooks(world -> new AwsShop(world).lambdaHooks())
                .simulate();
    }

    private static String yes(JsonNode payload) {
        return "{\"hookStatus\":\"SUCCEEDED\"}";
    }

    private List<String> stages() {
        return told.stream()
                .map(payload -> payload.get("lifecycleStage").asText())
                .toList();
    }

    private static String last(String arn) {
        return arn.substring(arn.lastIndexOf('/') + 1);
    }

    /** The documented payload of a stage, with these percentages for green and blue. */
    private ObjectNode documented(int index, String target, String testWeights, String productionWeights)
            throws JsonProcessingException {
        JsonNode payload = told.get(index);
        return (ObjectNode) JSON.readTree("""
                {
                  "executionId": "%s",
                  "lifecycleStage": "%s",
                  "resourceArn": "arn:aws:ecs:eu-west-1:123456789012:service-deployment/prod/shop/d-1",
                  "executionDetails": {
                    "serviceArn": "arn:aws:ecs:eu-west-1:123456789012:service/prod/shop",
                    "targetServiceRevisionArn": "arn:aws:ecs:eu-west-1:123456789012:service-revision/prod/shop/%s",
                    "testTrafficWeights": %s,
                    "productionTrafficWeights": %s
                  }
                }""".formatted(
                        UUID.fromString(payload.get("executionId").asText()),
                        payload.get("lifecycleStage").asText(),
                        target,
                        testWeights,
                        productionWeights));
    }

    private static String weights(String green, int greenPercent, String blue, int bluePercent) {
        String revision = "\"arn:aws:ecs:eu-west-1:123456789012:service-revision/prod/shop/";
        return "{" + revision + green + "\": " + greenPercent + ", " + revision + blue + "\": " + bluePercent + "}";
    }

    @Test
    void everyStageIsToldAsTheGuideShowsIt() throws JsonProcessingException {
        Simulation simulation = simulate(spec().hook(everywhere()).build(), PayloadsOfADeploymentTest::yes);
        String blue = last(simulation.revisionIn(FIRST).orElseThrow().id());
        assertThat(simulation.run().status()).isEqualTo(DeploymentStatus.SUCCESSFUL);
        String green = last(simulation.revisionIn(SECOND).orElseThrow().id());

        assertThat(stages())
                .containsExactly(
                        PRE_SCALE_UP.name(),
                        POST_SCALE_UP.name(),
                        TEST_TRAFFIC_SHIFT.name(),
                        POST_TEST_TRAFFIC_SHIFT.name(),
                        PRE_PRODUCTION_TRAFFIC_SHIFT.name(),
                        PRODUCTION_TRAFFIC_SHIFT.name(),
                        POST_PRODUCTION_TRAFFIC_SHIFT.name());
        assertThat(told)
                .containsExactly(
                        documented(0, "d-1", "{}", "{}"),
                        documented(1, green, "{}", "{}"),
                        documented(2, green, weights(green, 100, blue, 0), "{}"),
                        documented(3, green, "{}", "{}"),
                        documented(4, green, "{}", weights(green, 0, blue, 100)),
                        documented(5, green, "{}", weights(green, 100, blue, 0)),
                        documented(6, green, "{}", "{}"));
    }

    /** "If the target has a weight of 0 and the other revision has 100, the deployment is rolling back." */
    @Test
    void aRollbackIsToldAsTheGuideShowsIt() throws JsonProcessingException {
        Simulation simulation = simulate(spec().hook(everywhere()).build(), PayloadsOfADeploymentTest::yes);
        String blue = last(simulation.revisionIn(FIRST).orElseThrow().id());
        List<String> green = new ArrayList<>();
        simulation.when(ProgressEvent.BakeStarted.class, baking -> {
            green.add(last(baking.revisionIn(SECOND).orElseThrow().id()));
            told.clear();
            baking.rollBack("the cart is empty");
        });
        assertThat(simulation.run().status()).isEqualTo(DeploymentStatus.ROLLBACK_SUCCESSFUL);

        assertThat(stages())
                .containsExactlyInAnyOrder(
                        PRE_ROLLBACK.name(),
                        PRODUCTION_TRAFFIC_SHIFT.name(),
                        TEST_TRAFFIC_SHIFT.name(),
                        POST_ROLLBACK.name());
        String back = weights(green.get(0), 0, blue, 100);
        int production = stages().indexOf(PRODUCTION_TRAFFIC_SHIFT.name());
        int test = stages().indexOf(TEST_TRAFFIC_SHIFT.name());
        assertThat(told.get(production)).isEqualTo(documented(production, green.get(0), "{}", back));
        assertThat(told.get(test)).isEqualTo(documented(test, green.get(0), back, "{}"));
        int first = stages().indexOf(PRE_ROLLBACK.name());
        assertThat(told.get(first))
                .isEqualTo(documented(first, green.get(0), "{}", "{}").put("rollbackReason", "the cart is empty"));
    }

    @Test
    void whatAFunctionKeepsInItsDetailsComesBackMergedAndUnderTheSameId() throws JsonProcessingException {
        HookSpec counting =
                hook(EnumSet.of(POST_SCALE_UP), new HookDetails(Map.of("bucket", "approvals", "passes", 0)));
        Simulation simulation = simulate(spec().hook(counting).build(), payload -> {
            int passes = payload.get("hookDetails").get("passes").asInt() + 1;
            return passes == 3
                    ? yes(payload)
                    : "{\"hookStatus\":\"IN_PROGRESS\",\"callBackDelay\":60,\"hookDetails\":{\"passes\":" + passes
                            + "}}";
        });
        assertThat(simulation.run().status()).isEqualTo(DeploymentStatus.SUCCESSFUL);

        assertThat(told)
                .extracting(payload -> payload.get("hookDetails"))
                .containsExactly(
                        JSON.readTree("{\"bucket\":\"approvals\",\"passes\":0}"),
                        JSON.readTree("{\"bucket\":\"approvals\",\"passes\":1}"),
                        JSON.readTree("{\"bucket\":\"approvals\",\"passes\":2}"));
        assertThat(told)
                .extracting(payload -> payload.get("executionId"))
                .containsOnly(told.get(0).get("executionId"));
    }

    /** Each answer is small enough, and all of them together are not. */
    @Test
    void detailsThatGrowTooLargeAreAnInvalidAnswer() {
        Simulation simulation = simulate(
                spec().hook(hook(EnumSet.of(POST_SCALE_UP), HookDetails.EMPTY)).build(),
                payload -> "{\"hookStatus\":\"IN_PROGRESS\",\"hookDetails\":{\"log-" + told.size() + "\":\""
                        + "x".repeat(20_000) + "\"}}");

        DeploymentRecord record = simulation.run();

        assertThat(record.status()).isEqualTo(DeploymentStatus.ROLLBACK_SUCCESSFUL);
        assertThat(record.count(HookEvent.HookFailed.class)).isEqualTo(1);
        assertThat(record.reason()).contains("INVALID_RESPONSE", "hookDetails", "32768");
    }
}
