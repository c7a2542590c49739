package io.github.bluegreen4j.testkit.contract;

import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.spi.TrafficRouter;
import java.time.Duration;

/**
 * A world with two routes under test, routes of others, and a group that no route lists. {@link #route} sends all traffic to
 * blue's group and lists green's with weight 0; {@link #narrowRoute} lists only blue's group.
 *
 * <p>A router may decline what its platform lacks: {@link #supportsStickiness}, {@link #allowsStrangers} and {@link
 * #checksUnlistedGroups}. The tests then check that the router reports none of it.
 */
public interface TrafficRouterFixture extends ContractFixture {
    /** {@return the router under test} */
    TrafficRouter router();

    /** {@return the write mode that the router must declare} */
    TrafficRouter.WriteMode writeMode();

    /** {@return the service of {@link #blue}} */
    ServiceRef service();

    /**
     * {@return a route that sends everything to {@link #blueGroup} and lists {@link #greenGroup} with weight 0, without
     * stickiness}
     */
    RouteRef route();

    /** {@return a route that lists only {@link #blueGroup}} */
    RouteRef narrowRoute();

    /** {@return a well-formed name of a route that does not exist} */
    RouteRef missingRoute();

    /** {@return a group with at least two targets, all of {@link #blue} and all healthy} */
    TargetGroupRef blueGroup();

    /** {@return the revision whose targets are in {@link #blueGroup}} */
    RevisionRef blue();

    /** {@return a group without targets} */
    TargetGroupRef greenGroup();

    /** {@return a group that no route lists, with at least one target that is healthy once it is checked} */
    TargetGroupRef unusedGroup();

    /** {@return a well-formed name of a group that does not exist} */
    TargetGroupRef missingGroup();

    /**
     * {@return all routing except the groups and weights of {@link #route} and {@link #narrowRoute}, as text to compare:
     * their conditions, priorities, stickiness and other actions, and all routes of others}
     */
    String everythingElse();

    /**
     * Returns where a route sends traffic according to its data plane or its configuration, not to the router under test.
     *
     * @param route the route
     * @return its groups and weights
     */
    TrafficSplit actual(RouteRef route);

    /**
     * Changes the groups and weights of a route, as an outsider does.
     *
     * @param route the route
     * @param split the new groups and weights
     */
    void rewrite(RouteRef route, TrafficSplit split);

    /**
     * Changes the conditions, the priority or another action of a route, as an outsider does. Groups, weights and stickiness
     * stay.
     *
     * @param route the route
     */
    void rewriteTerms(RouteRef route);

    /** {@return whether a route can pin its clients to a target group; default true. If false, every reading is without stickiness} */
    default boolean supportsStickiness() {
        return true;
    }

    /**
     * Sets the group stickiness of a route, as an outsider does. Called only if {@link #supportsStickiness}.
     *
     * @param route the route
     * @param stickiness how long a client is pinned to a group
     */
    default void stick(RouteRef route, Duration stickiness) {
        throw new UnsupportedOperationException("stick: implement it, or return false from supportsStickiness");
    }

    /** {@return whether anybody but the runtime can register targets; default true. If false, every target has an owner} */
    default boolean allowsStrangers() {
        return true;
    }

    /**
     * Registers a target that belongs to no revision. Called only if {@link #allowsStrangers}.
     *
     * @param group the target group
     */
    default void addStranger(TargetGroupRef group) {
        throw new UnsupportedOperationException("addStranger: implement it, or return false from allowsStrangers");
    }

    /**
     * Whether targets are health-checked in a group that no route lists. Default false, as with Elastic Load Balancing: they are
     * {@code UNUSED}. If true, they are read with their health.
     *
     * @return whether they are checked
     */
    default boolean checksUnlistedGroups() {
        return false;
    }

    /** Makes one target of {@link #blueGroup} fail its health checks from now on. */
    void failOneTarget();

    /** Makes the router unreachable from now on. */
    void goOutOfReach();
}
