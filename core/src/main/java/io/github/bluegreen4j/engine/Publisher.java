package io.github.bluegreen4j.engine;

import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.spi.CallRunner;
import io.github.bluegreen4j.spi.DeploymentListener;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells listeners what was committed: each in order, on lanes of their own, so that none can block or hurt the engine. */
final class Publisher {
    private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);
    private static final Duration MAXIMUM = Duration.ofMinutes(1);
    private static final int TRIES = 3;

    private final Loop loop;
    private final List<Reader> readers = new ArrayList<>();
    private Runnable idle = () -> {};

    Publisher(Loop loop, List<DeploymentListener> listeners) {
        this.loop = loop;
        listeners.forEach(listener -> readers.add(new Reader(listener, "listener-" + readers.size())));
    }

    void publish(DeploymentId deployment, long firstVersion, List<DeploymentEvent> events) {
        for (Reader reader : readers) {
            long version = firstVersion;
            for (DeploymentEvent event : events) {
                reader.waiting.add(new Item(deployment, version++, event));
            }
            reader.deliver();
        }
    }

    /** Does something once every listener was notified of everything. */
    void whenIdle(Runnable then) {
        idle = then;
        tellIfIdle();
    }

    /** A listener that closes the engine can't be waited for meanwhile. */
    void closesFromListener() {
        for (Reader reader : readers) {
            if (reader.caller.filter(Thread.currentThread()::equals).isPresent()) {
                reader.closes = true;
                loop.post(this::tellIfIdle);
            }
        }
    }

    private void tellIfIdle() {
        if (readers.stream().allMatch(reader -> reader.closes || reader.waiting.isEmpty())) {
            idle.run();
            idle = () -> {};
        }
    }

    private record Item(DeploymentId deployment, long version, DeploymentEvent event) {}

    /** One listener's cursor. */
    private final class Reader {
        private final DeploymentListener listener;
        private final String key;
        private final Deque<Item> waiting = new ArrayDeque<>();
        private boolean delivering;
        /** The thread in which it is being notified. */
        private volatile Optional<Thread> caller = Optional.empty();

        private volatile boolean closes;
        private int tries;

        Reader(DeploymentListener listener, String key) {
            this.listener = listener;
            this.key = key;
        }

        private void deliver() {
            Item item = waiting.peek();
            if (delivering || item == null) {
                return;
            }
            delivering = true;
            loop.boundedCall(
                    new CallRunner.PortCall<>(
                            new CallRunner.PortCall.Lane(CallRunner.PortCall.Kind.LISTENER, key),
                            CallRunner.Operation.LISTEN,
                            () -> "tell " + key + " version " + item.version() + " of " + item.deployment(),
                            MAXIMUM,
                            () -> {
                                caller = Optional.of(Thread.currentThread());
                                try {
                                    listener.onEvent(item.deployment(), item.version(), item.event());
                                } finally {
                                    caller = Optional.empty();
                                }
                                return true;
                            }),
                    done -> next(),
                    thrown -> {
                        LOG.warn("A listener failed on {}", item, thrown);
                        if (++tries >= TRIES) {
                            next();
                        } else {
                            delivering = false;
                            loop.after(loop.settings().retry(), this::deliver);
                        }
                    });
        }

        private void next() {
            waiting.poll();
            delivering = false;
            tries = 0;
            deliver();
            tellIfIdle();
        }
    }
}
