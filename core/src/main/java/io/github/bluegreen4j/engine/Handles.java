package io.github.bluegreen4j.engine;

import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.ServiceDescription;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.workflow.DeploymentState;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The handles that users hold. Of the deployments that have ended only the last ones are kept: an engine lives long. Safe for
 * use by many threads.
 */
final class Handles {
    /** As many ended deployments as a user may still find here; any other is in the journal. */
    private static final int MOST_ENDED = 1_000;

    private final Map<DeploymentId, Deployment> handles = new ConcurrentHashMap<>();
    private final Set<DeploymentId> ended = new LinkedHashSet<>();
    private final Deployment.Access access;

    Handles(Deployment.Access access) {
        this.access = access;
    }

    Deployment of(DeploymentId id, ServiceRef service) {
        Deployment known = handles.get(id);
        return known == null ? handles.computeIfAbsent(id, key -> new Deployment(key, service, access)) : known;
    }

    Optional<Deployment> find(DeploymentId id) {
        return Optional.ofNullable(handles.get(id));
    }

    List<Deployment> all() {
        return handles.values().stream()
                .sorted((one, other) -> one.id().value().compareTo(other.id().value()))
                .toList();
    }

    /** Other deployments of a service that have not ended, as far as this engine knows. */
    long unfinished(ServiceRef service, DeploymentId but) {
        long unfinished = 0;
        for (Deployment handle : handles.values()) {
            boolean counts = !handle.status().isTerminal()
                    && handle.service().equals(service)
                    && !handle.id().equals(but);
            unfinished += counts ? 1 : 0;
        }
        return unfinished;
    }

    /** A deployment has a new state. */
    void changed(Managed deployment, List<DeploymentEvent> events) {
        Deployment handle = of(deployment.id(), deployment.service());
        DeploymentState state = deployment.state();
        for (ProgressEvent.CommandAnswered answer : Commands.answers(events)) {
            handle.answered(answer);
        }
        handle.changed(state);
        if (state.status().isTerminal()) {
            ended(deployment.id());
        }
    }

    private void ended(DeploymentId id) {
        synchronized (ended) {
            ended.remove(id);
            ended.add(id);
            if (ended.size() > MOST_ENDED) {
                DeploymentId eldest = ended.iterator().next();
                ended.remove(eldest);
                handles.remove(eldest);
            }
        }
    }

    /** A deployment's watch shows something new. */
    void saw(DeploymentId id, Optional<ServiceDescription> described) {
        find(id).ifPresent(handle -> handle.saw(described));
    }

    /** A deployment of that id begins anew. */
    void forget(DeploymentId id) {
        handles.remove(id);
        synchronized (ended) {
            ended.remove(id);
        }
    }

    /** A deployment that was ordered here is none: its handle is told, and forgotten. */
    void rejected(DeploymentId id, DeploymentEngine.RejectedException why) {
        Optional.ofNullable(handles.remove(id)).ifPresent(handle -> handle.failed(why));
    }

    void failed(DeploymentId id, Throwable problem) {
        find(id).ifPresent(handle -> handle.failed(problem));
    }

    void close() {
        handles.values().forEach(handle -> handle.failed(new DeploymentEngine.ClosedException()));
    }
}
