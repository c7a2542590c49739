package io.github.bluegreen4j.awstestkit.fault;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * AWS's default limits of requests per second for an account, as token buckets on the world's clock. The sources are the
 * pages of <a href="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/request-throttling.html">ECS</a> and <a
 * href="https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/elb-api-throttling.html">Elastic Load
 * Balancing</a>; {@code DescribeAlarms} has nine per second. Actions without a documented limit are not limited. Not
 * thread-safe: guarded by the lock of {@code FakeAws}.
 */
public final class RateLimits {
    private static final Limit SERVICE_READ = new Limit("ECS service read", 100, 20);
    private static final Limit SERVICE_MODIFY = new Limit("ECS service modify", 50, 5);
    private static final Limit TASK_SET_MODIFY = new Limit("ECS task set modify", 100, 20);
    private static final Limit CLUSTER_READ = new Limit("ECS cluster resource read", 100, 20);
    private static final Limit DEPLOYMENT_READ = new Limit("ECS service deployments", 50, 20);
    private static final Limit REVISION_READ = new Limit("ECS service revisions", 50, 20);
    private static final Limit DEFINITION_READ = new Limit("ECS task definition read", 50, 20);
    private static final Limit ELB_MODIFY = new Limit("ELB modify", 20, 3);
    private static final Limit ELB_READ = new Limit("ELB describe", 200, 50);
    private static final Map<String, Limit> LIMITS = Map.ofEntries(
            Map.entry("ecs:DescribeServices", SERVICE_READ),
            Map.entry("ecs:CreateService", SERVICE_MODIFY),
            Map.entry("ecs:UpdateService", SERVICE_MODIFY),
            Map.entry("ecs:ListServiceDeployments", DEPLOYMENT_READ),
            Map.entry("ecs:DescribeServiceDeployments", DEPLOYMENT_READ),
            Map.entry("ecs:DescribeServiceRevisions", REVISION_READ),
            Map.entry("ecs:CreateTaskSet", TASK_SET_MODIFY),
            Map.entry("ecs:UpdateTaskSet", TASK_SET_MODIFY),
            Map.entry("ecs:DeleteTaskSet", TASK_SET_MODIFY),
            Map.entry("ecs:UpdateServicePrimaryTaskSet", TASK_SET_MODIFY),
            Map.entry("ecs:ListTasks", CLUSTER_READ),
            Map.entry("ecs:ListContainerInstances", CLUSTER_READ),
            Map.entry("ecs:DescribeContainerInstances", CLUSTER_READ),
            Map.entry("ecs:DescribeTasks", CLUSTER_READ),
            Map.entry("ecs:DescribeTaskDefinition", DEFINITION_READ),
            Map.entry("elasticloadbalancing:ModifyRule", ELB_MODIFY),
            Map.entry("elasticloadbalancing:ModifyListener", ELB_MODIFY),
            Map.entry("elasticloadbalancing:DescribeRules", ELB_READ),
            Map.entry("elasticloadbalancing:DescribeListeners", ELB_READ),
            Map.entry("elasticloadbalancing:DescribeTargetGroups", ELB_READ),
            Map.entry("elasticloadbalancing:DescribeTargetGroupAttributes", ELB_READ),
            Map.entry("elasticloadbalancing:DescribeTargetHealth", ELB_READ),
            Map.entry("cloudwatch:DescribeAlarms", new Limit("CloudWatch DescribeAlarms", 9, 9)),
            Map.entry("cloudwatch:GetMetricData", new Limit("CloudWatch GetMetricData", 50, 50)));

    private final Supplier<Instant> clock;
    private final Map<Limit, Bucket> buckets = new HashMap<>();
    private boolean on;

    /**
     * A limit of a group of actions.
     *
     * @param name the group
     * @param burst the number of requests at once
     * @param perSecond the number of further requests per second
     */
    private record Limit(String name, int burst, int perSecond) {}

    /**
     * Creates full buckets. No limit applies yet.
     *
     * @param clock the world's clock
     */
    public RateLimits(Supplier<Instant> clock) {
        this.clock = clock;
    }

    /**
     * Turns the limits on or off. The buckets are full afterwards.
     *
     * @param newOn whether requests are limited from now on
     */
    public void apply(boolean newOn) {
        on = newOn;
        buckets.clear();
    }

    /**
     * Takes a token for a request.
     *
     * @param action the IAM action of the request
     * @return false if the request exceeds the limit
     */
    public boolean admits(String action) {
        Limit limit = LIMITS.get(action);
        return !on
                || limit == null
                || buckets.computeIfAbsent(limit, fresh -> new Bucket(fresh, clock.get()))
                        .take(clock.get());
    }

    private static final class Bucket {
        private final Limit limit;
        private double tokens;
        private Instant filledAt;

        Bucket(Limit limit, Instant now) {
            this.limit = limit;
            this.tokens = limit.burst();
            this.filledAt = now;
        }

        boolean take(Instant now) {
            double seconds = Duration.between(filledAt, now).toNanos() / 1e9;
            tokens = Math.min(limit.burst(), tokens + seconds * limit.perSecond());
            filledAt = now;
            if (tokens < 1) {
                return false;
            }
            tokens--;
            return true;
        }
    }
}
