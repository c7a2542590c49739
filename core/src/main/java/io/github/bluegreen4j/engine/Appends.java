package io.github.bluegreen4j.engine;

import io.github.bluegreen4j.spi.CallRunner;
import io.github.bluegreen4j.spi.Journal;
import java.time.Duration;
import java.util.ArrayList;
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
final class Appends {
    private static final Logger LOG = LoggerFactory.getLogger(Appends.class);

    /** A larger group might not be stored within the maximum of one call. */
    private static final int MOST_IN_ONE = 200;

    private static final String TAKEN = "was taken over by another engine";

    private final Loop loop;
    private final Crew crew;
    private final Set<Managed> waiting = new LinkedHashSet<>();
    private boolean inFlight;
    private Optional<Runnable> whenIdle = Optional.empty();

    Appends(Loop loop, Crew crew) {
        this.loop = loop;
        this.crew = crew;
    }

    void add(Managed deployment) {
        waiting.add(deployment);
    }

    /** Starts an append of everything that waits, if none is in flight; returns whether it did. */
    boolean flush() {
        if (inFlight || waiting.isEmpty()) {
            return false;
        }
        List<Managed> group = new ArrayList<>();
        List<Journal.Extension> extensions = new ArrayList<>();
        for (Iterator<Managed> each = waiting.iterator(); each.hasNext() && group.size() < MOST_IN_ONE; ) {
            Managed deployment = each.next();
            each.remove();
            Optional<Journal.Extension> extension =
                    crew.leases().fence(deployment.service()).flatMap(deployment::extension);
            if (extension.isPresent()) {
                group.add(deployment);
                extensions.add(extension.get());
            }
        }
        if (group.isEmpty()) {
            return false;
        }
        inFlight = true;
        loop.journal(
                CallRunner.Operation.APPEND,
                () -> "append " + extensions.size(),
                journal -> PortCalls.append(journal, extensions),
                outcomes -> {
                    landed();
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

    private void landed() {
        inFlight = false;
        whenIdle.ifPresent(then -> loop.post(then));
    }

    /** Starts no more appends, and runs the argument once the append in flight was answered. */
    void close(Runnable then) {
        waiting.clear();
        whenIdle = Optional.of(then);
        if (!inFlight) {
            then.run();
        }
    }

    private void ended(Managed deployment, Journal.Extension extension, Journal.Appended outcome) {
        if (deployment.isDropped()) {
            return;
        }
        switch (outcome.status()) {
            case APPENDED -> deployment.committed();
            case LOST -> {
                if (outcome.fence() > extension.fence()) {
                    crew.lost(deployment.service(), TAKEN);
                } else {
                    reread(deployment, extension.entryId());
                }
            }
            case UNKNOWN -> {
                loop.complaints()
                        .warn(
                                LOG,
                                "the outcome is unknown",
                                "The journal does not know whether it kept an entry of deployment {}",
                                deployment.id());
                reread(deployment, extension.entryId());
            }
        }
    }

    private void lookAgain(Managed deployment, Duration after) {
        loop.after(after, () -> deployment.candidate().ifPresent(decided -> reread(deployment, decided.entryId())));
    }

    /**
     * Reads the journal after an unknown outcome. The append succeeded if the journal has its entry; it is retried if
     * the version is unchanged.
     */
    private void reread(Managed deployment, String entryId) {
        if (deployment.isDropped()) {
            return;
        }
        loop.journal(
                CallRunner.Operation.READ_JOURNAL,
                () -> "read " + deployment.id(),
                journal -> journal.read(deployment.id()),
                history -> compare(deployment, entryId, history),
                thrown -> {
                    complain(thrown);
                    lookAgain(deployment, loop.settings().retry());
                });
    }

    private void compare(Managed deployment, String entryId, Optional<Journal.History> history) {
        if (deployment.isDropped() || deployment.candidate().isEmpty()) {
            return;
        }
        long version = history.map(read -> read.head().version()).orElse(0L);
        boolean kept = history.map(read -> read.entryIds().contains(entryId)).orElse(false);
        boolean ownFence = history.map(read -> read.head().fence()
                        <= crew.leases().fence(deployment.service()).orElse(-1L))
                .orElse(true);
        if (kept) {
            deployment.committed();
        } else if (version == deployment.version() && ownFence) {
            loop.after(loop.settings().retry(), () -> add(deployment));
        } else {
            crew.lost(deployment.service(), TAKEN);
        }
    }

    /** Without the journal nothing is written to the world; the engine says so, now and then. */
    private void complain(Throwable why) {
        loop.complaints().warn(LOG, why, "The journal does not answer, and nothing is changed until it does");
    }
}
