package io.github.bluegreen4j.awstestkit;

import static io.github.bluegreen4j.awstestkit.WireRefusals.refused;
import static io.github.bluegreen4j.awstestkit.WireShop.tuple;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TrafficSplit;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ListenerNotFoundException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthReasonEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetTypeEnum;

/** Listeners of both kinds, and target groups. */
class ListenersTest {
    private final WireShop shop = new WireShop();
    private final RouteRef tcp = shop.aws.arns().networkListener("edge", 5432);

    private Listener listener(String arn) {
        return shop.elb
                .describeListeners(request -> request.listenerArns(arn))
                .listeners()
                .get(0);
    }

    @Test
    void aListenerOfANetworkLoadBalancerIsARouteItself() {
        shop.world.addRoute(tcp, TrafficSplit.allOn(shop.first, shop.second));

        assertThat(listener(tcp.id())).satisfies(listener -> {
            assertThat(listener.protocol()).isEqualTo(ProtocolEnum.TCP);
            assertThat(listener.port()).isEqualTo(5432);
            assertThat(listener.loadBalancerArn()).isEqualTo(shop.aws.arns().networkBalancer("edge"));
            assertThat(listener.defaultActions().get(0).forwardConfig().targetGroups())
                    .containsExactlyInAnyOrder(tuple(shop.first, 100), tuple(shop.second, 0));
        });
        shop.elb.modifyListener(request -> request.listenerArn(tcp.id()).defaultActions(shop.forward(0, 100)));
        assertThat(shop.world.split(tcp).isAllOn(shop.second)).isTrue();
        refused(() -> shop.elb.describeRules(request -> request.listenerArn(tcp.id())), "UnsupportedProtocol", "");
    }

    @Test
    void theDefaultRuleIsModifiedWithItsListener() {
        RouteRef everything = shop.aws.arns().defaultRule("web", 443);
        String arn = shop.aws.arns().applicationListener("web", 443);
        shop.world.addRoute(everything, TrafficSplit.allOn(shop.first, shop.second));

        shop.elb.modifyListener(request -> request.listenerArn(arn).defaultActions(shop.forward(10, 90)));

        assertThat(shop.world.split(everything).weightOf(shop.second)).isEqualTo(90);
        assertThat(shop.world.split(shop.rule).isAllOn(shop.first))
                .as("other rules stay")
                .isTrue();
        assertThat(listener(arn).protocol()).isEqualTo(ProtocolEnum.HTTPS);
    }

    @Test
    void aListenerWithoutADefaultRuleOfTheWorldAnswers404UntilItForwards() {
        String arn = shop.aws.arns().applicationListener("web", 443);
        assertThat(listener(arn).defaultActions().get(0).type()).isEqualTo(ActionTypeEnum.FIXED_RESPONSE);

        shop.elb.modifyListener(request -> request.listenerArn(arn).defaultActions(shop.forward(1, 0)));

        assertThat(shop.world.split(shop.aws.arns().defaultRule("web", 443)).isAllOn(shop.first))
                .isTrue();
    }

    @Test
    void listenersAreFoundByTheirLoadBalancer() {
        shop.world.addRoute(shop.aws.arns().rule("web", 80, 1), TrafficSplit.allOn(shop.first, shop.second));
        String balancer = shop.aws.arns().applicationBalancer("web");

        assertThat(shop.elb
                        .describeListenersPaginator(
                                request -> request.loadBalancerArn(balancer).pageSize(1))
                        .listeners())
                .extracting(Listener::port)
                .containsExactly(443, 80);
        assertThat(refused(() -> listener(shop.aws.arns().applicationListener("other", 443)), "ListenerNotFound", ""))
                .isInstanceOf(ListenerNotFoundException.class);
        refused(
                () -> shop.elb.describeListeners(
                        request -> request.loadBalancerArn(shop.aws.arns().applicationBalancer("other"))),
                "LoadBalancerNotFound",
                "");
    }

    @Test
    void targetGroupsAreDescribedInPages() {
        TargetGroupRef third = shop.aws.arns().targetGroup("third");
        shop.world.addGroup(third);
        shop.aws.elb().targetType(third, "instance");

        assertThat(shop.elb
                        .describeTargetGroupsPaginator(request -> request.pageSize(2))
                        .targetGroups())
                .hasSize(3);
        TargetGroup first = shop.elb
                .describeTargetGroups(request -> request.targetGroupArns(shop.first.id()))
                .targetGroups()
                .get(0);
        assertThat(first.targetGroupName()).isEqualTo("checkout-first");
        assertThat(first.targetType()).isEqualTo(TargetTypeEnum.IP);
        assertThat(first.loadBalancerArns()).containsExactly(shop.aws.arns().applicationBalancer("web"));
        TargetGroup unused = shop.elb
                .describeTargetGroups(request -> request.names("third"))
                .targetGroups()
                .get(0);
        assertThat(unused.loadBalancerArns()).isEmpty();
        assertThat(unused.targetType()).isEqualTo(TargetTypeEnum.INSTANCE);
        refused(() -> shop.elb.describeTargetGroups(request -> request.names("fourth")), "TargetGroupNotFound", "");
    }

    @Test
    void targetsThatNobodyChecksAreUnused() {
        TargetGroupRef third = shop.aws.arns().targetGroup("third");
        shop.world.addStranger(third, "10.9.9.9");

        assertThat(shop.elb
                        .describeTargetHealth(request -> request.targetGroupArn(third.id()))
                        .targetHealthDescriptions())
                .singleElement()
                .satisfies(health -> {
                    assertThat(health.target().id()).isEqualTo("10.9.9.9");
                    assertThat(health.targetHealth().state()).isEqualTo(TargetHealthStateEnum.UNUSED);
                    assertThat(health.targetHealth().reason()).isEqualTo(TargetHealthReasonEnum.TARGET_NOT_IN_USE);
                });
        refused(
                () -> shop.elb.describeTargetHealth(request -> request.targetGroupArn(
                        shop.aws.arns().targetGroup("fourth").id())),
                "TargetGroupNotFound",
                "");
    }

    @Test
    void sickTargetsAreUnhealthy() {
        shop.world.sicken(WireShop.CHECKOUT, shop.blue, 1);

        assertThat(shop.elb
                        .describeTargetHealth(request -> request.targetGroupArn(shop.first.id()))
                        .targetHealthDescriptions())
                .extracting(health -> health.targetHealth().state())
                .containsExactlyInAnyOrder(
                        TargetHealthStateEnum.UNHEALTHY, TargetHealthStateEnum.HEALTHY, TargetHealthStateEnum.HEALTHY);
    }
}
