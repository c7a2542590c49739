package io.github.bluegreen4j.awstestkit.arn;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The ARN of a rule or of a listener, taken apart.
 *
 * @param prefix up to the account, with its colon
 * @param balancer {@code app} or {@code net}, name and id of the load balancer
 * @param listener the id of the listener
 * @param rule the id of the rule; empty for a listener
 */
public record ElbArn(String prefix, String balancer, String listener, Optional<String> rule) {
    private static final Pattern SHAPE =
            Pattern.compile("(arn:[^:]+:elasticloadbalancing:[^:]+:[^:]+:)listener(?:-rule)?/((?:app|net)/[^/]+/[^/]+)"
                    + "/([^/]+)(?:/([^/]+))?");
    private static final int LAST_DIGITS = 5;

    /** That ARN, if it is one of a listener or of a rule. */
    public static Optional<ElbArn> of(String arn) {
        if (!arn.startsWith("arn:") || !arn.contains(":listener")) {
            return Optional.empty();
        }
        Matcher shape = SHAPE.matcher(arn);
        return shape.matches()
                ? Optional.of(
                        new ElbArn(shape.group(1), shape.group(2), shape.group(3), Optional.ofNullable(shape.group(4))))
                : Optional.empty();
    }

    /** Whether it is of a Network Load Balancer. */
    public boolean isNetwork() {
        return balancer.startsWith("net/");
    }

    /** Whether it names a rule. */
    public boolean isRule() {
        return rule.isPresent();
    }

    /** The ARN of the load balancer. */
    public String balancerArn() {
        return prefix + "loadbalancer/" + balancer;
    }

    /** The ARN of the listener. */
    public String listenerArn() {
        return prefix + "listener/" + balancer + "/" + listener;
    }

    /** The ARN of the listener's default rule, as {@link Arns#defaultRule} makes it. */
    public String defaultRuleArn() {
        return Arns.ruleOf(listenerArn(), 0).id();
    }

    /** Whether it names the default rule of its listener. */
    public boolean isDefaultRule() {
        return rule.isPresent() && priority() == 0;
    }

    /** The port of the listener. */
    public int port() {
        int number = number(listener);
        return number >= 1 && number <= 65_535 ? number : 80;
    }

    /** The priority of the rule; 0 for a default rule. */
    public int priority() {
        return rule.map(ElbArn::number).orElse(0) % 50_001;
    }

    /** The number that the last digits of an id are; a number of any kind for ids that others made. */
    private static int number(String id) {
        String last = id.substring(Math.max(0, id.length() - LAST_DIGITS)).toLowerCase(Locale.ROOT);
        try {
            return Integer.parseInt(last, 16);
        } catch (NumberFormatException notHex) {
            return 1 + (id.hashCode() & 0xfff);
        }
    }
}
