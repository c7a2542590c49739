package io.github.bluegreen4j.testkit.contract;

import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.spi.TrafficRouter;
import java.time.Duration;

/**
 * A world with a route of ours that gives blue's group everything and lists green's with weight 0, a second route of
 * ours that lists blue's group alone, routes of other people, and a group that no route lists.
 *
 * <p>A router may decline what its world does not have: {@link #supportsStickiness}, {@link #allowsStrangers} and {@link
 * #checksUnlistedGroups}. The tests then check that the router reports none of it.
 */
public interface TrafficRouterFixture extends ContractFixture {
    /** The router under test. */
    TrafficRouter router();

    /** What the router promises of its compare-and-write. */
    TrafficRouter.WriteMode writeMode();

    /** The service whose revision is {@link #blue}. */
    ServiceRef service();

    /** Gives {@link #blueGroup} everything and lists {@link #greenGroup} with weight 0. Not sticky. */
    RouteRef route();

    /** Forwards to {@link #blueGroup} and lists no other group. */
    RouteRef narrowRoute();

    /** No route has that name, though it is formed as one. */
    RouteRef missingRoute();

    /** Holds at least two targets, all of {@link #blue} and all healthy. */
    TargetGroupRef blueGroup();

    /** The revision whose targets are in {@link #blueGroup}. */
    RevisionRef blue();

    /** Holds no target. */
    TargetGroupRef greenGroup();

    /** Holds at least one target that is healthy once it is checked, and no route lists it. */
    TargetGroupRef unusedGroup();

    /** No group has that name, though it is formed as one. */
    TargetGroupRef missingGroup();

    /**
     * All there is of routing, as text to compare, but the groups and weights of {@link #route} and {@link
     * #narrowRoute}: their conditions, priorities, stickiness and other actions, and all routes of other people whole.
     */
    String everythingElse();

    /** Where that route sends traffic, as the router's own data plane or its configuration says. */
    TrafficSplit actual(RouteRef route);

    /** Somebody else gives that route this split. */
    void rewrite(RouteRef route, TrafficSplit split);

    /** Somebody else changes the conditions of that route, or its priority, or another action, but nothing of ours. */
    void rewriteTerms(RouteRef route);

    /** Whether a route can pin its clients to a target group. Default true. If false, every reading is without stickiness. */
    default boolean supportsStickiness() {
        return true;
    }

    /** Somebody else makes that route pin its clients for so long. Called only where {@link #supportsStickiness}. */
    default void stick(RouteRef route, Duration stickiness) {
        throw new UnsupportedOperationException("stick: implement it, or return false from supportsStickiness");
    }

    /** Whether anybody but the runtime can register targets. Default true. If false, every target has an owner. */
    default boolean allowsStrangers() {
        return true;
    }

    /** Registers a target with a group that no revision of a service owns. Called only where {@link #allowsStrangers}. */
    default void addStranger(TargetGroupRef group) {
        throw new UnsupportedOperationException("addStranger: implement it, or return false from allowsStrangers");
    }

    /**
     * Whether targets are health-checked in a group that no route lists. Default false, as with Elastic Load Balancing: they are {@code
     * UNUSED}. If true, they are read with their health.
     */
    default boolean checksUnlistedGroups() {
        return false;
    }

    /** One target of {@link #blueGroup} fails its health checks from now on. */
    void failOneTarget();

    /** From now on the router can't be reached. */
    void goOutOfReach();
}
