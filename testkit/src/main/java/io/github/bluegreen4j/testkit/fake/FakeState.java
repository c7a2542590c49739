package io.github.bluegreen4j.testkit.fake;

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
final class FakeState {
    private final TimeSource time;
    private final Map<ServiceRef, FakeService> services = new LinkedHashMap<>();
    private final Map<TargetGroupRef, FakeGroup> groups = new LinkedHashMap<>();
    private final Map<RouteRef, FakeRoute> routes = new LinkedHashMap<>();
    private final Map<String, AlarmReading.State> alarms = new LinkedHashMap<>();
    private final Map<String, TaskBehaviour> behaviours = new HashMap<>();
    private final Map<String, Integer> calls = new HashMap<>();
    private final List<String> changes = new ArrayList<>();
    private TaskBehaviour usual = TaskBehaviour.instant();
    private Duration drainTime = Duration.ZERO;
    private boolean outOfReach;
    private int numbers;

    FakeState(TimeSource time) {
        this.time = time;
    }

    /** Looks or changes, in the world's own name. */
    synchronized <T> T at(LongFunction<T> body) {
        long now = time.nanos();
        for (FakeService service : services.values()) {
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

    Optional<FakeService> find(ServiceRef service) {
        return Optional.ofNullable(services.get(service));
    }

    FakeService service(ServiceRef service) {
        return find(service).orElseThrow(() -> gone("find", service));
    }

    FakeRevision revision(ServiceRef service, RevisionRef revision) {
        return service(service).find(revision).orElseThrow(() -> gone("find", revision));
    }

    FakeGroup group(TargetGroupRef group) {
        return Optional.ofNullable(groups.get(group)).orElseThrow(() -> gone("find", group));
    }

    boolean has(TargetGroupRef group) {
        return groups.containsKey(group);
    }

    FakeRoute route(RouteRef route) {
        return Optional.ofNullable(routes.get(route)).orElseThrow(() -> gone("find", route));
    }

    Map<RouteRef, FakeRoute> routes() {
        return routes;
    }

    List<FakeRevision> revisions() {
        return services.values().stream()
                .flatMap(service -> service.revisions().stream())
                .toList();
    }

    /** All targets of a group: its revisions' started tasks, and strangers. */
    List<TargetHealth.Target> targets(TargetGroupRef group, long now) {
        FakeGroup found = group(group);
        List<TargetHealth.Target> targets = new ArrayList<>();
        for (FakeRevision revision : revisions()) {
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

    void add(ServiceRef ref, FakeService service) {
        services.put(ref, service);
    }

    void add(TargetGroupRef ref) {
        groups.putIfAbsent(ref, new FakeGroup());
    }

    /** A route appears or reads differently from now on. */
    void put(FakeRoute route, long now) {
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
    FakeRevision launch(
            ServiceRef service,
            String definition,
            TargetGroupRef group,
            Optional<DeploymentId> owner,
            int tasks,
            long now) {
        add(group);
        FakeRevision revision = new FakeRevision(
                new RevisionRef(definition + "#" + ++numbers),
                definition,
                group,
                owner,
                at -> new FakeTask("task-" + ++numbers, behaviours.getOrDefault(definition, usual), at));
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
