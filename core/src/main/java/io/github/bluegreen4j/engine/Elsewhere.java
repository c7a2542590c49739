package io.github.bluegreen4j.engine;

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
final class Elsewhere {
    private static final Logger LOG = LoggerFactory.getLogger(Elsewhere.class);

    /** More reads would take the journal's threads from this engine's own deployments. */
    private static final int MOST_AT_ONCE = 50;

    private final Loop loop;
    private final Crew crew;
    private final BiConsumer<Managed, List<DeploymentEvent>> seen;
    private final Set<DeploymentId> deployments = new LinkedHashSet<>();

    /** @param seen told how a deployment stands */
    Elsewhere(Loop loop, Crew crew, BiConsumer<Managed, List<DeploymentEvent>> seen) {
        this.loop = loop;
        this.crew = crew;
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
    void look() {
        List<DeploymentId> next = deployments.stream().limit(MOST_AT_ONCE).toList();
        for (DeploymentId id : next) {
            deployments.remove(id);
            deployments.add(id);
            look(id);
        }
    }

    private void look(DeploymentId id) {
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
        Managed managed = new Managed(loop, crew, id, history.head().service());
        try {
            managed.load(history);
        } catch (PortException impossible) {
            deployments.remove(id);
            crew.impossibleElsewhere(id, impossible);
            return;
        }
        seen.accept(managed, history.events());
        if (managed.state().status().isTerminal()) {
            deployments.remove(id);
        }
    }
}
