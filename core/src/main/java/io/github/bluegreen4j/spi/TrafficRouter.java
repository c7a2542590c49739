package io.github.bluegreen4j.spi;

import io.github.bluegreen4j.model.RequestCost;
import io.github.bluegreen4j.model.RouteReading;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TargetGroups;
import io.github.bluegreen4j.model.TargetHealth;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.spi.CallRunner.SendPermit;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Distributes requests over target groups by weight: the rules and listeners of a load balancer. Implementations must
 * be safe for use by many threads.
 */
public interface TrafficRouter {

    /** What a router guarantees when it compares and writes. */
    enum WriteMode {
        /** Of two writers with the same fingerprint exactly one succeeds. */
        ATOMIC,
        /** The router compares the fingerprint just before it writes. Elastic Load Balancing offers nothing better. */
        BEST_EFFORT
    }

    /** {@return what this router guarantees} */
    WriteMode writeMode();

    /**
     * How long a write may take to take effect after {@link SendPermit#require}, if its process stands still or its request waits in the
     * network. An engine that takes over a deployment with a write in progress retires nothing, and does not end the deployment, before
     * this time has passed. Restoring writes do not wait. The engine reads the value once, when it is built. A class that wraps another
     * router passes it on.
     *
     * <p>The default is zero for an {@code ATOMIC} router, because its fingerprint refuses a late write, and otherwise 6 minutes: AWS refuses
     * a request more than 5 minutes after it was signed ("AWS Signature Version 4 for API requests" in the IAM user guide), and the
     * signer's clock may be a minute fast.
     *
     * @return 0 to 1 hour; another value is refused when the engine is built
     */
    default Duration maxWriteDelay() {
        return writeMode() == WriteMode.ATOMIC ? Duration.ZERO : Duration.ofMinutes(6);
    }

    /**
     * Reads a route as it is now.
     *
     * @param route the route
     * @return its groups, weights and stickiness, with their fingerprint
     * @throws PortException {@code GONE} if the route does not exist; {@code REFUSED} if not permitted; {@code
     *     UNAVAILABLE} if throttled or unreachable
     */
    RouteReading read(RouteRef route);

    /**
     * Reads routes as they are now, for the watches of many deployments. A route that cannot be read is left out; the engine then reads
     * it with {@link #read}, to learn why. A class that wraps another router passes the call on. The default reads one after the other.
     *
     * @param routes 1 to {@link #readBatch} different routes
     * @return a reading for each route that could be read, in any order
     * @throws PortException {@code UNAVAILABLE} if throttled or unreachable; {@code REFUSED} if not permitted
     */
    default List<RouteReading> readAll(List<RouteRef> routes) {
        return routes.stream().map(this::read).toList();
    }

    /** {@return how many routes one call of {@link #readAll} may read} By default 1. */
    default int readBatch() {
        return 1;
    }

    /**
     * Sets the weights of a route's target groups if the route still has the given fingerprint. Everything else on
     * the route stays as it is: conditions, priority, other actions, stickiness. The write lists every group of the
     * split, including those with weight 0.
     *
     * @param route the route
     * @param fingerprint the fingerprint of the reading on which the write is based
     * @param split the new weights
     * @throws PortException {@code CONFLICT} if the fingerprint does not match; {@code GONE} if the route does not
     *     exist; {@code REFUSED} or {@code UNAVAILABLE} if nothing was changed; {@code UNKNOWN} if the route may have
     *     been changed
     */
    void write(RouteRef route, String fingerprint, TrafficSplit split);

    /**
     * {@return this router for calls of one urgency} A router that limits its requests serves the most urgent calls
     * first. By default the same object.
     *
     * @param urgency how urgent the calls are
     */
    default TrafficRouter at(CallRunner.Urgency urgency) {
        return this;
    }

    /**
     * Reads the targets of a group, their health, and which revisions of the service own them. Other owners are not
     * resolved. The load balancer does not check a group that no route references: its targets are {@code UNUSED},
     * never healthy. Unknown never counts as healthy.
     *
     * @param service the service whose revisions may own targets
     * @param group the target group
     * @return all registered targets
     * @throws PortException {@code GONE} if the group does not exist
     */
    TargetHealth health(ServiceRef service, TargetGroupRef group);

    /**
     * Finds every route, whoever owns it, that gives at least one of the two groups weight. These routes would fail
     * if a group lost its targets. The result uses the ids by which a specification would name the routes. The engine
     * calls this before a deployment changes anything, at the gate before CLEAN_UP, and before it retires a revision.
     *
     * @param groups the two target groups of a service
     * @return the routes; empty if there are none
     * @throws PortException {@code GONE} if a group does not exist; {@code REFUSED} if not permitted; {@code
     *     UNAVAILABLE} if throttled or unreachable
     */
    Set<RouteRef> routesTo(TargetGroups groups);

    /**
     * {@return what one call usually costs of the rate limits that this router knows} For plans. By default nothing.
     *
     * @param operation one of the operations of this port; others cost nothing here
     */
    default List<RequestCost> costs(CallRunner.Operation operation) {
        return List.of();
    }

    /**
     * {@return the checks that this port brings for the preflight of every deployment} A class that wraps another TrafficRouter
     * passes them on. By default none.
     */
    default List<PreflightCheck> preflightChecks() {
        return List.of();
    }

    /**
     * {@return this router for one change} An adapter overrides this method and calls {@link SendPermit#require}
     * immediately before it sends each request that changes something. A class that wraps another TrafficRouter
     * passes the permit on. The default ignores the permit, so the engine's lease is checked only once, when the call
     * starts.
     *
     * @param permit whether the change may still be sent
     */
    default TrafficRouter within(SendPermit permit) {
        return this;
    }
}
