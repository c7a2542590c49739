package io.github.bluegreen4j.testkit.simulation;

import io.github.bluegreen4j.model.RevisionSpec;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;

/**
 * What the service, its routes and its target groups are called in a campaign of scenarios of all kinds: for adapters that
 * understand certain names only.
 *
 * @param service the service
 * @param revision what is deployed
 * @param first where blue is at first
 * @param second the other target group
 * @param production the first production route
 * @param more the second production route, where a scenario has one
 * @param test the test route, where a scenario has one
 * @param theirs a route of somebody else, where a scenario has one
 */
public record ScenarioNames(
        ServiceRef service,
        RevisionSpec revision,
        TargetGroupRef first,
        TargetGroupRef second,
        RouteRef production,
        RouteRef more,
        RouteRef test,
        RouteRef theirs) {

    /** Plain names. */
    public static final ScenarioNames PLAIN = new ScenarioNames(
            new ServiceRef("simulated", "shop"),
            RevisionSpec.of("shop:2"),
            new TargetGroupRef("group-1"),
            new TargetGroupRef("group-2"),
            new RouteRef("web"),
            new RouteRef("api"),
            new RouteRef("test"),
            new RouteRef("theirs"));
}
