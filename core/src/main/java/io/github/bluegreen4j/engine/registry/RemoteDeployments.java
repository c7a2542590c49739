package io.github.bluegreen4j.engine.registry;

import io.github.bluegreen4j.engine.loop.Loop;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.spi.PortException;
import io.github.bluegreen4j.workflow.state.DeploymentState;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
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
    private final HandleUpdates handles;
    private final Set<DeploymentId> deployments = new LinkedHashSet<>();

    RemoteDeployments(Loop loop, HandleUpdates handles) {
        this.loop = loop;
        this.handles = handles;
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
        Histories.read(
                loop,
                id,
                history -> history.filter(read -> deployments.contains(id)).ifPresent(this::found),
                thrown -> LOG.debug("Deployment {} could not be read", id, thrown));
    }

    /** How a deployment stands, as the journal has it. */
    void found(Journal.History history) {
        DeploymentId id = history.head().deployment();
        DeploymentState state;
        try {
            state = Histories.state(loop.workflow(), history);
        } catch (PortException impossible) {
            // Its events can't follow each other.
            deployments.remove(id);
            loop.failureLog().warn(LOG, impossible, "Deployment {} of another engine can't be followed", id);
            handles.failed(id, impossible);
            return;
        }
        handles.changed(id, history.head().service(), state, history.events());
        if (state.status().isTerminal()) {
            deployments.remove(id);
        }
    }
}
