package io.github.bluegreen4j.aws.lambda;

import static io.github.bluegreen4j.aws.AwsShop.ARNS;
import static io.github.bluegreen4j.aws.AwsShop.SHOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.bluegreen4j.aws.FakeClients;
import io.github.bluegreen4j.awstestkit.FakeAws;
import io.github.bluegreen4j.awstestkit.fault.WireFault;
import io.github.bluegreen4j.awstestkit.lambda.LambdaAnswer;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.HookDetails;
import io.github.bluegreen4j.model.HookExecution;
import io.github.bluegreen4j.model.HookInvocation;
import io.github.bluegreen4j.model.HookResult;
import io.github.bluegreen4j.model.HookSpec;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.PortException;
import io.github.bluegreen4j.testkit.time.VirtualTime;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.lambda.LambdaClient;

/** ECS's own payloads and answers, as its developer guide has them. */
class LambdaHooksTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String GREEN = ARNS.taskSet(SHOP, "ecs-svc/9223370526765700002");
    private static final String BLUE = ARNS.taskSet(SHOP, "ecs-svc/9223370526765700001");

    private final FakeAws aws = FakeAws.of(SimulatedWorld.create(VirtualTime.startingAt(Instant.EPOCH)));
    private final LambdaHooks hooks = LambdaHooks.create(FakeClients.of(aws, LambdaClient.builder()));
    private final List<String> payloads = new ArrayList<>();
    private LambdaAnswer answer = LambdaAnswer.returned("{\"hookStatus\":\"SUCCEEDED\"}");

    LambdaHooksTest() {
        aws.lambda().function("hook", payload -> {
            payloads.add(payload);
            return answer;
        });
    }

    private static HookInvocation at(
            LifecycleStage stage, Map<String, Double> test, Map<String, Double> production, HookDetails details) {
        return new HookInvocation(
                new DeploymentId("d-1"),
                SHOP,
                new HookExecution(HookExecution.Direction.FORWARD, stage, 0, "hook"),
                HookSpec.lambda("hook", ARNS.function("hook"), stage),
                GREEN,
                new TreeMap<>(test),
                new TreeMap<>(production),
                details,
                "");
    }

    private static HookInvocation preScaleUp() {
        return at(LifecycleStage.PRE_SCALE_UP, Map.of(), Map.of(), HookDetails.EMPTY);
    }

    private void isTold(HookInvocation invocation, String expected) throws JsonProcessingException {
        hooks.invoke(invocation);
        assertThat(JSON.readTree(payloads.get(0))).isEqualTo(JSON.readTree(expected));
    }

    private HookResult of(String text) {
        answer = LambdaAnswer.returned(text);
        return hooks.invoke(preScaleUp());
    }

    @Test
    void beforeScalingUpAFunctionIsToldNoWeights() throws JsonProcessingException {
        HookInvocation invocation = preScaleUp();
        isTold(invocation, """
                {
                  "executionId": "%s",
                  "lifecycleStage": "PRE_SCALE_UP",
                  "resourceArn": "arn:aws:ecs:eu-west-1:123456789012:service-deployment/prod/shop/d-1",
                  "executionDetails": {
                    "serviceArn": "arn:aws:ecs:eu-west-1:123456789012:service/prod/shop",
                    "targetServiceRevisionArn": "arn:aws:ecs:eu-west-1:123456789012:service-revision/prod/shop/9223370526765700002",
                    "testTrafficWeights": {},
                    "productionTrafficWeights": {}
                  }
                }""".formatted(invocation.executionId()));
    }

    @Test
    void atAShiftAFunctionIsToldTheNewWeightsAndItsDetails() throws JsonProcessingException {
        HookInvocation invocation = at(
                LifecycleStage.PRODUCTION_TRAFFIC_SHIFT,
                Map.of(),
                Map.of(GREEN, 100.0, BLUE, 0.0),
                new HookDetails(Map.of("suite", "smoke", "tries", 3)));
        isTold(invocation, """
                {
                  "executionId": "%s",
                  "lifecycleStage": "PRODUCTION_TRAFFIC_SHIFT",
                  "resourceArn": "arn:aws:ecs:eu-west-1:123456789012:service-deployment/prod/shop/d-1",
                  "executionDetails": {
                    "serviceArn": "arn:aws:ecs:eu-west-1:123456789012:service/prod/shop",
                    "targetServiceRevisionArn": "arn:aws:ecs:eu-west-1:123456789012:service-revision/prod/shop/9223370526765700002",
                    "testTrafficWeights": {},
                    "productionTrafficWeights": {
                      "arn:aws:ecs:eu-west-1:123456789012:service-revision/prod/shop/9223370526765700002": 100,
                      "arn:aws:ecs:eu-west-1:123456789012:service-revision/prod/shop/9223370526765700001": 0
                    }
                  },
                  "hookDetails": { "suite": "smoke", "tries": 3 }
                }""".formatted(invocation.executionId()));
    }

    @Test
    void aServiceThatIsElsewhereIsNamedWhereItsClusterIs() throws JsonProcessingException {
        HookInvocation here = preScaleUp();
        hooks.invoke(new HookInvocation(
                here.deployment(),
                new ServiceRef("arn:aws-cn:ecs:cn-north-1:210987654321:cluster/prod", "shop"),
                here.execution(),
                here.hook(),
                here.targetRevision(),
                new TreeMap<>(),
                new TreeMap<>(),
                HookDetails.EMPTY,
                ""));

        JsonNode payload = JSON.readTree(payloads.get(0));
        assertThat(payload.get("resourceArn").asText())
                .isEqualTo("arn:aws-cn:ecs:cn-north-1:210987654321:service-deployment/prod/shop/d-1");
        assertThat(payload.at("/executionDetails/serviceArn").asText())
                .isEqualTo("arn:aws-cn:ecs:cn-north-1:210987654321:service/prod/shop");
    }

    @Test
    void aFractionOfAPercentStaysOne() {
        hooks.invoke(
                at(LifecycleStage.TEST_TRAFFIC_SHIFT, Map.of(GREEN, 0.1, BLUE, 99.9), Map.of(), HookDetails.EMPTY));

        assertThat(payloads.get(0)).contains("700002\":0.1", "700001\":99.9");
    }

    @Test
    void aDelayAndDetailsAreTakenAsTheyAre() {
        HookResult result = of(
                "{\"hookStatus\":\"IN_PROGRESS\",\"callBackDelay\":1.5,\"hookDetails\":{\"k\":{\"n\":0.1}},\"more\":1}");

        assertThat(result.status()).isEqualTo(HookResult.Status.IN_PROGRESS);
        assertThat(result.callBackDelay()).contains(Duration.ofMillis(1500));
        assertThat(result.details()).isEqualTo(new HookDetails(Map.of("k", Map.of("n", 0.1))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{}|HookStatus must not be null",
                "{\"hookStatus\":null}|HookStatus must not be null",
                "{\"hookStatus\":\"DONE\"}|hookStatus: \"DONE\" is not allowed",
                "{\"hookStatus\":\"SUCCEEDED\",\"hookStatus\":\"FAILED\"}|unable to parse the response",
                "{\"hookStatus\":\"IN_PROGRESS\",\"hookDetails\":{\"a\":1,\"a\":2}}|unable to parse the response",
                "[]|no JSON object",
                "yes|unable to parse the response",
                "{\"hookStatus\":\"SUCCEEDED\"} more|unable to parse the response",
                "{\"hookStatus\":\"IN_PROGRESS\",\"callBackDelay\":\"soon\"}|callBackDelay is no number",
                "{\"hookStatus\":\"IN_PROGRESS\",\"hookDetails\":[]}|hookDetails is no JSON object"
            })
    void whatMakesNoSenseIsInvalidAndSaysWhy(String text, String why) {
        HookResult result = of(text);

        assertThat(result.status()).isEqualTo(HookResult.Status.INVALID);
        assertThat(result.reason()).contains(why);
    }

    /** The answer comes at once: no such number is ever written out. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "1e-2147483648",
                "1e-2147483647",
                "1e2147483647",
                "1e2147483648",
                "1e999999999",
                "-1e999999999",
                "1e-999999999",
                "1e99999999999999999999"
            })
    @Timeout(600)
    void aNumberThatIsBeyondAllRangesIsInvalidWhereItMatters(String number) {
        assertThat(of("{\"hookStatus\":\"IN_PROGRESS\",\"callBackDelay\":" + number + "}"))
                .satisfies(result -> assertThat(result.status()).isEqualTo(HookResult.Status.INVALID))
                .satisfies(result -> assertThat(result.reason()).contains("out of range"));
        HookResult details = of("{\"hookStatus\":\"IN_PROGRESS\",\"hookDetails\":{\"n\":" + number + "}}");
        assertThat(details.status()).isIn(HookResult.Status.INVALID, HookResult.Status.IN_PROGRESS);
        assertThat(of("{\"hookStatus\":\"SUCCEEDED\",\"more\":" + number + "}").status())
                .isIn(HookResult.Status.INVALID, HookResult.Status.SUCCEEDED);
    }

    @Test
    void detailsThatAreTooLargeAreInvalid() {
        assertThat(of("{\"hookStatus\":\"IN_PROGRESS\",\"hookDetails\":{\"k\":\"" + "x".repeat(40_000) + "\"}}")
                        .reason())
                .contains("hookDetails", "32768");
    }

    /** The reason of a failure is journaled and logged. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3cr3t",
                "{\"token\":s3cr3t}",
                "{\"hookStatus\":\"s3cr3t\"}",
                "{\"hookStatus\":{\"token\":\"s3cr3t\"}}",
                "{\"hookStatus\":\"IN_PROGRESS\",\"callBackDelay\":\"s3cr3t\"}",
                "{\"hookStatus\":\"IN_PROGRESS\",\"hookDetails\":\"s3cr3t\"}"
            })
    void whatMakesNoSenseIsNotQuoted(String text) {
        HookResult result = of(text);

        assertThat(result.status()).isEqualTo(HookResult.Status.INVALID);
        assertThat(result.reason()).isNotBlank().doesNotContain("s3cr3t");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SUCCEEDED", "FAILED"})
    void aVerdictIsOneWhateverIsBesideIt(String status) {
        HookResult result = of("{\"hookStatus\":\"" + status + "\",\"callBackDelay\":\"soon\",\"hookDetails\":[1]}");

        assertThat(result.status().name()).isEqualTo(status);
    }

    @Test
    void noAnswerAtAllIsInvalid() {
        assertThat(of("").status()).isEqualTo(HookResult.Status.INVALID);
        assertThat(of("null").status()).isEqualTo(HookResult.Status.INVALID);
    }

    @Test
    void aFunctionThatFailsHasSaidNo() {
        answer = LambdaAnswer.unhandled("TypeError", "cannot read the cart " + "x".repeat(1_000));

        HookResult result = hooks.invoke(preScaleUp());

        assertThat(result.status()).isEqualTo(HookResult.Status.FAILED);
        assertThat(result.reason())
                .contains("Unhandled", "TypeError cannot read the cart")
                .hasSizeLessThan(400);
    }

    private Problem problem(HookInvocation invocation) {
        return catchThrowableOfType(PortException.class, () -> hooks.invoke(invocation))
                .problem();
    }

    @ParameterizedTest
    @CsvSource({"THROTTLED,UNAVAILABLE", "CONNECTION_REFUSED,UNAVAILABLE", "RESET,UNKNOWN", "INTERNAL_ERROR,UNKNOWN"})
    void whatCouldNotBeAskedIsThrownForTheEngineToAskAgain(WireFault fault, Problem.Kind kind) {
        aws.faults().on("lambda:InvokeFunction").next().happens(fault);

        assertThat(problem(preScaleUp()).kind()).isEqualTo(kind);
        assertThat(hooks.invoke(preScaleUp()).status()).isEqualTo(HookResult.Status.SUCCEEDED);
    }

    @Test
    void aMissingPermissionIsNamed() {
        aws.denies("lambda:InvokeFunction");

        assertThat(problem(preScaleUp()).message()).contains("the missing permission is lambda:InvokeFunction");
    }

    @Test
    void aFunctionThatDoesNotExistIsGone() {
        aws.lambda().remove("hook");

        assertThat(problem(preScaleUp()).kind()).isEqualTo(Problem.Kind.GONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hook", "arn:aws:ecs:eu-west-1:123456789012:service/prod/shop"})
    void whatIsNoFunctionIsRefused(String function) {
        HookInvocation invocation = new HookInvocation(
                new DeploymentId("d-1"),
                SHOP,
                new HookExecution(HookExecution.Direction.FORWARD, LifecycleStage.PRE_SCALE_UP, 0, "hook"),
                HookSpec.lambda("hook", function, LifecycleStage.PRE_SCALE_UP),
                GREEN,
                new TreeMap<>(),
                new TreeMap<>(),
                HookDetails.EMPTY,
                "");

        assertThat(problem(invocation).kind()).isEqualTo(Problem.Kind.REFUSED);
        assertThat(problem(invocation).message()).contains(function, "arn:aws:lambda:REGION:ACCOUNT:function:NAME");
        assertThat(aws.requests()).isEmpty();
    }
}
