package io.github.bluegreen4j.testkit.world;

import io.github.bluegreen4j.model.AlarmReading;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ScaleInSetting;
import io.github.bluegreen4j.model.ServiceDescription;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.spi.AlarmSource;
import io.github.bluegreen4j.spi.AutoScalingGuard;
import io.github.bluegreen4j.spi.ServiceRuntime;
import io.github.bluegreen4j.spi.TimeSource;
import io.github.bluegreen4j.spi.TrafficRouter;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * A world in which something can be deployed: {@link #runtime}, {@link #router}, {@link #alarms} and {@link #autoScaling} are
 * an engine's ports to it, everything else is what a test sets up, lets happen and looks at.
 *
 * <pre>{@code
 * SimulatedWorld world = SimulatedWorld.create(time);
 * world.addService(service, 3);
 * world.addRoute(production, TrafficSplit.allOn(blueGroup, greenGroup));
 * world.addRevision(service, "checkout:41", blueGroup);
 * }</pre>
 *
 * <p>Groups exist once they are mentioned by a route or a revision. Every definition can be launched, and its tasks are healthy at
 * once, unless the test says otherwise. Safe for use by many threads.
 */
public final class SimulatedWorld {
    private final SimulatedState state;
    private final Set<String> missing = ConcurrentHashMap.newKeySet();
    private final ServiceRuntime runtime;
    private final TrafficRouter router;
    private final AlarmSource alarms;
    private final AutoScalingGuard autoScaling;
    private final WorldView view;
    private final Map<Class<?>, Object> neighbours = new HashMap<>();

    private SimulatedWorld(TimeSource time) {
        state = new SimulatedState(time);
        runtime = new SimulatedRuntime(state, missing);
        router = new SimulatedRouter(state);
        alarms = state.alarms();
        autoScaling = new SimulatedAutoScaling(state);
        view = new WorldView(state, time, definition -> !missing.contains(definition));
    }

    /** An empty world in which time passes as the monotonic count of that source says. */
    public static SimulatedWorld create(TimeSource time) {
        return new SimulatedWorld(time);
    }

    /** The services. */
    public ServiceRuntime runtime() {
        return runtime;
    }

    /** The routes and target groups; its writes are {@code ATOMIC}. */
    public TrafficRouter router() {
        return router;
    }

    /** The alarms. */
    public AlarmSource alarms() {
        return alarms;
    }

    /** The autoscaler's flags. */
    public AutoScalingGuard autoScaling() {
        return autoScaling;
    }

    /** All there is, for whoever shows it in other words. */
    public WorldView view() {
        return view;
    }

    /**
     * What belongs to this world and is made once for it: whoever shows the world in other words and remembers something.
     *
     * @param type one of each type
     * @param maker makes it when it is asked for the first time
     */
    public <T> T neighbour(Class<T> type, Function<SimulatedWorld, T> maker) {
        synchronized (neighbours) {
            Object known = neighbours.get(type);
            T found = known == null ? maker.apply(this) : type.cast(known);
            neighbours.put(type, found);
            return found;
        }
    }

    /** A service that is asked to run so many tasks, without a revision yet. */
    public void addService(ServiceRef service, int desired) {
        state.happens(now -> state.add(service, new SimulatedService(service, desired)));
    }

    /** Whether every revision is scaled with its service by itself, as an ECS task set is. At first it is not. */
    public void scalesRevisions(ServiceRef service, boolean scales) {
        state.happens(now -> state.service(service).scalesRevisions(scales));
    }

    /** Revisions are named like that from now on, and those that are there are named anew. */
    public void nameRevisions(RevisionNaming naming) {
        state.happens(now -> state.name(naming));
    }

    /** A primary revision with as many tasks as its service wants; no deployment of ours has launched it. */
    public RevisionRef addRevision(ServiceRef service, String definition, TargetGroupRef group) {
        return state.at(now -> {
            RevisionRef revision = state.launch(service, definition, group, Optional.empty(), now);
            state.service(service).makePrimary(state.revision(service, revision));
            return revision;
        });
    }

    /** A revision that an earlier deployment of ours launched and left, with as many tasks as its service wants; not primary. */
    public RevisionRef launched(ServiceRef service, String definition, TargetGroupRef group, DeploymentId owner) {
        return state.at(now -> state.launch(service, definition, group, Optional.of(owner), now));
    }

    /** A revision that nobody we know has launched, not primary, with so many tasks. */
    public RevisionRef launched(ServiceRef service, String definition, TargetGroupRef group, int tasks) {
        return state.at(now -> state.launch(service, definition, group, Optional.empty(), tasks, now)
                .ref());
    }

    /** A target group that no route references. */
    public void addGroup(TargetGroupRef group) {
        state.happens(now -> state.network().add(group));
    }

    /** A target that no revision owns. */
    public void addStranger(TargetGroupRef group, String target) {
        state.happens(now -> {
            state.network().mention(group);
            state.network().group(group).strangers().add(target);
        });
    }

    /** A route, ours or somebody else's. */
    public void addRoute(RouteRef route, TrafficSplit split) {
        state.happens(now -> state.network().add(route, split, now));
    }

    /** An alarm is in that state from now on. */
    public void alarm(String name, AlarmReading.State alarm) {
        state.sets(() -> state.alarms().set(name, alarm));
    }

    /** An alarm that nobody knows any more. */
    public void removeAlarm(String name) {
        state.sets(() -> state.alarms().remove(name));
    }

    /**
     * An alarm that is in ALARM while more than that share of a route's requests are lost or answered with an error.
     *
     * @param share 0 to 1
     */
    public void alarmOnErrors(String name, RouteRef route, double share) {
        state.sets(() -> state.alarms().onErrors(name, route, share));
    }

    /**
     * An autoscaler that looks at the service now and then. It scales out whenever it wants to, and in while that is not suspended.
     *
     * @param every how often it looks
     * @param wanted how many tasks it wants, so long from now
     */
    public void autoscaler(ServiceRef service, Duration every, ToIntFunction<Duration> wanted) {
        state.happens(now -> state.add(new SimulatedAutoscaler(service, every, wanted, now)));
    }

    /** So many requests a second come by a route from now on. */
    public void load(RouteRef route, double requestsPerSecond) {
        state.happens(now -> state.network().load(route, requestsPerSecond));
    }

    /** An autoscaler acts on the service; its other settings are that text. */
    public void autoScaled(ServiceRef service, boolean suspended, String otherSettings) {
        state.happens(now -> {
            state.service(service).scaleIn(new ScaleInSetting(true, suspended));
            state.service(service).otherScaling(otherSettings);
        });
    }

    /** How tasks behave that start from now on and whose definition has no behaviour of its own. */
    public void behaves(TaskBehaviour behaviour) {
        state.happens(now -> state.usual(behaviour));
    }

    /** How tasks of a definition behave that start from now on. */
    public void behaves(String definition, TaskBehaviour behaviour) {
        state.happens(now -> state.behaviours().put(definition, behaviour));
    }

    /** There is no such definition: to launch it is refused. */
    public void hasNo(String definition) {
        missing.add(definition);
    }

    /** How long a stopped task still answers what is under way. At first not at all. */
    public void drainTime(Duration drainTime) {
        state.happens(now -> state.upkeep().drainTime(drainTime));
    }

    /** A task that is unhealthy for so long is stopped, counts as failed and is replaced, as by ECS. At first none is. */
    public void replacesUnhealthy(Duration after) {
        state.happens(now -> state.upkeep().replaceAfter(after));
    }

    /** The service is asked to run so many tasks: so is its primary revision, or all of them where the runtime does that. */
    public void desire(ServiceRef service, int desired) {
        state.happens(now -> state.service(service).desire(desired, now));
    }

    /**
     * Somebody else asks a revision, and it alone, to run so many tasks; where the runtime scales revisions by itself, that share
     * of what the service wants, and at most all of it.
     */
    public void rescale(ServiceRef service, RevisionRef revision, int tasks) {
        state.happens(now -> state.service(service).scale(state.revision(service, revision), tasks, now));
    }

    /** Somebody deletes a revision: it is gone at once, with all its tasks. */
    public void removeRevision(ServiceRef service, RevisionRef revision) {
        state.happens(now -> state.service(service).remove(state.revision(service, revision)));
    }

    /** Somebody deletes a service, with all its revisions. */
    public void removeService(ServiceRef service) {
        state.happens(now -> state.remove(service));
    }

    /** So many running tasks die, the eldest first. They count as failed, and others are started in their place. */
    public void kill(ServiceRef service, RevisionRef revision, int tasks) {
        stop(service, revision, tasks, TaskStop.EXITED);
    }

    /** So many running tasks are gone, the eldest first, and others are started in their place. */
    public void stop(ServiceRef service, RevisionRef revision, int tasks, TaskStop why) {
        state.happens(now -> state.revision(service, revision).stop(tasks, why, now));
    }

    /** When its service is asked to run another number of tasks, a revision runs that share of it, rounded up; in percent. */
    public void share(ServiceRef service, RevisionRef revision, double percent) {
        state.happens(now -> state.revision(service, revision).share(percent));
    }

    /** A revision that is being retired is gone with the last of its tasks, without being retired again. */
    public void vanishes(ServiceRef service, RevisionRef revision) {
        state.happens(now -> state.revision(service, revision).vanish());
    }

    /** So many running tasks are unhealthy from now on, the eldest first, until they {@link #recover}. */
    public void sicken(ServiceRef service, RevisionRef revision, int tasks) {
        state.happens(now -> state.revision(service, revision).sicken(tasks, now));
    }

    /** All tasks of a revision that have fallen sick are well again. */
    public void recover(ServiceRef service, RevisionRef revision) {
        state.happens(now -> state.revision(service, revision).recover());
    }

    /** Somebody else gives a route other groups and weights. */
    public void rewrite(RouteRef route, TrafficSplit split) {
        state.happens(now -> state.network().write(route, split, now));
    }

    /** Somebody else gives a route other conditions, priority and actions. */
    public void rewriteTerms(RouteRef route, String terms) {
        state.happens(now -> state.network().route(route).terms(terms));
    }

    /**
     * A route pins clients to groups for that long; not at all when empty. After a shift half of its clients stay pinned to the
     * groups that had weight before, until that time is over.
     */
    public void stick(RouteRef route, Optional<Duration> stickiness) {
        state.happens(now -> state.network().route(route).stick(stickiness));
    }

    /** A route's data plane lags so long behind what is written from now on, and the route says so. At first it does not. */
    public void settle(RouteRef route, Duration settle) {
        state.happens(now -> state.network().route(route).lag(settle, settle));
    }

    /** A route's data plane lags so long behind what is written from now on, and the route says something else. */
    public void lags(RouteRef route, Duration lag, Duration said) {
        state.happens(now -> state.network().route(route).lag(lag, said));
    }

    /** Somebody removes a route. */
    public void removeRoute(RouteRef route) {
        state.happens(now -> state.network().remove(route, now));
    }

    /**
     * Somebody takes a target group out of every route and deletes it; what is left of a route gets its requests, and a route that
     * lists no other group goes with it. A mention does not bring it back, {@link #addGroup} does.
     */
    public void removeGroup(TargetGroupRef group) {
        state.happens(now -> state.network().remove(group, now));
    }

    /** Whether every call of every port is turned away as {@code UNAVAILABLE}. At first not. */
    public void outOfReach(boolean outOfReach) {
        state.happens(now -> state.outOfReach(outOfReach));
    }

    /** A request that a running task of a group begins to answer, and that is cut off if the task is gone first. */
    public SimulatedRequest begin(TargetGroupRef group) {
        return state.at(now -> state.begin(group, now));
    }

    /** What became of a route's requests so far. */
    public Traffic traffic(RouteRef route) {
        return state.look(now -> state.network().route(route).tally().traffic());
    }

    /** How many targets of a group are healthy, whoever owns them. */
    public int healthy(TargetGroupRef group) {
        return state.look(now -> state.network().health(group).healthy());
    }

    /** A service as it is. */
    public ServiceDescription describe(ServiceRef service) {
        return state.look(now -> state.describe(state.service(service), now));
    }

    /** Somebody hears of every change that an engine's calls make, from now on. */
    public void watcher(WorldWatcher watcher) {
        state.watcher(watcher);
    }

    /** Whether there is such a route. */
    public boolean has(RouteRef route) {
        return state.look(now -> state.network().find(route).isPresent());
    }

    /** Where a route points. */
    public TrafficSplit split(RouteRef route) {
        return state.look(now -> state.network().route(route).split());
    }

    /** All that a route is but its groups and weights, as text. */
    public String terms(RouteRef route) {
        return state.look(now -> state.network().route(route).rest());
    }

    /** All routes with all that they are, as text, in the order in which they appeared. */
    public List<String> routes() {
        return state.at(now ->
                state.network().routes().stream().map(SimulatedRoute::toString).toList());
    }

    /** Whether the autoscaler is kept from scaling a service in. */
    public boolean isScaleInSuspended(ServiceRef service) {
        return state.look(now -> state.service(service).scaleIn().suspended());
    }

    /** How many targets are registered with a group, the draining ones and strangers included. */
    public int registered(TargetGroupRef group) {
        return state.look(now -> state.network().health(group).targets().size());
    }

    /** All but the one flag of the autoscaler's settings, as text. */
    public String otherScaling(ServiceRef service) {
        return state.look(now -> state.service(service).otherScaling());
    }

    /**
     * How many calls of a port there were, the refused ones included.
     *
     * @param operation one of describe, launch, scale, makePrimary, retire, readRoute, write, health, readAlarms,
     *     readScaleIn, suspend and restore
     */
    public int calls(String operation) {
        return state.calls(operation);
    }

    /** What the ports have changed, a line for each call that succeeded, in their order. */
    public List<String> changes() {
        return state.changes();
    }
}
