package io.github.bluegreen4j.testkit.world;

import io.github.bluegreen4j.model.AlarmReading;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ScaleInSetting;
import io.github.bluegreen4j.model.ServiceDescription;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TargetHealth;
import io.github.bluegreen4j.spi.TimeSource;
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
 * All there is in a world, for whoever shows it in other words than its ports do: a fake of a cloud's interface, for
 * example. To look changes nothing and counts as no call. Safe for use by many threads.
 */
public final class WorldView {
    private final SimulatedState state;
    private final TimeSource time;
    private final Predicate<String> definitions;
    private final Instant start;
    private final long began;

    WorldView(SimulatedState state, TimeSource time, Predicate<String> definitions) {
        this.state = state;
        this.time = time;
        this.definitions = definitions;
        this.start = time.wall();
        this.began = time.nanos();
    }

    /** The world's own clock, which goes as time passes and does not jump. */
    public Instant now() {
        return at(time.nanos());
    }

    private Instant at(long nanos) {
        return start.plusNanos(nanos - began);
    }

    /** Whether every call of every port is turned away. */
    public boolean isOutOfReach() {
        return state.look(now -> state.isOutOfReach());
    }

    /** Whether there is such a definition to launch. */
    public boolean has(String definition) {
        return definitions.test(definition);
    }

    /** The services, in the order in which they appeared. */
    public List<ServiceRef> services() {
        return state.look(now -> state.services());
    }

    /** A service as it is, if there is one. */
    public Optional<ServiceDescription> service(ServiceRef service) {
        return state.look(now -> state.find(service).map(found -> state.describe(found, now)));
    }

    /** The routes, in the order in which they appeared. */
    public List<RouteRef> routes() {
        return state.look(now -> List.copyOf(
                state.network().routes().stream().map(SimulatedRoute::ref).toList()));
    }

    /** The routes that list a target group, with weight or without, in the order in which they appeared. */
    public List<RouteRef> routesTo(TargetGroupRef group) {
        return state.look(now -> state.network().routesTo(group));
    }

    /** A route as it stands, if there is one. */
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
     * For how long by now new clients of a route have been sent, without a break, to a group in which nobody is healthy although
     * somebody is in another group of the route: by group, and without those of which that is not so. Only told once somebody
     * {@linkplain SimulatedWorld#watcher watches}.
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

    /** How much of what its service wants a revision is to run, in percent; empty when there is no such revision. */
    public Optional<Double> share(ServiceRef service, RevisionRef revision) {
        return state.look(now ->
                state.find(service).flatMap(found -> found.find(revision)).map(SimulatedRevision::share));
    }

    /** The target groups, in the order in which they appeared. */
    public Set<TargetGroupRef> groups() {
        return state.look(now -> state.network().groups());
    }

    /** The targets of a group, if there is such a group. */
    public Optional<TargetHealth> targets(TargetGroupRef group) {
        return state.look(
                now -> state.network().has(group) ? Optional.of(state.network().health(group)) : Optional.empty());
    }

    /** The tasks of a service, those that stopped within the last hour first. */
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

    /** All alarms with their states, by their names. */
    public Map<String, AlarmReading.State> alarms() {
        return state.look(now -> state.alarms().all());
    }

    /** Whether an autoscaler acts on a service, and may scale it in. */
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
