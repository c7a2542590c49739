package io.github.bluegreen4j.awstestkit.arn;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A parsed ARN of a listener or a rule.
 *
 * @param prefix the ARN up to the account, with the colon after it
 * @param balancer {@code app} or {@code net}, then name and id of the load balancer, separated by slashes
 * @param listener the id of the listener
 * @param rule the id of the rule; empty for a listener
 */
public record ElbArn(String prefix, String balancer, String listener, Optional<String> rule) {
    private static final Pattern SHAPE =
            Pattern.compile("(arn:[^:]+:elasticloadbalancing:[^:]+:[^:]+:)listener(?:-rule)?/((?:app|net)/[^/]+/[^/]+)"
                    + "/([^/]+)(?:/([^/]+))?");
    private static final int LAST_DIGITS = 5;

    /**
     * Parses an ARN.
     *
     * @param arn any text
     * @return the parts; empty if it is not the ARN of a listener or a rule
     */
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

    /** {@return whether the load balancer is a Network Load Balancer} */
    public boolean isNetwork() {
        return balancer.startsWith("net/");
    }

    /** {@return whether this is a rule} */
    public boolean isRule() {
        return rule.isPresent();
    }

    /** {@return the ARN of the load balancer} */
    public String balancerArn() {
        return prefix + "loadbalancer/" + balancer;
    }

    /** {@return the ARN of the listener} */
    public String listenerArn() {
        return prefix + "listener/" + balancer + "/" + listener;
    }

    /** {@return the ARN of the listener's default rule, as {@link Arns#defaultRule} makes it} */
    public String defaultRuleArn() {
        return Arns.ruleOf(listenerArn(), 0).id();
    }

    /** {@return whether this is the default rule of its listener} */
    public boolean isDefaultRule() {
        return rule.isPresent() && priority() == 0;
    }

    /** {@return the port of the listener; 80 if the id was not made by {@link Arns} and contains none} */
    public int port() {
        int number = number(listener);
        return number >= 1 && number <= 65_535 ? number : 80;
    }

    /** {@return the priority of the rule; 0 for a default rule or a listener} */
    public int priority() {
        return rule.map(ElbArn::number).orElse(0) % 50_001;
    }

    /** Parses the number in the last digits of an id; any number for an id that {@link Arns} did not make. */
    private static int number(String id) {
        String last = id.substring(Math.max(0, id.length() - LAST_DIGITS)).toLowerCase(Locale.ROOT);
        try {
            return Integer.parseInt(last, 16);
        } catch (NumberFormatException notHex) {
            return 1 + (id.hashCode() & 0xfff);
        }
    }
}
