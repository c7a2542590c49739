package io.github.bluegreen4j.aws;

import static io.github.bluegreen4j.aws.AwsShop.ARNS;
import static io.github.bluegreen4j.aws.AwsShop.FIRST;
import static io.github.bluegreen4j.aws.AwsShop.SECOND;
import static io.github.bluegreen4j.aws.AwsShop.SHOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.bluegreen4j.awstestkit.FakeAws;
import io.github.bluegreen4j.awstestkit.fault.WireFault;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.LaunchRequest;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.RevisionSpec;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TargetGroups;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.spi.PortException;
import io.github.bluegreen4j.testkit.time.VirtualTime;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.ecs.EcsClient;

/** Deleted resources are gone. A resource that AWS did not mention, or that is in another Region, is not. */
class GoneTest {
    private static final RouteRef RULE = ARNS.rule("web", 443, 10);
    private static final RouteRef LISTENER = ARNS.networkListener("tcp", 443);
    private static final RevisionSpec SHOP_2 = RevisionSpec.of("shop:2");

    private final SimulatedWorld world = SimulatedWorld.create(VirtualTime.startingAt(Instant.EPOCH));
    private final FakeAws aws = FakeAws.of(world);
    private final AwsShop shop = new AwsShop(world);
    private final RevisionRef blue;

    GoneTest() {
        world.addService(SHOP, 2);
        world.addRoute(RULE, TrafficSplit.allOn(FIRST, SECOND));
        world.addRoute(LISTENER, TrafficSplit.allOn(FIRST, SECOND));
        blue = world.addRevision(SHOP, "shop:1", FIRST);
    }

    private static Problem problem(ThrowingCallable call) {
        PortException thrown = catchThrowableOfType(PortException.class, call);
        assertThat(thrown).as("a problem").isNotNull();
        return thrown.problem();
    }

    private static Problem isGone(ThrowingCallable call) {
        Problem problem = problem(call);
        assertThat(problem.kind()).as("%s", problem).isEqualTo(Problem.Kind.GONE);
        return problem;
    }

    private void launch(ServiceRef service) {
        shop.taskSets().launch(new LaunchRequest(service, SHOP_2, SECOND, 2, new DeploymentId("d-1"), "token"));
    }

    private void check(ServiceRef service) {
        shop.taskSets().check(service, SHOP_2, new TargetGroups(FIRST, SECOND));
    }

    @Test
    void aServiceThatSomebodyDeletedIsGoneToEveryReadAndWrite() {
        aws.ecs().deleted(SHOP);

        assertThat(shop.taskSets().describe(List.of(SHOP))).isEmpty();
        assertThat(isGone(() -> check(SHOP)).message())
                .isEqualTo("service shop in cluster prod of Region eu-west-1, account 123456789012 was deleted"
                        + " (INACTIVE)");
        isGone(() -> launch(SHOP));
        isGone(() -> shop.taskSets().scale(SHOP, blue, 2));
        isGone(() -> shop.taskSets().makePrimary(SHOP, blue));
        assertThatCode(() -> shop.taskSets().retire(SHOP, blue)).doesNotThrowAnyException();
    }

    @Test
    void aServiceThatDoesNotExistIsLookedForInTheRightRegionAccountAndCluster() {
        assertThat(isGone(() -> check(new ServiceRef("prod", "shpo"))).message())
                .isEqualTo(
                        "there is no service shpo in cluster prod of Region eu-west-1, account 123456789012; check the"
                                + " Region, the account of the credentials and the name of the cluster");
    }

    @Test
    void aClusterThatDoesNotExistIsToldAndNotAServiceThatDoesNot() {
        ServiceRef elsewhere = new ServiceRef("porduction", "shop");

        for (Problem problem : List.of(
                isGone(() -> shop.taskSets().describe(List.of(elsewhere))),
                isGone(() -> check(elsewhere)),
                isGone(() -> launch(elsewhere)))) {
            assertThat(problem.resource()).isEqualTo("porduction");
            assertThat(problem.message()).startsWith("there is no cluster porduction of Region eu-west-1; check the");
        }
        assertThat(shop.taskSets().describe(List.of(elsewhere, SHOP))).hasSize(1);
    }

    @Test
    void anArnOfAnotherRegionIsRefusedBeforeAnythingIsAsked() {
        ServiceRef service = new ServiceRef("arn:aws:ecs:us-east-1:123456789012:cluster/prod", "shop");
        RouteRef rule = new RouteRef(RULE.id().replace("eu-west-1", "us-east-1"));
        TargetGroupRef group = new TargetGroupRef(FIRST.id().replace("eu-west-1", "us-east-1"));

        for (ThrowingCallable call : List.<ThrowingCallable>of(
                () -> check(service),
                () -> shop.taskSets().describe(List.of(service)),
                () -> shop.taskSets().retire(service, blue),
                () -> shop.router().read(rule),
                () -> shop.router().health(SHOP, group))) {
            Problem problem = problem(call);
            assertThat(problem.kind()).isEqualTo(Problem.Kind.REFUSED);
            assertThat(problem.message()).contains("us-east-1", "of Region eu-west-1, which this client asks");
        }
        assertThat(aws.requests()).isEmpty();
    }

    @Test
    void aTaskSetThatSomebodyDeletedIsGone() {
        FakeClients.of(aws, EcsClient.builder())
                .deleteTaskSet(request -> request.cluster(SHOP.cluster())
                        .service(SHOP.name())
                        .taskSet(blue.id())
                        .force(true));

        isGone(() -> shop.taskSets().scale(SHOP, blue, 2));
        isGone(() -> shop.taskSets().makePrimary(SHOP, blue));
        assertThat(shop.taskSets().describe(List.of(SHOP)).get(0).revisions()).isEmpty();
    }

    @Test
    void aRuleOrListenerThatSomebodyDeletedIsGone() {
        for (RouteRef route : List.of(RULE, LISTENER)) {
            String fingerprint = shop.router().read(route).fingerprint();
            world.removeRoute(route);

            assertThat(isGone(() -> shop.router().read(route)).message()).endsWith("; asked in Region eu-west-1");
            isGone(() -> shop.router().write(route, fingerprint, TrafficSplit.allOn(SECOND, FIRST)));
        }
    }

    @Test
    void aTargetGroupThatSomebodyDeletedIsGone() {
        TargetGroupRef third = ARNS.targetGroup("third");
        world.addGroup(third);
        String fingerprint = shop.router().read(RULE).fingerprint();
        assertThat(shop.router().health(SHOP, third).targets()).isEmpty();
        aws.elb().deleted(third);

        assertThat(isGone(() -> shop.router().health(SHOP, third)).resource()).isEqualTo(third.id());
        isGone(() -> new AwsShop(world).router().health(SHOP, third));
        isGone(() -> shop.router().write(RULE, fingerprint, new TrafficSplit(Map.of(FIRST, 1, third, 0))));
    }

    @Test
    void theTargetsOfADeletedServiceAreReadAndTheirGroupIsNotGone() {
        assertThat(shop.router().health(SHOP, FIRST).healthy(blue)).isEqualTo(2);

        assertThat(new AwsShop(world)
                        .router()
                        .health(new ServiceRef("prod", "gone"), FIRST)
                        .targets())
                .hasSize(2)
                .allMatch(target -> target.owner().isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"FOREIGN_PAGE", "NONSENSE"})
    void thePageOfAProxyIsNoSignThatSomethingIsGone(WireFault fault) {
        shop.router().health(SHOP, FIRST);
        aws.faults().on("*").always().happens(fault);

        for (ThrowingCallable read : List.<ThrowingCallable>of(
                () -> shop.router().read(RULE),
                () -> shop.router().read(LISTENER),
                () -> shop.router().health(SHOP, FIRST),
                () -> shop.router().health(SHOP, SECOND),
                () -> shop.taskSets().describe(List.of(SHOP)),
                () -> check(SHOP))) {
            assertThat(problem(read).kind()).isEqualTo(Problem.Kind.UNAVAILABLE);
        }
    }

    @Test
    void thePageOfAProxyIsNoSignThatSomethingWasWritten() {
        String fingerprint = shop.router().read(RULE).fingerprint();
        aws.faults().on("elasticloadbalancing:ModifyRule").always().happens(WireFault.FOREIGN_PAGE);

        assertThat(problem(() -> shop.router().write(RULE, fingerprint, TrafficSplit.allOn(SECOND, FIRST)))
                        .kind())
                .isEqualTo(Problem.Kind.UNKNOWN);
    }
}
