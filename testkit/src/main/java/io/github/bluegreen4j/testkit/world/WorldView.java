package io.github.bluegreen4j.testkit.world;

import io.github.bluegreen4j.model.AlarmReading;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ScaleInSetting;
import io.github.bluegreen4j.model.ServiceDescription;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TargetHealth;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A read-only view of everything in a world, for a component that presents it through another interface, such as a fake of a
 * cloud API. Reading changes nothing and is not counted as a call of a port. Thread-safe.
 */
public final class WorldView {
    private final SimulatedState state;
    private final Predicate<String> definitions;

    WorldView(SimulatedState state, Predicate<String> definitions) {
        this.state = state;
        this.definitions = definitions;
    }

    /** {@return the current instant of the world; it follows monotonic time and never jumps} */
    public Instant now() {
        return state.now();
    }

    private Instant at(long nanos) {
        return state.instant(nanos);
    }

    /** {@return whether all calls of all ports fail as {@code UNAVAILABLE}} */
    public boolean isOutOfReach() {
        return state.look(now -> state.isOutOfReach());
    }

    /**
     * Tells whether a definition can be launched.
     *
     * @param definition what tasks would run, for example a task definition
     * @return false if {@link SimulatedWorld#hasNo} removed it
     */
    public boolean has(String definition) {
        return definitions.test(definition);
    }

    /** {@return the services, in the order in which they were added} */
    public List<ServiceRef> services() {
        return state.look(now -> state.services());
    }

    /**
     * Describes a service.
     *
     * @param service the service
     * @return its current description; empty if there is no such service
     */
    public Optional<ServiceDescription> service(ServiceRef service) {
        return state.look(now -> state.find(service).map(found -> state.describe(found, now)));
    }

    /** {@return the routes, in the order in which they were added} */
    public List<RouteRef> routes() {
        return state.look(now -> List.copyOf(
                state.network().routes().stream().map(SimulatedRoute::ref).toList()));
    }

    /**
     * Finds the routes that list a target group, with weight or without.
     *
     * @param group the target group
     * @return the routes, in the order in which they appeared
     */
    public List<RouteRef> routesTo(TargetGroupRef group) {
        return state.look(now -> state.network().routesTo(group));
    }

    /**
     * Describes a route.
     *
     * @param route the route
     * @return its current state; empty if there is no such route
     */
    public Optional<WorldRoute> route(RouteRef route) {
        return state.look(now -> state.network().find(route).map(this::view));
    }

    private WorldRoute view(SimulatedRoute route) {
        return new WorldRoute(
                route.split(),
                route.dataPlane(),
                route.reading().settle(),
                route.hiddenLag(),
                at(route.changedAt()),
                route.stickiness(),
                route.terms());
    }

    /**
     * Returns the groups to which a route sends new clients in vain: no target there is healthy, while another group of the
     * route has one. Measured only once {@link SimulatedWorld#watcher} was called.
     *
     * @param route the route
     * @return for each such group, how long this has lasted without a break
     */
    public Map<TargetGroupRef, Duration> dark(RouteRef route) {
        return state.look(now -> {
            Map<TargetGroupRef, Duration> dark = new HashMap<>();
            state.network()
                    .find(route)
                    .ifPresent(found -> found.darkSince()
                            .forEach((group, since) -> dark.put(group, Duration.ofNanos(now - since))));
            return dark;
        });
    }

    /**
     * Returns which share of its service's desired count a revision follows.
     *
     * @param service the service
     * @param revision the revision
     * @return the share in percent; empty if there is no such revision
     */
    public Optional<Double> share(ServiceRef service, RevisionRef revision) {
        return state.look(now ->
                state.find(service).flatMap(found -> found.find(revision)).map(SimulatedRevision::share));
    }

    /** {@return the target groups, in the order in which they were added} */
    public Set<TargetGroupRef> groups() {
        return state.look(now -> state.network().groups());
    }

    /**
     * Returns the targets of a group with their health.
     *
     * @param group the target group
     * @return its targets, those of other owners included; empty if there is no such group
     */
    public Optional<TargetHealth> targets(TargetGroupRef group) {
        return state.look(
                now -> state.network().has(group) ? Optional.of(state.network().health(group)) : Optional.empty());
    }

    /**
     * Lists the tasks of a service.
     *
     * @param service the service
     * @return the tasks that stopped within the last hour, then all others
     */
    public List<WorldTask> tasks(ServiceRef service) {
        return state.look(now -> {
            List<WorldTask> tasks = new ArrayList<>();
            state.find(service).ifPresent(found -> {
                found.stopped().list(now).forEach(stopped -> tasks.add(stopped(stopped)));
                for (SimulatedRevision revision : found.revisions()) {
                    revision.tasks().forEach(task -> tasks.add(alive(task, revision, now)));
                }
            });
            return tasks;
        });
    }

    /** {@return the state of every alarm, by name} */
    public Map<String, AlarmReading.State> alarms() {
        return state.look(now -> state.alarms().all());
    }

    /**
     * Returns the autoscaling state of a service.
     *
     * @param service the service
     * @return whether an autoscaler manages the service, and whether scale-in is suspended
     */
    public ScaleInSetting scaleIn(ServiceRef service) {
        return state.look(
                now -> state.find(service).map(SimulatedService::scaleIn).orElse(ScaleInSetting.NOT_SCALABLE));
    }

    private WorldTask stopped(StoppedTasks.Stopped gone) {
        long since = Math.min(gone.at(), gone.task().stoppedAt());
        Optional<TaskStop> why = Optional.of(gone.why());
        boolean ran = gone.why() != TaskStop.FAILED_TO_START && gone.task().startsAt() <= since;
        return task(gone.task(), gone.revision(), WorldTask.Status.STOPPED, ran, Optional.of(at(since)), why);
    }

    private WorldTask alive(SimulatedTask task, SimulatedRevision revision, long now) {
        boolean runs = task.hasStarted(now);
        if (task.isStopping()) {
            Optional<Instant> since = Optional.of(at(task.stoppedAt()));
            return task(task, revision, WorldTask.Status.STOPPING, runs, since, Optional.of(task.why()));
        }
        WorldTask.Status status = runs ? WorldTask.Status.RUNNING : WorldTask.Status.PENDING;
        return task(task, revision, status, runs, Optional.empty(), Optional.empty());
    }

    private WorldTask task(
            SimulatedTask task,
            SimulatedRevision revision,
            WorldTask.Status status,
            boolean ran,
            Optional<Instant> stoppedAt,
            Optional<TaskStop> stop) {
        return new WorldTask(
                task.id(),
                revision.ref(),
                revision.definition(),
                revision.group(),
                status,
                at(task.bornAt()),
                ran ? Optional.of(at(task.startsAt())) : Optional.empty(),
                stoppedAt,
                stop);
    }
}
