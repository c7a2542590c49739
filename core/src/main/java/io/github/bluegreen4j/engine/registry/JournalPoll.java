package io.github.bluegreen4j.engine.registry;

import io.github.bluegreen4j.engine.loop.Loop;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.CallRunner;
import io.github.bluegreen4j.spi.Journal;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Polls the journal for deployments that no engine acts for, for commands from other processes, and for ends that a
 * listener was not notified of. Confined to the loop.
 */
final class JournalPoll {
    private static final Logger LOG = LoggerFactory.getLogger(JournalPoll.class);

    /** How many due deployments may wait. The rest is left to the next poll. */
    private static final int MOST_IN_LINE = 10_000;

    /** From this many due deployments on, each engine begins at another place. */
    private static final int ROTATED_FROM = 500;

    /** How long the engine in which a deployment ended has to notify its listeners. */
    private static final Duration UNDELIVERED = Duration.ofMinutes(1);

    /** How many undelivered ends are read at once. */
    private static final int MOST_ENDS = 50;

    private final Loop loop;
    private final DeploymentRegistry registry;
    private Set<DeploymentId> leftToOthers = Set.of();

    JournalPoll(Loop loop, DeploymentRegistry registry) {
        this.loop = loop;
        this.registry = registry;
    }

    void start() {
        pollDue();
        pollUndelivered();
    }

    private void pollDue() {
        if (registry.isClosing()) {
            return;
        }
        loop.journal(
                CallRunner.Operation.DUE,
                () -> "list what is due",
                journal -> journal.due(loop.settings().name()),
                due -> {
                    Set<DeploymentId> leftBefore = leftToOthers;
                    leftToOthers = new HashSet<>();
                    rotated(due).forEach(head -> found(head, leftBefore));
                    registry.remote.poll();
                    loop.after(loop.settings().poll(), this::pollDue);
                },
                thrown -> loop.after(loop.settings().poll(), this::pollDue));
    }

    /**
     * Each engine begins at another place. When an engine with thousands of deployments has died, the others do not all claim the same
     * ones.
     */
    private List<Journal.Head> rotated(List<Journal.Head> due) {
        if (due.size() < ROTATED_FROM) {
            return due;
        }
        int from = Math.floorMod(loop.settings().name().hashCode(), due.size());
        return Stream.concat(due.stream().skip(from), due.stream().limit(from)).toList();
    }

    /** Finds ends that a named listener was not notified of, because the responsible engine died. */
    private void pollUndelivered() {
        Publisher publisher = registry.publisher;
        if (registry.isClosing() || publisher.names().isEmpty()) {
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
        Histories.read(
                loop,
                id,
                history -> history.ifPresent(read -> registry.publisher.publishTo(listener, id, read)),
                thrown -> LOG.debug("Deployment {} could not be read", id, thrown));
    }

    private void found(Journal.Head head, Set<DeploymentId> leftBefore) {
        DeploymentId id = head.deployment();
        ServiceRef service = head.service();
        if (registry.deployments.contains(id)) {
            if (head.hasMail()) {
                registry.inbox.read(id);
            }
            return;
        }
        boolean isOwned = registry.ownership.owns(service);
        Quarantine quarantine = registry.quarantine;
        if (quarantine.contains(id) || (!isOwned && quarantine.hasOneOf(service))) {
            // Read again by the recheck.
            return;
        }
        boolean isJustOrdered = head.version() == 1;
        if (isJustOrdered && !isOwned && !leftBefore.contains(id)) {
            // Whoever has taken the order claims its service first.
            leftToOthers.add(id);
            return;
        }
        if (registry.slots.waiting() < MOST_IN_LINE) {
            registry.arrivals.begin(id, service);
        }
    }
}
