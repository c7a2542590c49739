package io.github.bluegreen4j.awstestkit.arn;

import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Makes the ARNs of one account in one Region. The same short names always make the same ARN, so a test and its world can
 * name a resource independently. Immutable.
 *
 * <pre>{@code
 * Arns arns = Arns.standard();
 * RouteRef production = arns.rule("web", 443, 10);     // of the Application Load Balancer "web"
 * RouteRef everything = arns.defaultRule("web", 443);
 * RouteRef tcp = arns.networkListener("edge", 5432);   // of the Network Load Balancer "edge"
 * TargetGroupRef blue = arns.targetGroup("checkout-blue");
 * }</pre>
 *
 * @param account the account number, 12 digits
 * @param region the Region, for example {@code eu-west-1}
 */
public record Arns(String account, String region) {
    private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");

    /**
     * Validates the account number.
     *
     * @param account 12 digits
     * @param region the Region, not validated
     * @throws IllegalArgumentException if {@code account} is not a number of 12 digits
     */
    public Arns {
        if (!ACCOUNT.matcher(account).matches()) {
            throw new IllegalArgumentException("account: \"" + account + "\" is not allowed; allowed: twelve digits");
        }
    }

    /** {@return the names of account 123456789012 in {@code eu-west-1}} */
    public static Arns standard() {
        return new Arns("123456789012", "eu-west-1");
    }

    private String arn(String service, String resource) {
        return "arn:aws:" + service + ":" + region + ":" + account + ":" + resource;
    }

    /**
     * Makes the ARN of an ECS cluster.
     *
     * @param name the name of the cluster
     * @return the ARN
     */
    public String cluster(String name) {
        return arn("ecs", "cluster/" + name);
    }

    /**
     * Makes the ARN of an ECS service.
     *
     * @param service the names of the cluster and the service
     * @return the ARN
     */
    public String service(ServiceRef service) {
        return arn("ecs", "service/" + service.cluster() + "/" + service.name());
    }

    /**
     * Makes the ARN of a task set.
     *
     * @param service the service of the task set
     * @param id {@code ecs-svc/} and a number
     * @return the ARN
     */
    public String taskSet(ServiceRef service, String id) {
        return arn("ecs", "task-set/" + service.cluster() + "/" + service.name() + "/" + id);
    }

    /**
     * Makes the ARN of a service revision.
     *
     * @param service the service
     * @param id the id of the revision
     * @return the ARN
     */
    public String serviceRevision(ServiceRef service, String id) {
        return arn("ecs", "service-revision/" + service.cluster() + "/" + service.name() + "/" + id);
    }

    /**
     * Makes the ARN of a service deployment.
     *
     * @param service the service
     * @param id the id of the deployment
     * @return the ARN
     */
    public String serviceDeployment(ServiceRef service, String id) {
        return arn("ecs", "service-deployment/" + service.cluster() + "/" + service.name() + "/" + id);
    }

    /**
     * Makes the ARN of a task.
     *
     * @param cluster the name of the cluster
     * @param id the id of the task
     * @return the ARN
     */
    public String task(String cluster, String id) {
        return arn("ecs", "task/" + cluster + "/" + id);
    }

    /**
     * Makes the ARN of a container instance.
     *
     * @param cluster the name of the cluster
     * @param id the id of the container instance
     * @return the ARN
     */
    public String containerInstance(String cluster, String id) {
        return arn("ecs", "container-instance/" + cluster + "/" + id);
    }

    /**
     * Makes the ARN of a task definition.
     *
     * @param definition family and revision, for example {@code checkout:42}
     * @return the ARN
     */
    public String taskDefinition(String definition) {
        return arn("ecs", "task-definition/" + definition);
    }

    /**
     * Makes the reference of a target group.
     *
     * @param name the name of the target group
     * @return its ARN as a reference
     */
    public TargetGroupRef targetGroup(String name) {
        return new TargetGroupRef(
                arn("elasticloadbalancing", "targetgroup/" + name + "/" + hex("targetgroup " + name, 16)));
    }

    /**
     * Makes the ARN of an Application Load Balancer.
     *
     * @param name the name of the load balancer
     * @return the ARN
     */
    public String applicationBalancer(String name) {
        return balancer("loadbalancer/app/", name);
    }

    /**
     * Makes the ARN of a Network Load Balancer.
     *
     * @param name the name of the load balancer
     * @return the ARN
     */
    public String networkBalancer(String name) {
        return balancer("loadbalancer/net/", name);
    }

    private String balancer(String kind, String name) {
        return arn("elasticloadbalancing", kind + name + "/" + hex("loadbalancer " + name, 16));
    }

    /**
     * Makes the ARN of a listener of an Application Load Balancer.
     *
     * @param balancer the name of the load balancer
     * @param port the port of the listener
     * @return the ARN
     */
    public String applicationListener(String balancer, int port) {
        return balancer("listener/app/", balancer) + "/" + port("listener " + balancer, port);
    }

    /**
     * Makes the reference of a Network Load Balancer's listener. It is a route by its default action.
     *
     * @param balancer the name of the load balancer
     * @param port the port of the listener
     * @return its ARN as a route
     */
    public RouteRef networkListener(String balancer, int port) {
        return new RouteRef(balancer("listener/net/", balancer) + "/" + port("listener " + balancer, port));
    }

    /**
     * Makes the reference of a rule of an Application Load Balancer's listener.
     *
     * @param balancer the name of the load balancer
     * @param port the port of the listener
     * @param priority the priority of the rule, 1 to 50,000
     * @return its ARN as a route
     * @throws IllegalArgumentException if the priority is out of range
     */
    public RouteRef rule(String balancer, int port, int priority) {
        if (priority < 1 || priority > 50_000) {
            throw new IllegalArgumentException("priority: \"" + priority + "\" is not allowed; allowed: 1 to 50000");
        }
        return ruleOf(applicationListener(balancer, port), priority);
    }

    /**
     * Makes the reference of the default rule of an Application Load Balancer's listener.
     *
     * @param balancer the name of the load balancer
     * @param port the port of the listener
     * @return its ARN as a route
     */
    public RouteRef defaultRule(String balancer, int port) {
        return ruleOf(applicationListener(balancer, port), 0);
    }

    /** @param priority 0 for the default rule */
    static RouteRef ruleOf(String listener, int priority) {
        return new RouteRef(
                listener.replace(":listener/", ":listener-rule/") + "/" + port("rule " + listener, priority));
    }

    /**
     * Makes the ARN of a Lambda function.
     *
     * @param name the name of the function
     * @return the ARN
     */
    public String function(String name) {
        return arn("lambda", "function:" + name);
    }

    /**
     * Makes the ARN of a CloudWatch alarm.
     *
     * @param name the name of the alarm
     * @return the ARN
     */
    public String alarm(String name) {
        return arn("cloudwatch", "alarm:" + name);
    }

    /**
     * Makes the ARN of an event bus.
     *
     * @param name the name of the bus
     * @return the ARN
     */
    public String eventBus(String name) {
        return arn("events", "event-bus/" + name);
    }

    /** Makes an id of 16 hexadecimal digits. Its last five are the number, so that it can be parsed from the ARN. */
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
