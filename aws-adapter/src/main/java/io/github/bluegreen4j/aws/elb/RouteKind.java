package io.github.bluegreen4j.aws.elb;

import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.spi.PortException;
import java.util.regex.Pattern;

/** The kinds of route, recognized by their ARNs. */
enum RouteKind {
    /** A rule of an Application Load Balancer's listener, including its default rule. */
    RULE("listener-rule/app/"),
    /** A listener of a Network Load Balancer. It has only a default action. */
    LISTENER("listener/net/");

    private static final Pattern ARN =
            Pattern.compile("arn:[\\w-]+:elasticloadbalancing:[\\w-]+:\\d+:(listener-rule|listener)/(app|net|gwy)/.+");

    private final String resource;

    RouteKind(String resource) {
        this.resource = resource;
    }

    static RouteKind of(RouteRef route) {
        String arn = route.id();
        if (ARN.matcher(arn).matches()) {
            for (RouteKind kind : values()) {
                if (arn.contains(":" + kind.resource)) {
                    return kind;
                }
            }
        }
        throw new PortException(new Problem(
                Problem.Kind.REFUSED,
                "elasticloadbalancing:DescribeRules",
                arn,
                "route: \"" + arn + "\" is not allowed; allowed: the ARN of a rule of an Application Load Balancer"
                        + " (...:listener-rule/app/..., that of the default rule too), or of a listener of a Network Load"
                        + " Balancer (...:listener/net/...)"));
    }

    /**
     * Returns the ARN of a rule's listener. The rule's ARN is the listener's with {@code -rule} inserted and the rule's id
     * appended.
     */
    static String listenerOf(String ruleArn) {
        return ruleArn.substring(0, ruleArn.lastIndexOf('/')).replace(":listener-rule/", ":listener/");
    }
}
