package io.github.bluegreen4j.awstestkit.elb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.bluegreen4j.awstestkit.arn.ElbArn;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import io.github.bluegreen4j.testkit.world.WorldRoute;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The world's routes with their settings as rules and listeners. Guarded by the lock of its fake. */
final class Routes {
    /** The start of the world's default terms of a route. */
    private static final String USUAL_TERMS = "if path is ";

    /** The maximum page size of AWS. */
    private static final int LONGEST_PAGE = 400;

    private final SimulatedWorld world;
    private final Map<RouteRef, RouteSetting> settings = new HashMap<>();

    private final Map<RouteRef, Described> described = new HashMap<>();
    private final Map<RouteRef, Optional<ElbArn>> arns = new HashMap<>();
    private final Set<TargetGroupRef> deleted = new HashSet<>();
    private int pageSize = LONGEST_PAGE;

    /** The setting that the world's terms of a route were translated to. */
    private record Described(String terms, RouteSetting setting) {}

    Routes(SimulatedWorld world) {
        this.world = world;
    }

    /** Returns the world's routes that are rules or listeners. */
    List<RouteRef> all() {
        return world.view().routes().stream()
                .filter(route -> arn(route).isPresent())
                .toList();
    }

    /** What the id of a route is as an ARN; empty when it names neither a rule nor a listener. */
    Optional<ElbArn> arn(RouteRef route) {
        return arns.computeIfAbsent(route, fresh -> ElbArn.of(fresh.id()));
    }

    /** The rule or listener that a route is, taken apart. */
    ElbArn requireArn(RouteRef route) {
        return arn(route).orElseThrow();
    }

    Optional<WorldRoute> find(RouteRef route) {
        return world.view().route(route);
    }

    /**
     * Returns a route's setting: the one that was written or, if the world's terms were changed since, their translation.
     */
    RouteSetting setting(RouteRef route, WorldRoute found) {
        RouteSetting known = settings.get(route);
        if (known != null && known.terms().equals(found.terms())) {
            return known;
        }
        Described before = described.get(route);
        if (before != null && before.terms().equals(found.terms())) {
            return before.setting();
        }
        boolean conditional =
                arn(route).filter(arn -> arn.isRule() && !arn.isDefaultRule()).isPresent();
        ArrayNode conditions = JsonNodeFactory.instance.arrayNode();
        if (conditional) {
            conditions.add(Conditions.path(found.terms().startsWith(USUAL_TERMS) ? "/*" : found.terms()));
        }
        RouteSetting setting = known == null ? RouteSetting.forwarding(conditions) : known.withConditions(conditions);
        described.put(route, new Described(found.terms(), setting));
        return setting;
    }

    /** Returns the actions of a route in the format of a description. */
    ArrayNode actions(RouteRef route, WorldRoute found) {
        ForwardAction forward = new ForwardAction(found.split(), found.stickiness());
        return Actions.described(setting(route, found).actions(), forward);
    }

    /**
     * Replaces all actions of a route. It changes the world through its router, and only if something differs, so that
     * watchers of the world are notified.
     */
    RouteSetting write(RouteRef route, WorldRoute found, RouteSetting after, List<JsonNode> actions) {
        RouteSetting before = setting(route, found);
        RouteSetting changed = actions.isEmpty() ? after : after.withActions(Actions.kept(actions, before.actions()));
        if (!actions.isEmpty()) {
            ForwardAction forward =
                    Actions.forward(actions).orElse(new ForwardAction(nowhere(found.split()), Optional.empty()));
            requireGroups(forward.split());
            if (!forward.stickiness().equals(found.stickiness())) {
                world.stick(route, forward.stickiness());
            }
            if (!forward.split().equals(found.split())) {
                String fingerprint = world.router().read(route).fingerprint();
                world.router().write(route, fingerprint, forward.split());
            }
        }
        if (!changed.terms().equals(before.terms())) {
            settings.put(route, changed);
            described.remove(route);
            world.rewriteTerms(route, changed.terms());
        }
        return changed;
    }

    /** Adds a route, with its first forward action. */
    void appear(RouteRef route, ForwardAction forward, List<JsonNode> actions) {
        requireGroups(forward.split());
        ArrayNode none = JsonNodeFactory.instance.arrayNode();
        RouteSetting setting = RouteSetting.forwarding(none).withActions(Actions.kept(actions, none));
        world.addRoute(route, forward.split());
        world.stick(route, forward.stickiness());
        settings.put(route, setting);
        world.rewriteTerms(route, setting.terms());
    }

    int pageSize() {
        return pageSize;
    }

    void pageSize(int most) {
        pageSize = most;
    }

    /** Returns the groups that exist. */
    Set<TargetGroupRef> groups() {
        if (deleted.isEmpty()) {
            return world.view().groups();
        }
        Set<TargetGroupRef> groups = new LinkedHashSet<>(world.view().groups());
        groups.removeAll(deleted);
        return groups;
    }

    void delete(TargetGroupRef group) {
        using(group).stream().findFirst().ifPresent(route -> {
            throw new IllegalStateException("target group " + group + " is in use by " + route);
        });
        deleted.add(group);
    }

    private void requireGroups(TrafficSplit split) {
        if (!groups().containsAll(split.groups())) {
            throw ElbRefusals.noGroup();
        }
    }

    /** Returns a split without weights, for a route that answers by itself. */
    private static TrafficSplit nowhere(TrafficSplit split) {
        Map<TargetGroupRef, Integer> weights = new TreeMap<>();
        split.groups().forEach(group -> weights.put(group, 0));
        return new TrafficSplit(weights);
    }

    /** Returns the routes that list a group, with or without weight. */
    List<RouteRef> using(TargetGroupRef group) {
        return world.view().routesTo(group).stream()
                .filter(route -> arn(route).isPresent())
                .toList();
    }
}
