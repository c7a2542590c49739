package io.github.bluegreen4j.aws.lambda;

import static io.github.bluegreen4j.aws.AwsShop.ARNS;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.bluegreen4j.aws.AwsShop;
import io.github.bluegreen4j.aws.FakeClients;
import io.github.bluegreen4j.awstestkit.FakeAws;
import io.github.bluegreen4j.awstestkit.fault.WireFault;
import io.github.bluegreen4j.awstestkit.lambda.LambdaAnswer;
import io.github.bluegreen4j.model.HookDetails;
import io.github.bluegreen4j.model.HookResult;
import io.github.bluegreen4j.model.HookSpec;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.spi.LifecycleHook;
import io.github.bluegreen4j.testkit.contract.LifecycleHookContract;
import io.github.bluegreen4j.testkit.contract.LifecycleHookFixture;
import io.github.bluegreen4j.testkit.time.VirtualTime;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import software.amazon.awssdk.services.lambda.LambdaClient;

class LambdaHooksContractTest extends LifecycleHookContract {
    @Override
    protected LifecycleHookFixture fixture() {
        return new Fixture();
    }

    private static final class Fixture implements LifecycleHookFixture {
        private static final ObjectMapper JSON = new ObjectMapper();

        private final VirtualTime time = VirtualTime.startingAt(Instant.EPOCH);
        private final SimulatedWorld world = SimulatedWorld.create(time);
        private final FakeAws aws = FakeAws.of(world);
        private final List<Told> told = new CopyOnWriteArrayList<>();
        private final LifecycleHook hook = LambdaHooks.create(
                FakeClients.of(aws, LambdaClient.builder()), AwsShop.generous(AwsShop.timeOf(world)));
        private volatile String answer = "{\"hookStatus\":\"SUCCEEDED\"}";

        Fixture() {
            aws.lambda().function("smoke", payload -> {
                told.add(told(JSON.readTree(payload)));
                return LambdaAnswer.returned(answer);
            });
        }

        private static String last(String arn) {
            return arn.substring(arn.lastIndexOf('/') + 1);
        }

        private static Told told(JsonNode payload) throws JsonProcessingException {
            JsonNode details = payload.get("executionDetails");
            Map<String, Double> weights = new TreeMap<>();
            details.get("productionTrafficWeights")
                    .properties()
                    .forEach(weight ->
                            weights.put(last(weight.getKey()), weight.getValue().asDouble()));
            return new Told(
                    payload.get("executionId").asText(),
                    LifecycleStage.valueOf(payload.get("lifecycleStage").asText()),
                    last(details.get("targetServiceRevisionArn").asText()),
                    weights,
                    new HookDetails(JSON.convertValue(
                            payload.get("hookDetails"), new TypeReference<Map<String, Object>>() {})));
        }

        @Override
        public void pause() {
            time.advance(Duration.ofSeconds(1));
        }

        @Override
        public LifecycleHook hook() {
            return hook;
        }

        @Override
        public HookSpec spec() {
            return HookSpec.lambda("smoke-test", ARNS.function("smoke"), LifecycleStage.PRODUCTION_TRAFFIC_SHIFT);
        }

        @Override
        public void answers(HookResult result) {
            ObjectNode node = JSON.createObjectNode();
            node.put("hookStatus", result.status().name());
            if (!result.reason().isEmpty()) {
                node.put("reason", result.reason());
            }
            result.callBackDelay().ifPresent(delay -> node.put("callBackDelay", delay.toSeconds()));
            if (!result.details().isEmpty()) {
                node.set("hookDetails", JSON.valueToTree(result.details().values()));
            }
            answer = node.toString();
        }

        @Override
        public List<Told> told() {
            return List.copyOf(told);
        }

        @Override
        public boolean carriesReasons() {
            return true;
        }

        @Override
        public boolean answersText() {
            return true;
        }

        @Override
        public void answersNonsense() {
            answer = "\"certainly\"";
        }

        @Override
        public void goOutOfReach() {
            aws.faults().on("lambda:*").always().happens(WireFault.CONNECTION_REFUSED);
        }
    }
}
