package io.github.bluegreen4j.aws.elb;

import static io.github.bluegreen4j.aws.AwsShop.ARNS;
import static io.github.bluegreen4j.aws.AwsShop.FIRST;
import static io.github.bluegreen4j.aws.AwsShop.SECOND;
import static io.github.bluegreen4j.aws.AwsShop.SHOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.bluegreen4j.aws.AwsShop;
import io.github.bluegreen4j.aws.call.ApiBudget;
import io.github.bluegreen4j.aws.call.ApiGroup;
import io.github.bluegreen4j.awstestkit.AwsRequest;
import io.github.bluegreen4j.awstestkit.FakeAws;
import io.github.bluegreen4j.awstestkit.fault.WireFault;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TargetGroups;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.spi.PortException;
import io.github.bluegreen4j.spi.TrafficRouter;
import io.github.bluegreen4j.testkit.time.VirtualTime;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** All routes to the groups of a deployment, also those of other tools. */
class RouteFinderTest {
    private static final RouteRef OURS = ARNS.rule("web", 443, 10);
    private static final TargetGroupRef THIRD = ARNS.targetGroup("third");
    private static final TargetGroups GROUPS = new TargetGroups(FIRST, SECOND);

    private final SimulatedWorld world = SimulatedWorld.create(VirtualTime.startingAt(Instant.EPOCH));
    private final FakeAws aws = FakeAws.of(world);
    private final TrafficRouter router = new AwsShop(world).router();

    RouteFinderTest() {
        world.addService(SHOP, 2);
        world.addRoute(OURS, TrafficSplit.allOn(FIRST, SECOND));
    }

    private static TrafficSplit onlyOn(TargetGroupRef group) {
        return new TrafficSplit(Map.of(group, 1));
    }

    @Test
    void aRuleOfSomebodyElseThatForwardsToBlueIsFound() {
        RouteRef theirs = ARNS.rule("web", 443, 5);
        RouteRef defaultRule = ARNS.defaultRule("web", 8443);
        world.addRoute(theirs, onlyOn(FIRST));
        world.addRoute(defaultRule, new TrafficSplit(Map.of(THIRD, 9, SECOND, 1)));
        world.addRoute(ARNS.rule("web", 443, 6), onlyOn(THIRD));
        world.addRoute(ARNS.rule("web", 443, 7), new TrafficSplit(Map.of(THIRD, 1, FIRST, 0)));
        world.addRoute(ARNS.rule("other", 443, 10), onlyOn(THIRD));

        Set<RouteRef> found = router.routesTo(GROUPS);

        assertThat(found).containsExactlyInAnyOrder(OURS, theirs, defaultRule);
        assertThat(found)
                .allSatisfy(route -> assertThat(router.read(route).route()).isEqualTo(route));
    }

    @Test
    void aListenerOfANetworkLoadBalancerIsFoundByItsOwnArn() {
        RouteRef listener = ARNS.networkListener("tcp", 443);
        world.addRoute(listener, onlyOn(SECOND));
        world.addRoute(ARNS.networkListener("tcp", 8443), onlyOn(THIRD));

        assertThat(router.routesTo(GROUPS)).containsExactlyInAnyOrder(OURS, listener);
    }

    @Test
    void aListenerWithMoreRulesThanOnePageHidesNone() {
        aws.elb().pageSize(3);
        RouteRef last = ARNS.rule("web", 443, 99);
        for (int priority = 20; priority < 30; priority++) {
            world.addRoute(ARNS.rule("web", 443, priority), onlyOn(THIRD));
        }
        for (int port = 9000; port < 9010; port++) {
            world.addRoute(ARNS.rule("web", port, 1), onlyOn(THIRD));
        }
        RouteRef farOff = ARNS.rule("web", 9999, 1);
        world.addRoute(last, onlyOn(FIRST));
        world.addRoute(farOff, onlyOn(FIRST));

        assertThat(router.routesTo(GROUPS)).containsExactlyInAnyOrder(OURS, last, farOff);
        assertThat(aws.requests()).extracting(AwsRequest::action).contains("elasticloadbalancing:DescribeListeners");
    }

    @Test
    void groupsThatNobodyUsesAreUsedByNoRoute() {
        TargetGroupRef fourth = ARNS.targetGroup("fourth");
        world.addGroup(THIRD);
        world.addGroup(fourth);

        assertThat(router.routesTo(new TargetGroups(THIRD, fourth))).isEmpty();
    }

    @Test
    void aGroupThatDoesNotExistIsGone() {
        PortException thrown =
                catchThrowableOfType(PortException.class, () -> router.routesTo(new TargetGroups(FIRST, THIRD)));

        assertThat(thrown.problem().kind()).isEqualTo(Problem.Kind.GONE);
        assertThat(thrown.problem().resource()).isEqualTo(THIRD.id());
    }

    @ParameterizedTest
    @ValueSource(strings = {"DescribeTargetGroups", "DescribeListeners", "DescribeRules"})
    void whatCannotBeListedIsNotTakenForUnused(String operation) {
        aws.faults().on("elasticloadbalancing:" + operation).always().happens(WireFault.FOREIGN_PAGE);

        PortException thrown = catchThrowableOfType(PortException.class, () -> router.routesTo(GROUPS));

        assertThat(thrown.problem().kind()).isEqualTo(Problem.Kind.UNAVAILABLE);
    }

    @Test
    void theBudgetEndsTheSearchAndNobodyTakesItForComplete() {
        ApiBudget budget = ApiBudget.of(Map.of(ApiGroup.ELB_READ, 4), AwsShop.timeOf(world));
        TrafficRouter frugal = new AwsShop(aws, AwsShop.timeOf(world), budget).router();

        PortException thrown = catchThrowableOfType(PortException.class, () -> {
            for (int i = 0; i < 10; i++) {
                frugal.routesTo(GROUPS);
            }
        });

        assertThat(thrown.problem().kind()).isEqualTo(Problem.Kind.UNAVAILABLE);
        assertThat(thrown.problem().message()).contains("nothing was sent");
        assertThat(thrown.again()).isPresent();
    }
}
