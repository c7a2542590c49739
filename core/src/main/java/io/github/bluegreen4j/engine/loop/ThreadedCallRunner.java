package io.github.bluegreen4j.engine.loop;

import io.github.bluegreen4j.model.Given;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.spi.CallRunner;
import io.github.bluegreen4j.spi.PortException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs calls on its own threads. Each kind of lane, and each group within a kind, has a pool with a bounded number of
 * threads. So hooks cannot delay route writes, a hanging hook cannot delay another hook, and nothing can delay the
 * restoring of production or the renewal of the lease.
 *
 * <p>A call without a free thread waits in its pool. The thread of an abandoned call is lost until the call returns,
 * and does not count as one of the pool's. With more than {@code mostLost} of them a pool rejects calls. If a thread
 * cannot be started, the runner retries every second and whenever the pool has something to do; until then the calls
 * wait.
 *
 * <p>The pools share their threads: a thread that a pool does not need any more works for the next pool that needs one, and
 * ends after ten idle seconds. Each pool is guarded by its own lock.
 */
public final class ThreadedCallRunner implements CallRunner {
    private static final Logger LOG = LoggerFactory.getLogger(ThreadedCallRunner.class);
    private static final long IDLE_SECONDS = 10;

    private final int mostLost;
    private final ThreadPoolExecutor threads;
    private final Executor retries = CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS, Runnable::run);
    private final Map<PortCall.Lane, Pool> pools = new ConcurrentHashMap<>();
    private final AtomicBoolean retrying = new AtomicBoolean();
    private volatile boolean outOfThreads;
    private volatile boolean closed;

    /** @param mostLost how many calls of a group may hang before further ones are turned away */
    public ThreadedCallRunner(int mostLost) {
        this(mostLost, ThreadedCallRunner::daemon);
    }

    public ThreadedCallRunner(int mostLost, ThreadFactory factory) {
        this.mostLost = mostLost;
        this.threads = new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), factory);
        // The JDK's thread for delays starts now, while threads can be had.
        retries.execute(() -> {});
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        return thread;
    }

    /** The calls of one group. Guarded by itself. */
    private final class Pool {
        private final PortCall.Lane lane;
        private final int width;
        private final String threadName;

        /** Calls that a thread may take: those without a key, and the first of each key that no running call has. */
        private final Set<Job<?>> ready = new LinkedHashSet<>();

        /** The keys of all calls that run or are ready, and what waits behind them. */
        private final Map<String, Set<Job<?>>> behind = new HashMap<>();

        private final Set<Job<?>> running = new HashSet<>();
        private int waiting;
        private int threadsAtWork;
        private int starting; // 0 or 1
        private int lost;
        private boolean starved;
        private boolean forgotten;

        Pool(PortCall.Lane lane) {
            this.lane = lane;
            this.width = lane.kind().atOnce();
            this.threadName = "bluegreen4j-" + lane.toString().toLowerCase(Locale.ROOT);
        }

        void add(Job<?> job) {
            waiting++;
            String key = job.call.lane().key();
            if (key.isEmpty()) {
                ready.add(job);
                return;
            }
            Set<Job<?>> others = behind.get(key);
            if (others == null) {
                behind.put(key, new LinkedHashSet<>());
                ready.add(job);
            } else {
                others.add(job);
            }
        }

        /** The call that has waited longest of those that are ready. */
        @Nullable
        Job<?> take() {
            if (ready.isEmpty()) {
                return null;
            }
            Job<?> first = ready.iterator().next();
            ready.remove(first);
            waiting--;
            return first;
        }

        void remove(Job<?> job) {
            String key = job.call.lane().key();
            if (ready.remove(job)) {
                waiting--;
                release(key);
            } else if (behind.containsKey(key) && behind.get(key).remove(job)) {
                waiting--;
            }
        }

        /** A call of that key ends: the next one may begin. */
        void release(String key) {
            Set<Job<?>> others = key.isEmpty() ? null : behind.get(key);
            if (others == null) {
                return;
            }
            if (others.isEmpty()) {
                behind.remove(key);
                return;
            }
            Job<?> next = others.iterator().next();
            others.remove(next);
            ready.add(next);
        }

        /** Takes everything that waits. */
        List<Job<?>> drain() {
            List<Job<?>> drained = new ArrayList<>(ready);
            behind.values().forEach(drained::addAll);
            ready.clear();
            behind.clear();
            waiting = 0;
            running.forEach(job -> {
                if (!job.call.lane().key().isEmpty()) {
                    behind.put(job.call.lane().key(), new LinkedHashSet<>());
                }
            });
            return drained;
        }

        /**
         * Threads start one after the other: each starts the next one if there is more to do. When calls are short, the first thread has
         * made them all before a second one is awake.
         */
        private boolean needsThread() {
            return !ready.isEmpty() && starting == 0 && threadsAtWork < width;
        }

        /** Whether hooks begin to wait for threads just now; not again before a call found a thread at once. */
        boolean becomesStarved() {
            boolean was = starved;
            starved = lane.kind() == PortCall.Kind.HOOK && threadsAtWork >= width && ready.size() > starting;
            return starved && !was;
        }

        void startThread() {
            if (closed || !needsThread()) {
                return;
            }
            try {
                threads.execute(new Worker(this));
            } catch (Throwable failed) { // too many threads are an OutOfMemoryError
                retryLater(this, failed);
                return;
            }
            threadsAtWork++;
            starting++;
            outOfThreads = false;
        }

        /** Hooks come and go with the specifications: a pool that is not in use costs nothing. */
        void forget() {
            if (waiting == 0 && threadsAtWork == 0 && lost == 0 && !lane.group().isEmpty()) {
                forgotten = true;
                pools.remove(lane, this);
            }
        }
    }

    /** One call on its way. Its fields are guarded by its pool. */
    private final class Job<T> implements CallHandle {
        private final PortCall<T> call;
        private final Completion<T> completion;
        private final Pool pool;
        private @Nullable Worker worker;
        private boolean begun;
        private boolean completed;
        private boolean abandoned;

        Job(PortCall<T> call, Completion<T> completion, Pool pool) {
            this.call = call;
            this.completion = completion;
            this.pool = pool;
        }

        void begin(Worker newWorker) {
            worker = newWorker;
            begun = true;
            pool.running.add(this);
            guarded(completion::started);
        }

        void make() {
            try {
                T answer = call.make();
                complete(() -> completion.succeeded(answer));
            } catch (Throwable thrown) { // whatever a port throws is an outcome
                complete(() -> completion.failed(thrown));
                if (isAbandoned()) {
                    LOG.info(
                            "The abandoned call \"{}\" returned with {}",
                            call.text(),
                            Given.visible(Defects.text(thrown)));
                }
            }
        }

        void turnAway(String why) {
            Problem problem = new Problem(Problem.Kind.UNAVAILABLE, call.text(), "", why);
            complete(() -> completion.failed(new PortException(problem)));
        }

        private boolean isAbandoned() {
            synchronized (pool) {
                return abandoned;
            }
        }

        private void complete(Runnable outcome) {
            synchronized (pool) {
                if (abandoned || completed) {
                    return;
                }
                completed = true;
            }
            guarded(outcome);
        }

        /** What a completion throws is its own affair: the pool goes on. */
        private void guarded(Runnable outcome) {
            try {
                outcome.run();
            } catch (Throwable broken) {
                LOG.error("The outcome of the call \"{}\" was lost: its recipient failed", call.text(), broken);
            }
        }

        @Override
        public boolean abandon() {
            List<Job<?>> turnedAway = List.of();
            int lost;
            synchronized (pool) {
                if (abandoned || completed) {
                    return false;
                }
                abandoned = true;
                if (!begun) {
                    pool.remove(this);
                    pool.startThread();
                    pool.forget();
                    return true;
                }
                lost = lose();
                if (lost > mostLost) {
                    turnedAway = pool.drain();
                }
                pool.startThread();
            }
            LOG.warn(
                    "The call \"{}\" was abandoned and its thread is lost until it returns: {} of {}, at most {}",
                    call.text(),
                    lost,
                    pool.lane,
                    mostLost);
            turnedAway.forEach(job -> job.turnAway(tooManyLost(pool.lane, lost)));
            return false;
        }

        private int lose() {
            pool.running.remove(this);
            pool.release(call.lane().key());
            if (worker != null) {
                worker.lost = true;
                pool.threadsAtWork--;
                pool.lost++;
                worker.interrupt();
            }
            return pool.lost;
        }
    }

    /** Makes the calls of one pool for as long as there are any. Guarded by the pool. */
    private final class Worker implements Runnable {
        private final Pool pool;
        private @Nullable Thread thread;
        private @Nullable Job<?> current;
        private boolean lost;

        Worker(Pool pool) {
            this.pool = pool;
        }

        void interrupt() {
            if (thread != null) {
                thread.interrupt();
            }
        }

        @Override
        public void run() {
            try {
                Job<?> job = first();
                while (job != null) {
                    job.make();
                    job = after(job);
                }
            } finally {
                end();
            }
        }

        private @Nullable Job<?> first() {
            Thread itself = Thread.currentThread();
            if (!itself.getName().equals(pool.threadName)) {
                itself.setName(pool.threadName);
            }
            synchronized (pool) {
                thread = itself;
                pool.starting--;
                Job<?> job = take();
                pool.startThread();
                return job;
            }
        }

        private @Nullable Job<?> after(Job<?> job) {
            synchronized (pool) {
                release(job);
                if (lost) {
                    return null;
                }
                Job<?> next = take();
                pool.startThread();
                return next;
            }
        }

        private @Nullable Job<?> take() {
            Job<?> job = closed ? null : pool.take();
            if (job != null) {
                Thread.interrupted(); // what a call left behind is not meant for the next one
                current = job;
                job.begin(this);
            }
            return job;
        }

        private void release(Job<?> job) {
            current = null;
            job.worker = null;
            if (pool.running.remove(job)) {
                pool.release(job.call.lane().key());
            }
        }

        /** Nobody interrupts the thread for this pool's sake any more: the next pool is served by it. */
        private void end() {
            synchronized (pool) {
                thread = null;
                if (lost) {
                    pool.lost--;
                } else {
                    pool.threadsAtWork--;
                }
                if (current != null) {
                    release(current);
                }
                pool.startThread();
                pool.forget();
            }
        }
    }

    @Override
    public <T> CallHandle run(PortCall<T> call, Completion<T> completion) {
        PortCall.Lane lane = call.lane().key().isEmpty()
                ? call.lane()
                : new PortCall.Lane(call.lane().kind(), call.lane().group(), "");
        while (true) {
            Pool pool = pools.computeIfAbsent(lane, Pool::new);
            Job<T> job = new Job<>(call, completion, pool);
            Optional<String> refusal;
            boolean starved;
            synchronized (pool) {
                if (pool.forgotten) {
                    continue;
                }
                refusal = refusal(pool);
                if (refusal.isEmpty()) {
                    pool.add(job);
                    pool.startThread();
                }
                pool.forget();
                starved = pool.becomesStarved();
            }
            refusal.ifPresent(job::turnAway);
            if (starved) {
                LOG.warn("Calls of {} wait for a thread: {} calls of it are under way", pool.lane, pool.width);
            }
            return job;
        }
    }

    private Optional<String> refusal(Pool pool) {
        if (closed) {
            return Optional.of("the engine is closed");
        }
        return pool.lost > mostLost ? Optional.of(tooManyLost(pool.lane, pool.lost)) : Optional.empty();
    }

    private static String tooManyLost(PortCall.Lane lane, int lost) {
        return "too many lost calls of " + lane + ": " + lost + " earlier ones hang";
    }

    /** How many threads are lost in abandoned calls. */
    public int lost() {
        return sum(pool -> pool.lost);
    }

    /** How many calls wait for a thread. */
    public int waiting() {
        return sum(pool -> pool.waiting);
    }

    /** How many threads make calls that nobody has abandoned. */
    public int threads() {
        return sum(pool -> pool.threadsAtWork);
    }

    private int sum(ToIntFunction<Pool> counter) {
        int sum = 0;
        for (Pool pool : pools.values()) {
            synchronized (pool) {
                sum += counter.applyAsInt(pool);
            }
        }
        return sum;
    }

    /** How many groups of calls are known. */
    public int pools() {
        return pools.size();
    }

    private void retryLater(Pool pool, Throwable failed) {
        if (!retrying.compareAndSet(false, true)) {
            return;
        }
        try {
            retries.execute(this::retry);
            if (!outOfThreads) {
                outOfThreads = true;
                LOG.error(
                        "No thread could be started for calls of {}: {} wait, and it is tried again every second."
                                + " Give the process more memory or allow it more threads",
                        pool.lane,
                        pool.waiting,
                        failed);
            }
        } catch (Throwable ignored) { // without memory for a retry or a message, the pool's next call tries again
            retrying.set(false);
        }
    }

    private void retry() {
        retrying.set(false);
        for (Pool pool : pools.values()) {
            synchronized (pool) {
                pool.startThread();
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        for (Pool pool : pools.values()) {
            synchronized (pool) {
                pool.drain();
                for (Job<?> job : pool.running) {
                    job.abandoned = true;
                    if (job.worker != null) {
                        job.worker.interrupt();
                    }
                }
            }
        }
        threads.shutdown();
    }
}
