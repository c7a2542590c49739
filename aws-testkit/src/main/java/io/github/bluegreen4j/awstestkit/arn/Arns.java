package io.github.bluegreen4j.awstestkit.arn;

import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Makes the ARNs of one account in one region. The same short names make the same ARN, so that a test and its world mean the
 * same rule without being told each other's.
 *
 * <pre>{@code
 * Arns arns = Arns.standard();
 * RouteRef production = arns.rule("web", 443, 10);     // of the Application Load Balancer "web"
 * RouteRef everything = arns.defaultRule("web", 443);
 * RouteRef tcp = arns.networkListener("edge", 5432);   // of the Network Load Balancer "edge"
 * TargetGroupRef blue = arns.targetGroup("checkout-blue");
 * }</pre>
 *
 * @param account twelve digits
 * @param region {@code eu-west-1}, for example
 */
public record Arns(String account, String region) {
    private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");

    /** Checks the account. */
    public Arns {
        if (!ACCOUNT.matcher(account).matches()) {
            throw new IllegalArgumentException("account: \"" + account + "\" is not allowed; allowed: twelve digits");
        }
    }

    /** Those of account 123456789012 in eu-west-1. */
    public static Arns standard() {
        return new Arns("123456789012", "eu-west-1");
    }

    private String arn(String service, String resource) {
        return "arn:aws:" + service + ":" + region + ":" + account + ":" + resource;
    }

    /** A cluster of Amazon ECS. */
    public String cluster(String name) {
        return arn("ecs", "cluster/" + name);
    }

    /** A service of Amazon ECS. */
    public String service(ServiceRef service) {
        return arn("ecs", "service/" + service.cluster() + "/" + service.name());
    }

    /**
     * A task set.
     *
     * @param id {@code ecs-svc/} and a number
     */
    public String taskSet(ServiceRef service, String id) {
        return arn("ecs", "task-set/" + service.cluster() + "/" + service.name() + "/" + id);
    }

    /** A task. */
    public String task(String cluster, String id) {
        return arn("ecs", "task/" + cluster + "/" + id);
    }

    /**
     * A task definition.
     *
     * @param definition family and revision, {@code checkout:42} for example
     */
    public String taskDefinition(String definition) {
        return arn("ecs", "task-definition/" + definition);
    }

    /** A target group. */
    public TargetGroupRef targetGroup(String name) {
        return new TargetGroupRef(
                arn("elasticloadbalancing", "targetgroup/" + name + "/" + hex("targetgroup " + name, 16)));
    }

    /** An Application Load Balancer. */
    public String applicationBalancer(String name) {
        return balancer("loadbalancer/app/", name);
    }

    /** A Network Load Balancer. */
    public String networkBalancer(String name) {
        return balancer("loadbalancer/net/", name);
    }

    private String balancer(String kind, String name) {
        return arn("elasticloadbalancing", kind + name + "/" + hex("loadbalancer " + name, 16));
    }

    /** A listener of an Application Load Balancer. */
    public String applicationListener(String balancer, int port) {
        return balancer("listener/app/", balancer) + "/" + port("listener " + balancer, port);
    }

    /** A listener of a Network Load Balancer: a route by its default action. */
    public RouteRef networkListener(String balancer, int port) {
        return new RouteRef(balancer("listener/net/", balancer) + "/" + port("listener " + balancer, port));
    }

    /**
     * A rule of a listener of an Application Load Balancer.
     *
     * @param priority 1 to 50,000
     */
    public RouteRef rule(String balancer, int port, int priority) {
        if (priority < 1 || priority > 50_000) {
            throw new IllegalArgumentException("priority: \"" + priority + "\" is not allowed; allowed: 1 to 50000");
        }
        return ruleOf(applicationListener(balancer, port), priority);
    }

    /** The default rule of a listener of an Application Load Balancer. */
    public RouteRef defaultRule(String balancer, int port) {
        return ruleOf(applicationListener(balancer, port), 0);
    }

    /** @param priority 0 for the default rule */
    static RouteRef ruleOf(String listener, int priority) {
        return new RouteRef(
                listener.replace(":listener/", ":listener-rule/") + "/" + port("rule " + listener, priority));
    }

    /** A function of AWS Lambda. */
    public String function(String name) {
        return arn("lambda", "function:" + name);
    }

    /** An alarm of Amazon CloudWatch. */
    public String alarm(String name) {
        return arn("cloudwatch", "alarm:" + name);
    }

    /** An event bus. */
    public String eventBus(String name) {
        return arn("events", "event-bus/" + name);
    }

    /** Sixteen digits of which the last five are a number, so that it can be read from the ARN. */
    private static String port(String text, int number) {
        return hex(text, 11) + String.format(Locale.ROOT, "%05x", number);
    }

    private static String hex(String text, int digits) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        return String.format(Locale.ROOT, "%016x", hash).substring(0, digits);
    }
}
