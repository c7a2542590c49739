package io.github.bluegreen4j.engine;

import io.github.bluegreen4j.engine.loop.Loop;
import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.spi.CallRunner;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.spi.PortException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deployments that another engine took over. Users with a handle on one here still wait for its end, so the engine
 * reads the journal for it now and then until it has ended. Confined to the loop.
 */
final class RemoteDeployments {
    private static final Logger LOG = LoggerFactory.getLogger(RemoteDeployments.class);

    /** More reads would take the journal's threads from this engine's own deployments. */
    private static final int MOST_AT_ONCE = 50;

    private final Loop loop;
    private final DeploymentRegistry registry;
    private final BiConsumer<ActiveDeployment, List<DeploymentEvent>> seen;
    private final Set<DeploymentId> deployments = new LinkedHashSet<>();

    /** @param seen told how a deployment stands */
    RemoteDeployments(
            Loop loop, DeploymentRegistry registry, BiConsumer<ActiveDeployment, List<DeploymentEvent>> seen) {
        this.loop = loop;
        this.registry = registry;
        this.seen = seen;
    }

    void add(DeploymentId deployment) {
        deployments.add(deployment);
    }

    /** This engine acts for it again. */
    void remove(DeploymentId deployment) {
        deployments.remove(deployment);
    }

    /** Reads those that were not read for the longest time. */
    void poll() {
        List<DeploymentId> next = deployments.stream().limit(MOST_AT_ONCE).toList();
        for (DeploymentId id : next) {
            deployments.remove(id);
            deployments.add(id);
            poll(id);
        }
    }

    private void poll(DeploymentId id) {
        loop.journal(
                CallRunner.Operation.READ_JOURNAL,
                () -> "read " + id,
                journal -> journal.read(id),
                history -> history.filter(read -> deployments.contains(id)).ifPresent(this::found),
                thrown -> LOG.debug("Deployment {} could not be read", id, thrown));
    }

    /** How a deployment stands, as the journal has it. */
    void found(Journal.History history) {
        DeploymentId id = history.head().deployment();
        ActiveDeployment active =
                new ActiveDeployment(loop, registry, id, history.head().service());
        try {
            active.load(history);
        } catch (PortException impossible) {
            deployments.remove(id);
            registry.impossibleElsewhere(id, impossible);
            return;
        }
        seen.accept(active, history.events());
        if (active.state().status().isTerminal()) {
            deployments.remove(id);
        }
    }
}
