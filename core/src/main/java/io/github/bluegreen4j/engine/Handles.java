package io.github.bluegreen4j.engine;

import io.github.bluegreen4j.engine.loop.SmallSets;
import io.github.bluegreen4j.engine.registry.Commands;
import io.github.bluegreen4j.engine.registry.HandleUpdates;
import io.github.bluegreen4j.engine.registry.Rejections;
import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.Effect;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.ServiceDescription;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.workflow.state.DeploymentState;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The handles of users. Only the latest ended deployments are kept, because an engine runs for a long time. Safe for
 * use by many threads.
 */
final class Handles implements HandleUpdates {
    /** How many ended deployments are kept here; the journal has all of them. */
    private static final int MOST_ENDED = 1_000;

    private final Map<DeploymentId, Deployment> handles = new LinkedHashMap<>();
    private final Map<ServiceRef, Set<DeploymentId>> unfinished = new HashMap<>();
    private final Set<DeploymentId> ended = new LinkedHashSet<>();
    private final DeploymentEngine engine;
    private boolean closed;

    Handles(DeploymentEngine engine) {
        this.engine = engine;
    }

    /** What an order meets. */
    record Admission(Deployment handle, boolean isNew) {}

    /**
     * The handle of an order.
     *
     * @throws DeploymentEngine.ClosedException when the engine is closed
     * @throws DeploymentEngine.RejectedException when it can't be taken
     */
    synchronized Admission admit(DeploymentId id, DeploymentSpec spec) {
        if (closed) {
            throw new DeploymentEngine.ClosedException(Optional.empty());
        }
        Deployment known = handles.get(id);
        if (known != null && !known.isRefused()) {
            known.spec().filter(other -> !other.equals(spec)).ifPresent(other -> {
                throw new DeploymentEngine.RejectedException(Rejections.otherSpecification(id, other, spec));
            });
            return new Admission(known, false);
        }
        Rejections.because(spec, others(spec.service(), id)).ifPresent(why -> {
            throw new DeploymentEngine.RejectedException(why);
        });
        forget(id);
        Deployment handle = new Deployment(id, spec.service(), Optional.of(spec), engine);
        add(handle);
        return new Admission(handle, true);
    }

    private List<DeploymentId> others(ServiceRef service, DeploymentId but) {
        return unfinished.getOrDefault(service, Set.of()).stream()
                .filter(other -> !other.equals(but))
                .filter(other -> !other.isKeeping()) // whether it only waits its queue knows
                .toList();
    }

    private void add(Deployment handle) {
        handles.put(handle.id(), handle);
        unfinished.put(
                handle.service(), SmallSets.with(unfinished.getOrDefault(handle.service(), Set.of()), handle.id()));
    }

    private void finished(Deployment handle) {
        unfinished.computeIfPresent(handle.service(), (key, ids) -> {
            Set<DeploymentId> left = SmallSets.without(ids, handle.id());
            return left.isEmpty() ? null : left;
        });
    }

    private void forget(DeploymentId id) {
        Deployment handle = handles.remove(id);
        ended.remove(id);
        if (handle != null) {
            finished(handle);
        }
    }

    @Override
    public synchronized void renew(DeploymentId id) {
        forget(id);
    }

    synchronized Optional<Deployment> find(DeploymentId id) {
        return Optional.ofNullable(handles.get(id));
    }

    synchronized List<Deployment> all() {
        return handles.values().stream()
                .sorted(Comparator.comparing(handle -> handle.id().value()))
                .toList();
    }

    @Override
    public boolean isAwaited(DeploymentId id) {
        return find(id).filter(handle -> !handle.status().isTerminal()).isPresent();
    }

    @Override
    public void accepted(DeploymentId id) {
        find(id).ifPresent(Deployment::isInJournal);
    }

    @Override
    public void changed(DeploymentId id, ServiceRef service, DeploymentState state, List<DeploymentEvent> events) {
        Deployment handle = known(id, service);
        for (ProgressEvent.CommandAnswered answer : Commands.answers(events)) {
            handle.answered(answer);
        }
        handle.changed(state);
        if (state.status().isTerminal()) {
            ended(handle);
        }
    }

    private Deployment known(DeploymentId id, ServiceRef service) {
        Deployment handle;
        synchronized (this) {
            Deployment known = handles.get(id);
            if (known != null) {
                return known;
            }
            handle = new Deployment(id, service, Optional.empty(), engine);
            add(handle);
        }
        handle.isInJournal();
        return handle;
    }

    private synchronized void ended(Deployment handle) {
        finished(handle);
        ended.remove(handle.id());
        ended.add(handle.id());
        if (ended.size() > MOST_ENDED) {
            forget(ended.iterator().next());
        }
    }

    @Override
    public void observed(DeploymentId id, Optional<ServiceDescription> described) {
        find(id).ifPresent(handle -> handle.observed(described));
    }

    @Override
    public void blocked(DeploymentId id, Optional<String> obstacle) {
        find(id).ifPresent(handle -> handle.blocked(obstacle));
    }

    @Override
    public void delayed(DeploymentId id, Map<Effect, String> delays) {
        find(id).ifPresent(handle -> handle.delayed(delays));
    }

    @Override
    public void rejected(DeploymentId id, String why) {
        refused(id, new DeploymentEngine.RejectedException(why));
    }

    @Override
    public void refused(DeploymentId id, Throwable why) {
        Optional<Deployment> handle = find(id);
        synchronized (this) {
            forget(id);
        }
        handle.ifPresent(rejected -> rejected.failed(why));
    }

    @Override
    public void failed(DeploymentId id, Throwable problem) {
        find(id).ifPresent(handle -> handle.failed(problem));
    }

    /** No order is taken any more. */
    synchronized void refuse() {
        closed = true;
    }

    /** Ends every future that is still open. */
    void close(RuntimeException why) {
        List<Deployment> open;
        synchronized (this) {
            open = List.copyOf(handles.values());
        }
        open.forEach(handle -> handle.failed(why));
    }
}
