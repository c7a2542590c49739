package io.github.bluegreen4j.awstestkit.elb;

import io.github.bluegreen4j.awstestkit.wire.AwsRefusal;

/** The refusals of Elastic Load Balancing. */
final class ElbRefusals {
    private ElbRefusals() {}

    static AwsRefusal invalid(String message) {
        return AwsRefusal.of("ValidationError", message);
    }

    static AwsRefusal action(String message) {
        return AwsRefusal.of("InvalidLoadBalancerAction", message);
    }

    static AwsRefusal noRule() {
        return AwsRefusal.of("RuleNotFound", "One or more rules not found");
    }

    static AwsRefusal noListener() {
        return AwsRefusal.of("ListenerNotFound", "One or more listeners not found");
    }

    static AwsRefusal noGroup() {
        return AwsRefusal.of("TargetGroupNotFound", "One or more target groups not found");
    }

    static AwsRefusal noBalancer() {
        return AwsRefusal.of("LoadBalancerNotFound", "One or more load balancers not found");
    }
}
