package io.github.bluegreen4j.testkit.world;

import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceDescription;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TargetHealth;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.spi.PortException;
import io.github.bluegreen4j.spi.TimeSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongFunction;

/**
 * Everything there is in a world, behind one lock. Whoever looks or changes something first lets happen what has happened
 * by now, one instant after the other, so that nothing needs a thread of its own. What is read is kept until something changes.
 */
final class SimulatedState {
    /** As many revisions as a service of ECS may have task sets. */
    static final int MOST_REVISIONS = 5;

    private final TimeSource time;
    private final Map<ServiceRef, SimulatedService> services = new LinkedHashMap<>();
    private final Map<TargetGroupRef, SimulatedGroup> groups = new LinkedHashMap<>();
    private final Map<RouteRef, SimulatedRoute> routes = new LinkedHashMap<>();
    private final List<SimulatedAutoscaler> autoscalers = new ArrayList<>();
    private final Upkeep upkeep = new Upkeep();
    private final SimulatedAlarms alarms = new SimulatedAlarms(this);
    private final Map<String, TaskBehaviour> behaviours = new HashMap<>();
    private final SimulatedCalls calls = new SimulatedCalls();
    private WorldWatcher watcher = WorldWatcher.NOBODY;
    private RevisionNaming naming = (service, definition, number) -> definition + "#" + number;
    private TaskBehaviour usual = TaskBehaviour.instant();
    private int numbers;
    private long settledAt;
    private long nextChange = SimulatedTask.NEVER;
    private long version;
    private long plannedAs = -1;
    private boolean loaded;

    SimulatedState(TimeSource time) {
        this.time = time;
        this.settledAt = time.nanos();
    }

    /** Lets happen what has happened by now. */
    private long settle() {
        long now = time.nanos();
        for (long next = nextChange(); next <= now; next = nextChange()) {
            count(next);
            settledAt = next;
            for (SimulatedAutoscaler autoscaler : autoscalers) {
                autoscaler.look(this, next);
            }
            settleTasks(next);
            version++;
        }
        count(now);
        settledAt = now;
        return now;
    }

    private void settleTasks(long now) {
        for (SimulatedService service : services.values()) {
            for (SimulatedRevision revision : service.revisions()) {
                revision.settle(now, group(revision.group()).checkedSince(), upkeep);
            }
            service.deleteVanished();
        }
    }

    /** Revisions are named like that from now on, also those that are there. */
    void name(RevisionNaming newNaming) {
        naming = newNaming;
        services.forEach((service, found) -> found.rename(definition -> newName(service, definition)));
    }

    private RevisionRef newName(ServiceRef service, String definition) {
        return new RevisionRef(naming.name(service, definition, ++numbers));
    }

    private long nextChange() {
        if (plannedAs != version) {
            plannedAs = version;
            long next = SimulatedTask.NEVER;
            for (SimulatedService service : services.values()) {
                for (SimulatedRevision revision : service.revisions()) {
                    long checkedSince = group(revision.group()).checkedSince();
                    next = Math.min(next, revision.nextChange(settledAt, checkedSince, upkeep));
                }
            }
            for (SimulatedRoute route : routes.values()) {
                next = Math.min(next, route.nextChange(settledAt));
            }
            for (SimulatedAutoscaler autoscaler : autoscalers) {
                next = Math.min(next, autoscaler.next());
            }
            nextChange = next;
        }
        return nextChange;
    }

    /** Counts the requests up to an instant before which nothing changes. */
    private void count(long until) {
        if (!loaded || until <= settledAt) {
            return;
        }
        for (SimulatedRoute route : routes.values()) {
            if (route.load() > 0) {
                double requests = route.load() * (until - settledAt) / 1e9;
                route.tally().count(requests, healthyShare(route), erringShare(route), until - settledAt);
            }
        }
    }

    /** The share of a route's requests that find a healthy target, 0 to 1. */
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

    /** The share of a route's requests that are answered with an error, 0 to 1. */
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

    /** Looks, in the world's own name. */
    synchronized <T> T look(LongFunction<T> body) {
        return body.apply(settle());
    }

    /** Changes, in the world's own name. */
    synchronized <T> T at(LongFunction<T> body) {
        long now = settle();
        try {
            return body.apply(now);
        } finally {
            settleTasks(now);
            version++;
        }
    }

    /** A call of a port that reads. */
    synchronized <T> T call(String operation, Object resource, LongFunction<T> body) {
        calls.arrived(operation, resource);
        return look(body);
    }

    /** A call of a port that changes something. */
    synchronized void change(String operation, Object resource, LongFunction<String> body) {
        calls.arrived(operation, resource);
        calls.changed(operation + " " + resource + at(body));
    }

    static PortException problem(Problem.Kind kind, String operation, Object resource, String message) {
        return new PortException(new Problem(kind, operation, resource.toString(), message));
    }

    static PortException gone(String operation, Object resource) {
        return problem(Problem.Kind.GONE, operation, resource, "it does not exist");
    }

    Optional<SimulatedService> find(ServiceRef service) {
        return Optional.ofNullable(services.get(service));
    }

    SimulatedService service(ServiceRef service) {
        return find(service).orElseThrow(() -> gone("find", service));
    }

    ServiceDescription describe(SimulatedService service, long now) {
        return service.describe(now, version);
    }

    SimulatedRevision revision(ServiceRef service, RevisionRef revision) {
        return service(service).find(revision).orElseThrow(() -> gone("find", revision));
    }

    SimulatedGroup group(TargetGroupRef group) {
        SimulatedGroup found = groups.get(group);
        if (found == null) {
            throw gone("find", group);
        }
        return found;
    }

    boolean has(TargetGroupRef group) {
        return groups.containsKey(group);
    }

    SimulatedRoute route(RouteRef route) {
        SimulatedRoute found = routes.get(route);
        if (found == null) {
            throw gone("find", route);
        }
        return found;
    }

    Optional<SimulatedRoute> find(RouteRef route) {
        return Optional.ofNullable(routes.get(route));
    }

    Set<ServiceRef> services() {
        return services.keySet();
    }

    Set<TargetGroupRef> groups() {
        return Collections.unmodifiableSet(new LinkedHashSet<>(groups.keySet()));
    }

    Collection<SimulatedRoute> routes() {
        return routes.values();
    }

    List<SimulatedRevision> revisions() {
        return services.values().stream()
                .flatMap(service -> service.revisions().stream())
                .toList();
    }

    /** All targets of a group: its revisions' started tasks, and strangers. */
    TargetHealth health(TargetGroupRef group) {
        SimulatedGroup found = group(group);
        Optional<TargetHealth> known = found.read(version);
        if (known.isPresent()) {
            return known.get();
        }
        List<TargetHealth.Target> targets = new ArrayList<>();
        int erring = 0;
        for (SimulatedService service : services.values()) {
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

    void add(ServiceRef ref, SimulatedService service) {
        services.put(ref, service);
    }

    void add(TargetGroupRef ref) {
        groups.putIfAbsent(ref, new SimulatedGroup());
    }

    void add(SimulatedAutoscaler autoscaler) {
        autoscalers.add(autoscaler);
    }

    /** A route appears. */
    void add(RouteRef ref, TrafficSplit split, long now) {
        split.groups().forEach(this::add);
        routes.put(ref, new SimulatedRoute(ref, split));
        checkReferences(split.groups(), now);
    }

    /** A route forwards to other groups, or by other weights, from now on. */
    void write(RouteRef route, TrafficSplit split, long now) {
        split.groups().forEach(this::add);
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

    private void checkReferences(Set<TargetGroupRef> touched, long now) {
        for (TargetGroupRef ref : touched) {
            group(ref).referenced(isReferenced(ref), now);
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

    /** A revision appears with so many tasks. */
    SimulatedRevision launch(
            ServiceRef service,
            String definition,
            TargetGroupRef group,
            Optional<DeploymentId> owner,
            int tasks,
            long now) {
        add(group);
        SimulatedRevision revision = new SimulatedRevision(
                newName(service, definition),
                definition,
                group,
                owner,
                at -> new SimulatedTask("task-" + ++numbers, behaviours.getOrDefault(definition, usual), at),
                service(service).stopped());
        service(service).add(revision);
        revision.scale(tasks, now);
        return revision;
    }

    SimulatedAlarms alarms() {
        return alarms;
    }

    WorldWatcher watcher() {
        return watcher;
    }

    void watcher(WorldWatcher newWatcher) {
        watcher = newWatcher;
    }

    Map<String, TaskBehaviour> behaviours() {
        return behaviours;
    }

    void usual(TaskBehaviour behaviour) {
        usual = behaviour;
    }

    Upkeep upkeep() {
        return upkeep;
    }

    boolean isOutOfReach() {
        return calls.isOutOfReach();
    }

    void outOfReach(boolean newOutOfReach) {
        calls.outOfReach(newOutOfReach);
    }

    synchronized int calls(String operation) {
        return calls.of(operation);
    }

    synchronized List<String> changes() {
        return calls.changes();
    }
}
