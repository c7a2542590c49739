package io.github.bluegreen4j.engine;

import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.Readings;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.CallRunner;
import io.github.bluegreen4j.spi.DeploymentListener;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.workflow.Call;
import io.github.bluegreen4j.workflow.DeploymentState;
import io.github.bluegreen4j.workflow.Input;
import io.github.bluegreen4j.workflow.Running;
import io.github.bluegreen4j.workflow.WatchOrder;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All deployments that this engine acts for, and how they come and go: ordered here, found in the journal after a restart or
 * the death of another engine, lost to one, ended. Confined to the loop.
 */
final class Crew {
    private static final Logger LOG = LoggerFactory.getLogger(Crew.class);

    private final Loop loop;
    private final Handles handles;
    private final Leases leases;
    private final Appends appends;
    private final WatchPool watchPool;
    private final Publisher publisher;
    private final Map<DeploymentId, Managed> deployments = new LinkedHashMap<>();
    private final Map<ServiceRef, Turns> turns = new LinkedHashMap<>();
    private final Map<DeploymentId, DeploymentSpec> orders = new LinkedHashMap<>();
    private final Set<DeploymentId> quarantine = new HashSet<>();
    private final Set<DeploymentId> ordered = new HashSet<>();
    private final Map<DeploymentId, ServiceRef> coming = new HashMap<>();
    private final Elsewhere elsewhere;
    private final Deque<Managed> ready = new ArrayDeque<>();

    Crew(Loop loop, Handles handles, List<DeploymentListener> listeners) {
        this.loop = loop;
        this.handles = handles;
        this.leases = new Leases(loop, this::reclaim);
        this.appends = new Appends(loop, this);
        this.watchPool = new WatchPool(loop);
        this.publisher = new Publisher(loop, listeners);
        this.elsewhere = new Elsewhere(loop, this, this::seenElsewhere);
        loop.whenQuiet(this::work);
    }

    Leases leases() {
        return leases;
    }

    WatchPool watchPool() {
        return watchPool;
    }

    Collection<Managed> deployments() {
        return deployments.values();
    }

    Set<DeploymentId> quarantine() {
        return Set.copyOf(quarantine);
    }

    void start() {
        leases.start();
        look();
    }

    void ready(Managed deployment) {
        if (deployment.becomesReady()) {
            ready.add(deployment);
        }
    }

    void append(Managed deployment) {
        appends.add(deployment);
    }

    private boolean work() {
        if (!ready.isEmpty()) {
            ready.remove().proceed();
            return true;
        }
        return appends.flush();
    }

    /** A user ordered a deployment here. */
    void order(DeploymentId id, DeploymentSpec spec) {
        if (deployments.containsKey(id)) {
            return;
        }
        ordered.add(id);
        coming.put(id, spec.service());
        acquire(
                spec.service(),
                isOurs -> {
                    switch (spec.concurrency()) {
                        case REJECT -> unlessAnotherRuns(id, spec, () -> acquired(id, spec, isOurs));
                        case QUEUE, SUPERSEDE -> acquired(id, spec, isOurs);
                    }
                },
                () -> loop.after(loop.settings().retry(), () -> order(id, spec)));
    }

    private void acquired(DeploymentId id, DeploymentSpec spec, boolean isOurs) {
        if (isOurs) {
            takeUp(id, spec.service(), Optional.of(spec));
        } else {
            LOG.info("Deployment {} waits: service {} is another engine's for now", id, spec.service());
            loop.after(loop.settings().look(), () -> order(id, spec));
        }
    }

    /** Claims a service, takes up everything of it that is not over, and then tells whether it is this engine's. */
    private void acquire(ServiceRef service, Consumer<Boolean> then, Runnable failed) {
        leases.claim(
                service,
                fence -> {
                    Turns known = turns.get(service);
                    if (known != null && !fence.equals(Optional.of(known.fence()))) {
                        lost(service);
                    }
                    if (fence.isEmpty()) {
                        then.accept(false);
                        return;
                    }
                    Turns turn = turns.computeIfAbsent(service, key -> takeOver(key, fence.get()));
                    turn.whenComplete(() -> then.accept(true));
                },
                failed);
    }

    private Turns takeOver(ServiceRef service, long fence) {
        Turns turn = new Turns(fence);
        new TakeOver(
                        loop,
                        service,
                        () -> turns.get(service) == turn,
                        id -> !deployments.containsKey(id) && !quarantine.contains(id),
                        (id, history) -> enlist(id, service, turn, history),
                        this::quarantine,
                        () -> {
                            turn.complete();
                            releaseIfIdle(service);
                        })
                .begin();
        return turn;
    }

    /** Goes on with an order unless the journal knows another of the service that is not over; later ones do not count. */
    private void unlessAnotherRuns(DeploymentId id, DeploymentSpec spec, Runnable then) {
        loop.boundedCall(
                Leases.journalCall(
                        loop,
                        CallRunner.Operation.LIST,
                        () -> "list " + spec.service(),
                        () -> loop.ports().journal().list(Optional.of(spec.service()))),
                heads -> {
                    boolean known =
                            heads.stream().anyMatch(head -> head.deployment().equals(id));
                    boolean another = heads.stream()
                            .anyMatch(head -> head.wakeUp().isPresent() && !ordered.contains(head.deployment()));
                    if (known || !another) {
                        then.run();
                    } else {
                        ordered.remove(id);
                        handles.rejected(id, DeploymentEngine.RejectedException.anotherRuns(spec.service()));
                        arrived(id, spec.service());
                    }
                },
                thrown -> loop.after(loop.settings().retry(), () -> order(id, spec)));
    }

    /** A deployment has come, or will not come: a claim that was made for it alone is given back. */
    private void arrived(DeploymentId id, ServiceRef service) {
        coming.remove(id);
        releaseIfIdle(service);
    }

    private void releaseIfIdle(ServiceRef service) {
        Turns turn = turns.get(service);
        if (turn != null && turn.isIdle() && !coming.containsValue(service)) {
            turns.remove(service);
            leases.release(service);
        }
    }

    /** Begins a deployment that was ordered, unless the journal knows it already. */
    private void takeUp(DeploymentId id, ServiceRef service, Optional<DeploymentSpec> spec) {
        loop.boundedCall(
                Leases.journalCall(
                        loop,
                        CallRunner.Operation.READ_JOURNAL,
                        () -> "read " + id,
                        () -> loop.ports().journal().read(id)),
                history -> {
                    Turns turn = turns.get(service);
                    if (turn == null) {
                        coming.remove(id);
                        spec.ifPresent(lost -> order(id, lost));
                        return;
                    }
                    if (!deployments.containsKey(id)) {
                        history.ifPresentOrElse(
                                read -> takeUp(id, service, turn, read, spec),
                                () -> spec.ifPresent(order -> begin(id, order, turn, List.of())));
                        turn.next();
                    }
                    arrived(id, service);
                },
                thrown -> {
                    if (TakeOver.isUndecodable(thrown)) {
                        quarantine(id, thrown);
                        arrived(id, service);
                    } else {
                        loop.after(loop.settings().retry(), () -> takeUp(id, service, spec));
                    }
                });
    }

    private void quarantine(DeploymentId id, Throwable thrown) {
        quarantine.add(id);
        LOG.error("Deployment {} can't be decoded and is left alone; all others go on", id, thrown);
        handles.failed(id, thrown);
    }

    private void takeUp(
            DeploymentId id, ServiceRef service, Turns turn, Journal.History history, Optional<DeploymentSpec> order) {
        if (order.isPresent() && isRefused(history)) {
            begin(id, order.get(), turn, history.events());
        } else {
            enlist(id, service, turn, history);
        }
    }

    private boolean isRefused(Journal.History history) {
        DeploymentState state = loop.workflow().fold(history.events());
        return state.status().isTerminal()
                && state.running().map(Running::refused).orElse(false);
    }

    /** @param before what the journal has of it: a deployment that was refused with nothing touched begins anew */
    private void begin(DeploymentId id, DeploymentSpec spec, Turns turn, List<DeploymentEvent> before) {
        Managed managed = new Managed(loop, this, id, spec.service());
        managed.load(before);
        deployments.put(id, managed);
        orders.put(id, spec);
        managed.enqueue(new Input.Ordered(id, spec));
        turn.ordered(managed, spec.concurrency());
    }

    private void enlist(DeploymentId id, ServiceRef service, Turns turn, Journal.History history) {
        Managed managed = new Managed(loop, this, id, service);
        managed.load(history.events());
        if (managed.state().status().isTerminal()) {
            ordered.remove(id);
            handles.changed(managed, history.events());
            return;
        }
        deployments.put(id, managed);
        elsewhere.remove(id);
        handles.changed(managed, List.of());
        publisher.publish(id, 1, history.events());
        managed.enqueue(new Input.Resumed(history.events().isEmpty() ? loop.now() : lastEvent(history)));
        history.mail().forEach(managed::enqueue);
        turn.found(managed);
    }

    private static Instant lastEvent(Journal.History history) {
        return history.events().get(history.events().size() - 1).at();
    }

    /** The journal has kept what a deployment decided. */
    void committed(Managed deployment, List<DeploymentEvent> events) {
        orders.remove(deployment.id());
        publisher.publish(deployment.id(), deployment.version() - events.size() + 1, events);
        handles.changed(deployment, events);
        DeploymentState state = deployment.state();
        if (state.status().isTerminal()) {
            deployment.drop();
            deployments.remove(deployment.id());
            ordered.remove(deployment.id());
            Turns turn = turns.get(deployment.service());
            if (turn != null) {
                turn.ended(deployment);
                turn.next();
                releaseIfIdle(deployment.service());
            }
        }
    }

    /** A watch of a deployment shows something new: users see what is known of the service. */
    void observed(Managed deployment, WatchOrder order, Readings readings) {
        if (order.reads().contains(new Call.DescribeService(deployment.service()))) {
            handles.saw(deployment.id(), readings.service());
        }
        deployment.enqueue(new Input.Observed(order.watch(), readings));
    }

    /** Another engine acts for a service now. */
    void lost(ServiceRef service) {
        turns.remove(service);
        List.copyOf(deployments.values()).stream()
                .filter(deployment -> deployment.service().equals(service))
                .forEach(this::leave);
    }

    private void leave(Managed deployment) {
        handles.saw(deployment.id(), Optional.empty());
        LOG.warn("Deployment {} was taken over by another engine", deployment.id());
        deployment.drop();
        deployments.remove(deployment.id());
        DeploymentSpec order = orders.get(deployment.id());
        if (order == null) {
            elsewhere.add(deployment.id());
        } else {
            // Nothing of it was kept yet: nobody else knows of it.
            loop.after(loop.settings().look(), () -> order(deployment.id(), order));
        }
    }

    /** A deployment that another engine acts for, as the journal tells of it. */
    private void seenElsewhere(Managed seen, List<DeploymentEvent> events) {
        handles.changed(seen, events);
        if (seen.state().status().isTerminal()) {
            ordered.remove(seen.id());
        }
    }

    /** The lease had run out and is held again: whatever another engine has taken meanwhile is lost. */
    private void reclaim(Instant since) {
        List.copyOf(turns.keySet())
                .forEach(service -> acquire(
                        service,
                        isOurs -> stalled(service, since),
                        () -> loop.after(loop.settings().retry(), () -> reclaim(since))));
    }

    /** What this engine still acts for has stood still. */
    private void stalled(ServiceRef service, Instant since) {
        for (Managed deployment : deployments.values()) {
            if (deployment.service().equals(service)) {
                deployment.stalled(since);
            }
        }
    }

    /** Looks for deployments that nobody acts for, and for commands from other processes; again and again. */
    private void look() {
        loop.boundedCall(
                Leases.journalCall(
                        loop,
                        CallRunner.Operation.DUE,
                        () -> "look for what is due",
                        () -> loop.ports()
                                .journal()
                                .due(loop.now(), loop.settings().name())),
                due -> {
                    due.forEach(this::found);
                    elsewhere.look();
                    loop.after(loop.settings().look(), this::look);
                },
                thrown -> loop.after(loop.settings().look(), this::look));
    }

    private void found(Journal.Head head) {
        DeploymentId id = head.deployment();
        if (quarantine.contains(id) || coming.containsKey(id)) {
            return;
        }
        if (deployments.containsKey(id)) {
            if (head.hasMail()) {
                mail(id);
            }
            return;
        }
        coming.put(id, head.service());
        acquire(
                head.service(),
                isOurs -> {
                    if (isOurs) {
                        takeUp(id, head.service(), Optional.empty());
                    } else {
                        coming.remove(id);
                    }
                },
                () -> coming.remove(id));
    }

    /** Reads a deployment's mailbox. */
    void mail(DeploymentId id) {
        Managed managed = deployments.get(id);
        if (managed == null) {
            return;
        }
        loop.boundedCall(
                Leases.journalCall(
                        loop,
                        CallRunner.Operation.READ_JOURNAL,
                        () -> "read the mail of " + id,
                        () -> loop.ports().journal().read(id)),
                history -> history.ifPresent(read -> read.mail().forEach(managed::enqueue)),
                thrown -> loop.after(loop.settings().retry(), () -> mail(id)));
    }

    /** Stops acting; what is under way is given up. */
    void close() {
        deployments.values().forEach(Managed::drop);
        turns.keySet().forEach(leases::release);
    }
}
