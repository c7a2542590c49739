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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.LongFunction;

/**
 * Everything there is in a world, behind one lock. Whoever looks or changes something first lets happen what has happened
 * by now, one instant after the other, so that nothing needs a thread of its own.
 */
final class SimulatedState {
    /** As many revisions as a service of ECS may have task sets. */
    static final int MOST_REVISIONS = 5;

    private final TimeSource time;
    private final Map<ServiceRef, SimulatedService> services = new LinkedHashMap<>();
    private List<ServiceRef> listed = List.of();
    private final SimulatedNetwork network;
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

    SimulatedState(TimeSource time) {
        this.time = time;
        this.settledAt = time.nanos();
        this.network = new SimulatedNetwork(services.values(), settledAt);
    }

    /** Lets happen what has happened by now. */
    private long settle() {
        long now = time.nanos();
        for (long next = nextChange(); next <= now; next = nextChange()) {
            network.advance(next);
            network.follow(next);
            settledAt = next;
            for (SimulatedAutoscaler autoscaler : autoscalers) {
                autoscaler.look(this, next);
            }
            settleTasks(next);
            changed();
        }
        network.advance(now);
        settledAt = now;
        return now;
    }

    private void changed() {
        version++;
        network.changed();
    }

    private void settleTasks(long now) {
        for (SimulatedService service : services.values()) {
            for (SimulatedRevision revision : service.revisions()) {
                revision.settle(now, network.checkedSince(revision.group()), upkeep);
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
            long next = network.nextChange();
            for (SimulatedService service : services.values()) {
                for (SimulatedRevision revision : service.revisions()) {
                    long checkedSince = network.checkedSince(revision.group());
                    next = Math.min(next, revision.nextChange(settledAt, checkedSince, upkeep));
                }
            }
            for (SimulatedAutoscaler autoscaler : autoscalers) {
                next = Math.min(next, autoscaler.next());
            }
            nextChange = next;
        }
        return nextChange;
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
            changed();
        }
    }

    /** Something happens, in the world's own name. */
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

    /** A call of a port that reads. */
    synchronized <T> T call(String operation, Object resource, LongFunction<T> body) {
        calls.arrived(operation, resource);
        return look(body);
    }

    /** A call of a port that changes something. */
    synchronized void change(SendPermit permit, String operation, Object resource, LongFunction<String> body) {
        permit.require(operation, resource);
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

    SimulatedNetwork network() {
        return network;
    }

    /** Those that there are; not a view. */
    List<ServiceRef> services() {
        return listed;
    }

    /** A running task of a group begins to answer a request. */
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

    /** A service is gone with all that runs for it. */
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

    /** A revision appears with as many tasks as its service wants. */
    RevisionRef launch(
            ServiceRef service, String definition, TargetGroupRef group, Optional<DeploymentId> owner, long now) {
        int desired = service(service).desired();
        return launch(service, definition, group, owner, desired, now).ref();
    }

    /** A revision appears with so many tasks. */
    SimulatedRevision launch(
            ServiceRef service,
            String definition,
            TargetGroupRef group,
            Optional<DeploymentId> owner,
            int tasks,
            long now) {
        network.mention(group);
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
        network.judged();
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
