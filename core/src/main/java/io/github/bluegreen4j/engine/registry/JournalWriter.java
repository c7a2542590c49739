package io.github.bluegreen4j.engine.registry;

import io.github.bluegreen4j.engine.loop.Loop;
import io.github.bluegreen4j.engine.loop.PortCalls;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.spi.CallRunner;
import io.github.bluegreen4j.spi.Journal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Journals decisions. Everything that waits goes into one append; while it is in flight, the next group collects.
 * After an unknown outcome the engine first reads the journal and recognises its own entry by its id.
 */
final class JournalWriter {
    private static final Logger LOG = LoggerFactory.getLogger(JournalWriter.class);

    /** A larger group might not be stored within the maximum of one call. */
    private static final int MOST_IN_ONE = 200;

    /** Threads of their own: what deployments decide does not wait behind orders and takeovers. */
    private static final CallRunner.PortCall.Lane LANE =
            new CallRunner.PortCall.Lane(CallRunner.PortCall.Kind.JOURNAL, "appends", "");

    private static final Set<DeploymentStatus> ROLLBACK =
            EnumSet.of(DeploymentStatus.ROLLBACK_REQUESTED, DeploymentStatus.ROLLBACK_IN_PROGRESS);

    private static final String TAKEN = "was taken over by another engine";

    private final Loop loop;
    private final DeploymentRegistry registry;
    private final Set<ActiveDeployment> urgent = new LinkedHashSet<>();
    private final Set<ActiveDeployment> waiting = new LinkedHashSet<>();
    private boolean inFlight;
    private volatile Optional<String> problem = Optional.empty();
    private Optional<Runnable> whenIdle = Optional.empty();

    JournalWriter(Loop loop, DeploymentRegistry registry) {
        this.loop = loop;
        this.registry = registry;
    }

    /** Why the last append or reading after it failed; empty if it did not. From any thread. */
    Optional<String> problem() {
        return problem;
    }

    /** What rolls back goes before all others. A deployment whose decision was replaced before it was sent waits once. */
    void add(ActiveDeployment deployment) {
        boolean isUrgent = deployment
                .candidate()
                .filter(decided ->
                        ROLLBACK.contains(decided.transition().state().status()))
                .isPresent();
        if (isUrgent) {
            waiting.remove(deployment);
            urgent.add(deployment);
        } else if (!urgent.contains(deployment)) {
            waiting.add(deployment);
        }
    }

    /** Starts an append of everything that waits, if none is in flight; returns whether it did. */
    boolean flush() {
        if (inFlight || (urgent.isEmpty() && waiting.isEmpty())) {
            return false;
        }
        List<ActiveDeployment> group = new ArrayList<>();
        List<Journal.Extension> extensions = new ArrayList<>();
        take(urgent, group, extensions);
        take(waiting, group, extensions);
        if (group.isEmpty()) {
            return false;
        }
        inFlight = true;
        loop.journal(
                LANE,
                CallRunner.Operation.APPEND,
                () -> "append " + extensions.size(),
                journal -> PortCalls.append(journal, extensions),
                outcomes -> {
                    landed();
                    problem = Optional.empty();
                    for (int i = 0; i < group.size(); i++) {
                        ended(group.get(i), extensions.get(i), outcomes.get(i));
                    }
                },
                thrown -> {
                    landed();
                    complain(thrown);
                    group.forEach(
                            deployment -> lookAgain(deployment, loop.settings().retry()));
                });
        return true;
    }

    private void take(Set<ActiveDeployment> from, List<ActiveDeployment> group, List<Journal.Extension> extensions) {
        for (Iterator<ActiveDeployment> each = from.iterator(); each.hasNext() && group.size() < MOST_IN_ONE; ) {
            ActiveDeployment deployment = each.next();
            each.remove();
            Optional<Journal.Extension> extension =
                    registry.leases.fence(deployment.service()).flatMap(deployment::extension);
            if (extension.isPresent()) {
                group.add(deployment);
                extensions.add(extension.get());
            }
        }
    }

    private void landed() {
        inFlight = false;
        whenIdle.ifPresent(then -> loop.post(then));
    }

    /** Starts no more appends, and runs the argument once the append in flight was answered. */
    void close(Runnable then) {
        urgent.clear();
        waiting.clear();
        whenIdle = Optional.of(then);
        if (!inFlight) {
            then.run();
        }
    }

    private void ended(ActiveDeployment deployment, Journal.Extension extension, Journal.Appended outcome) {
        if (deployment.isDropped()) {
            return;
        }
        switch (outcome.status()) {
            case APPENDED -> deployment.committed();
            case LOST -> {
                if (outcome.fence() > extension.fence()) {
                    registry.ownership.lost(deployment.service(), TAKEN);
                } else {
                    reread(deployment, extension.entryId());
                }
            }
            case UNKNOWN -> {
                loop.failureLog()
                        .warn(
                                LOG,
                                "the outcome is unknown",
                                "The journal does not know whether it kept an entry of deployment {}",
                                deployment.id());
                reread(deployment, extension.entryId());
            }
        }
    }

    private void lookAgain(ActiveDeployment deployment, Duration after) {
        loop.after(after, () -> deployment.candidate().ifPresent(decided -> reread(deployment, decided.entryId())));
    }

    /**
     * Reads the journal after an unknown outcome. The append succeeded if the journal has its entry; it is retried if
     * the version is unchanged, unless the decision is based on reads that are too old by now.
     */
    private void reread(ActiveDeployment deployment, String entryId) {
        if (deployment.isDropped()) {
            return;
        }
        Histories.read(loop, deployment.id(), history -> compare(deployment, entryId, history), thrown -> {
            complain(thrown);
            lookAgain(deployment, loop.settings().retry());
        });
    }

    private void compare(ActiveDeployment deployment, String entryId, Optional<Journal.History> history) {
        problem = Optional.empty();
        if (deployment.isDropped() || deployment.candidate().isEmpty()) {
            return;
        }
        long version = history.map(read -> read.head().version()).orElse(0L);
        boolean kept = history.map(read -> read.entryIds().contains(entryId)).orElse(false);
        boolean ownFence = history.map(read -> read.head().fence()
                        <= registry.leases.fence(deployment.service()).orElse(-1L))
                .orElse(true);
        if (kept) {
            deployment.committed();
        } else if (version == deployment.version() && ownFence) {
            if (!deployment.discardsStaleDecision()) {
                loop.after(loop.settings().retry(), () -> add(deployment));
            }
        } else {
            registry.ownership.lost(deployment.service(), TAKEN);
        }
    }

    /** Without the journal nothing is written to the world; the engine says so, now and then. */
    private void complain(Throwable why) {
        problem = Optional.of(
                PortCalls.problem(why, CallRunner.Operation.APPEND::name).toString());
        loop.failureLog().warn(LOG, why, "The journal does not answer, and nothing is changed until it does");
    }
}
