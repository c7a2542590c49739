package io.github.bluegreen4j.awstestkit;

import static io.github.bluegreen4j.awstestkit.WireShop.CHECKOUT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.bluegreen4j.awstestkit.lambda.LambdaAnswer;
import io.github.bluegreen4j.model.AlarmReading;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.DeploymentLifecycleHookAction;
import software.amazon.awssdk.services.ecs.model.DeploymentLifecycleHookStage;
import software.amazon.awssdk.services.ecs.model.DeploymentStrategy;

/** The answers about service deployments have only members and values that the SDK's own model knows. */
class EcsAnswerShapesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final BlueGreenShop blueGreen = new BlueGreenShop();
    private final WireShop shop = blueGreen.shop;
    private final Spy spy = new Spy();
    private final EcsClient ecs = EcsClient.builder()
            .httpClient(shop.aws.httpClient())
            .region(Region.of(shop.aws.arns().region()))
            .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "key")))
            .overrideConfiguration(config -> config.addExecutionInterceptor(spy))
            .build();

    /** Compares the JSON of each answer with what the SDK made of it. */
    private static final class Spy implements ExecutionInterceptor {
        private final List<String> unknown = new ArrayList<>();
        private JsonNode answer = JSON.nullNode();
        private int members;

        @Override
        public Optional<InputStream> modifyHttpResponseContent(
                Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
            try (InputStream body = context.responseBody().orElseThrow()) {
                byte[] bytes = body.readAllBytes();
                answer = JSON.readTree(bytes);
                return Optional.of(new ByteArrayInputStream(bytes));
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }

        @Override
        public void afterUnmarshalling(Context.AfterUnmarshalling context, ExecutionAttributes attributes) {
            compare("", answer, context.response());
        }

        private void compare(String path, JsonNode json, Object value) {
            if (value instanceof SdkPojo known) {
                for (Map.Entry<String, JsonNode> field : json.properties()) {
                    Optional<SdkField<?>> member = known.sdkFields().stream()
                            .filter(candidate -> candidate.locationName().equals(field.getKey()))
                            .findFirst();
                    String at = path + "/" + field.getKey();
                    members++;
                    if (member.isEmpty()) {
                        unknown.add(at);
                    } else {
                        checkEnum(at, known, member.get());
                        compare(at, field.getValue(), member.get().getValueOrDefault(known));
                    }
                }
            } else if (value instanceof List<?> elements) {
                for (int i = 0; i < elements.size(); i++) {
                    compare(path, json.get(i), elements.get(i));
                }
            }
        }

        private void checkEnum(String path, SdkPojo pojo, SdkField<?> member) {
            String name = member.memberName().substring(0, 1).toLowerCase(Locale.ROOT)
                    + member.memberName().substring(1);
            try {
                Method getter = pojo.getClass().getMethod(name);
                if (getter.getReturnType().isEnum()
                        && "UNKNOWN_TO_SDK_VERSION".equals(((Enum<?>) getter.invoke(pojo)).name())) {
                    unknown.add(path + " = " + member.getValueOrDefault(pojo));
                }
            } catch (ReflectiveOperationException noGetter) {
                unknown.add(path + ": " + noGetter);
            }
        }
    }

    private void readEverything(String arn) {
        ecs.describeServices(request -> request.cluster("prod").services("checkout"));
        ecs.listServiceDeployments(request -> request.cluster("prod").service("checkout"));
        var described = ecs.describeServiceDeployments(request -> request.serviceDeploymentArns(arn));
        ecs.describeServiceRevisions(request -> request.serviceRevisionArns(
                described.serviceDeployments().get(0).targetServiceRevision().arn()));
    }

    @Test
    void theSdkKnowsEverythingThatIsAnswered() {
        shop.aws.lambda().function("check", payload -> LambdaAnswer.returned("{\"hookStatus\":\"SUCCEEDED\"}"));
        shop.world.alarm("errors", AlarmReading.State.OK);
        shop.aws.ecs().reports(CHECKOUT, "(service checkout) has reached a steady state.");
        blueGreen.configure(configuration -> configuration
                .strategy(DeploymentStrategy.LINEAR)
                .linearConfiguration(linear -> linear.stepPercent(50.0).stepBakeTimeInMinutes(1))
                .alarms(alarms -> alarms.alarmNames("errors").enable(true).rollback(true))
                .deploymentCircuitBreaker(breaker -> breaker.enable(true).rollback(true))
                .lifecycleHooks(
                        BlueGreenShop.lambda("check", DeploymentLifecycleHookStage.POST_SCALE_UP),
                        BlueGreenShop.pause(
                                Duration.ofHours(1),
                                DeploymentLifecycleHookAction.CONTINUE,
                                DeploymentLifecycleHookStage.POST_PRODUCTION_TRAFFIC_SHIFT)));
        String arn = ecs.updateService(
                        request -> request.cluster("prod").service("checkout").taskDefinition("checkout:42"))
                .service()
                .currentServiceDeployment();
        blueGreen.await(() -> {
            readEverything(arn);
            return blueGreen.pause(arn).isPresent();
        });
        String pause = blueGreen.pause(arn).orElseThrow().hookId();
        ecs.continueServiceDeployment(
                request -> request.serviceDeploymentArn(arn).hookId(pause));
        shop.world.alarm("errors", AlarmReading.State.ALARM);
        blueGreen.await(() -> {
            readEverything(arn);
            return blueGreen.deployment(arn).finishedAt() != null;
        });

        assertThat(spy.members).isGreaterThan(1_000);
        assertThat(spy.unknown.stream().distinct())
                .as("the one value that AWS's own enumeration lacks")
                .containsExactly("/serviceDeployments/lifecycleStage = PRE_PRODUCTION_TRAFFIC_SHIFT");
    }
}
