package io.github.bluegreen4j.spi;

import io.github.bluegreen4j.model.RouteReading;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TargetGroups;
import io.github.bluegreen4j.model.TargetHealth;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.spi.CallRunner.SendPermit;
import java.time.Duration;
import java.util.Set;

/**
 * What sends requests to target groups by weight: a load balancer's rules and listeners. Safe for use by many threads.
 */
public interface TrafficRouter {

    /** What a router promises of its compare-and-write. */
    enum WriteMode {
        /** Of two writers with the same fingerprint exactly one succeeds. */
        ATOMIC,
        /** The fingerprint is compared just before the write (Elastic Load Balancing has nothing better). */
        BEST_EFFORT
    }

    /** What this router promises. */
    WriteMode writeMode();

    /**
     * How long after {@link SendPermit#require} a write may still take effect when its sender stops in between: a process that stands
     * still, a request that waits in the network. An engine that takes over a deployment while a write was under way retires nothing
     * and does not end the deployment for so long. Restoring writes do not wait.
     *
     * <p>The default is zero for an {@code ATOMIC} router, since it refuses a late write for its fingerprint, and otherwise 6 minutes: AWS
     * refuses a request that arrives more than 5 minutes after it was signed, and the signer's clock may be a minute fast. Read once,
     * when the engine is built. A class that wraps another TrafficRouter passes it on.
     *
     * @return not negative
     */
    default Duration maxWriteDelay() {
        return writeMode() == WriteMode.ATOMIC ? Duration.ZERO : Duration.ofMinutes(6);
    }

    /**
     * Reads a route as it is now.
     *
     * @throws PortException {@code GONE} when there is no such route; {@code REFUSED} when not permitted; {@code
     *     UNAVAILABLE} when throttled or out of reach
     */
    RouteReading read(RouteRef route);

    /**
     * Gives the target groups of a route these weights, if the route still has the fingerprint; all else on it (conditions,
     * priority, other actions, stickiness) stays as it is. Every group of the split is listed, those with weight 0 too.
     *
     * @throws PortException {@code CONFLICT} when the fingerprint does not match, and nothing was changed; {@code GONE}
     *     when there is no such route; {@code REFUSED}, {@code UNAVAILABLE} when nothing was changed; {@code UNKNOWN} when
     *     it may have been
     */
    void write(RouteRef route, String fingerprint, TrafficSplit split);

    /**
     * This router for calls that restore production. A router with a budget of requests lets those use the share that it keeps for
     * them. By default nothing differs.
     */
    default TrafficRouter restoring() {
        return this;
    }

    /**
     * This router for calls of that urgency. One with a budget of requests serves the most urgent calls first. By default only
     * {@link #restoring} differs.
     */
    default TrafficRouter at(CallRunner.Urgency urgency) {
        return urgency == CallRunner.Urgency.RESTORING ? restoring() : this;
    }

    /**
     * Reads the targets of a group, and which revisions of the service own them: who else's they are is not asked. A group that no route references is not health-checked: its targets are {@code
     * UNUSED}, never healthy. Unknown is not healthy.
     *
     * @throws PortException {@code GONE} when there is no such group
     */
    TargetHealth health(ServiceRef service, TargetGroupRef group);

    /**
     * Finds every route that gives at least one of the two groups weight, whoever owns it: what would go dark if a group lost
     * its targets. A route has the identity by which a specification would name it. The engine asks before a deployment
     * touches anything, at the clean-up gate, and before it retires a revision.
     *
     * @throws PortException {@code GONE} when there is no such group; {@code REFUSED} when not permitted; {@code
     *     UNAVAILABLE} when throttled or out of reach
     */
    Set<RouteRef> routesTo(TargetGroups groups);

    /**
     * This router for one change. An adapter overrides it: immediately before it sends each request that changes something, it calls {@link
     * SendPermit#require}. A class that wraps another TrafficRouter passes the permit on. The default ignores the permit, so the engine's lease is
     * checked only once, as the call begins.
     */
    default TrafficRouter within(SendPermit permit) {
        return this;
    }
}
