package io.github.bluegreen4j.testkit.world;

import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TargetHealth;
import io.github.bluegreen4j.model.TrafficSplit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The routes and target groups of a world, and the results of the requests. Readings of a group are cached until something
 * changes. Guarded by its world's lock.
 */
final class SimulatedNetwork {
    private final Map<TargetGroupRef, SimulatedGroup> groups = new LinkedHashMap<>();
    /** The names of the groups; empty when they have to be listed anew. */
    private Optional<Set<TargetGroupRef>> listed = Optional.empty();

    private final Map<RouteRef, SimulatedRoute> routes = new LinkedHashMap<>();
    private final Set<TargetGroupRef> deleted = new HashSet<>();
    private final Collection<SimulatedService> services;
    private long settledAt;
    private long version;
    private boolean loaded;
    private boolean judged;

    /** @param services the world's own collection of services; their tasks are the targets */
    SimulatedNetwork(Collection<SimulatedService> services, long now) {
        this.services = services;
        this.settledAt = now;
    }

    /** Invalidates all cached readings. */
    void changed() {
        version++;
    }

    /** Starts to measure for how long routes send requests where no target is healthy. */
    void judged() {
        judged = true;
    }

    /** Counts the requests up to an instant before which nothing changes. */
    void advance(long until) {
        if (until > settledAt && (judged || loaded)) {
            for (SimulatedRoute route : routes.values()) {
                if (judged) {
                    judge(route);
                }
                if (loaded && route.load() > 0) {
                    double requests = route.load() * (until - settledAt) / 1e9;
                    route.tally().count(requests, healthyShare(route), erringShare(route), until - settledAt);
                }
            }
        }
        settledAt = until;
    }

    /** Lets data planes follow what they follow at an instant at which something changes. */
    void follow(long now) {
        for (SimulatedRoute route : routes.values()) {
            route.follow(now);
        }
    }

    /** Marks the groups that get requests and have no healthy target, while another group of the route has one. */
    private void judge(SimulatedRoute route) {
        Set<TargetGroupRef> listed = route.split().groups();
        boolean anyHealthy = false;
        for (TargetGroupRef group : listed) {
            anyHealthy |= healthy(group) > 0;
        }
        for (TargetGroupRef group : listed) {
            route.dark(group, anyHealthy && route.sendsTo(group) && healthy(group) == 0, settledAt);
        }
    }

    private int healthy(TargetGroupRef group) {
        return has(group) ? health(group).healthy() : 0;
    }

    /** Returns when a data plane next applies a write. */
    long nextChange() {
        long next = SimulatedTask.NEVER;
        for (SimulatedRoute route : routes.values()) {
            next = Math.min(next, route.nextChange(settledAt));
        }
        return next;
    }

    /** Returns the share of a route's requests that find a healthy target, 0 to 1. */
    double healthyShare(SimulatedRoute route) {
        double share = 0;
        for (Map.Entry<TargetGroupRef, SimulatedGroup> group : groups.entrySet()) {
            if (route.mayReach(group.getKey())
                    && health(group.getKey()).targets().size() > 0) {
                share += group.getValue().healthy() > 0 ? route.shareOf(group.getKey(), settledAt) : 0;
            }
        }
        return Math.min(1, share);
    }

    /** Returns the share of a route's requests that are answered with an error, 0 to 1. */
    double erringShare(SimulatedRoute route) {
        double share = 0;
        for (Map.Entry<TargetGroupRef, SimulatedGroup> group : groups.entrySet()) {
            if (route.mayReach(group.getKey()) && health(group.getKey()).healthy() > 0) {
                double erring =
                        (double) group.getValue().erring() / group.getValue().healthy();
                share += erring * route.shareOf(group.getKey(), settledAt);
            }
        }
        return share;
    }

    SimulatedGroup group(TargetGroupRef group) {
        SimulatedGroup found = groups.get(group);
        if (found == null) {
            throw SimulatedState.gone("find", group);
        }
        return found;
    }

    boolean has(TargetGroupRef group) {
        return groups.containsKey(group);
    }

    /** Returns since when a group's targets are health-checked; {@link SimulatedTask#NEVER} if they are not. */
    long checkedSince(TargetGroupRef group) {
        SimulatedGroup found = groups.get(group);
        return found == null ? SimulatedTask.NEVER : found.checkedSince();
    }

    SimulatedRoute route(RouteRef route) {
        return find(route).orElseThrow(() -> SimulatedState.gone("find", route));
    }

    Optional<SimulatedRoute> find(RouteRef route) {
        return Optional.ofNullable(routes.get(route));
    }

    Set<TargetGroupRef> groups() {
        if (listed.isEmpty()) {
            listed = Optional.of(Collections.unmodifiableSet(new LinkedHashSet<>(groups.keySet())));
        }
        return listed.get();
    }

    /** The routes that list a group, with weight or without. */
    List<RouteRef> routesTo(TargetGroupRef group) {
        List<RouteRef> found = new ArrayList<>();
        for (SimulatedRoute route : routes.values()) {
            if (route.split().lists(group)) {
                found.add(route.ref());
            }
        }
        return found;
    }

    Collection<SimulatedRoute> routes() {
        return routes.values();
    }

    /** Returns all targets of a group: started tasks of its revisions, and targets of others. */
    TargetHealth health(TargetGroupRef group) {
        SimulatedGroup found = group(group);
        Optional<TargetHealth> known = found.read(version);
        if (known.isPresent()) {
            return known.get();
        }
        List<TargetHealth.Target> targets = new ArrayList<>();
        int erring = 0;
        for (SimulatedService service : services) {
            for (SimulatedRevision revision : service.revisions()) {
                if (revision.group().equals(group)) {
                    erring += addTargets(targets, revision, found);
                }
            }
        }
        boolean checked = found.checkedSince() != SimulatedTask.NEVER;
        TargetHealth.State strange = checked ? TargetHealth.State.HEALTHY : TargetHealth.State.UNUSED;
        found.strangers().forEach(id -> targets.add(new TargetHealth.Target(id, strange, Optional.empty())));
        TargetHealth health = new TargetHealth(group, targets);
        found.read(health, erring, version);
        return health;
    }

    private int addTargets(List<TargetHealth.Target> targets, SimulatedRevision revision, SimulatedGroup group) {
        int erring = 0;
        for (SimulatedTask task : revision.tasks()) {
            if (task.hasStarted(settledAt)) {
                TargetHealth.State state = task.state(settledAt, group.checkedSince());
                targets.add(new TargetHealth.Target(task.id(), state, Optional.of(revision.ref())));
                erring += task.errs() && state == TargetHealth.State.HEALTHY ? 1 : 0;
            }
        }
        return erring;
    }

    /** Adds a group unless it exists. A deleted group comes back without the targets of others. */
    void add(TargetGroupRef ref) {
        if (groups.putIfAbsent(ref, new SimulatedGroup()) == null) {
            listed = Optional.empty();
        }
        deleted.remove(ref);
    }

    /** Adds a group that is mentioned, unless it exists. A deleted group does not come back. */
    void mention(TargetGroupRef ref) {
        if (deleted.contains(ref)) {
            throw SimulatedState.gone("find", ref);
        }
        add(ref);
    }

    /** Adds a route. */
    void add(RouteRef ref, TrafficSplit split, long now) {
        split.groups().forEach(this::mention);
        routes.put(ref, new SimulatedRoute(ref, split, now));
        checkReferences(split.groups(), now);
    }

    /** Sets the groups and weights of a route. */
    void write(RouteRef route, TrafficSplit split, long now) {
        split.groups().forEach(this::mention);
        Set<TargetGroupRef> before = route(route).split().groups();
        route(route).write(split, now);
        checkReferences(before, now);
        checkReferences(split.groups(), now);
    }

    void load(RouteRef route, double requestsPerSecond) {
        route(route).load(requestsPerSecond);
        loaded = true;
    }

    void remove(RouteRef route, long now) {
        SimulatedRoute removed = routes.remove(route);
        if (removed != null) {
            checkReferences(removed.split().groups(), now);
        }
    }

    /** Removes a group from every route and deletes it. A route that lists no other group is deleted, too. */
    void remove(TargetGroupRef group, long now) {
        for (SimulatedRoute route : List.copyOf(routes.values())) {
            if (route.split().lists(group)) {
                Map<TargetGroupRef, Integer> rest =
                        new LinkedHashMap<>(route.split().weights());
                rest.remove(group);
                if (rest.isEmpty()) {
                    remove(route.ref(), now);
                } else {
                    if (rest.values().stream().allMatch(weight -> weight == 0)) {
                        rest.replaceAll((other, weight) -> 1);
                    }
                    write(route.ref(), new TrafficSplit(rest), now);
                }
            }
        }
        groups.remove(group);
        listed = Optional.empty();
        deleted.add(group);
    }

    private void checkReferences(Set<TargetGroupRef> touched, long now) {
        for (TargetGroupRef ref : touched) {
            SimulatedGroup group = groups.get(ref);
            if (group != null) {
                group.referenced(isReferenced(ref), now);
            }
        }
    }

    private boolean isReferenced(TargetGroupRef ref) {
        for (SimulatedRoute route : routes.values()) {
            if (route.split().lists(ref)) {
                return true;
            }
        }
        return false;
    }
}
