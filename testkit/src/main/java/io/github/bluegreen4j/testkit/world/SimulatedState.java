package io.github.bluegreen4j.testkit.world;

import io.github.bluegreen4j.model.AlarmReading;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TargetHealth;
import io.github.bluegreen4j.spi.PortException;
import io.github.bluegreen4j.spi.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * Everything there is in a world, behind one lock. Whoever looks or changes something first lets happen what has happened
 * by now, so that nothing needs a thread of its own.
 */
final class SimulatedState {
    private final TimeSource time;
    private final Map<ServiceRef, SimulatedService> services = new LinkedHashMap<>();
    private final Map<TargetGroupRef, SimulatedGroup> groups = new LinkedHashMap<>();
    private final Map<RouteRef, SimulatedRoute> routes = new LinkedHashMap<>();
    private final Map<String, AlarmReading.State> alarms = new LinkedHashMap<>();
    private final Map<String, TaskBehaviour> behaviours = new HashMap<>();
    private final Map<String, Integer> calls = new HashMap<>();
    private final List<String> changes = new ArrayList<>();
    private TaskBehaviour usual = TaskBehaviour.instant();
    private Duration drainTime = Duration.ZERO;
    private boolean outOfReach;
    private int numbers;

    SimulatedState(TimeSource time) {
        this.time = time;
    }

    /** Looks or changes, in the world's own name. */
    synchronized <T> T at(LongFunction<T> body) {
        long now = time.nanos();
        for (SimulatedService service : services.values()) {
            service.revisions().forEach(revision -> revision.settle(now, drainTime.toNanos()));
        }
        return body.apply(now);
    }

    /** A call of a port. */
    synchronized <T> T call(String operation, Object resource, LongFunction<T> body) {
        calls.merge(operation, 1, Integer::sum);
        if (outOfReach) {
            throw problem(Problem.Kind.UNAVAILABLE, operation, resource, "the world is out of reach");
        }
        return at(body);
    }

    /** A call of a port that changes something. */
    synchronized void change(String operation, Object resource, LongFunction<String> body) {
        changes.add(operation + " " + resource + call(operation, resource, body));
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

    SimulatedRevision revision(ServiceRef service, RevisionRef revision) {
        return service(service).find(revision).orElseThrow(() -> gone("find", revision));
    }

    SimulatedGroup group(TargetGroupRef group) {
        return Optional.ofNullable(groups.get(group)).orElseThrow(() -> gone("find", group));
    }

    boolean has(TargetGroupRef group) {
        return groups.containsKey(group);
    }

    SimulatedRoute route(RouteRef route) {
        return Optional.ofNullable(routes.get(route)).orElseThrow(() -> gone("find", route));
    }

    Map<RouteRef, SimulatedRoute> routes() {
        return routes;
    }

    List<SimulatedRevision> revisions() {
        return services.values().stream()
                .flatMap(service -> service.revisions().stream())
                .toList();
    }

    /** All targets of a group: its revisions' started tasks, and strangers. */
    List<TargetHealth.Target> targets(TargetGroupRef group, long now) {
        SimulatedGroup found = group(group);
        List<TargetHealth.Target> targets = new ArrayList<>();
        for (SimulatedRevision revision : revisions()) {
            if (revision.group().equals(group)) {
                revision.tasks().stream()
                        .filter(task -> task.hasStarted(now))
                        .map(task -> new TargetHealth.Target(
                                task.id(), task.state(now, found.checkedSince()), Optional.of(revision.ref())))
                        .forEach(targets::add);
            }
        }
        TargetHealth.State strange =
                found.checkedSince().isPresent() ? TargetHealth.State.HEALTHY : TargetHealth.State.UNUSED;
        found.strangers().forEach(id -> targets.add(new TargetHealth.Target(id, strange, Optional.empty())));
        return targets;
    }

    void add(ServiceRef ref, SimulatedService service) {
        services.put(ref, service);
    }

    void add(TargetGroupRef ref) {
        groups.putIfAbsent(ref, new SimulatedGroup());
    }

    /** A route appears or reads differently from now on. */
    void put(SimulatedRoute route, long now) {
        route.split().groups().forEach(this::add);
        routes.put(route.ref(), route);
        checkReferences(now);
    }

    void remove(RouteRef route, long now) {
        routes.remove(route);
        checkReferences(now);
    }

    private void checkReferences(long now) {
        groups.forEach((ref, group) -> group.referenced(
                routes.values().stream().anyMatch(route -> route.split().lists(ref)), now));
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
                new RevisionRef(definition + "#" + ++numbers),
                definition,
                group,
                owner,
                at -> new SimulatedTask("task-" + ++numbers, behaviours.getOrDefault(definition, usual), at));
        service(service).add(revision);
        revision.scale(tasks, now);
        revision.settle(now, drainTime.toNanos());
        return revision;
    }

    Map<String, AlarmReading.State> alarms() {
        return alarms;
    }

    Map<String, TaskBehaviour> behaviours() {
        return behaviours;
    }

    void usual(TaskBehaviour behaviour) {
        usual = behaviour;
    }

    void drainTime(Duration newDrainTime) {
        drainTime = newDrainTime;
    }

    void outOfReach(boolean newOutOfReach) {
        outOfReach = newOutOfReach;
    }

    synchronized int calls(String operation) {
        return calls.getOrDefault(operation, 0);
    }

    synchronized List<String> changes() {
        return List.copyOf(changes);
    }
}
