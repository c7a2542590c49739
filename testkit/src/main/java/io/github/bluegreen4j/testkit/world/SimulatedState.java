package io.github.bluegreen4j.testkit.world;

import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.ServiceDescription;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.spi.CallRunner.SendPermit;
import io.github.bluegreen4j.spi.PortException;
import io.github.bluegreen4j.spi.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.LongFunction;

/**
 * The state of a world behind one lock. Every read or change first applies what is due by now, one instant after the other.
 * So the world needs no thread.
 */
final class SimulatedState {
    /** The maximum number of revisions of a service: that of task sets in ECS. */
    static final int MOST_REVISIONS = 5;

    private final TimeSource time;
    private final Map<ServiceRef, SimulatedService> services = new LinkedHashMap<>();
    private List<ServiceRef> listed = List.of();
    private final SimulatedNetwork network;
    private final List<SimulatedAutoscaler> autoscalers = new ArrayList<>();
    private final List<WorldActor> actors = new ArrayList<>();
    private final Instant start;
    private final long began;
    private final TaskPolicy policy = new TaskPolicy();
    private final SimulatedAlarms alarms = new SimulatedAlarms(this);
    private final SimulatedMetrics metrics = new SimulatedMetrics(this);
    private final Map<String, TaskBehaviour> behaviours = new HashMap<>();
    private final Map<String, Map<String, String>> contents = new LinkedHashMap<>();
    private final Map<String, Integer> calls = new HashMap<>();
    private final List<String> changes = new ArrayList<>();
    private boolean outOfReach;
    /** Whether an actor acts. The world then stands at the instant of its action. */
    private volatile boolean acting;

    private WorldWatcher watcher = WorldWatcher.NOBODY;
    private RevisionNaming naming = (service, definition, number) -> definition + "#" + number;
    private TaskBehaviour usual = TaskBehaviour.instant();
    private int numbers;
    private long settledAt;
    private long nextChange = SimulatedTask.NEVER;
    private long version;
    private long plannedAs = -1;

    SimulatedState(TimeSource time) {
        this.time = time;
        this.start = time.wall();
        this.began = time.nanos();
        this.settledAt = began;
        this.network = new SimulatedNetwork(services.values(), settledAt);
    }

    /** Applies everything that is due by now. */
    private long settle() {
        if (acting) {
            return settledAt;
        }
        long now = time.nanos();
        for (long next = nextChange(); next <= now; next = nextChange()) {
            next = Math.max(next, settledAt);
            network.advance(next);
            network.follow(next);
            settledAt = next;
            for (SimulatedAutoscaler autoscaler : autoscalers) {
                autoscaler.look(this, next);
            }
            settleTasks(next);
            changed();
            act(next);
        }
        network.advance(now);
        settledAt = now;
        return now;
    }

    private void act(long now) {
        for (WorldActor actor : List.copyOf(actors)) {
            if (nextOf(actor) <= now) {
                acting = true;
                try {
                    actor.act(instant(now));
                } finally {
                    acting = false;
                }
                if (nextOf(actor) <= now) {
                    throw new IllegalStateException("an actor would act at " + instant(now) + " for ever: " + actor);
                }
            }
        }
    }

    private long nextOf(WorldActor actor) {
        return actor.next().map(this::nanos).orElse(SimulatedTask.NEVER);
    }

    /** Returns the instant of a monotonic time. */
    Instant instant(long nanos) {
        return start.plusNanos(nanos - began);
    }

    private long nanos(Instant instant) {
        return began + Duration.between(start, instant).toNanos();
    }

    /** Returns the current instant: that of its action while an actor acts. */
    Instant now() {
        return instant(acting && Thread.holdsLock(this) ? settledAt : time.nanos());
    }

    private void changed() {
        version++;
        network.changed();
    }

    private void settleTasks(long now) {
        for (SimulatedService service : services.values()) {
            for (SimulatedRevision revision : service.revisions()) {
                revision.settle(now, network.checkedSince(revision.group()), policy);
            }
            service.deleteVanished();
        }
    }

    /** Sets how revisions are named, and renames those that exist. */
    void name(RevisionNaming newNaming) {
        naming = newNaming;
        services.forEach((service, found) ->
                found.rename(revision -> newName(service, revision.definition(), revision.group())));
    }

    private RevisionRef newName(ServiceRef service, String definition, TargetGroupRef group) {
        return new RevisionRef(naming.name(service, definition, group, ++numbers));
    }

    private long nextChange() {
        if (plannedAs != version) {
            plannedAs = version;
            long next = network.nextChange();
            for (SimulatedService service : services.values()) {
                for (SimulatedRevision revision : service.revisions()) {
                    long checkedSince = network.checkedSince(revision.group());
                    next = Math.min(next, revision.nextChange(settledAt, checkedSince, policy));
                }
            }
            for (SimulatedAutoscaler autoscaler : autoscalers) {
                next = Math.min(next, autoscaler.next());
            }
            nextChange = next;
        }
        long next = nextChange;
        for (WorldActor actor : actors) {
            next = Math.min(next, nextOf(actor));
        }
        return next;
    }

    /** Reads, not as a call of a port. */
    synchronized <T> T look(LongFunction<T> body) {
        return body.apply(settle());
    }

    /** Changes something, not as a call of a port. */
    synchronized <T> T at(LongFunction<T> body) {
        long now = settle();
        try {
            return body.apply(now);
        } finally {
            settleTasks(now);
            changed();
        }
    }

    /** Changes something, not as a call of a port. */
    void happens(LongConsumer event) {
        at(now -> {
            event.accept(now);
            return true;
        });
    }

    /** Something is set, in the world's own name, that neither moves a task nor a request: nothing is counted anew. */
    void sets(Runnable setting) {
        look(now -> {
            setting.run();
            return true;
        });
    }

    /** Counts a call, and fails it while the world is out of reach. */
    private void arrived(String operation, Object resource) {
        calls.merge(operation, 1, Integer::sum);
        if (outOfReach) {
            throw problem(Problem.Kind.UNAVAILABLE, operation, resource, "the world is out of reach");
        }
    }

    /** A call of a port that reads. */
    synchronized <T> T call(String operation, Object resource, LongFunction<T> body) {
        arrived(operation, resource);
        return look(body);
    }

    /** A call of a port that changes something. */
    synchronized void change(SendPermit permit, String operation, Object resource, LongFunction<String> body) {
        permit.require(operation, resource);
        arrived(operation, resource);
        changes.add(operation + " " + resource + at(body));
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

    SimulatedNetwork network() {
        return network;
    }

    /** Those that there are; not a view. */
    List<ServiceRef> services() {
        return listed;
    }

    /** Lets a running task of a group begin to answer a request. */
    SimulatedRequest begin(TargetGroupRef group, long now) {
        return services.values().stream()
                .flatMap(service -> service.revisions().stream())
                .filter(revision -> revision.group().equals(group))
                .flatMap(revision -> revision.tasks().stream())
                .filter(task -> task.hasStarted(now) && !task.isStopping())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no task runs in " + group))
                .begin();
    }

    void add(ServiceRef ref, SimulatedService service) {
        services.put(ref, service);
        listed = List.copyOf(services.keySet());
    }

    /** Deletes a service with its revisions and autoscalers at once. */
    void remove(ServiceRef ref) {
        service(ref).revisions().forEach(SimulatedRevision::end);
        services.remove(ref);
        listed = List.copyOf(services.keySet());
        autoscalers.removeIf(autoscaler -> autoscaler.scales(ref));
    }

    void add(SimulatedAutoscaler autoscaler) {
        autoscaler.enable(this);
        autoscalers.add(autoscaler);
    }

    synchronized void add(WorldActor actor) {
        actors.add(actor);
    }

    /** Adds a revision with as many tasks as its service desires. */
    RevisionRef launch(
            ServiceRef service, String definition, TargetGroupRef group, Optional<DeploymentId> owner, long now) {
        int desired = service(service).desired();
        return launch(service, definition, group, owner, desired, now).ref();
    }

    /** Adds a revision with a number of tasks. */
    SimulatedRevision launch(
            ServiceRef service,
            String definition,
            TargetGroupRef group,
            Optional<DeploymentId> owner,
            int tasks,
            long now) {
        network.mention(group);
        SimulatedRevision revision = new SimulatedRevision(
                newName(service, definition, group),
                definition,
                group,
                owner,
                at -> new SimulatedTask("task-" + ++numbers, behaviours.getOrDefault(definition, usual), at),
                service(service).stopped());
        service(service).add(revision);
        revision.scale(tasks, now);
        return revision;
    }

    SimulatedMetrics metrics() {
        return metrics;
    }

    SimulatedAlarms alarms() {
        return alarms;
    }

    WorldWatcher watcher() {
        return watcher;
    }

    void watcher(WorldWatcher newWatcher) {
        watcher = newWatcher;
        network.judged();
    }

    Map<String, TaskBehaviour> behaviours() {
        return behaviours;
    }

    /** What definitions say, by their names, for {@code ServiceRuntime.changes}. */
    Map<String, Map<String, String>> contents() {
        return contents;
    }

    void usual(TaskBehaviour behaviour) {
        usual = behaviour;
    }

    TaskPolicy policy() {
        return policy;
    }

    boolean isOutOfReach() {
        return outOfReach;
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
