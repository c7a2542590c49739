package io.github.bluegreen4j.engine;

import io.github.bluegreen4j.engine.loop.Loop;
import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.Effect;
import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.Readings;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.CallRunner;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.spi.PortException;
import io.github.bluegreen4j.workflow.agenda.WatchOrder;
import io.github.bluegreen4j.workflow.decide.Input;
import io.github.bluegreen4j.workflow.script.Call;
import io.github.bluegreen4j.workflow.state.DeploymentState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All deployments that this engine works on, and how they are added and removed: ordered here, found in the journal
 * after a restart or the death of another engine, lost to another engine, ended. Confined to the loop.
 */
final class DeploymentRegistry {
    private static final Logger LOG = LoggerFactory.getLogger(DeploymentRegistry.class);

    /** How many orders, claims and take-overs may be in flight at once. */
    private static final int MOST_AT_ONCE = 8;

    /**
     * How many due deployments may wait. The rest is left to the next poll; by then another engine may have resumed
     * it.
     */
    private static final int MOST_IN_LINE = 500;

    private static final Duration RECHECK = Duration.ofMinutes(1);

    /** How long the engine in which a deployment ended has to notify its listeners. */
    private static final Duration UNDELIVERED = Duration.ofMinutes(1);

    /** How many undelivered ends are read at once. */
    private static final int MOST_ENDS = 50;

    private final Loop loop;
    private final Handles handles;
    private final Leases leases;
    private final JournalWriter journalWriter;
    private final WatchPool watchPool;
    private final ReadRounds rounds = new ReadRounds();
    private final Optional<DeploymentLog> deploymentLog;
    private final Publisher publisher;
    private final Slots slots = new Slots(MOST_AT_ONCE);
    private final Orders orders;
    private final RemoteDeployments remote;
    private final Map<DeploymentId, ActiveDeployment> deployments = new LinkedHashMap<>();
    private final Map<ServiceRef, ServiceQueue> turns = new LinkedHashMap<>();
    private final Map<ServiceRef, Set<DeploymentId>> coming = new HashMap<>();
    private final Map<DeploymentId, ServiceRef> quarantine = new ConcurrentHashMap<>();
    private final Slots reclaiming = new Slots(MOST_AT_ONCE);
    private Set<DeploymentId> leftToOthers = Set.of();
    private final Deque<ActiveDeployment> ready = new ArrayDeque<>();
    private boolean closing;

    DeploymentRegistry(
            Loop loop, Handles handles, List<Publisher.Subscriber> listeners, Optional<DeploymentLog> deploymentLog) {
        this.loop = loop;
        this.handles = handles;
        this.leases = new Leases(loop, this::reclaim);
        this.journalWriter = new JournalWriter(loop, this);
        this.watchPool = new WatchPool(loop);
        this.deploymentLog = deploymentLog;
        this.publisher = new Publisher(
                loop,
                Stream.concat(
                                listeners.stream(),
                                deploymentLog.map(log -> new Publisher.Subscriber(Optional.empty(), log)).stream())
                        .toList());
        this.remote = new RemoteDeployments(loop, this, this::seenElsewhere);
        this.orders = new Orders(loop, handles, slots, this::visit, remote::found);
        loop.whenQuiet(this::work);
    }

    Leases leases() {
        return leases;
    }

    WatchPool watchPool() {
        return watchPool;
    }

    ReadRounds rounds() {
        return rounds;
    }

    /** The names of the listeners that are notified of each deployment's end, over crashes. */
    Set<String> listeners() {
        return publisher.names();
    }

    /** Deployments that can't be decoded; from any thread. */
    Set<DeploymentId> quarantine() {
        return Set.copyOf(quarantine.keySet());
    }

    void start() {
        leases.start();
        pollDue();
        pollUndelivered();
    }

    void ready(ActiveDeployment deployment) {
        if (deployment.becomesReady()) {
            ready.add(deployment);
        }
    }

    void append(ActiveDeployment deployment) {
        journalWriter.add(deployment);
    }

    private boolean work() {
        if (closing) {
            return false;
        }
        if (!ready.isEmpty()) {
            ready.remove().proceed();
            return true;
        }
        return journalWriter.flush();
    }

    /** A user ordered a deployment here. */
    void order(DeploymentId id, DeploymentSpec spec, Optional<Command.Origin> by) {
        if (!closing) {
            orders.take(id, spec, by);
        }
    }

    /** Resumes a deployment from the journal, if this engine owns its service or can claim it. */
    private void visit(DeploymentId id, ServiceRef service) {
        if (closing || deployments.containsKey(id) || !comes(id, service)) {
            return;
        }
        slots.enter(leave -> acquire(
                service,
                isOurs -> {
                    if (isOurs) {
                        takeUp(id, service, leave);
                    } else {
                        leaveQuarantine(id);
                        staysElsewhere(id, service, leave);
                    }
                },
                () -> staysElsewhere(id, service, leave)));
    }

    /**
     * Another engine works on the deployment, now or soon. A user with a handle on it here still waits for its end.
     */
    private void staysElsewhere(DeploymentId id, ServiceRef service, Runnable leave) {
        handles.find(id).filter(handle -> !handle.status().isTerminal()).ifPresent(handle -> remote.add(id));
        arrived(id, service);
        leave.run();
    }

    private boolean comes(DeploymentId id, ServiceRef service) {
        return coming.computeIfAbsent(service, key -> new HashSet<>()).add(id);
    }

    /** Claims a service, resumes all its unfinished deployments, and then reports whether this engine owns it. */
    private void acquire(ServiceRef service, Consumer<Boolean> then, Runnable failed) {
        ServiceQueue ours = turns.get(service);
        if (ours != null && leases.holdsFor(service, Duration.ZERO)) {
            ours.whenComplete(then);
            return;
        }
        leases.claim(
                service,
                fence -> {
                    ServiceQueue known = turns.get(service);
                    if (known != null && !fence.equals(Optional.of(known.fence()))) {
                        lost(
                                service,
                                fence.isEmpty()
                                        ? "was taken over by another engine"
                                        : "is taken up again: another engine had it meanwhile");
                    }
                    if (fence.isEmpty()) {
                        then.accept(false);
                        return;
                    }
                    ServiceQueue queue = turns.computeIfAbsent(service, key -> takeOver(key, fence.get()));
                    queue.whenComplete(then);
                },
                failed);
    }

    private ServiceQueue takeOver(ServiceRef service, long fence) {
        ServiceQueue queue = new ServiceQueue(fence);
        new ServiceRecovery(
                        loop,
                        service,
                        () -> turns.get(service) == queue && !closing,
                        id -> !deployments.containsKey(id),
                        (id, history) -> enlist(id, service, queue, history),
                        (id, thrown) -> quarantine(id, service, queue, thrown),
                        () -> {
                            queue.complete();
                            sayWhatBlocks(queue);
                            releaseIfIdle(service);
                        })
                .begin();
        return queue;
    }

    /** A deployment was resumed, or will not be: a claim that was made for it alone is released. */
    private void arrived(DeploymentId id, ServiceRef service) {
        coming.computeIfPresent(service, (key, ids) -> {
            ids.remove(id);
            return ids.isEmpty() ? null : ids;
        });
        releaseIfIdle(service);
    }

    private void releaseIfIdle(ServiceRef service) {
        ServiceQueue queue = turns.get(service);
        boolean isNeeded =
                queue == null || !queue.isIdle() || coming.containsKey(service) || leases.isClaiming(service);
        if (!isNeeded) {
            // An engine that can decode what blocks the service may have it; this one rechecks.
            lost(service, "waits for one of its service that can't be decoded");
            leases.release(service);
        }
    }

    /** Reads a deployment of a service that this engine owns, and works on it unless it already does. */
    private void takeUp(DeploymentId id, ServiceRef service, Runnable done) {
        ServiceQueue queue = turns.get(service);
        if (queue == null || deployments.containsKey(id)) {
            comeOrStayElsewhere(id, service, done);
            return;
        }
        loop.journal(
                CallRunner.Operation.READ_JOURNAL,
                () -> "read " + id,
                journal -> journal.read(id),
                history -> {
                    if (turns.get(service) == queue && !deployments.containsKey(id)) {
                        history.ifPresentOrElse(read -> enlist(id, service, queue, read), () -> {
                            leaveQuarantine(id);
                            queue.unblock(id);
                        });
                        sayWhatBlocks(queue);
                    }
                    comeOrStayElsewhere(id, service, done);
                },
                thrown -> {
                    if (turns.get(service) == queue && ServiceRecovery.isUndecodable(thrown)) {
                        quarantine(id, service, queue, thrown);
                        sayWhatBlocks(queue);
                    } else {
                        loop.failureLog().warn(LOG, thrown, "Deployment {} could not be read", id);
                    }
                    comeOrStayElsewhere(id, service, done);
                });
    }

    /** Whoever has a handle on what did not come here still wants to know how it ends. */
    private void comeOrStayElsewhere(DeploymentId id, ServiceRef service, Runnable done) {
        if (deployments.containsKey(id) || quarantine.containsKey(id)) {
            arrived(id, service);
            done.run();
        } else {
            staysElsewhere(id, service, done);
        }
    }

    /**
     * A deployment that cannot be decoded may be running. No other deployment of its service starts before it can be
     * decoded, has ended or was removed.
     */
    private void quarantine(DeploymentId id, ServiceRef service, ServiceQueue queue, Throwable thrown) {
        queue.block(id);
        if (quarantine.put(id, service) == null) {
            LOG.error(
                    "Deployment {} of {} can't be read and blocks its service; all other services go on. Use the"
                            + " version of bluegreen4j that wrote it, or remove it from the journal",
                    id,
                    service,
                    thrown);
            loop.after(RECHECK, () -> recheck(id, service));
        }
        handles.failed(id, thrown);
    }

    /** Repeats until the deployment can be decoded, has ended, was removed, or belongs to another engine. */
    private void recheck(DeploymentId id, ServiceRef service) {
        if (closing || !quarantine.containsKey(id)) {
            return;
        }
        visit(id, service);
        loop.after(RECHECK, () -> recheck(id, service));
    }

    /** Another engine owns the deployment, and its events can't follow each other: this engine follows it no longer and fails its handle. */
    void impossibleElsewhere(DeploymentId id, PortException why) {
        loop.failureLog().warn(LOG, why, "Deployment {} of another engine can't be followed", id);
        handles.failed(id, why);
    }

    private void leaveQuarantine(DeploymentId id) {
        if (quarantine.remove(id) != null) {
            // The futures of the handle have failed, and with them every command through it.
            handles.renew(id);
        }
    }

    private void sayWhatBlocks(ServiceQueue queue) {
        Optional<String> obstacle =
                queue.blockedBy().map(other -> "deployment " + other + " of the service can't be read");
        queue.waiting().forEach(waiting -> handles.blocked(waiting.id(), obstacle));
    }

    private void enlist(DeploymentId id, ServiceRef service, ServiceQueue queue, Journal.History history) {
        ActiveDeployment active = new ActiveDeployment(loop, this, id, service);
        try {
            active.load(history);
        } catch (RuntimeException unreadable) {
            quarantine(id, service, queue, unreadable);
            return;
        }
        leaveQuarantine(id);
        handles.changed(active, history.events());
        remote.remove(id);
        if (active.state().status().isTerminal()) {
            queue.unblock(id);
            return;
        }
        deployments.put(id, active);
        if (!active.state().isWaiting()) {
            deploymentLog.ifPresent(log -> log.resume(id, history.events()));
        }
        publisher.publish(id, history);
        if (!active.state().isWaiting()) {
            Instant lastAlive = history.events().isEmpty() ? loop.now() : lastEvent(history);
            active.enqueue(new Input.Resumed(lastAlive, loop.maxWriteDelay()));
        }
        history.mail().forEach(active::enqueue);
        queue.found(active);
        // Only now: what it kept waiting must not come before it.
        queue.unblock(id);
    }

    private static Instant lastEvent(Journal.History history) {
        return history.events().get(history.events().size() - 1).at();
    }

    /** The journal has stored the events of a deployment. */
    void committed(ActiveDeployment deployment, List<DeploymentEvent> events) {
        publisher.publish(deployment.id(), deployment.version() - events.size() + 1, events);
        handles.changed(deployment, events);
        DeploymentState state = deployment.state();
        if (state.status().isTerminal()) {
            deployment.drop();
            deployments.remove(deployment.id());
            ServiceQueue queue = turns.get(deployment.service());
            if (queue != null) {
                queue.ended(deployment);
                queue.next();
                releaseIfIdle(deployment.service());
            }
        }
    }

    /** Why work of a deployment does not make its next call yet. */
    void delayed(ActiveDeployment deployment, Map<Effect, String> delays) {
        handles.delayed(deployment.id(), Map.copyOf(delays));
    }

    /** A watch of a deployment shows something new: users see what is known of the service. */
    void observed(ActiveDeployment deployment, WatchOrder order, Readings readings) {
        if (order.reads().contains(new Call.DescribeService(deployment.service()))) {
            handles.observed(deployment.id(), readings.service());
        }
        deployment.enqueue(new Input.Observed(order.watch(), readings));
    }

    /** This engine no longer works on a service, or must resume it. */
    void lost(ServiceRef service, String why) {
        ServiceQueue queue = turns.remove(service);
        List.copyOf(deployments.values()).stream()
                .filter(deployment -> deployment.service().equals(service))
                .forEach(deployment -> leave(deployment, why));
        if (queue != null) {
            queue.lost();
        }
    }

    private void leave(ActiveDeployment deployment, String why) {
        loop.failureLog().warn(LOG, why, "Deployment {} leaves this engine", deployment.id());
        handles.observed(deployment.id(), Optional.empty());
        deployment.drop();
        deployments.remove(deployment.id());
        remote.add(deployment.id());
        deploymentLog.ifPresent(log -> log.leave(deployment.id()));
    }

    /**
     * Not even the safe reaction to a defect is possible: the deployment stays as it stands and blocks its service.
     */
    void giveUp(ActiveDeployment deployment, Throwable defect) {
        LOG.error(
                "Deployment {} of {} is left as it stands: the engine fails on it. Look after its production traffic"
                        + " yourself",
                deployment.id(),
                deployment.service(),
                defect);
        deployment.drop();
        quarantine.put(deployment.id(), deployment.service());
        handles.failed(deployment.id(), defect);
    }

    /** A deployment that another engine acts for, as the journal tells of it. */
    private void seenElsewhere(ActiveDeployment seen, List<DeploymentEvent> events) {
        handles.changed(seen, events);
    }

    /** The lease had expired and is valid again: services that another engine claimed meanwhile are lost. */
    private void reclaim(Instant since) {
        List.copyOf(turns.keySet()).forEach(service -> reclaim(service, since, 0));
    }

    private void reclaim(ServiceRef service, Instant since, int tries) {
        if (!turns.containsKey(service)) {
            return;
        }
        reclaiming.enter(leave -> acquire(
                service,
                isOurs -> {
                    stalled(service, since);
                    leave.run();
                    releaseIfIdle(service);
                },
                () -> {
                    leave.run();
                    loop.after(loop.backOff(tries + 1, service), () -> reclaim(service, since, tries + 1));
                }));
    }

    /** What this engine still acts for has stood still. */
    private void stalled(ServiceRef service, Instant since) {
        for (ActiveDeployment deployment : deployments.values()) {
            if (deployment.service().equals(service)) {
                deployment.stalled(since);
            }
        }
    }

    /** Polls for deployments that no engine works on, and for commands from other processes. */
    private void pollDue() {
        if (closing) {
            return;
        }
        loop.journal(
                CallRunner.Operation.DUE,
                () -> "list what is due",
                journal -> journal.due(loop.settings().name()),
                due -> {
                    Set<DeploymentId> leftBefore = leftToOthers;
                    leftToOthers = new HashSet<>();
                    due.forEach(head -> found(head, leftBefore));
                    remote.poll();
                    loop.after(loop.settings().poll(), this::pollDue);
                },
                thrown -> loop.after(loop.settings().poll(), this::pollDue));
    }

    /** Polls for ends that a named listener was not notified of, because the responsible engine died. */
    private void pollUndelivered() {
        if (closing || publisher.names().isEmpty()) {
            return;
        }
        publisher
                .names()
                .forEach(name -> loop.journal(
                        CallRunner.Operation.UNDELIVERED,
                        () -> "list ends that listener \"" + name + "\" was not notified of",
                        journal -> journal.undelivered(name, UNDELIVERED),
                        heads -> heads.stream()
                                .map(Journal.Head::deployment)
                                .filter(id -> !publisher.delivers(name, id))
                                .limit(MOST_ENDS)
                                .forEach(id -> deliverEnd(name, id)),
                        thrown -> LOG.debug("Listener {}: its undelivered ends could not be read", name, thrown)));
        loop.after(UNDELIVERED, this::pollUndelivered);
    }

    private void deliverEnd(String listener, DeploymentId id) {
        loop.journal(
                CallRunner.Operation.READ_JOURNAL,
                () -> "read " + id,
                journal -> journal.read(id),
                history -> history.ifPresent(read -> publisher.publishTo(listener, id, read)),
                thrown -> LOG.debug("Deployment {} could not be read", id, thrown));
    }

    private void found(Journal.Head head, Set<DeploymentId> leftBefore) {
        DeploymentId id = head.deployment();
        ServiceRef service = head.service();
        if (deployments.containsKey(id)) {
            if (head.hasMail()) {
                readCommands(id);
            }
            return;
        }
        if (quarantine.containsKey(id) || (!turns.containsKey(service) && quarantine.containsValue(service))) {
            // Read again by the recheck.
            return;
        }
        boolean isJustOrdered = head.version() == 1;
        if (isJustOrdered && !turns.containsKey(service) && !leftBefore.contains(id)) {
            // Whoever has taken the order claims its service first.
            leftToOthers.add(id);
            return;
        }
        if (slots.waiting() < MOST_IN_LINE) {
            visit(id, service);
        }
    }

    /** Reads the mailbox of a deployment. */
    void readCommands(DeploymentId id) {
        ActiveDeployment active = deployments.get(id);
        if (active != null) {
            readMailbox(active, () -> {});
        }
    }

    /** Passes the mailbox to a deployment, and then runs the argument. Retries until the mailbox was read. */
    void readMailbox(ActiveDeployment active, Runnable then) {
        if (active.isDropped() || closing) {
            return;
        }
        loop.journal(
                CallRunner.Operation.READ_JOURNAL,
                () -> "read the commands for " + active.id(),
                journal -> journal.read(active.id()),
                history -> {
                    history.ifPresent(read -> read.mail().forEach(active::enqueue));
                    then.run();
                },
                thrown -> loop.after(loop.settings().retry(), () -> readMailbox(active, then)));
    }

    /** Submits a command for a user, with retries. */
    void submit(DeploymentId id, String commandId, Command command, Consumer<Boolean> told) {
        if (closing) {
            return;
        }
        loop.journal(
                CallRunner.Operation.SUBMIT,
                () -> "submit " + command + " to " + id,
                journal -> journal.submit(id, commandId, command),
                taken -> {
                    told.accept(taken);
                    readCommands(id);
                },
                thrown -> loop.after(loop.settings().retry(), () -> submit(id, commandId, command, told)));
    }

    /**
     * Stops in order. The engine starts nothing new, waits for appends in flight, and then releases the lease, so
     * that other engines can take over at once while listeners are notified of committed events.
     *
     * @param done run when all this is done
     */
    void close(Runnable done) {
        closing = true;
        slots.close();
        reclaiming.close();
        deployments.values().forEach(ActiveDeployment::stop);
        journalWriter.close(() -> {
            deployments.values().forEach(ActiveDeployment::drop);
            boolean[] open = {true, true};
            leases.end(() -> {
                open[0] = false;
                finish(open, done);
            });
            publisher.whenIdle(() -> {
                open[1] = false;
                finish(open, done);
            });
        });
    }

    /** From the thread that closes the engine: if that is a listener's, nobody waits for this listener. */
    void closesFromListener() {
        publisher.closesFromListener();
    }

    private static void finish(boolean[] open, Runnable done) {
        if (!open[0] && !open[1]) {
            done.run();
        }
    }
}
