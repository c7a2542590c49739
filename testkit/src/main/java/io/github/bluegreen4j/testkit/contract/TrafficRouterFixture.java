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

    /** Holds at least one target that would be healthy, but no route lists it. */
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

    /** Somebody else makes that route pin its clients for so long. */
    void stick(RouteRef route, Duration stickiness);

    /** Registers a target with a group that no revision of a service owns. */
    void addStranger(TargetGroupRef group);

    /** One target of {@link #blueGroup} fails its health checks from now on. */
    void failOneTarget();

    /** From now on the router can't be reached. */
    void goOutOfReach();
}
