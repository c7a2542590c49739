package io.github.bluegreen4j.aws;

import static io.github.bluegreen4j.aws.AwsShop.ARNS;
import static io.github.bluegreen4j.aws.AwsShop.SECOND;
import static io.github.bluegreen4j.aws.AwsShop.SHOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.bluegreen4j.aws.autoscaling.ApplicationAutoScalingGuard;
import io.github.bluegreen4j.aws.cloudwatch.CloudWatchAlarms;
import io.github.bluegreen4j.aws.dynamodb.DynamoDbJournal;
import io.github.bluegreen4j.aws.ecs.EcsTaskSets;
import io.github.bluegreen4j.aws.elb.ElbRouter;
import io.github.bluegreen4j.aws.lambda.LambdaHooks;
import io.github.bluegreen4j.awstestkit.FakeAws;
import io.github.bluegreen4j.journal.UnusableJournalException;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.HookDetails;
import io.github.bluegreen4j.model.HookExecution;
import io.github.bluegreen4j.model.HookInvocation;
import io.github.bluegreen4j.model.HookSpec;
import io.github.bluegreen4j.model.LaunchRequest;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.RevisionSpec;
import io.github.bluegreen4j.spi.PortException;
import io.github.bluegreen4j.testkit.time.VirtualTime;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.EcsClientBuilder;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.lambda.LambdaClient;

/** Every failure below an adapter, in the SDK or in its HTTP client, is a problem of the call. */
class BelowTheAdaptersTest {
    private static final FakeAws AWS = FakeAws.of(SimulatedWorld.create(VirtualTime.startingAt(Instant.EPOCH)));

    /** The SDK's text, which fills a page. */
    private static final String NO_CREDENTIALS = "Unable to load credentials from any of the providers in the chain"
            + " AwsCredentialsProviderChain(credentialsProviders=[SystemPropertyCredentialsProvider(), "
            + "ContainerCredentialsProvider(), InstanceProfileCredentialsProvider()]) ".repeat(20);

    /** An HTTP client with a defect. */
    private record Broken(Supplier<? extends Throwable> defect) implements SdkHttpClient {
        @Override
        public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
            return new ExecutableHttpRequest() {
                @Override
                public HttpExecuteResponse call() {
                    if (defect.get() instanceof Error error) {
                        throw error;
                    }
                    throw (RuntimeException) defect.get();
                }

                @Override
                public void abort() {}
            };
        }

        @Override
        public void close() {}
    }

    /** A call of an adapter that asks AWS. */
    private record Adapter(String name, Consumer<SdkHttpClient> call) {
        Problem problem(Supplier<? extends Throwable> defect) {
            PortException thrown = catchThrowableOfType(PortException.class, () -> call.accept(new Broken(defect)));
            assertThat(thrown).as("what the adapter throws").isNotNull();
            return thrown.problem();
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Adapter> adapters() {
        return Stream.of(
                new Adapter(
                        "task sets",
                        http -> EcsTaskSets.create(FakeClients.of(AWS, http, EcsClient.builder()))
                                .describe(List.of(SHOP))),
                new Adapter(
                        "router",
                        http -> ElbRouter.create(
                                        FakeClients.of(AWS, http, ElasticLoadBalancingV2Client.builder()),
                                        (service, addresses) -> Map.of())
                                .read(ARNS.rule("web", 443, 10))),
                new Adapter(
                        "hooks",
                        http -> LambdaHooks.create(FakeClients.of(AWS, http, LambdaClient.builder()))
                                .invoke(invocation())),
                new Adapter(
                        "alarms",
                        http -> CloudWatchAlarms.create(FakeClients.of(AWS, http, CloudWatchClient.builder()))
                                .read(Set.of("errors"))),
                new Adapter(
                        "autoscaling",
                        http -> ApplicationAutoScalingGuard.create(
                                        FakeClients.of(AWS, http, ApplicationAutoScalingClient.builder()))
                                .read(SHOP)),
                new Adapter(
                        "table",
                        http -> DynamoDbJournal.createTable(
                                FakeClients.of(AWS, http, DynamoDbClient.builder()), "deployments")));
    }

    private static HookInvocation invocation() {
        return new HookInvocation(
                new DeploymentId("d-1"),
                SHOP,
                new HookExecution(HookExecution.Direction.FORWARD, LifecycleStage.PRE_SCALE_UP, 0, "smoke"),
                HookSpec.lambda("smoke", ARNS.function("smoke"), LifecycleStage.PRE_SCALE_UP),
                ARNS.taskSet(SHOP, "ecs-svc/9223370526765700002"),
                new TreeMap<>(),
                new TreeMap<>(),
                HookDetails.EMPTY,
                "");
    }

    @ParameterizedTest
    @MethodSource("adapters")
    void aNullPointerOutOfTheHttpClientIsAProblemAndNoDefect(Adapter adapter) {
        Problem problem = adapter.problem(() -> new NullPointerException("headers is null"));

        assertThat(problem.kind()).isIn(Problem.Kind.UNAVAILABLE, Problem.Kind.UNKNOWN);
        assertThat(problem.message()).contains("java.lang.NullPointerException: headers is null");
    }

    @ParameterizedTest
    @MethodSource("adapters")
    void aClassThatIsMissingOnTheClassPathIsAProblemAndNoDefect(Adapter adapter) {
        assertThat(adapter.problem(() -> new NoClassDefFoundError("org/example/Tls"))
                        .message())
                .contains("NoClassDefFoundError: org/example/Tls");
    }

    @ParameterizedTest
    @MethodSource("adapters")
    void aProcessWithoutMemoryIsNotToldAsAProblemOfAws(Adapter adapter) {
        OutOfMemoryError noMemory = new OutOfMemoryError("Java heap space");

        assertThatThrownBy(() -> adapter.call.accept(new Broken(() -> noMemory)))
                .isSameAs(noMemory);
    }

    @Test
    void aJournalThatCannotBeOpenedSaysSoWhateverBroke() {
        assertThatThrownBy(() -> DynamoDbJournal.create(
                        FakeClients.of(
                                AWS,
                                new Broken(() -> new NullPointerException("headers is null")),
                                DynamoDbClient.builder()),
                        "deployments"))
                .isInstanceOf(UnusableJournalException.class)
                .hasMessageContaining("headers is null");
    }

    private static Problem launch(EcsClientBuilder builder, RuntimeException why) {
        AwsCredentialsProvider nobody = () -> {
            throw why;
        };
        EcsTaskSets taskSets = EcsTaskSets.create(builder.httpClient(AWS.httpClient())
                .region(software.amazon.awssdk.regions.Region.of(ARNS.region()))
                .credentialsProvider(nobody)
                .build());
        PortException thrown = catchThrowableOfType(
                PortException.class,
                () -> taskSets.launch(new LaunchRequest(
                        SHOP, RevisionSpec.of("shop:2"), SECOND, 1, new DeploymentId("d-1"), "token")));
        return thrown.problem();
    }

    private static void saysThatNothingWasSent(Problem problem) {
        assertThat(problem.kind()).isEqualTo(Problem.Kind.UNAVAILABLE);
        assertThat(problem.message())
                .contains("no usable AWS credentials, so nothing was sent", "AWS_PROFILE", "Unable to load credentials")
                .hasSizeLessThan(400)
                .doesNotContain("\n");
    }

    @Test
    void whereThereAreNoCredentialsNothingWasSentAndTwoLinesSaySo() {
        saysThatNothingWasSent(launch(
                SdkClients.oneAttempt(EcsClient.builder()).httpClientBuilder(null),
                SdkClientException.create(NO_CREDENTIALS)));
    }

    @Test
    void missingCredentialsOfAClientOfYourOwnAreTold() {
        saysThatNothingWasSent(launch(EcsClient.builder(), SdkClientException.create(NO_CREDENTIALS)));
    }

    @Test
    void aSessionThatHasExpiredBeforeARequestIsSentChangedNothing() {
        Problem problem = launch(
                SdkClients.oneAttempt(EcsClient.builder()).httpClientBuilder(null),
                AwsServiceException.builder()
                        .statusCode(403)
                        .message("The SSO session associated with this profile has expired")
                        .build());

        assertThat(problem.kind()).isEqualTo(Problem.Kind.UNAVAILABLE);
        assertThat(problem.message())
                .isEqualTo("nothing was sent: The SSO session associated with this profile has expired");
    }
}
