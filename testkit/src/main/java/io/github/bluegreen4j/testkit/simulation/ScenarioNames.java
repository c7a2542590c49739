package io.github.bluegreen4j.testkit.simulation;

import io.github.bluegreen4j.model.RevisionSpec;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;

/**
 * The names in a campaign of generated scenarios. Use it for adapters that understand only certain names, for example ARNs.
 *
 * @param service the service
 * @param revision what is deployed
 * @param first the target group of blue at the start
 * @param second the other target group
 * @param production the first production route
 * @param more the second production route, if a scenario has one
 * @param test the test route, if a scenario has one
 * @param theirs a route of others, if a scenario has one
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

    /** Short names, for ports that accept any. */
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
