package io.github.bluegreen4j.aws.moto;

import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TrafficSplit;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleCondition;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetTypeEnum;

/** A load balancer, with our routes and other people's. */
final class MotoShop {
    static final ServiceRef SHOP = new ServiceRef("prod", "shop");

    private final MotoServer moto;
    private final ElasticLoadBalancingV2Client elb;
    private final String vpc;
    private final List<String> subnets;
    private final TargetGroupRef first;
    private final TargetGroupRef second;
    private final TargetGroupRef site;
    private final String listener;
    private int priority;

    MotoShop(MotoServer moto) {
        this.moto = moto;
        elb = moto.client(ElasticLoadBalancingV2Client.builder());
        String described = moto.query("ec2", "Action=DescribeSubnets&Version=2016-11-15");
        vpc = MotoServer.find(described, "<vpcId>([^<]+)");
        subnets = Pattern.compile("<subnetId>([^<]+)")
                .matcher(described)
                .results()
                .map(found -> found.group(1))
                .toList();
        first = group("first");
        second = group("second");
        site = group("site");
        listener = listener("web", site);
    }

    ElasticLoadBalancingV2Client elb() {
        return elb;
    }

    List<String> subnets() {
        return subnets;
    }

    TargetGroupRef first() {
        return first;
    }

    TargetGroupRef second() {
        return second;
    }

    /** The group behind the listener's default rule, which is somebody else's. */
    TargetGroupRef site() {
        return site;
    }

    TargetGroupRef group(String name) {
        return new TargetGroupRef(elb.createTargetGroup(request -> request.name(name)
                        .protocol(ProtocolEnum.HTTP)
                        .port(8080)
                        .vpcId(vpc)
                        .targetType(TargetTypeEnum.IP))
                .targetGroups()
                .get(0)
                .targetGroupArn());
    }

    private String listener(String balancerName, TargetGroupRef group) {
        String balancer = elb.createLoadBalancer(
                        request -> request.name(balancerName).subnets(subnets.subList(0, 2)))
                .loadBalancers()
                .get(0)
                .loadBalancerArn();
        return elb.createListener(request -> request.loadBalancerArn(balancer)
                        .protocol(ProtocolEnum.HTTP)
                        .port(80)
                        .defaultActions(forward(new TrafficSplit(Map.of(group, 1)))))
                .listeners()
                .get(0)
                .listenerArn();
    }

    static Action forward(TrafficSplit split) {
        List<TargetGroupTuple> tuples = split.weights().entrySet().stream()
                .map(entry -> TargetGroupTuple.builder()
                        .targetGroupArn(entry.getKey().id())
                        .weight(entry.getValue())
                        .build())
                .toList();
        return Action.builder()
                .type(ActionTypeEnum.FORWARD)
                .order(1)
                .forwardConfig(config -> config.targetGroups(tuples))
                .build();
    }

    RouteRef rule(String path, TrafficSplit split) {
        int next = ++priority;
        return new RouteRef(elb.createRule(request -> request.listenerArn(listener)
                        .priority(next)
                        .conditions(RuleCondition.builder()
                                .field("path-pattern")
                                .values(path)
                                .build())
                        .actions(forward(split)))
                .rules()
                .get(0)
                .ruleArn());
    }

    RouteRef defaultRule() {
        return new RouteRef(elb.describeRules(request -> request.listenerArn(listener)).rules().stream()
                .filter(rule -> rule.isDefault())
                .findFirst()
                .orElseThrow()
                .ruleArn());
    }

    /** A listener's rules as moto itself says them, without those that are named. */
    String others(RouteRef... ours) {
        String said =
                moto.query("elasticloadbalancing", "Action=DescribeRules&Version=2015-12-01&ListenerArn=" + listener);
        StringBuilder others = new StringBuilder();
        for (String member : said.split("<member>\\s*<RuleArn>|(?=<RuleArn>)", -1)) {
            if (List.of(ours).stream().noneMatch(route -> member.contains(route.id()))) {
                others.append(member.replaceAll("<RequestId>[^<]*", ""));
            }
        }
        return others.toString();
    }
}
