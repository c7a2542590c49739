package io.github.bluegreen4j.engine.registry;

import io.github.bluegreen4j.engine.loop.Loop;
import io.github.bluegreen4j.engine.loop.SmallSets;
import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.event.WorkEvent;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.workflow.decide.Input;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The deployments that this engine acts for: of services that it owns, and not ended. One that has something to decide
 * waits in line. Confined to the loop.
 */
final class ActiveDeployments {
    private static final Logger LOG = LoggerFactory.getLogger(ActiveDeployments.class);

    private final Loop loop;
    private final DeploymentRegistry registry;
    private final Map<DeploymentId, ActiveDeployment> active = new LinkedHashMap<>();
    private final Map<ServiceRef, Set<ActiveDeployment>> byService = new HashMap<>();
    private final Deque<ActiveDeployment> ready = new ArrayDeque<>();

    ActiveDeployments(Loop loop, DeploymentRegistry registry) {
        this.loop = loop;
        this.registry = registry;
    }

    int count() {
        return active.size();
    }

    boolean contains(DeploymentId id) {
        return active.containsKey(id);
    }

    Optional<ActiveDeployment> find(DeploymentId id) {
        return Optional.ofNullable(active.get(id));
    }

    void ready(ActiveDeployment deployment) {
        if (deployment.becomesReady()) {
            ready.add(deployment);
        }
    }

    /** Lets the first one in line decide; false if none is. */
    boolean proceed() {
        Optional<ActiveDeployment> first = Optional.ofNullable(ready.poll());
        first.ifPresent(ActiveDeployment::proceed);
        return first.isPresent();
    }

    /** Adds a deployment of a service that this engine owns, as the journal has it. */
    void add(DeploymentId id, ServiceRef service, ServiceQueue queue, Journal.History history) {
        ActiveDeployment deployment = new ActiveDeployment(loop, registry, id, service);
        try {
            deployment.load(history);
        } catch (RuntimeException unreadable) {
            registry.quarantine.add(id, service, queue, unreadable);
            return;
        }
        registry.quarantine.leave(id);
        registry.handles.changed(id, service, deployment.state(), history.events());
        registry.remote.remove(id);
        if (deployment.state().status().isTerminal()) {
            queue.unblock(id);
            return;
        }
        active.put(id, deployment);
        byService.put(service, SmallSets.with(byService.getOrDefault(service, Set.of()), deployment));
        if (!deployment.state().isWaiting()) {
            registry.deploymentLog.ifPresent(log -> log.resume(id, history.events()));
        }
        registry.publisher.publish(id, history);
        if (!deployment.state().isWaiting()) {
            Instant lastAlive = history.events().isEmpty() ? loop.now() : lastEvent(history);
            deployment.enqueue(new Input.Resumed(lastAlive, loop.maxWriteDelay()));
        }
        if (deployment.state().isKeeping()) {
            deployment.keeps();
        }
        history.mail().forEach(deployment::enqueue);
        queue.found(deployment);
        // Only now: what it kept waiting must not come before it.
        queue.unblock(id);
    }

    private static Instant lastEvent(Journal.History history) {
        return history.events().get(history.events().size() - 1).at();
    }

    /** The journal has stored the events of a deployment. */
    void committed(ActiveDeployment deployment, List<DeploymentEvent> events) {
        registry.publisher.publish(deployment.id(), deployment.version() - events.size() + 1, events);
        registry.handles.changed(deployment.id(), deployment.service(), deployment.state(), events);
        if (deployment.state().status().isTerminal()) {
            deployment.drop();
            remove(deployment);
            registry.ownership.ended(deployment);
        } else if (events.stream().anyMatch(ProgressEvent.KeepingEnded.class::isInstance)) {
            registry.ownership.keepingEnded(deployment.service());
        }
        events.stream()
                .filter(WorkEvent.BlueKept.class::isInstance)
                .map(WorkEvent.BlueKept.class::cast)
                .forEach(kept -> registry.arrivals.begin(kept.keeping(), deployment.service()));
    }

    /** This engine no longer acts for the deployments of a service. */
    void leave(ServiceRef service, String why) {
        of(service).forEach(deployment -> {
            loop.failureLog().warn(LOG, why, "Deployment {} leaves this engine", deployment.id());
            registry.handles.observed(deployment.id(), Optional.empty());
            deployment.drop();
            remove(deployment);
            registry.remote.add(deployment.id());
            registry.deploymentLog.ifPresent(log -> log.leave(deployment.id()));
        });
    }

    /** The deployments of a service that this engine still acts for have stood still. */
    void stalled(ServiceRef service, Instant since) {
        of(service).forEach(deployment -> deployment.stalled(since));
    }

    private List<ActiveDeployment> of(ServiceRef service) {
        return List.copyOf(byService.getOrDefault(service, Set.of()));
    }

    private void remove(ActiveDeployment deployment) {
        active.remove(deployment.id());
        byService.computeIfPresent(deployment.service(), (service, those) -> {
            Set<ActiveDeployment> left = SmallSets.without(those, deployment);
            return left.isEmpty() ? null : left;
        });
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
        registry.quarantine.add(deployment, defect);
    }

    /** Starts and decides nothing new; appends in flight are still awaited. */
    void stop() {
        active.values().forEach(ActiveDeployment::stop);
    }

    void drop() {
        active.values().forEach(ActiveDeployment::drop);
    }
}
