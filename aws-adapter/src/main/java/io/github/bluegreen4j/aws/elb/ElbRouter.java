package io.github.bluegreen4j.aws.elb;

import io.github.bluegreen4j.aws.SdkClients;
import io.github.bluegreen4j.aws.call.ApiBudget;
import io.github.bluegreen4j.aws.call.ApiCalls;
import io.github.bluegreen4j.aws.call.ApiGroup;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.RequestCost;
import io.github.bluegreen4j.model.RouteReading;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TargetGroups;
import io.github.bluegreen4j.model.TargetHealth;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.spi.CallRunner;
import io.github.bluegreen4j.spi.CallRunner.SendPermit;
import io.github.bluegreen4j.spi.CallRunner.Urgency;
import io.github.bluegreen4j.spi.PortException;
import io.github.bluegreen4j.spi.PreflightCheck;
import io.github.bluegreen4j.spi.TrafficRouter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;

/**
 * Shifts traffic with rules of Application Load Balancers and listeners of Network Load Balancers. Thread-safe.
 *
 * <p>A {@link RouteRef} is the ARN of a listener rule ({@code ...:listener-rule/app/...}; the default action of a listener
 * is its default rule) or of a Network Load Balancer's listener ({@code ...:listener/net/...}), as in ECS's blue/green
 * configuration. A {@link TargetGroupRef} is the ARN of a target group with the target type {@code ip}.
 *
 * <p>A write changes the weights of the route's one forward action. All other actions, their order and the stickiness are
 * sent back as they were read. Conditions and transforms are not sent, so AWS leaves them unchanged. Elastic Load Balancing
 * has no conditional write. The router reads and compares the route immediately before a write, so its write mode is {@code
 * BEST_EFFORT}.
 *
 * <p>Readings state the settle time that follows a shift. It is 10 minutes for a Network Load Balancer, as in ECS ("Network
 * Load Balancer resources for blue/green deployments" in the ECS developer guide). It is 5 seconds for an Application Load
 * Balancer; AWS states none.
 */
public final class ElbRouter implements TrafficRouter {
    private static final Map<ApiGroup, Integer> READ = Map.of(ApiGroup.ELB_READ, 1);
    private static final Map<ApiGroup, Integer> WRITE = Map.of(ApiGroup.ELB_READ, 1, ApiGroup.ELB_MODIFY, 1);

    private final RouteReader routes;
    private final TargetReader targets;
    private final RouteFinder finder;
    private final GroupChecks checks;

    private ElbRouter(RouteReader routes, TargetReader targets, RouteFinder finder, GroupChecks checks) {
        this.routes = routes;
        this.targets = targets;
        this.finder = finder;
        this.checks = checks;
    }

    /**
     * Creates a router with the default budget and settle times.
     *
     * @param client makes one attempt per call, see {@link io.github.bluegreen4j.aws.SdkClients#oneAttempt}
     * @param owners maps targets to revisions, see {@link io.github.bluegreen4j.aws.ecs.EcsTaskSets#owners}
     * @return the router
     */
    public static ElbRouter create(ElasticLoadBalancingV2Client client, TargetOwners owners) {
        return builder(client, owners).build();
    }

    /**
     * Creates a builder with default settings.
     *
     * @param client makes one attempt per call, see {@link io.github.bluegreen4j.aws.SdkClients#oneAttempt}
     * @param owners maps targets to revisions, see {@link io.github.bluegreen4j.aws.ecs.EcsTaskSets#owners}
     * @return the builder
     */
    public static Builder builder(ElasticLoadBalancingV2Client client, TargetOwners owners) {
        return new Builder(client, owners);
    }

    @Override
    public WriteMode writeMode() {
        return WriteMode.BEST_EFFORT;
    }

    @Override
    public TrafficRouter at(Urgency urgency) {
        return new ElbRouter(routes.at(urgency), targets.at(urgency), finder.at(urgency), checks.at(urgency));
    }

    @Override
    public TrafficRouter within(SendPermit permit) {
        return new ElbRouter(routes.within(permit), targets, finder, checks);
    }

    @Override
    public List<RequestCost> costs(CallRunner.Operation operation) {
        return switch (operation) {
            case READ_ROUTE, READ_HEALTH -> finder.costs(READ);
            case READ_USERS -> finder.costs(RouteFinder.USUAL_COST);
            case WRITE_ROUTE -> finder.costs(WRITE);
            default -> List.of();
        };
    }

    @Override
    public RouteReading read(RouteRef route) {
        return routes.read(route).reading();
    }

    /**
     * {@inheritDoc}
     *
     * <p>One request for all rules and one for all listeners.
     */
    @Override
    public List<RouteReading> readAll(List<RouteRef> refs) {
        return routes.readAll(refs);
    }

    /** {@return 20} Elastic Load Balancing states no limit for rules. */
    @Override
    public int readBatch() {
        return 20;
    }

    @Override
    public void write(RouteRef route, String fingerprint, TrafficSplit split) {
        routes.within(route, WRITE, within -> {
            write(within, route, fingerprint, split);
            return true;
        });
    }

    private static void write(RouteReader routes, RouteRef route, String fingerprint, TrafficSplit split) {
        LiveRoute live = routes.read(route);
        RouteReading reading = live.reading();
        if (!reading.fingerprint().equals(fingerprint)) {
            throw new PortException(new Problem(
                    Problem.Kind.CONFLICT,
                    "write",
                    route.id(),
                    "it reads " + reading.fingerprint() + ", not " + fingerprint));
        }
        if (!reading.split().equals(split)) {
            routes.write(live, split);
        }
    }

    /**
     * {@inheritDoc}
     *
     * <p>All of them only warn: {@code deregistration-delay} and {@code health-check} compare the target groups' times with the
     * deployment's limits and bake, in three requests; {@code network-settle} compares this router's settle time with that of
     * ECS; {@code elb-permissions} names the permissions that cannot be tried.
     */
    @Override
    public List<PreflightCheck> preflightChecks() {
        return checks.all();
    }

    @Override
    public Set<RouteRef> routesTo(TargetGroups groups) {
        return finder.routesTo(groups);
    }

    @Override
    public TargetHealth health(ServiceRef service, TargetGroupRef group) {
        return targets.health(service, group);
    }

    /** Builds a router. Not thread-safe. */
    public static final class Builder {
        private final ElasticLoadBalancingV2Client client;
        private final TargetOwners owners;
        private ApiBudget budget = ApiBudget.ofDefaults();
        private Duration settle = Duration.ofSeconds(5);
        private Duration networkSettle = Duration.ofMinutes(10);

        private Builder(ElasticLoadBalancingV2Client client, TargetOwners owners) {
            this.client = client;
            this.owners = owners;
        }

        /**
         * Sets the limit for the rate of requests. By default it has AWS's default rates.
         *
         * @param newBudget the budget; adapters may share one
         * @return this
         */
        public Builder budget(ApiBudget newBudget) {
            budget = newBudget;
            return this;
        }

        /**
         * Sets the settle time after a write to a rule of an Application Load Balancer.
         *
         * @param newSettle zero or longer; by default 5 seconds
         * @return this
         * @throws IllegalArgumentException if it is negative
         */
        public Builder settle(Duration newSettle) {
            settle = checked("settle", newSettle);
            return this;
        }

        /**
         * Sets the settle time after a write to a listener of a Network Load Balancer.
         *
         * @param newSettle zero or longer; by default 10 minutes
         * @return this
         * @throws IllegalArgumentException if it is negative
         */
        public Builder networkSettle(Duration newSettle) {
            networkSettle = checked("networkSettle", newSettle);
            return this;
        }

        private static Duration checked(String field, Duration value) {
            if (value.isNegative()) {
                throw new IllegalArgumentException(field + ": \"" + value + "\" is not allowed; allowed: zero or more");
            }
            return value;
        }

        /** {@return a router with these settings} */
        public ElbRouter build() {
            SdkClients.reportRetries(client);
            ElbCalls calls = new ElbCalls(ApiCalls.of(client, budget));
            return new ElbRouter(
                    new RouteReader(client, calls, settle, networkSettle),
                    new TargetReader(client, calls, owners),
                    new RouteFinder(client, calls),
                    new GroupChecks(client, calls, networkSettle));
        }
    }
}
