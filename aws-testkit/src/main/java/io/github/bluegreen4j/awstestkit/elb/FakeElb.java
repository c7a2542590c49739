package io.github.bluegreen4j.awstestkit.elb;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.bluegreen4j.awstestkit.wire.Api;
import io.github.bluegreen4j.awstestkit.wire.FakeService;
import io.github.bluegreen4j.awstestkit.wire.Inputs;
import io.github.bluegreen4j.awstestkit.wire.Operation;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TargetHealth;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Elastic Load Balancing: the world's routes as rules and listeners, and its target groups. Its public methods set up what
 * the world does not have. To set conditions and further actions of a rule, use an SDK client. Get it from {@code
 * FakeAws.elb()}. Thread-safe.
 */
public final class FakeElb implements FakeService {
    private final Object lock;
    private final Routes routes;
    private final FakeTargetGroups groups;
    private final Map<String, Operation> operations;

    /**
     * Creates the service of a world.
     *
     * @param world the world
     * @param lock the lock of the fake, held while an operation runs
     * @param registrations returns how a target of the world is registered
     */
    public FakeElb(SimulatedWorld world, Object lock, Function<TargetHealth.Target, RegisteredTarget> registrations) {
        this.lock = lock;
        routes = new Routes(world);
        Rules rules = new Rules(routes);
        Listeners listeners = new Listeners(routes);
        groups = new FakeTargetGroups(world.view(), routes, registrations);
        operations = Map.of(
                "DescribeRules", new Operation(input -> List.of("*"), rules::describeRules),
                "ModifyRule", new Operation(input -> arn(input, "RuleArn"), rules::modifyRule),
                "DescribeListeners", new Operation(input -> List.of("*"), listeners::describeListeners),
                "ModifyListener", new Operation(input -> arn(input, "ListenerArn"), listeners::modifyListener),
                "DescribeTargetGroups", new Operation(input -> List.of("*"), groups::describeTargetGroups),
                "DescribeTargetGroupAttributes", new Operation(input -> List.of("*"), groups::describeAttributes),
                "DescribeTargetHealth", new Operation(input -> List.of("*"), groups::describeTargetHealth));
    }

    private static List<String> arn(ObjectNode input, String field) {
        return List.of(Inputs.text(input, field).orElse("*"));
    }

    @Override
    public Api api() {
        return Api.ELB;
    }

    @Override
    public Map<String, Operation> operations() {
        return operations;
    }

    /**
     * Tells whether a load balancer uses a target group.
     *
     * @param group the target group
     * @return whether a rule or a listener refers to it
     */
    public boolean isBalanced(TargetGroupRef group) {
        synchronized (lock) {
            return !groups.balancers(group).isEmpty();
        }
    }

    /**
     * Sets the target type of a target group.
     *
     * @param group the target group
     * @param type {@code ip}, the default, {@code instance}, {@code lambda} or {@code alb}
     */
    public void targetType(TargetGroupRef group, String type) {
        synchronized (lock) {
            groups.type(group, type);
        }
    }

    /**
     * Sets an attribute of a target group, such as {@code deregistration_delay.timeout_seconds}. It changes only what the fake
     * describes: how long targets drain is a setting of the world.
     *
     * @param group the target group
     * @param key the name of the attribute
     * @param value its value
     */
    public void attribute(TargetGroupRef group, String key, String value) {
        synchronized (lock) {
            groups.attribute(group, key, value);
        }
    }

    /**
     * Sets the health check of a target group. It changes only what the fake describes.
     *
     * @param group the target group
     * @param interval the time between two checks of a target, in whole seconds; by default 30 seconds
     * @param healthy how many checks in a row a target must pass to be healthy; by default 5
     * @param unhealthy how many checks in a row a target must fail to be unhealthy; by default 2
     */
    public void healthCheck(TargetGroupRef group, Duration interval, int healthy, int unhealthy) {
        synchronized (lock) {
            groups.healthCheck(group, interval, healthy, unhealthy);
        }
    }

    /**
     * Sets the maximum number of rules, listeners or target groups on a page.
     *
     * @param most the page size; by default 400, AWS's maximum
     */
    public void pageSize(int most) {
        synchronized (lock) {
            routes.pageSize(most);
        }
    }

    /**
     * Deletes a target group.
     *
     * @param group the target group
     * @throws IllegalStateException if a rule or a listener refers to it; AWS refuses that, too
     */
    public void deleted(TargetGroupRef group) {
        synchronized (lock) {
            groups.delete(group);
        }
    }
}
