package io.github.bluegreen4j.engine.registry;

import io.github.bluegreen4j.engine.loop.Loop;
import io.github.bluegreen4j.engine.loop.PortCalls;
import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.spi.CallRunner;
import io.github.bluegreen4j.spi.DeploymentListener;
import io.github.bluegreen4j.spi.Journal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers committed events to listeners: for each deployment in order, deployments in parallel, at least once. Each
 * listener has its own queue and threads, so that none can block or fail the engine or another listener.
 *
 * <p>A listener's queue in memory is bounded; further events are read from the journal later. An event on which a
 * listener fails three times is skipped, with an error in the log. Confined to the loop.
 */
public final class Publisher {
    private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);
    private static final Duration MAXIMUM = Duration.ofMinutes(1);
    private static final int TRIES = 3;
    private static final int SIDE_BY_SIDE = 4;
    private static final int MOST_IN_MEMORY = 10_000;

    /** The listener that each thread is calling now. */
    private final Map<Thread, Reader> calling = new ConcurrentHashMap<>();

    private final Loop loop;
    private final int mostInMemory;
    private final List<Reader> readers = new ArrayList<>();
    private final Set<String> names;
    private Runnable idle = () -> {};

    /**
     * A listener with its optional name.
     *
     * @param name identifies the listener in the journal, which stores how far it was notified; empty for a listener
     *     that starts again after a crash
     */
    public record Subscriber(Optional<String> name, DeploymentListener listener) {}

    /** See {@code EngineStatus.ListenerQueue}. */
    public record ListenerQueue(String listener, int deployments, int events) {}

    Publisher(Loop loop, List<Subscriber> listeners) {
        this(loop, listeners, MOST_IN_MEMORY);
    }

    /** @param mostInMemory how many events may wait in memory for one listener */
    Publisher(Loop loop, List<Subscriber> listeners, int mostInMemory) {
        this.loop = loop;
        this.mostInMemory = mostInMemory;
        listeners.forEach(listener -> readers.add(new Reader(listener, "listener-" + readers.size())));
        names = readers.stream().flatMap(reader -> reader.cursor.stream()).collect(Collectors.toUnmodifiableSet());
    }

    /** The names of the listeners that have one. */
    Set<String> names() {
        return names;
    }

    /** Delivers what the journal has of a deployment, from where each listener has come to. */
    void publish(DeploymentId deployment, Journal.History history) {
        readers.forEach(reader -> reader.publish(deployment, history));
    }

    /** Delivers to one listener what it was not notified of before the deployment ended. */
    void publishTo(String name, DeploymentId deployment, Journal.History history) {
        readers.stream()
                .filter(reader -> reader.cursor.equals(Optional.of(name)))
                .forEach(reader -> reader.publish(deployment, history));
    }

    /** Delivers events that were committed: what still waits to be delivered is not delivered twice. */
    void publish(DeploymentId deployment, long firstVersion, List<DeploymentEvent> events) {
        readers.forEach(reader -> reader.publish(deployment, firstVersion - 1, firstVersion, events));
    }

    /** Whether something of a deployment is on its way to a listener. */
    boolean delivers(String name, DeploymentId deployment) {
        return readers.stream()
                .anyMatch(reader -> reader.cursor.equals(Optional.of(name)) && reader.feeds.containsKey(deployment));
    }

    /** How many events wait in memory, for all listeners together. */
    int inMemory() {
        return readers.stream().mapToInt(reader -> reader.inMemory).sum();
    }

    /** What waits for each listener. */
    List<ListenerQueue> queues() {
        List<ListenerQueue> queues = new ArrayList<>(readers.size());
        readers.forEach(reader ->
                queues.add(new ListenerQueue(reader.cursor.orElse(reader.key), reader.feeds.size(), reader.inMemory)));
        return queues;
    }

    /** How many deployments have something to deliver, for all listeners together. */
    int unfinished() {
        return readers.stream().mapToInt(reader -> reader.feeds.size()).sum();
    }

    /** Does something once everything was delivered to every listener. */
    void whenIdle(Runnable then) {
        idle = then;
        tellIfIdle();
    }

    /** A listener that closes the engine can't be waited for meanwhile. */
    void closesFromListener() {
        Reader reader = calling.get(Thread.currentThread());
        if (reader != null) {
            reader.closes = true;
            loop.post(this::tellIfIdle);
        }
    }

    private void tellIfIdle() {
        if (readers.stream().allMatch(Reader::isIdle)) {
            Runnable then = idle;
            idle = () -> {};
            then.run();
        }
    }

    /** What one deployment has to deliver to one listener. */
    private static final class Feed {
        private final DeploymentId deployment;

        /** The events after {@code delivered}, without a gap; those up to {@code known} that are missing are in the journal. */
        private final Deque<DeploymentEvent> waiting = new ArrayDeque<>();

        private long delivered;
        private long stored;
        private long known;
        private int tries;
        private boolean busy;

        /** How many of the events that wait are the rest of what was read from the journal at once. */
        private int page;

        Feed(DeploymentId deployment, long delivered) {
            this.deployment = deployment;
            this.delivered = delivered;
            this.stored = delivered;
            this.known = delivered;
        }

        boolean isBehind() {
            return delivered + waiting.size() < known;
        }

        boolean hasMore() {
            return delivered < known;
        }
    }

    /** One listener's side. */
    private final class Reader {
        private final DeploymentListener listener;
        private final Optional<String> cursor;
        private final String key;
        private final String name;
        private final CallRunner.PortCall.Lane lane;
        private final Map<DeploymentId, Feed> feeds = new HashMap<>();
        private final Deque<Feed> ready = new ArrayDeque<>();
        private int inMemory;
        private int underWay;
        private boolean resting;
        private volatile boolean closes;

        Reader(Subscriber subscriber, String key) {
            this.listener = subscriber.listener();
            this.cursor = subscriber.name();
            this.key = key;
            this.name = cursor.map(named -> "listener \"" + named + "\"")
                    .orElse(key + " (" + listener.getClass().getName().replaceFirst("/.*", "") + ")");
            this.lane = new CallRunner.PortCall.Lane(CallRunner.PortCall.Kind.LISTENER, key, "");
        }

        void publish(DeploymentId deployment, Journal.History history) {
            long delivered = cursor.map(named -> history.delivered().getOrDefault(named, 0L))
                    .orElse(0L);
            publish(deployment, delivered, 1, history.events());
        }

        void publish(DeploymentId deployment, long delivered, long firstVersion, List<DeploymentEvent> events) {
            if (events.isEmpty()) {
                return;
            }
            Feed feed = feeds.computeIfAbsent(deployment, id -> new Feed(id, delivered));
            boolean wasBehind = feed.isBehind();
            long version = firstVersion;
            for (DeploymentEvent event : events) {
                if (version > feed.known) {
                    boolean follows = version == feed.known + 1 && !feed.isBehind();
                    if (follows && inMemory < mostInMemory) {
                        feed.waiting.add(event);
                        inMemory++;
                    }
                    feed.known = version;
                }
                version++;
            }
            if (!feed.busy && !feed.hasMore()) {
                feeds.remove(deployment);
                return;
            }
            if (feed.isBehind() && !wasBehind) {
                loop.failureLog()
                        .info(
                                LOG,
                                "its events will be read from the journal",
                                "Deployment {}: {} is slow",
                                deployment,
                                name);
            }
            if (!feed.busy) {
                feed.busy = true;
                ready.add(feed);
            }
            proceed();
        }

        private void proceed() {
            while (underWay < SIDE_BY_SIDE && !resting && !ready.isEmpty()) {
                underWay++;
                Feed feed = ready.remove();
                if (feed.waiting.isEmpty()) {
                    read(feed);
                } else {
                    deliver(feed, feed.waiting.element());
                }
            }
        }

        /** One delivery of a feed is done; the next one comes after those of other feeds, or after the rest of its page. */
        private void goOn(Feed feed) {
            underWay--;
            if (feed.page > 0) {
                ready.addFirst(feed);
                proceed();
            } else {
                settle(feed);
            }
        }

        /** When a feed is delivered completely, the journal stores how far the listener was notified. */
        private void settle(Feed feed) {
            if (feed.hasMore()) {
                ready.add(feed);
            } else if (cursor.isPresent() && feed.stored < feed.delivered) {
                store(feed, cursor.get(), feed.delivered);
            } else {
                feed.busy = false;
                feeds.remove(feed.deployment);
                tellIfIdle();
            }
            proceed();
        }

        private void store(Feed feed, String named, long version) {
            loop.journal(
                    feed.deployment,
                    CallRunner.Operation.DELIVERED,
                    () -> "store that " + name + " was notified up to version " + version + " of " + feed.deployment,
                    journal -> {
                        journal.delivered(feed.deployment, named, version);
                        return true;
                    },
                    done -> {
                        feed.stored = version;
                        settle(feed);
                    },
                    thrown -> {
                        loop.failureLog()
                                .warn(
                                        LOG,
                                        thrown,
                                        "Deployment {}: the journal did not store how far {} was notified",
                                        feed.deployment,
                                        name);
                        loop.after(loop.settings().retry(), () -> settle(feed));
                    });
        }

        /** The listener cannot take any event now, of whichever feed. After that time this feed comes first. */
        private void rest(Feed feed, Duration time) {
            underWay--;
            ready.addFirst(feed);
            if (!resting) {
                resting = true;
                loop.after(time, () -> {
                    resting = false;
                    proceed();
                });
                tellIfIdle();
            }
        }

        /** An engine that closes does not wait for a listener that rests, if the journal has what it did not receive. */
        private boolean isIdle() {
            return closes || feeds.isEmpty() || (resting && cursor.isPresent());
        }

        private void pause(Feed feed) {
            underWay--;
            loop.after(loop.settings().retry(), () -> {
                ready.add(feed);
                proceed();
            });
            proceed();
        }

        private void deliver(Feed feed, DeploymentEvent event) {
            long version = feed.delivered + 1;
            AtomicBoolean begun = new AtomicBoolean();
            loop.boundedCall(
                    new CallRunner.PortCall<>(
                            lane,
                            CallRunner.Operation.LISTEN,
                            CallRunner.PortCall.Purpose.of(feed.deployment),
                            () -> "deliver to " + name + " version " + version + " of " + feed.deployment,
                            MAXIMUM,
                            () -> {
                                begun.set(true);
                                calling.put(Thread.currentThread(), this);
                                try {
                                    listener.onEvent(feed.deployment, version, event);
                                } finally {
                                    calling.remove(Thread.currentThread());
                                }
                                return true;
                            }),
                    done -> delivered(feed),
                    thrown -> failed(feed, begun.get(), thrown));
        }

        private void delivered(Feed feed) {
            feed.waiting.remove();
            inMemory--;
            feed.delivered++;
            feed.tries = 0;
            feed.page = Math.max(0, feed.page - 1);
            goOn(feed);
        }

        /** @param begun whether the listener was called at all; otherwise earlier calls of it hang, or there was no thread */
        private void failed(Feed feed, boolean begun, Throwable thrown) {
            Optional<Duration> again = PortCalls.again(thrown);
            feed.tries += begun && again.isEmpty() ? 1 : 0;
            if (!begun) {
                LOG.debug("{} can't be called for deployment {} for now", name, feed.deployment, thrown);
                rest(feed, loop.settings().retry());
            } else if (again.isPresent()) {
                loop.failureLog()
                        .warn(
                                LOG,
                                thrown,
                                "Deployment {}: {} puts version {} off by {}",
                                feed.deployment,
                                name,
                                feed.delivered + 1,
                                again.get());
                rest(feed, longer(again.get(), loop.settings().retry()));
            } else if (feed.tries < TRIES) {
                loop.failureLog()
                        .warn(
                                LOG,
                                thrown,
                                "Deployment {}: {} failed on version {}, try {} of {}",
                                feed.deployment,
                                name,
                                feed.delivered + 1,
                                feed.tries,
                                TRIES);
                pause(feed);
            } else {
                loop.failureLog()
                        .error(
                                LOG,
                                thrown,
                                "Deployment {}: {} failed on version {} for the last time; it is skipped, and stays in the"
                                        + " journal",
                                feed.deployment,
                                name,
                                feed.delivered + 1);
                delivered(feed);
            }
        }

        private static Duration longer(Duration one, Duration other) {
            return one.compareTo(other) > 0 ? one : other;
        }

        /** At most as many feeds as are delivered side by side have one. */
        private int page() {
            return Math.max(1, mostInMemory / 10);
        }

        private void read(Feed feed) {
            Histories.read(loop, feed.deployment, history -> take(feed, history), thrown -> {
                loop.failureLog().warn(LOG, thrown, "Deployment {} could not be read for {}", feed.deployment, name);
                rest(feed, loop.settings().retry());
            });
        }

        /**
         * As many as fit, and a page in any case. A history is read as a whole: to read it again for each event would take most of the
         * journal's time when thousands of deployments are taken over.
         */
        private void take(Feed feed, Optional<Journal.History> history) {
            if (history.isEmpty()) {
                LOG.error(
                        "Deployment {}: the journal does not have it any more; {} misses the events from version {}",
                        feed.deployment,
                        name,
                        feed.delivered + 1);
                feed.known = feed.delivered;
                goOn(feed);
                return;
            }
            List<DeploymentEvent> events = history.get().events();
            int from = Math.toIntExact(feed.delivered);
            int to = Math.toIntExact(Math.min(
                    Math.min(feed.known, events.size()), feed.delivered + Math.max(page(), mostInMemory - inMemory)));
            if (from >= to) {
                LOG.warn(
                        "Deployment {}: the journal has {} events, and {} waits for version {}",
                        feed.deployment,
                        events.size(),
                        name,
                        feed.delivered + 1);
                pause(feed);
                return;
            }
            feed.waiting.addAll(events.subList(from, to));
            feed.page = to - from;
            inMemory += to - from;
            // It comes next: otherwise every other feed would be read, too, before the first event leaves the memory.
            underWay--;
            ready.addFirst(feed);
            proceed();
        }
    }
}
