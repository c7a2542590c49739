package io.github.bluegreen4j.engine;

import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.spi.CallRunner;
import io.github.bluegreen4j.spi.PortException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes calls on threads of its own: a bounded number for each kind of lane, so that hooks can't hold up route writes, and
 * nothing can hold up the restoring of production. An abandoned call's thread does not count any more; how many may be
 * lost like this is bounded too, and beyond that calls of the kind are turned away.
 */
final class ThreadedCallRunner implements CallRunner {

    /** How many calls of a kind are made at once. */
    private static int width(CallRunner.PortCall.Kind kind) {
        return switch (kind) {
            case READ -> 8;
            case CHANGE -> 8;
            case RESTORE -> 8;
            case HOOK -> 16;
            case JOURNAL -> 4;
            case LEASE -> 1;
            case LISTENER -> 4;
        };
    }

    private final int mostLost;
    private final Map<CallRunner.PortCall.Kind, Pool> pools = new EnumMap<>(CallRunner.PortCall.Kind.class);
    private boolean closed;

    ThreadedCallRunner(int mostLost) {
        this.mostLost = mostLost;
        for (CallRunner.PortCall.Kind kind : CallRunner.PortCall.Kind.values()) {
            pools.put(kind, new Pool(kind, width(kind)));
        }
    }

    /** The calls of one kind. */
    private static final class Pool {
        private final CallRunner.PortCall.Kind kind;
        private final int width;
        private final Deque<Job<?>> waiting = new ArrayDeque<>();
        private final Set<Job<?>> running = new LinkedHashSet<>();
        private final Set<String> busyKeys = new HashSet<>();
        private int threads;
        private int lost;

        Pool(CallRunner.PortCall.Kind kind, int width) {
            this.kind = kind;
            this.width = width;
        }
    }

    /** One call on its way. */
    private final class Job<T> implements Grip {
        private final CallRunner.PortCall<T> call;
        private final Completion<T> completion;
        private final Pool pool;
        private @Nullable Thread thread;
        private boolean abandoned;

        Job(CallRunner.PortCall<T> call, Completion<T> completion, Pool pool) {
            this.call = call;
            this.completion = completion;
            this.pool = pool;
        }

        void make() {
            try {
                synchronized (ThreadedCallRunner.this) {
                    if (abandoned) {
                        return;
                    }
                    completion.began();
                }
                T answer = call.body().call();
                if (end()) {
                    completion.answered(answer);
                }
            } catch (Throwable thrown) { // whatever a port throws is an outcome
                if (end()) {
                    completion.failed(thrown);
                }
            }
        }

        private boolean end() {
            synchronized (ThreadedCallRunner.this) {
                return !abandoned;
            }
        }

        @Override
        public boolean abandon() {
            synchronized (ThreadedCallRunner.this) {
                if (abandoned) {
                    return false;
                }
                abandoned = true;
                if (pool.waiting.remove(this)) {
                    return true;
                }
                if (pool.running.remove(this)) {
                    pool.busyKeys.remove(call.lane().key());
                    pool.lost++;
                    pool.threads--;
                    if (thread != null) {
                        thread.interrupt();
                    }
                    start(pool);
                }
                return false;
            }
        }
    }

    @Override
    public synchronized <T> Grip run(CallRunner.PortCall<T> call, Completion<T> completion) {
        Pool pool = pool(call.lane().kind());
        Job<T> job = new Job<>(call, completion, pool);
        if (closed || pool.lost > mostLost) {
            String why = closed
                    ? "the engine is closed"
                    : "too many lost calls of kind " + call.lane().kind();
            completion.failed(new PortException(new Problem(Problem.Kind.UNAVAILABLE, call.text(), "", why)));
            return job;
        }
        pool.waiting.add(job);
        start(pool);
        return job;
    }

    private Pool pool(CallRunner.PortCall.Kind kind) {
        return Objects.requireNonNull(pools.get(kind));
    }

    /** How many threads are lost in abandoned calls. */
    synchronized int lost() {
        return pools.values().stream().mapToInt(pool -> pool.lost).sum();
    }

    /** How many calls wait for a thread. */
    synchronized int waiting() {
        return pools.values().stream().mapToInt(pool -> pool.waiting.size()).sum();
    }

    private void start(Pool pool) {
        if (!closed && pool.threads < pool.width && pool.waiting.stream().anyMatch(job -> isReady(pool, job))) {
            pool.threads++;
            Thread thread = new Thread(
                    () -> work(pool), "bluegreen4j-" + pool.kind.name().toLowerCase(Locale.ROOT));
            thread.setDaemon(true);
            thread.start();
        }
    }

    private static boolean isReady(Pool pool, Job<?> job) {
        String key = job.call.lane().key();
        return key.isEmpty() || !pool.busyKeys.contains(key);
    }

    /** A thread's life: it makes calls for as long as there are any, and then goes. */
    private void work(Pool pool) {
        while (true) {
            Job<?> job;
            synchronized (this) {
                job = pool.waiting.stream()
                        .filter(waiting -> isReady(pool, waiting))
                        .findFirst()
                        .orElse(null);
                if (job == null || closed) {
                    pool.threads--;
                    return;
                }
                pool.waiting.remove(job);
                pool.running.add(job);
                pool.busyKeys.add(job.call.lane().key());
                job.thread = Thread.currentThread();
            }
            job.make();
            synchronized (this) {
                if (!pool.running.remove(job)) {
                    pool.lost--;
                    return;
                }
                pool.busyKeys.remove(job.call.lane().key());
                start(pool);
            }
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        for (Pool pool : pools.values()) {
            pool.waiting.clear();
            for (Job<?> job : pool.running) {
                job.abandoned = true;
                if (job.thread != null) {
                    job.thread.interrupt();
                }
            }
        }
    }
}
