package io.github.bluegreen4j.awstestkit.fault;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * AWS's own limits on how many requests a second an account may make, as token buckets on the world's clock: the defaults of
 * the <a href="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/request-throttling.html">ECS</a> and <a
 * href="https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/elb-api-throttling.html">Elastic Load Balancing</a>
 * pages, and nine DescribeAlarms a second. Actions that no page names are not limited. Confined to the lock of its fake.
 */
public final class RateLimits {
    private static final Limit SERVICE_READ = new Limit("ECS service read", 100, 20);
    private static final Limit TASK_SET_MODIFY = new Limit("ECS task set modify", 100, 20);
    private static final Limit CLUSTER_READ = new Limit("ECS cluster resource read", 100, 20);
    private static final Limit DEFINITION_READ = new Limit("ECS task definition read", 50, 20);
    private static final Limit ELB_MODIFY = new Limit("ELB modify", 20, 3);
    private static final Limit ELB_READ = new Limit("ELB describe", 200, 50);
    private static final Map<String, Limit> LIMITS = Map.ofEntries(
            Map.entry("ecs:DescribeServices", SERVICE_READ),
            Map.entry("ecs:CreateTaskSet", TASK_SET_MODIFY),
            Map.entry("ecs:UpdateTaskSet", TASK_SET_MODIFY),
            Map.entry("ecs:DeleteTaskSet", TASK_SET_MODIFY),
            Map.entry("ecs:UpdateServicePrimaryTaskSet", TASK_SET_MODIFY),
            Map.entry("ecs:ListTasks", CLUSTER_READ),
            Map.entry("ecs:DescribeTasks", CLUSTER_READ),
            Map.entry("ecs:DescribeTaskDefinition", DEFINITION_READ),
            Map.entry("elasticloadbalancing:ModifyRule", ELB_MODIFY),
            Map.entry("elasticloadbalancing:ModifyListener", ELB_MODIFY),
            Map.entry("elasticloadbalancing:DescribeRules", ELB_READ),
            Map.entry("elasticloadbalancing:DescribeListeners", ELB_READ),
            Map.entry("elasticloadbalancing:DescribeTargetGroups", ELB_READ),
            Map.entry("elasticloadbalancing:DescribeTargetHealth", ELB_READ),
            Map.entry("cloudwatch:DescribeAlarms", new Limit("CloudWatch DescribeAlarms", 9, 9)));

    private final Supplier<Instant> clock;
    private final Map<Limit, Bucket> buckets = new HashMap<>();
    private boolean on;

    /**
     * @param burst how many at once
     * @param perSecond how many more each second
     */
    private record Limit(String name, int burst, int perSecond) {}

    /** Full buckets, and nothing is limited yet. */
    public RateLimits(Supplier<Instant> clock) {
        this.clock = clock;
    }

    /** Whether requests are limited from now on; the buckets are full when it begins. */
    public void apply(boolean newOn) {
        on = newOn;
        buckets.clear();
    }

    /** Takes a token for a request of that action, and says whether there was one. */
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
