package io.github.bluegreen4j.engine;

import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.Readings;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.DeploymentListener;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.workflow.Call;
import io.github.bluegreen4j.workflow.DeploymentState;
import io.github.bluegreen4j.workflow.Input;
import io.github.bluegreen4j.workflow.WatchOrder;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
    private final Set<DeploymentId> elsewhere = new LinkedHashSet<>();
    private final Set<Managed> ready = new LinkedHashSet<>();

    Crew(Loop loop, Handles handles, List<DeploymentListener> listeners) {
        this.loop = loop;
        this.handles = handles;
        this.leases = new Leases(loop, this::reclaim);
        this.appends = new Appends(loop, this);
        this.watchPool = new WatchPool(loop);
        this.publisher = new Publisher(loop, listeners);
        loop.whenQuiet(this::work);
    }

    Leases leases() {
        return leases;
    }

    WatchPool watchPool() {
        return watchPool;
    }

    String settingsName() {
        return loop.settings().name();
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
        ready.add(deployment);
    }

    void append(Managed deployment) {
        appends.add(deployment);
    }

    private boolean work() {
        Iterator<Managed> next = ready.iterator();
        if (next.hasNext()) {
            Managed deployment = next.next();
            next.remove();
            deployment.proceed();
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
        leases.claim(spec.service(), fence -> {
            switch (spec.concurrency()) {
                case REJECT -> unlessAnotherRuns(id, spec, () -> claimed(id, spec, fence.isPresent()));
                case QUEUE, SUPERSEDE -> claimed(id, spec, fence.isPresent());
            }
        });
    }

    private void claimed(DeploymentId id, DeploymentSpec spec, boolean isOurs) {
        if (isOurs) {
            takeUp(id, spec.service(), Optional.of(spec));
        } else {
            LOG.info("Deployment {} waits: service {} is another engine's for now", id, spec.service());
            loop.after(loop.settings().look(), () -> order(id, spec));
        }
    }

    /**
     * Goes on with an order unless the journal knows another deployment of the service that is not over. What was ordered
     * here before was looked at when the order was given, and what was ordered here later is no reason to refuse this one.
     */
    private void unlessAnotherRuns(DeploymentId id, DeploymentSpec spec, Runnable then) {
        loop.boundedCall(
                Leases.journalCall(
                        loop,
                        "list " + spec.service(),
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
                        handles.rejected(id, DeploymentRejectedException.anotherRuns(spec.service()));
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
        if (!turns.containsKey(service) && !coming.containsValue(service)) {
            leases.release(service);
        }
    }

    /** Reads a deployment and goes on with it; one that does not exist is begun. */
    private void takeUp(DeploymentId id, ServiceRef service, Optional<DeploymentSpec> spec) {
        coming.put(id, service);
        loop.boundedCall(
                Leases.journalCall(
                        loop, "read " + id, () -> loop.ports().journal().read(id)),
                history -> {
                    if (!deployments.containsKey(id)) {
                        enlist(id, service, spec, history);
                    }
                    arrived(id, service);
                },
                thrown -> {
                    if (isUndecodable(thrown)) {
                        quarantine.add(id);
                        LOG.error("Deployment {} can't be decoded and is left alone; all others go on", id, thrown);
                        handles.failed(id, thrown);
                        arrived(id, service);
                    } else {
                        loop.after(loop.settings().retry(), () -> takeUp(id, service, spec));
                    }
                });
    }

    private static boolean isUndecodable(Throwable thrown) {
        return PortCalls.problem(thrown, "read").kind() == Problem.Kind.REFUSED;
    }

    private void enlist(
            DeploymentId id, ServiceRef service, Optional<DeploymentSpec> spec, Optional<Journal.History> history) {
        Managed managed = new Managed(loop, this, id, service);
        history.ifPresent(read -> managed.load(read.events()));
        if (managed.state().status().isTerminal()) {
            handles.changed(managed, history.map(Journal.History::events).orElse(List.of()));
            return;
        }
        deployments.put(id, managed);
        elsewhere.remove(id);
        Turns turn = turns.computeIfAbsent(service, key -> new Turns());
        if (history.isPresent()) {
            handles.changed(managed, List.of());
            publisher.publish(id, 1, history.get().events());
            managed.enqueue(
                    new Input.Resumed(history.get().events().isEmpty() ? loop.now() : lastEvent(history.get())));
            history.get().mail().forEach(managed::enqueue);
            turn.found(managed);
        } else if (spec.isPresent()) {
            orders.put(id, spec.get());
            managed.enqueue(new Input.Ordered(id, spec.get()));
            turn.ordered(managed, spec.get().concurrency());
        }
        turn.next();
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
                if (turn.isEmpty()) {
                    turns.remove(deployment.service());
                    releaseIfIdle(deployment.service());
                }
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

    /** Another engine acts for it now. */
    void lost(Managed deployment) {
        handles.saw(deployment.id(), Optional.empty());
        LOG.warn("Deployment {} was taken over by another engine", deployment.id());
        deployment.drop();
        deployments.remove(deployment.id());
        Optional.ofNullable(turns.get(deployment.service())).ifPresent(turn -> turn.ended(deployment));
        DeploymentSpec order = orders.get(deployment.id());
        if (order == null) {
            elsewhere.add(deployment.id());
        } else {
            // Nothing of it was kept yet: nobody else knows of it.
            loop.after(loop.settings().look(), () -> order(deployment.id(), order));
        }
    }

    /** Those who hold a handle on a deployment that another engine acts for still want to know how it goes. */
    private void follow(DeploymentId id) {
        loop.boundedCall(
                Leases.journalCall(
                        loop, "read " + id, () -> loop.ports().journal().read(id)),
                history -> history.filter(read -> elsewhere.contains(id)).ifPresent(read -> {
                    Managed seen = new Managed(loop, this, id, read.head().service());
                    seen.load(read.events());
                    handles.changed(seen, read.events());
                    if (seen.state().status().isTerminal()) {
                        elsewhere.remove(id);
                        ordered.remove(id);
                    }
                }),
                thrown -> LOG.debug("Deployment {} could not be read", id, thrown));
    }

    /** The lease had run out and is held again: whatever another engine has taken meanwhile is lost. */
    private void reclaim() {
        for (ServiceRef service : List.copyOf(turns.keySet())) {
            Optional<Long> before = leases.fence(service);
            leases.claim(service, fence -> {
                if (!fence.equals(before)) {
                    List.copyOf(deployments.values()).stream()
                            .filter(deployment -> deployment.service().equals(service))
                            .forEach(this::lost);
                    turns.remove(service);
                }
            });
        }
    }

    /** Looks for deployments that nobody acts for, and for commands from other processes; again and again. */
    private void look() {
        loop.boundedCall(
                Leases.journalCall(
                        loop,
                        "look for what is due",
                        () -> loop.ports().journal().due(loop.now())),
                due -> {
                    due.forEach(this::found);
                    List.copyOf(elsewhere).forEach(this::follow);
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
        leases.claim(head.service(), fence -> {
            if (fence.isPresent()) {
                takeUp(id, head.service(), Optional.empty());
            } else {
                coming.remove(id);
            }
        });
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
                        "read the mail of " + id,
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
