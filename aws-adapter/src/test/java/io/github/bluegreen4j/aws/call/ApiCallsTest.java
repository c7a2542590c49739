package io.github.bluegreen4j.aws.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.bluegreen4j.aws.FakeClients;
import io.github.bluegreen4j.awstestkit.FakeAws;
import io.github.bluegreen4j.awstestkit.fault.WireFault;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.CallRunner.Urgency;
import io.github.bluegreen4j.spi.PortException;
import io.github.bluegreen4j.testkit.time.VirtualTime;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ecs.EcsClient;

class ApiCallsTest {
    private final VirtualTime time = VirtualTime.startingAt(Instant.EPOCH);
    private final SimulatedWorld world = SimulatedWorld.create(time);
    private final FakeAws aws = FakeAws.of(world);
    private final EcsClient client = FakeClients.of(aws, EcsClient.builder());
    private final ApiCalls calls = ApiCalls.of(client, ApiBudget.of(Map.of(ApiGroup.ECS_SERVICE_READ, 5), time));

    ApiCallsTest() {
        world.addService(new ServiceRef("prod", "shop"), 1);
    }

    private static Problem problem(Runnable call) {
        PortException thrown = catchThrowableOfType(PortException.class, call::run);
        assertThat(thrown).as("a problem").isNotNull();
        return thrown.problem();
    }

    private Object describe() {
        return client.describeServices(request -> request.cluster("prod").services("shop"));
    }

    private void read(ApiCalls by) {
        by.read(ApiGroup.ECS_SERVICE_READ, "ecs:DescribeServices", "prod/shop", this::describe);
    }

    private void change() {
        calls.change(ApiGroup.ECS_SERVICE_MODIFY, "ecs:UpdateService", "prod/shop", this::describe);
    }

    @ParameterizedTest
    @CsvSource({
        "THROTTLED, UNAVAILABLE, UNAVAILABLE",
        "DENIED, REFUSED, REFUSED",
        "INTERNAL_ERROR, UNAVAILABLE, UNKNOWN",
        "UNAVAILABLE, UNAVAILABLE, UNKNOWN",
        "CONNECTION_REFUSED, UNAVAILABLE, UNAVAILABLE",
        "RESET, UNAVAILABLE, UNKNOWN",
        "TIMED_OUT, UNAVAILABLE, UNKNOWN",
        "NONSENSE, UNAVAILABLE, UNKNOWN"
    })
    void anErrorIsClassifiedOnce(WireFault fault, Problem.Kind ofARead, Problem.Kind ofAChange) {
        aws.faults().on("*").always().happens(fault);

        Problem read = problem(() -> read(calls));
        assertThat(read.kind()).isEqualTo(ofARead);
        assertThat(read.operation()).isEqualTo("ecs:DescribeServices");
        assertThat(read.resource()).isEqualTo("prod/shop");
        assertThat(problem(this::change).kind()).isEqualTo(ofAChange);
    }

    /** A client that a user built has no interceptor of ours: the permit is asked before the SDK is. */
    @Test
    void aChangeWithoutAPermitIsNotSentByAnyClient() {
        EcsClient theirs = EcsClient.builder()
                .httpClient(aws.httpClient())
                .region(Region.of(aws.arns().region()))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "key")))
                .build();
        ApiCalls over = ApiCalls.of(theirs, ApiBudget.ofDefaults()).within(() -> false);

        Problem problem = problem(() -> over.change(
                ApiGroup.ECS_SERVICE_MODIFY,
                "ecs:UpdateService",
                "prod/shop",
                () -> theirs.describeServices(request -> request.cluster("prod").services("shop"))));

        assertThat(problem.kind()).isEqualTo(Problem.Kind.UNAVAILABLE);
        assertThat(aws.requests()).isEmpty();
    }

    /** Reads justify nothing by themselves: without a permit they are made. */
    @Test
    void aReadNeedsNoPermit() {
        read(calls.within(() -> false));

        assertThat(aws.requests()).hasSize(1);
    }

    @Test
    void oneCallIsOneAttempt() {
        aws.faults().on("*").always().happens(WireFault.THROTTLED);

        problem(() -> read(calls));

        assertThat(aws.requests()).hasSize(1);
    }

    /** A rate of 5 a second is a quarter of AWS's: so is the burst, 25, of which 17 are planned with and one is kept. */
    private static final int BURST = 16;

    private void useUp() {
        for (int i = 0; i < BURST; i++) {
            read(calls);
        }
    }

    private void read(ApiCalls by, String resource) {
        by.read(ApiGroup.ECS_SERVICE_READ, "ecs:DescribeServices", resource, this::describe);
    }

    private Duration again(Runnable call) {
        PortException thrown = catchThrowableOfType(PortException.class, call::run);
        assertThat(thrown).as("put off").isNotNull();
        return thrown.again().orElseThrow();
    }

    @Test
    void aBudgetThatIsUsedUpSaysWhenToAskAgainAndSendsNothing() {
        useUp();

        Problem problem = problem(() -> read(calls));

        assertThat(problem.kind()).isEqualTo(Problem.Kind.UNAVAILABLE);
        assertThat(problem.message()).contains("ECS_SERVICE_READ", "nothing was sent");
        assertThat(again(() -> read(calls))).isEqualTo(Duration.ofMillis(200));
        assertThat(aws.requests()).hasSize(BURST);
    }

    @Test
    void aCallThatComesBackWhenItWasToldIsMade() {
        useUp();
        List<String> waiting = List.of("a", "b", "c");
        List<Duration> turns = waiting.stream()
                .map(resource -> again(() -> read(calls, resource)))
                .toList();
        assertThat(turns).containsExactly(Duration.ofMillis(200), Duration.ofMillis(400), Duration.ofMillis(600));

        for (String resource : waiting) {
            time.advance(Duration.ofMillis(200));
            assertThat(again(() -> read(calls, "one that came later"))).isPositive();
            read(calls, resource);
        }
    }

    @Test
    void theMoreUrgentCallComesFirst() {
        useUp();
        again(() -> read(calls.at(Urgency.START), "start"));
        again(() -> read(calls.at(Urgency.WATCH), "watch"));
        again(() -> read(calls.at(Urgency.GATE), "gate"));

        time.advance(Duration.ofMillis(200));
        assertThat(again(() -> read(calls.at(Urgency.START), "start"))).isEqualTo(Duration.ofMillis(400));
        assertThat(again(() -> read(calls.at(Urgency.WATCH), "watch"))).isEqualTo(Duration.ofMillis(200));
        read(calls.at(Urgency.GATE), "gate");
    }

    /** A call of two groups waits in the queue of one. In the other's it would keep its place for long, and hold up all that come later. */
    @Test
    void aCallThatWaitsForOneGroupHoldsUpNoOther() {
        ApiBudget budget = ApiBudget.of(Map.of(ApiGroup.ECS_SERVICE_READ, 5, ApiGroup.ECS_SERVICE_MODIFY, 2), time);
        for (int i = 0; i < 20; i++) {
            budget.take(Map.of(ApiGroup.ECS_SERVICE_READ, 1), "read " + i, Urgency.RESTORING);
            budget.take(Map.of(ApiGroup.ECS_SERVICE_MODIFY, 1), "change " + i, Urgency.RESTORING);
        }
        Map<ApiGroup, Integer> write = Map.of(ApiGroup.ECS_SERVICE_READ, 1, ApiGroup.ECS_SERVICE_MODIFY, 1);
        for (int i = 0; i < 100; i++) {
            assertThat(budget.take(write, "write " + i, Urgency.RESTORING)).isPresent();
        }

        time.advance(Duration.ofSeconds(11));
        assertThat(budget.take(Map.of(ApiGroup.ECS_SERVICE_READ, 1), "watch", Urgency.WATCH))
                .as("the wait of a reading beside writes that wait for half a minute")
                .isEmpty();
    }

    @Test
    void aPlaceThatNobodyClaimsIsGivenUp() {
        useUp();
        again(() -> read(calls, "withdrawn"));
        time.advance(Duration.ofMillis(200));
        assertThat(again(() -> read(calls, "other"))).isPositive();

        time.advance(Duration.ofSeconds(6));
        for (int i = 0; i < BURST; i++) {
            read(calls, "other");
        }
    }

    @Test
    void aShareIsKeptForRestoringProduction() {
        useUp();

        read(calls.at(Urgency.RESTORING));

        assertThat(again(() -> read(calls.at(Urgency.RESTORING)))).isEqualTo(Duration.ofMillis(200));
        assertThat(aws.requests()).hasSize(BURST + 1);
    }

    @Test
    void aBudgetFillsUpAtItsRate() {
        useUp();
        time.advance(Duration.ofSeconds(1));
        for (int i = 0; i < 5; i++) {
            read(calls);
        }

        assertThat(again(() -> read(calls))).isPositive();
    }

    @Test
    void aCallOfSeveralRequestsIsMadeAsAWholeOrNotAtAll() {
        useUp();
        Map<ApiGroup, Integer> cost = Map.of(ApiGroup.ECS_SERVICE_READ, 2, ApiGroup.ECS_SERVICE_MODIFY, 1);

        Duration again = again(() -> calls.within("write", "prod/shop", cost, within -> true));

        assertThat(again).isEqualTo(Duration.ofMillis(400));
        assertThat(aws.requests()).hasSize(BURST);
        time.advance(again);
        calls.within("write", "prod/shop", cost, within -> {
            read(within);
            read(within);
            read(within); // one more than was expected: from what is not planned with
            return true;
        });
        assertThat(aws.requests()).hasSize(BURST + 3);
    }

    @Test
    void whatACallDidNotNeedIsGivenBack() {
        for (int i = 0; i < 100; i++) {
            calls.within("look", "prod/shop", Map.of(ApiGroup.ECS_SERVICE_READ, 3), within -> true);
        }
        useUp();
    }

    @Test
    void aRateThatLeavesNothingIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ApiBudget.of(Map.of(ApiGroup.ELB_MODIFY, 1), time))
                .withMessageContaining("perSecond.ELB_MODIFY: \"1\" is not allowed; allowed: 2 or more");
    }
}
