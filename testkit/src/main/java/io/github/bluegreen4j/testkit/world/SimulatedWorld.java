package io.github.bluegreen4j.testkit.world;

import io.github.bluegreen4j.model.AlarmReading;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.LaunchRequest;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.RevisionSpec;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ScaleInSetting;
import io.github.bluegreen4j.model.ServiceDescription;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.spi.AlarmSource;
import io.github.bluegreen4j.spi.AutoScalingGuard;
import io.github.bluegreen4j.spi.CallRunner.SendPermit;
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
 * A simulated world to deploy into. {@link #runtime}, {@link #router}, {@link #alarms} and {@link #autoScaling} are the
 * ports for an engine; a test uses the other methods to set up, change and inspect the world.
 *
 * <pre>{@code
 * SimulatedWorld world = SimulatedWorld.create(time);
 * world.addService(service, 3);
 * world.addRoute(production, TrafficSplit.allOn(blueGroup, greenGroup));
 * world.addRevision(service, "checkout:41", blueGroup);
 * }</pre>
 *
 * <p>A target group exists once a route or a revision mentions it. By default every definition can be launched and its tasks
 * are healthy at once. Methods that name a service, revision, route or group throw a {@link
 * io.github.bluegreen4j.spi.PortException} of kind {@code GONE} if it does not exist. Thread-safe.
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
        runtime = new SimulatedRuntime(state, missing, SendPermit.always());
        router = new SimulatedRouter(state, SendPermit.always());
        alarms = state.alarms();
        autoScaling = new SimulatedAutoScaling(state, SendPermit.always());
        view = new WorldView(state, definition -> !missing.contains(definition));
    }

    /**
     * {@return an empty world}
     * @param time the clock; the world follows its monotonic time
     */
    public static SimulatedWorld create(TimeSource time) {
        return new SimulatedWorld(time);
    }

    /** {@return the port to the services and revisions} */
    public ServiceRuntime runtime() {
        return runtime;
    }

    /** {@return the port to the routes and target groups; its write mode is {@code ATOMIC}} */
    public TrafficRouter router() {
        return router;
    }

    /** {@return the port to the alarms} */
    public AlarmSource alarms() {
        return alarms;
    }

    /** {@return the port to the metrics, where a test also sets what they show; by default there are none} */
    public SimulatedMetrics metrics() {
        return state.metrics();
    }

    /** {@return the port to the autoscaling settings} */
    public AutoScalingGuard autoScaling() {
        return autoScaling;
    }

    /** {@return a read-only view of everything in this world} */
    public WorldView view() {
        return view;
    }

    /**
     * Returns a companion object of this world, made at the first request. Fakes keep state of the world there.
     * @param <T> the type of the companion
     * @param type the key; there is one companion of each type
     * @param maker makes the companion
     * @return the companion, the same at each call
     */
    public <T> T neighbour(Class<T> type, Function<SimulatedWorld, T> maker) {
        synchronized (neighbours) {
            Object known = neighbours.get(type);
            T found = known == null ? maker.apply(this) : type.cast(known);
            neighbours.put(type, found);
            return found;
        }
    }

    /**
     * {@return the lock that this world holds while it reads, changes or lets an actor act} A fake with state of its own
     * guards that state with it, too, and so cannot block an actor that waits for the world.
     */
    public Object lock() {
        return state;
    }

    /**
     * Lets something act in this world by itself from now on.
     * @param actor acts at its own instants
     */
    public void add(WorldActor actor) {
        state.add(actor);
    }

    /**
     * Adds a service without a revision.
     * @param service the service
     * @param desired the desired number of tasks, 0 or more
     */
    public void addService(ServiceRef service, int desired) {
        state.happens(now -> state.add(service, new SimulatedService(service, desired)));
    }

    /**
     * Sets whether the runtime scales every revision with its service, as ECS does with task sets. By default only the
     * primary revision follows.
     * @param service the service
     * @param scales whether all revisions follow the service's desired count
     */
    public void scalesRevisions(ServiceRef service, boolean scales) {
        state.happens(now -> state.service(service).scalesRevisions(scales));
    }

    /**
     * Sets how revisions are named. Existing revisions are renamed.
     * @param naming makes the names
     */
    public void nameRevisions(RevisionNaming naming) {
        state.happens(now -> state.name(naming));
    }

    /**
     * Adds a primary revision that no deployment launched. It runs the service's desired count.
     * @param service the service
     * @param definition what its tasks run
     * @param group the target group in which its tasks register
     * @return the revision
     */
    public RevisionRef addRevision(ServiceRef service, String definition, TargetGroupRef group) {
        return state.at(now -> {
            RevisionRef revision = state.launch(service, definition, group, Optional.empty(), now);
            state.service(service).makePrimary(state.revision(service, revision));
            return revision;
        });
    }

    /**
     * Adds a revision that an earlier deployment launched and left behind. It is not primary and runs the service's desired
     * count.
     * @param service the service
     * @param definition what its tasks run
     * @param group the target group in which its tasks register
     * @param owner the deployment that launched it
     * @return the revision
     */
    public RevisionRef launched(ServiceRef service, String definition, TargetGroupRef group, DeploymentId owner) {
        return state.at(now -> state.launch(service, definition, group, Optional.of(owner), now));
    }

    /**
     * Adds a revision of unknown origin. It is not primary.
     * @param service the service
     * @param definition what its tasks run
     * @param group the target group in which its tasks register
     * @param tasks the number of its tasks, 0 or more
     * @return the revision
     */
    public RevisionRef launched(ServiceRef service, String definition, TargetGroupRef group, int tasks) {
        return state.at(now -> state.launch(service, definition, group, Optional.empty(), tasks, now)
                .ref());
    }

    /**
     * Gives a revision of unknown origin to a deployment, as if that had launched it: for a runtime that takes over what somebody else
     * started.
     * @param service the service
     * @param revision the revision
     * @param owner the deployment that takes it over
     */
    public void takenOver(ServiceRef service, RevisionRef revision, DeploymentId owner) {
        state.happens(now -> {
            SimulatedRevision taken = state.revision(service, revision);
            state.watcher()
                    .launches(new LaunchRequest(
                            service,
                            RevisionSpec.of(taken.definition()),
                            taken.group(),
                            taken.desired(),
                            owner,
                            revision.id()));
            taken.takenOverBy(owner);
        });
    }

    /**
     * Adds a target group that no route references. A group that was removed comes back.
     * @param group the target group
     */
    public void addGroup(TargetGroupRef group) {
        state.happens(now -> state.network().add(group));
    }

    /**
     * Registers a target that belongs to no revision.
     * @param group the target group
     * @param target the id of the target
     */
    public void addStranger(TargetGroupRef group, String target) {
        state.happens(now -> {
            state.network().mention(group);
            state.network().group(group).strangers().add(target);
        });
    }

    /**
     * Adds a route, and the groups it lists.
     * @param route the route
     * @param split the groups and weights
     */
    public void addRoute(RouteRef route, TrafficSplit split) {
        state.happens(now -> state.network().add(route, split, now));
    }

    /**
     * Sets the state of an alarm, and adds the alarm if it is new.
     * @param name the name of the alarm
     * @param alarm its state from now on
     */
    public void alarm(String name, AlarmReading.State alarm) {
        state.sets(() -> state.alarms().set(name, alarm));
    }

    /**
     * Removes an alarm.
     * @param name the name of the alarm
     */
    public void removeAlarm(String name) {
        state.sets(() -> state.alarms().remove(name));
    }

    /**
     * Adds an alarm on a route's requests. It is in state {@code ALARM} while the share of lost and failed requests is above
     * a threshold.
     * @param name the name of the alarm
     * @param route the route
     * @param share the threshold, 0 to 1
     */
    public void alarmOnErrors(String name, RouteRef route, double share) {
        state.sets(() -> state.alarms().onErrors(name, route, share));
    }

    /**
     * Adds an autoscaler. It scales out whenever it wants to, and scales in while scale-in is not suspended.
     * @param service the service
     * @param every the interval between its decisions, longer than zero
     * @param wanted the desired count, given the time that has passed since now
     */
    public void autoscaler(ServiceRef service, Duration every, ToIntFunction<Duration> wanted) {
        state.happens(now -> state.add(new SimulatedAutoscaler(service, every, wanted, now)));
    }

    /**
     * Sets the rate of requests on a route. The default is none.
     * @param route the route
     * @param requestsPerSecond requests per second, 0 or more
     */
    public void load(RouteRef route, double requestsPerSecond) {
        state.happens(now -> state.network().load(route, requestsPerSecond));
    }

    /**
     * Makes a service scalable by an autoscaler, without an autoscaler that acts.
     * @param service the service
     * @param suspended whether scale-in is suspended
     * @param otherSettings all other settings, as text; an engine must not change them
     */
    public void autoScaled(ServiceRef service, boolean suspended, String otherSettings) {
        state.happens(now -> {
            state.service(service).scaleIn(new ScaleInSetting(true, suspended));
            state.service(service).otherScaling(otherSettings);
        });
    }

    /**
     * Sets the default behaviour of tasks that start from now on.
     * @param behaviour applies to definitions without a behaviour of their own
     */
    public void behaves(TaskBehaviour behaviour) {
        state.happens(now -> state.usual(behaviour));
    }

    /**
     * Sets the behaviour of a definition's tasks that start from now on.
     * @param definition what the tasks run
     * @param behaviour how they behave
     */
    public void behaves(String definition, TaskBehaviour behaviour) {
        state.happens(now -> state.behaviours().put(definition, behaviour));
    }

    /**
     * Sets what a definition says, so that plans can show what a new revision changes. By default it says nothing.
     * @param definition what tasks would run
     * @param fields the values by name, for example {@code image}
     */
    public void contents(String definition, Map<String, String> fields) {
        state.happens(now -> state.contents().put(definition, Map.copyOf(fields)));
    }

    /**
     * Removes a definition: launching it is refused.
     * @param definition what tasks would run
     */
    public void hasNo(String definition) {
        missing.add(definition);
    }

    /**
     * Sets how long a stopping task still answers the requests it has begun. The default is zero.
     * @param drainTime the time from the stop until the task ends, zero or longer
     */
    public void drainTime(Duration drainTime) {
        state.happens(now -> state.policy().drainTime(drainTime));
    }

    /**
     * Makes the scheduler replace unhealthy tasks, as ECS does. A replaced task counts as failed. By default none is
     * replaced.
     * @param after how long a task must be unhealthy, longer than zero
     */
    public void replacesUnhealthy(Duration after) {
        state.happens(now -> state.policy().replaceAfter(after));
    }

    /**
     * Sets the desired count of a service. The primary revision follows, or all revisions if {@link #scalesRevisions} is
     * set.
     * @param service the service
     * @param desired the desired number of tasks, 0 or more
     */
    public void desire(ServiceRef service, int desired) {
        state.happens(now -> state.service(service).desire(desired, now));
    }

    /**
     * Scales one revision, as an outsider does. If {@link #scalesRevisions} is set, this sets the revision's share of the
     * desired count, at most 100 %.
     * @param service the service
     * @param revision the revision
     * @param tasks the desired number of tasks, 0 or more
     */
    public void rescale(ServiceRef service, RevisionRef revision, int tasks) {
        state.happens(now -> state.service(service).scale(state.revision(service, revision), tasks, now));
    }

    /**
     * Makes a revision the primary one of its service, as an outsider does.
     * @param service the service
     * @param revision the revision
     */
    public void makePrimary(ServiceRef service, RevisionRef revision) {
        state.happens(now -> state.service(service).makePrimary(state.revision(service, revision)));
    }

    /**
     * Deletes a revision with all its tasks at once, as an outsider does.
     * @param service the service
     * @param revision the revision
     */
    public void removeRevision(ServiceRef service, RevisionRef revision) {
        state.happens(now -> state.service(service).remove(state.revision(service, revision)));
    }

    /**
     * Deletes a service with all its revisions at once, as an outsider does.
     * @param service the service
     */
    public void removeService(ServiceRef service) {
        state.happens(now -> state.remove(service));
    }

    /**
     * Kills running tasks, the oldest first. They count as failed and are replaced.
     * @param service the service
     * @param revision the revision
     * @param tasks how many
     */
    public void kill(ServiceRef service, RevisionRef revision, int tasks) {
        stop(service, revision, tasks, TaskStop.EXITED);
    }

    /**
     * Stops running tasks, the oldest first. They are replaced.
     * @param service the service
     * @param revision the revision
     * @param tasks how many
     * @param why the reason, which decides whether they count as failed
     */
    public void stop(ServiceRef service, RevisionRef revision, int tasks, TaskStop why) {
        state.happens(now -> state.revision(service, revision).stop(tasks, why, now));
    }

    /**
     * Sets which share of its service's desired count a revision runs. It applies at the next change of the desired count.
     * @param service the service
     * @param revision the revision
     * @param percent the share in percent; the number of tasks is rounded up
     */
    public void share(ServiceRef service, RevisionRef revision, double percent) {
        state.happens(now -> state.revision(service, revision).share(percent));
    }

    /**
     * Makes a retired revision disappear with its last task. Otherwise the engine must retire it again to delete it.
     * @param service the service
     * @param revision the revision
     */
    public void vanishes(ServiceRef service, RevisionRef revision) {
        state.happens(now -> state.revision(service, revision).vanish());
    }

    /**
     * Makes running tasks unhealthy, the oldest first, until {@link #recover}.
     * @param service the service
     * @param revision the revision
     * @param tasks how many
     */
    public void sicken(ServiceRef service, RevisionRef revision, int tasks) {
        state.happens(now -> state.revision(service, revision).sicken(tasks, now));
    }

    /**
     * Makes all tasks healthy again that {@link #sicken} made unhealthy.
     * @param service the service
     * @param revision the revision
     */
    public void recover(ServiceRef service, RevisionRef revision) {
        state.happens(now -> state.revision(service, revision).recover());
    }

    /**
     * Changes the groups and weights of a route, as an outsider does.
     * @param route the route
     * @param split the new groups and weights
     */
    public void rewrite(RouteRef route, TrafficSplit split) {
        state.happens(now -> state.network().write(route, split, now));
    }

    /**
     * Changes the conditions, priority and actions of a route, as an outsider does.
     * @param route the route
     * @param terms the new terms, as text
     */
    public void rewriteTerms(RouteRef route, String terms) {
        state.happens(now -> state.network().route(route).terms(terms));
    }

    /**
     * Sets the group stickiness of a route. After a shift, half of its clients stay on the previous groups until the
     * duration is over.
     * @param route the route
     * @param stickiness how long a client is pinned to a group; empty for no stickiness
     */
    public void stick(RouteRef route, Optional<Duration> stickiness) {
        state.happens(now -> state.network().route(route).stick(stickiness));
    }

    /**
     * Makes the data plane of a route lag behind writes, and lets its readings say so. The default is zero.
     * @param route the route
     * @param settle the lag, zero or longer
     */
    public void settle(RouteRef route, Duration settle) {
        state.happens(now -> state.network().route(route).lag(settle, settle));
    }

    /**
     * Makes the data plane of a route lag behind writes, and lets its readings state another lag.
     * @param route the route
     * @param lag the real lag, zero or longer
     * @param said the lag that readings state
     */
    public void lags(RouteRef route, Duration lag, Duration said) {
        state.happens(now -> state.network().route(route).lag(lag, said));
    }

    /**
     * Deletes a route, as an outsider does.
     * @param route the route
     */
    public void removeRoute(RouteRef route) {
        state.happens(now -> state.network().remove(route, now));
    }

    /**
     * Deletes a target group and removes it from every route, as an outsider does. The other groups of a route receive its
     * requests; a route without another group is deleted, too. A mention does not bring the group back, {@link #addGroup}
     * does.
     * @param group the target group
     */
    public void removeGroup(TargetGroupRef group) {
        state.happens(now -> state.network().remove(group, now));
    }

    /**
     * Makes every call of every port fail as {@code UNAVAILABLE}. By default none does.
     * @param outOfReach whether calls fail
     */
    public void outOfReach(boolean outOfReach) {
        state.happens(now -> state.outOfReach(outOfReach));
    }

    /**
     * Lets a running task of a group begin to process a request. If the task ends first, the request is cut off.
     * @param group the target group
     * @return the request
     */
    public SimulatedRequest begin(TargetGroupRef group) {
        return state.at(now -> state.begin(group, now));
    }

    /**
     * {@return the results of a route's requests since the route was added}
     * @param route the route
     */
    public Traffic traffic(RouteRef route) {
        return state.look(now -> state.network().route(route).tally().traffic());
    }

    /**
     * {@return the number of healthy targets of a group, those of other owners included}
     * @param group the target group
     */
    public int healthy(TargetGroupRef group) {
        return state.look(now -> state.network().health(group).healthy());
    }

    /**
     * {@return the current description of a service}
     * @param service the service
     */
    public ServiceDescription describe(ServiceRef service) {
        return state.look(now -> state.describe(state.service(service), now));
    }

    /**
     * Sets the observer of all changes that calls of the ports make from now on. It replaces the previous one.
     * @param watcher the observer
     */
    public void watcher(WorldWatcher watcher) {
        state.watcher(watcher);
    }

    /**
     * {@return whether a route exists}
     * @param route the route
     */
    public boolean has(RouteRef route) {
        return state.look(now -> state.network().find(route).isPresent());
    }

    /**
     * {@return the groups and weights of a route, as they were written last}
     * @param route the route
     */
    public TrafficSplit split(RouteRef route) {
        return state.look(now -> state.network().route(route).split());
    }

    /**
     * {@return conditions, priority, other actions and stickiness of a route, as text; an engine must not change them}
     * @param route the route
     */
    public String terms(RouteRef route) {
        return state.look(now -> state.network().route(route).rest());
    }

    /** {@return all routes with their terms and splits, as text, in the order in which they were added} */
    public List<String> routes() {
        return state.at(now ->
                state.network().routes().stream().map(SimulatedRoute::toString).toList());
    }

    /**
     * {@return whether the autoscaler may not scale a service in}
     * @param service the service
     */
    public boolean isScaleInSuspended(ServiceRef service) {
        return state.look(now -> state.service(service).scaleIn().suspended());
    }

    /**
     * {@return the number of registered targets of a group, including draining ones and those of other owners}
     * @param group the target group
     */
    public int registered(TargetGroupRef group) {
        return state.look(now -> state.network().health(group).targets().size());
    }

    /**
     * {@return all autoscaling settings of a service except the suspension of scale-in, as text; an engine must not change
     * them}
     * @param service the service
     */
    public String otherScaling(ServiceRef service) {
        return state.look(now -> state.service(service).otherScaling());
    }

    /**
     * {@return the number of calls of an operation since the world was created, including those that failed}
     * @param operation one of {@code describe}, {@code launch}, {@code scale}, {@code makePrimary}, {@code retire}, {@code
     *     readRoute}, {@code write}, {@code health}, {@code readAlarms}, {@code readMetrics}, {@code readScaleIn}, {@code suspend}, {@code
     *     restore}
     */
    public int calls(String operation) {
        return state.calls(operation);
    }

    /** {@return the changes that calls of the ports made, one line each, in order} */
    public List<String> changes() {
        return state.changes();
    }
}
