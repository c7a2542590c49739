package io.github.bluegreen4j.awstestkit;

import static io.github.bluegreen4j.awstestkit.WireRefusals.refused;
import static io.github.bluegreen4j.awstestkit.WireShop.CHECKOUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.bluegreen4j.awstestkit.arn.Arns;
import io.github.bluegreen4j.awstestkit.fault.WireFault;
import io.github.bluegreen4j.model.LaunchRequest;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import io.github.bluegreen4j.testkit.world.WorldWatcher;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.AccessDeniedException;

class WireFaultsTest {
    private final WireShop shop = new WireShop();

    private void describe() {
        shop.ecs.describeServices(request -> request.cluster("prod").services("checkout"));
    }

    private int revisions() {
        return shop.world.describe(CHECKOUT).revisions().size();
    }

    private Throwable createWith(WireFault fault) {
        shop.aws.faults().on("ecs:CreateTaskSet").next().happens(fault);
        return catchThrowable(shop::createGreen);
    }

    @Test
    void aConnectionBreaksBeforeARequestTookEffect() {
        assertThat(createWith(WireFault.RESET))
                .isInstanceOf(SdkClientException.class)
                .hasRootCauseInstanceOf(SocketException.class);
        assertThat(createWith(WireFault.CONNECTION_REFUSED)).hasRootCauseInstanceOf(ConnectException.class);
        assertThat(createWith(WireFault.TIMED_OUT)).hasRootCauseInstanceOf(SocketTimeoutException.class);
        assertThat(revisions()).isEqualTo(1);
    }

    @Test
    void aConnectionBreaksAfterARequestTookEffect() {
        assertThat(createWith(WireFault.RESET_AFTERWARDS)).hasRootCauseInstanceOf(SocketException.class);
        assertThat(revisions()).isEqualTo(2);
        assertThat(createWith(WireFault.TIMED_OUT_AFTERWARDS)).hasRootCauseInstanceOf(SocketTimeoutException.class);
        assertThat(createWith(WireFault.NONSENSE)).isInstanceOf(SdkException.class);
        assertThat(revisions()).as("the same token").isEqualTo(2);
    }

    @Test
    void aServiceFails() {
        assertThat(createWith(WireFault.INTERNAL_ERROR))
                .isInstanceOfSatisfying(
                        SdkServiceException.class,
                        error -> assertThat(error.statusCode()).isEqualTo(500));
        assertThat(createWith(WireFault.UNAVAILABLE))
                .isInstanceOfSatisfying(
                        SdkServiceException.class,
                        error -> assertThat(error.statusCode()).isEqualTo(503));
        assertThat(revisions()).isEqualTo(1);
        assertThat(createWith(WireFault.INTERNAL_ERROR_AFTERWARDS)).isInstanceOf(SdkServiceException.class);
        assertThat(revisions()).isEqualTo(2);
    }

    @Test
    void eachServiceThrottlesInItsOwnWords() {
        shop.aws.faults().on("*").always().happens(WireFault.THROTTLED);

        assertThat(refused(this::describe, "ThrottlingException", "Rate exceeded")
                        .isThrottlingException())
                .isTrue();
        assertThat(refused(
                                () -> shop.elb.describeRules(request -> request.ruleArns(shop.rule.id())),
                                "Throttling",
                                "Rate exceeded")
                        .isThrottlingException())
                .isTrue();
        refused(() -> shop.cloudWatch.describeAlarms(request -> {}), "Throttling", "Rate exceeded");
        shop.aws.faults().end();
        describe();
    }

    @Test
    void faultsAreCountedByActionByServiceAndInTime() {
        shop.aws.faults().on("ecs:DescribeServices").nth(2).happens(WireFault.RESET);
        describe();
        assertThatThrownBy(this::describe).isInstanceOf(SdkClientException.class);
        describe();
        shop.aws
                .faults()
                .on("ecs:*")
                .between(Duration.ofMinutes(1), Duration.ofMinutes(2))
                .happens(WireFault.THROTTLED);
        describe();
        shop.time.advance(Duration.ofMinutes(1));
        refused(this::describe, "ThrottlingException", "");
        shop.time.advance(Duration.ofMinutes(2));
        describe();
    }

    @Test
    void anActionThatIsDeniedIsNamedAsAwsNamesIt() {
        shop.aws.denies("ecs:CreateTaskSet");

        assertThat(refused(
                        shop::createGreen,
                        "AccessDeniedException",
                        "User: arn:aws:iam::123456789012:user/deployer is not authorized to perform: ecs:CreateTaskSet"
                                + " on resource: arn:aws:ecs:eu-west-1:123456789012:service/prod/checkout because no"
                                + " identity-based policy allows the ecs:CreateTaskSet action"))
                .isInstanceOf(AccessDeniedException.class);
        describe();
        shop.aws.permits("ecs:CreateTaskSet");
        shop.createGreen();
        shop.aws.denies("elasticloadbalancing:*");
        assertThat(refused(
                                () -> shop.elb.modifyRule(request ->
                                        request.ruleArn(shop.rule.id()).actions(shop.forward(1, 1))),
                                "AccessDenied",
                                "elasticloadbalancing:ModifyRule on resource: " + shop.rule.id())
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void theLimitsOfAwsMayApply() {
        shop.aws.limitsRates(true);
        for (int i = 0; i < 20; i++) {
            shop.elb.modifyRule(request -> request.ruleArn(shop.rule.id()).actions(shop.forward(1, 1)));
        }
        refused(
                () -> shop.elb.modifyRule(
                        request -> request.ruleArn(shop.rule.id()).actions(shop.forward(1, 1))),
                "Throttling",
                "Rate exceeded");
        describe();

        shop.time.advance(Duration.ofSeconds(1));
        for (int i = 0; i < 3; i++) {
            shop.elb.modifyRule(request -> request.ruleArn(shop.rule.id()).actions(shop.forward(1, 1)));
        }
        refused(
                () -> shop.elb.modifyRule(
                        request -> request.ruleArn(shop.rule.id()).actions(shop.forward(1, 1))),
                "Throttling",
                "Rate exceeded");
        shop.aws.limitsRates(false);
        shop.elb.modifyRule(request -> request.ruleArn(shop.rule.id()).actions(shop.forward(1, 1)));
    }

    @Test
    void theRolesOfTasksHaveToBePassed() {
        shop.aws.denies("iam:PassRole");

        refused(
                shop::createGreen,
                "AccessDeniedException",
                "not authorized to perform: iam:PassRole on resource: arn:aws:iam::123456789012:role/task");
        describe();
    }

    @Test
    void aWorldOutOfReachRefusesConnections() {
        shop.world.outOfReach(true);

        assertThatThrownBy(this::describe).hasRootCauseInstanceOf(ConnectException.class);
    }

    @Test
    void theSdkRetriesWhatItRetriesOnTheWire() {
        EcsClient retrying = EcsClient.builder()
                .httpClient(shop.aws.httpClient())
                .region(software.amazon.awssdk.regions.Region.EU_WEST_1)
                .credentialsProvider(() -> software.amazon.awssdk.auth.credentials.AwsBasicCredentials.create("a", "b"))
                .build();
        shop.aws.faults().on("ecs:DescribeServices").nth(1).happens(WireFault.RESET);

        retrying.describeServices(request -> request.cluster("prod").services("checkout"));

        assertThat(shop.aws.requests("ecs:DescribeServices")).hasSize(2);
    }

    @Test
    void requestsAreRecordedWithTheirResourcesAndWhatBecameOfThem() {
        shop.createGreen();
        shop.time.advance(Duration.ofMinutes(1));
        shop.aws.denies("ecs:DescribeServices");
        assertThatThrownBy(this::describe).isInstanceOf(AccessDeniedException.class);

        assertThat(shop.aws.requests()).hasSize(2);
        assertThat(shop.aws.requests("ecs:CreateTaskSet")).singleElement().satisfies(request -> {
            assertThat(request.resources()).containsExactly(shop.aws.arns().service(CHECKOUT));
            assertThat(request.refusal()).isEmpty();
            assertThat(request.at()).isEqualTo(shop.time.now().minusSeconds(60));
        });
        assertThat(shop.aws.requests("ecs:DescribeServices")).singleElement().satisfies(request -> {
            assertThat(request.refusal()).isEqualTo(Optional.of("AccessDeniedException"));
            assertThat(request.at()).isEqualTo(shop.time.now());
        });
    }

    @Test
    void whatBreaksInTheWorldBreaksTheTestAndNotTheRequest() {
        shop.world.watcher(new WorldWatcher() {
            @Override
            public void launches(LaunchRequest request) {
                throw new AssertionError("an invariant is broken");
            }
        });

        assertThatThrownBy(shop::createGreen).isInstanceOf(AssertionError.class);
    }

    @Test
    void thereIsOneOfEachWorld() {
        assertThat(FakeAws.of(shop.world)).isSameAs(shop.aws);
        assertThat(FakeAws.of(SimulatedWorld.create(shop.time))).isNotSameAs(shop.aws);
        assertThatThrownBy(() -> FakeAws.of(shop.world, new Arns("999999999999", "us-east-1")))
                .isInstanceOf(IllegalStateException.class);
    }
}
