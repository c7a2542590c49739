package io.github.bluegreen4j.awstestkit.ecs.bluegreen;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.bluegreen4j.awstestkit.arn.ElbArn;
import io.github.bluegreen4j.awstestkit.wire.Inputs;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import io.github.bluegreen4j.testkit.world.WorldRoute;
import io.github.bluegreen4j.testkit.world.WorldView;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The two target groups of a service and the rules or listeners between which ECS shifts traffic.
 *
 * @param primary the {@code targetGroupArn}
 * @param alternate the {@code alternateTargetGroupArn}
 * @param production the production rule, or the listener of a Network Load Balancer
 * @param test the test rule or listener; empty if there is none
 * @param roleArn the infrastructure role with which ECS calls the load balancer
 */
record TrafficRules(
        TargetGroupRef primary,
        TargetGroupRef alternate,
        RouteRef production,
        Optional<RouteRef> test,
        String roleArn) {
    private static final int ALL = 1_000;
    private static final int HIGHEST = 999;

    static TrafficRules of(JsonNode settings) {
        return ofBalancer(settings.path("loadBalancers").path(0));
    }

    static TrafficRules ofBalancer(JsonNode balancer) {
        JsonNode advanced = balancer.path("advancedConfiguration");
        return new TrafficRules(
                new TargetGroupRef(Inputs.text(balancer, "targetGroupArn").orElse("-")),
                new TargetGroupRef(
                        Inputs.text(advanced, "alternateTargetGroupArn").orElse("-")),
                new RouteRef(Inputs.text(advanced, "productionListenerRule").orElse("-")),
                Inputs.text(advanced, "testListenerRule").map(RouteRef::new),
                Inputs.text(advanced, "roleArn").orElse(""));
    }

    boolean isNetwork() {
        return ElbArn.of(production.id()).filter(ElbArn::isNetwork).isPresent();
    }

    TargetGroupRef other(TargetGroupRef group) {
        return group.equals(primary) ? alternate : primary;
    }

    /** Returns the group that has production traffic; the primary one if not exactly one has. */
    TargetGroupRef serving(WorldView world) {
        return world.route(production).map(WorldRoute::split).stream()
                .flatMap(split -> weighted(split).stream())
                .filter(group -> group.equals(primary) || group.equals(alternate))
                .findFirst()
                .orElse(primary);
    }

    /** Returns the share of production traffic of a group, 0 to 1. */
    double share(WorldView world, Optional<TargetGroupRef> group) {
        Map<TargetGroupRef, Integer> weights = new TreeMap<>();
        world.route(production).ifPresent(route -> weights.putAll(route.split().weights()));
        int all = weights.values().stream().mapToInt(Integer::intValue).sum();
        return all == 0
                ? 0
                : (double) group.map(found -> weights.getOrDefault(found, 0)).orElse(0) / all;
    }

    private static List<TargetGroupRef> weighted(TrafficSplit split) {
        return split.weights().entrySet().stream()
                .filter(entry -> entry.getValue() > 0)
                .map(Map.Entry::getKey)
                .toList();
    }

    /**
     * Returns what ECS finds wrong when a deployment starts.
     *
     * @param blue the group of the revision that serves; empty for a first deployment
     */
    Optional<String> fault(WorldView world, Optional<TargetGroupRef> blue) {
        Optional<TrafficSplit> found = world.route(production).map(WorldRoute::split);
        if (found.isEmpty()) {
            return Optional.of("Listener rule " + production + " was not found.");
        }
        for (TargetGroupRef group : List.of(primary, alternate)) {
            boolean isListed = found.get().lists(group)
                    || test.flatMap(world::route)
                            .filter(route -> route.split().lists(group))
                            .isPresent();
            if (!isListed) {
                return Optional.of("Target group " + group + " is not associated with either the production or the test"
                        + " listener rule.");
            }
        }
        List<TargetGroupRef> serving = weighted(found.get());
        if (serving.size() != 1) {
            return Optional.of("Production listener rule must have exactly one target group serving traffic, but found "
                    + serving.size() + " target groups which are serving traffic.");
        }
        boolean isOurs = serving.get(0).equals(primary) || serving.get(0).equals(alternate);
        if (!isOurs || blue.filter(group -> !serving.contains(group)).isPresent()) {
            return Optional.of(
                    "Production listener rule forwards traffic to an unexpected target group " + serving.get(0) + ".");
        }
        return Optional.empty();
    }

    /**
     * Writes the weights of a rule, as ECS does: without a look at what they are.
     *
     * @param route the production rule or the test rule
     * @param green the group of the new revision
     * @param percent its share
     * @param inTenths whether the weights are in tenths of a percent
     * @return whether the rule and the groups exist
     */
    boolean shift(SimulatedWorld world, RouteRef route, TargetGroupRef green, double percent, boolean inTenths) {
        if (!world.has(route) || !world.view().groups().containsAll(List.of(primary, alternate))) {
            return false;
        }
        Map<TargetGroupRef, Integer> weights = new TreeMap<>();
        int tenths = (int) Math.round(percent * 10);
        boolean isWhole = tenths % 10 == 0 && !inTenths;
        weights.put(green, isWhole ? tenths / 10 : Math.min(HIGHEST, tenths));
        weights.put(other(green), isWhole ? 100 - tenths / 10 : Math.min(HIGHEST, ALL - tenths));
        world.rewrite(route, new TrafficSplit(weights));
        return true;
    }
}
