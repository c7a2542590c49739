package io.github.bluegreen4j.console;

import io.github.bluegreen4j.engine.Deployment;
import io.github.bluegreen4j.engine.DeploymentEngine;
import io.github.bluegreen4j.engine.DeploymentSnapshot;
import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.spi.PortException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the journal has, for all pages together. One thread lists the deployments while somebody looks, and reads only those that have
 * changed. It ends a minute after the last page was closed.
 */
final class JournalFeed {
    private static final Logger LOG = LoggerFactory.getLogger(JournalFeed.class);

    /** How many deployments that have ended are shown. */
    static final int MOST_ENDED = 100;

    /** How many pages are followed at once. */
    private static final int MOST_STREAMS = 500;

    /** How many deployments are read in one call. */
    private static final int READ_AT_ONCE = 100;

    /** How many histories are kept for the pages of single deployments. */
    private static final int KEPT_HISTORIES = 16;

    private static final Duration GRACE = Duration.ofMinutes(1);
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);
    private static final int SHARE = 50;
    private static final int MOST_SLOWER = 5;

    /**
     * A deployment as it was last read.
     *
     * @param head its position
     * @param snapshot how it stands; empty if it cannot be decoded
     * @param problem why it cannot be decoded
     * @param stamp the round in which it changed last
     */
    record Entry(Journal.Head head, Optional<DeploymentSnapshot> snapshot, String problem, long stamp) {
        DeploymentId deployment() {
            return head.deployment();
        }
    }

    /**
     * All deployments that are shown.
     *
     * @param entries in the order of the journal, the newest last
     * @param stamp the last round that changed something
     * @param readAt when the journal was last read; empty before the first time
     * @param problem why the journal cannot be read now; empty if it can
     * @param line whether the line is stopped; empty if nobody has ever stopped it
     */
    record View(
            List<Entry> entries, long stamp, Optional<Instant> readAt, String problem, Optional<Journal.Line> line) {}

    private final Journal journal;
    private final Optional<DeploymentEngine> engine;
    private final Duration poll;
    private final String epoch = UUID.randomUUID().toString().substring(0, 8);
    private final Object lock = new Object();
    private final Set<Runnable> listeners = new LinkedHashSet<>();
    private final Map<DeploymentId, Entry> entries = new LinkedHashMap<>();
    private final Map<DeploymentId, Long> gone = new HashMap<>();
    private final Map<DeploymentId, Journal.History> histories = new LinkedHashMap<>(KEPT_HISTORIES, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<DeploymentId, Journal.History> eldest) {
            return size() > KEPT_HISTORIES;
        }
    };
    private View view = new View(List.of(), 0, Optional.empty(), "", Optional.empty());
    private long readNanos;
    private long neededAt = System.nanoTime();
    private @Nullable Thread thread;
    private boolean closed;

    JournalFeed(Journal journal, Optional<DeploymentEngine> engine, Duration poll) {
        this.journal = journal;
        this.engine = engine;
        this.poll = poll;
    }

    /** Distinguishes the stamps of this console from those of another. */
    String epoch() {
        return epoch;
    }

    boolean isClosed() {
        synchronized (lock) {
            return closed;
        }
    }

    /** What was read last. If that is old, because nobody looked, it waits that long for a reading. */
    View view(Duration wait) {
        long deadline = System.nanoTime() + wait.toNanos();
        synchronized (lock) {
            need();
            while (isOld() && view.problem().isEmpty() && !closed) {
                long left = (deadline - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    break;
                }
                try {
                    lock.wait(left);
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                    break;
                }
            }
            return view;
        }
    }

    private boolean isOld() {
        return view.readAt().isEmpty() || System.nanoTime() - readNanos > poll.toNanos() * MOST_SLOWER * 2;
    }

    /** The deployments that were taken from the list after that round, so that pages remove their lines. */
    List<DeploymentId> goneSince(long stamp) {
        synchronized (lock) {
            return gone.entrySet().stream()
                    .filter(left -> left.getValue() > stamp)
                    .map(Map.Entry::getKey)
                    .toList();
        }
    }

    /** Whether no more pages can be followed: each needs a thread. */
    boolean isFull() {
        synchronized (lock) {
            return listeners.size() >= MOST_STREAMS;
        }
    }

    /** Calls the listener after every round that changed something, and every few seconds. */
    void listen(Runnable listener) {
        synchronized (lock) {
            listeners.add(listener);
            need();
        }
    }

    void ignore(Runnable listener) {
        synchronized (lock) {
            listeners.remove(listener);
        }
    }

    /** The history of a deployment as the journal has it now. */
    Optional<Journal.History> read(DeploymentId id) {
        Optional<Journal.History> history = journal.read(id);
        synchronized (lock) {
            history.ifPresentOrElse(read -> histories.put(id, read), () -> histories.remove(id));
        }
        return history;
    }

    /** The history of a deployment, as new as the last poll. */
    Optional<Journal.History> recent(DeploymentId id) {
        synchronized (lock) {
            Journal.History kept = histories.get(id);
            Entry listed = entries.get(id);
            if (kept != null && (listed == null || isSame(kept.head(), listed.head()) || isNewer(kept, listed))) {
                return Optional.of(kept);
            }
        }
        return read(id);
    }

    private static boolean isNewer(Journal.History kept, Entry listed) {
        return kept.head().version() > listed.head().version();
    }

    /** Whether the line is stopped, as the journal has it now. */
    Optional<Journal.Line> line() {
        return journal.line();
    }

    /** How the deployment stands after its last event, with what the engine knows beside the journal. */
    DeploymentSnapshot latest(List<DeploymentEvent> events) {
        return engine.map(owner -> owner.snapshot(events)).orElseGet(() -> DeploymentSnapshot.of(events));
    }

    /** Whether an engine of this process knows more about a deployment than the journal. */
    boolean isLive(DeploymentId id) {
        return engine.flatMap(owner -> owner.find(id))
                .map(Deployment::status)
                .filter(status -> !status.isTerminal())
                .isPresent();
    }

    void close() {
        synchronized (lock) {
            closed = true;
            lock.notifyAll();
            listeners.forEach(Runnable::run);
        }
    }

    // The poll

    private void need() {
        neededAt = System.nanoTime();
        if (thread == null && !closed) {
            thread = new Thread(this::run, "bluegreen4j-console");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void run() {
        long beat = System.nanoTime();
        while (true) {
            long start = System.nanoTime();
            boolean changed = round();
            long took = System.nanoTime() - start;
            boolean beats = System.nanoTime() - beat >= HEARTBEAT.toNanos();
            if (beats) {
                beat = System.nanoTime();
            }
            synchronized (lock) {
                lock.notifyAll();
                if (changed || beats || engine.isPresent()) {
                    listeners.forEach(Runnable::run);
                }
                if (!waitForNextRound(took)) {
                    thread = null;
                    return;
                }
            }
        }
    }

    /** Waits, and returns whether somebody still looks. The caller has the lock. */
    private boolean waitForNextRound(long took) {
        long longest = poll.toNanos() * MOST_SLOWER;
        long pause = Math.max(poll.toNanos(), Math.min(took * SHARE, longest));
        long until = System.nanoTime() + pause;
        while (!closed) {
            long left = (until - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return !listeners.isEmpty() || System.nanoTime() - neededAt < GRACE.toNanos();
            }
            try {
                lock.wait(left);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return false;
    }

    /** Reads what has changed. Returns whether something has. */
    private boolean round() {
        try {
            List<Journal.Head> heads = shown(journal.list(Optional.empty()));
            List<Entry> read = read(heads);
            return took(heads, read, journal.line());
        } catch (RuntimeException failed) {
            return failed(failed);
        }
    }

    /** All that have not ended, and the newest of those that have. */
    private static List<Journal.Head> shown(List<Journal.Head> heads) {
        long ended = heads.stream().filter(head -> head.wakeUp().isEmpty()).count();
        List<Journal.Head> shown = new ArrayList<>();
        for (Journal.Head head : heads) {
            boolean open = head.wakeUp().isPresent();
            if (open || ended <= MOST_ENDED) {
                shown.add(head);
            }
            ended -= open ? 0 : 1;
        }
        return shown;
    }

    private List<Entry> read(List<Journal.Head> heads) {
        List<DeploymentId> changed = new ArrayList<>();
        long next;
        synchronized (lock) {
            next = view.stamp() + 1;
            for (Journal.Head head : heads) {
                Entry known = entries.get(head.deployment());
                if (known == null || !isSame(known.head(), head)) {
                    changed.add(head.deployment());
                }
            }
        }
        List<Entry> read = new ArrayList<>();
        for (int from = 0; from < changed.size(); from += READ_AT_ONCE) {
            List<DeploymentId> some = changed.subList(from, Math.min(changed.size(), from + READ_AT_ONCE));
            for (Journal.ReadResult result : journal.readAll(List.copyOf(some))) {
                entry(result, heads, next).ifPresent(read::add);
            }
        }
        return read;
    }

    private static boolean isSame(Journal.Head one, Journal.Head other) {
        return one.version() == other.version()
                && one.hasMail() == other.hasMail()
                && one.wakeUp().isPresent() == other.wakeUp().isPresent();
    }

    private Optional<Entry> entry(Journal.ReadResult result, List<Journal.Head> heads, long stamp) {
        if (result.history().isPresent()) {
            Journal.History history = result.history().get();
            try {
                return Optional.of(new Entry(history.head(), Optional.of(latest(history.events())), "", stamp));
            } catch (PortException impossible) {
                return Optional.of(new Entry(history.head(), Optional.empty(), impossible.getMessage() + "", stamp));
            }
        }
        return result.refusal()
                .flatMap(refusal -> heads.stream()
                        .filter(head -> head.deployment().equals(result.deployment()))
                        .findFirst()
                        .map(head -> new Entry(head, Optional.empty(), refusal.toString(), stamp)));
    }

    private boolean took(List<Journal.Head> heads, List<Entry> read, Optional<Journal.Line> line) {
        Set<DeploymentId> wanted = new HashSet<>();
        heads.forEach(head -> wanted.add(head.deployment()));
        synchronized (lock) {
            long next = view.stamp() + 1;
            readNanos = System.nanoTime();
            List<DeploymentId> left =
                    entries.keySet().stream().filter(id -> !wanted.contains(id)).toList();
            left.forEach(id -> {
                entries.remove(id);
                gone.put(id, next);
            });
            for (Entry entry : read) {
                entries.put(entry.deployment(), entry);
                gone.remove(entry.deployment());
            }
            boolean changed = !left.isEmpty()
                    || !read.isEmpty()
                    || !view.problem().isEmpty()
                    || !view.line().equals(line);
            view = new View(
                    changed ? List.copyOf(entries.values()) : view.entries(),
                    changed ? next : view.stamp(),
                    Optional.of(Instant.now()),
                    "",
                    line);
            return changed;
        }
    }

    private boolean failed(RuntimeException failed) {
        String why = failed instanceof PortException known ? known.problem().toString() : failed.toString();
        synchronized (lock) {
            boolean changed = view.problem().isEmpty();
            if (changed) {
                LOG.warn("The console can't read the journal, and tries again: {}", why, failed);
            }
            view = new View(view.entries(), changed ? view.stamp() + 1 : view.stamp(), view.readAt(), why, view.line());
            return changed;
        }
    }
}
