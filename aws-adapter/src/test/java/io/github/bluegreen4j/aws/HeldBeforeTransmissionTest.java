package io.github.bluegreen4j.aws;

import static io.github.bluegreen4j.aws.AwsShop.ARNS;
import static io.github.bluegreen4j.aws.AwsShop.FIRST;
import static io.github.bluegreen4j.aws.AwsShop.SECOND;
import static io.github.bluegreen4j.aws.AwsShop.SHOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.bluegreen4j.aws.autoscaling.ApplicationAutoScalingGuard;
import io.github.bluegreen4j.aws.ecs.EcsTaskSets;
import io.github.bluegreen4j.aws.elb.ElbRouter;
import io.github.bluegreen4j.awstestkit.AwsRequest;
import io.github.bluegreen4j.awstestkit.FakeAws;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.LaunchRequest;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.RevisionSpec;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.spi.AutoScalingGuard;
import io.github.bluegreen4j.spi.CallRunner.SendPermit;
import io.github.bluegreen4j.spi.PortException;
import io.github.bluegreen4j.spi.ServiceRuntime;
import io.github.bluegreen4j.spi.TrafficRouter;
import io.github.bluegreen4j.testkit.time.VirtualTime;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;

/**
 * A thread stops inside the SDK, after it has read, compared and marshalled, and continues when its engine's lease is over: the request
 * that changes something never reaches AWS.
 */
class HeldBeforeTransmissionTest {
    private static final RouteRef RULE = ARNS.rule("web", 443, 10);
    private static final RouteRef LISTENER = ARNS.networkListener("tcp", 443);
    private static final Instant START = Instant.parse("2026-03-01T03:00:00Z");
    private static final Instant LEASE_ENDS = START.plusSeconds(30);

    private final VirtualTime time = VirtualTime.startingAt(START);
    private final SimulatedWorld world = SimulatedWorld.create(time);
    private final FakeAws aws = FakeAws.of(world);
    private final SendPermit permit = () -> time.now().isBefore(LEASE_ENDS);
    private Duration held = Duration.ofSeconds(40);

    private final EcsTaskSets taskSets = EcsTaskSets.create(held(EcsClient.builder()), AwsShop.generous(time), time);
    private final ElbRouter router = ElbRouter.builder(held(ElasticLoadBalancingV2Client.builder()), taskSets.owners())
            .budget(AwsShop.generous(time))
            .build();
    private final ApplicationAutoScalingGuard guard =
            ApplicationAutoScalingGuard.create(held(ApplicationAutoScalingClient.builder()), AwsShop.generous(time));

    HeldBeforeTransmissionTest() {
        world.addService(SHOP, 2);
        world.addRoute(RULE, TrafficSplit.allOn(FIRST, SECOND));
        world.addRoute(LISTENER, TrafficSplit.allOn(FIRST, SECOND));
        world.addRevision(SHOP, "shop:1", FIRST);
        world.autoScaled(SHOP, false, "");
    }

    /** A client on whose threads time passes between the marshalling of a change and its transmission. */
    private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C held(B builder) {
        B oneAttempt = SdkClients.oneAttempt(builder);
        ClientOverrideConfiguration holding = oneAttempt.overrideConfiguration().toBuilder()
                .addExecutionInterceptor(new ExecutionInterceptor() {
                    @Override
                    public void afterMarshalling(Context.AfterMarshalling context, ExecutionAttributes attributes) {
                        String request = context.request().getClass().getSimpleName();
                        if (!request.startsWith("Describe") && !request.startsWith("List")) {
                            time.advance(held);
                        }
                    }
                })
                .build();
        return oneAttempt
                .overrideConfiguration(holding)
                .httpClientBuilder(null)
                .httpClient(aws.httpClient())
                .region(Region.of(ARNS.region()))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "key")))
                .build();
    }

    /** A change of AWS, and what has to be there before. */
    private record Change(
            String action, Consumer<HeldBeforeTransmissionTest> before, Consumer<HeldBeforeTransmissionTest> make) {
        @Override
        public String toString() {
            return action;
        }
    }

    private TrafficRouter permittedRouter() {
        return router.within(permit);
    }

    private ServiceRuntime permittedTaskSets() {
        return taskSets.within(permit);
    }

    private AutoScalingGuard permittedGuard() {
        return guard.within(permit);
    }

    private void shift(RouteRef route) {
        permittedRouter().write(route, router.read(route).fingerprint(), TrafficSplit.allOn(SECOND, FIRST));
    }

    private void launch(ServiceRuntime runtime) {
        runtime.launch(
                new LaunchRequest(SHOP, RevisionSpec.of("shop:2"), SECOND, 2, new DeploymentId("d-1"), "token-1"));
    }

    private RevisionRef green() {
        return taskSets.describe(List.of(SHOP))
                .get(0)
                .launchedBy(new DeploymentId("d-1"))
                .orElseThrow()
                .revision();
    }

    private void launched() {
        held = Duration.ZERO;
        launch(taskSets);
        held = Duration.ofSeconds(40);
    }

    private void emptied() {
        launched();
        held = Duration.ZERO;
        taskSets.scale(SHOP, green(), 0);
        time.advance(Duration.ofSeconds(20));
        held = Duration.ofSeconds(40);
    }

    static Stream<Change> changes() {
        return Stream.of(
                new Change("elasticloadbalancing:ModifyRule", test -> {}, test -> test.shift(RULE)),
                new Change("elasticloadbalancing:ModifyListener", test -> {}, test -> test.shift(LISTENER)),
                new Change("ecs:CreateTaskSet", test -> {}, test -> test.launch(test.permittedTaskSets())),
                new Change(
                        "ecs:UpdateTaskSet",
                        HeldBeforeTransmissionTest::launched,
                        test -> test.permittedTaskSets().retire(SHOP, test.green())),
                new Change(
                        "ecs:DeleteTaskSet",
                        HeldBeforeTransmissionTest::emptied,
                        test -> test.permittedTaskSets().retire(SHOP, test.green())),
                new Change(
                        "ecs:UpdateServicePrimaryTaskSet",
                        HeldBeforeTransmissionTest::launched,
                        test -> test.permittedTaskSets().makePrimary(SHOP, test.green())),
                new Change(
                        "application-autoscaling:RegisterScalableTarget",
                        test -> {},
                        test -> test.permittedGuard().suspend(SHOP)));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void nothingIsTransmittedAfterTheLease(Change change) {
        change.before().accept(this);
        List<AwsRequest> before = aws.requests(change.action());

        PortException thrown =
                catchThrowableOfType(PortException.class, () -> change.make().accept(this));

        assertThat(thrown).as("a refusal of %s", change).isNotNull();
        assertThat(thrown.problem().kind()).as(thrown.getMessage()).isEqualTo(Problem.Kind.UNAVAILABLE);
        assertThat(thrown.problem().message()).startsWith("nothing was sent");
        assertThat(aws.requests(change.action())).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("changes")
    void whatIsNotHeldIsTransmitted(Change change) {
        change.before().accept(this);
        held = Duration.ZERO;
        int before = aws.requests(change.action()).size();

        change.make().accept(this);

        assertThat(aws.requests(change.action())).hasSize(before + 1);
    }
}
