package io.github.bluegreen4j.engine.loop;

import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Completes the futures of users. Their callbacks run on the executor, never on the engine's loop, and may block.
 * Safe for use by many threads.
 */
public final class FutureCompletion implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FutureCompletion.class);
    private static final Duration IDLE = Duration.ofSeconds(10);

    private final Optional<Executor> users;
    private final ThreadPoolExecutor own;
    private final Queue<Runnable> refused = new ConcurrentLinkedQueue<>();

    private FutureCompletion(Optional<Executor> users, ThreadPoolExecutor own) {
        this.users = users;
        this.own = own;
    }

    /**
     * Uses the user's executor, if there is one. What it rejects, and everything if there is none, runs on threads of
     * the engine, which start on demand and end when idle.
     */
    public static FutureCompletion on(Optional<Executor> users, String name) {
        // Without a bound: a callback may wait for another future, whose completion must not wait for a thread.
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, IDLE.toMillis(), TimeUnit.MILLISECONDS, new SynchronousQueue<>(), task -> {
                    Thread thread = new Thread(task, "bluegreen4j-" + name + "-callback");
                    thread.setDaemon(true);
                    return thread;
                });
        return new FutureCompletion(users, threads);
    }

    /** Runs a completion. If no thread is available, it is retried with the next one, and at the latest at the end. */
    public void run(Runnable completion) {
        Runnable task = guarded(completion);
        if (!isTakenByUser(task)) {
            refused.add(task);
            runRefused();
        }
    }

    private boolean isTakenByUser(Runnable task) {
        if (users.isEmpty()) {
            return false;
        }
        try {
            users.get().execute(task);
            return true;
        } catch (RuntimeException | OutOfMemoryError refusal) {
            LOG.warn(
                    "The executor for callbacks refused one, which runs on a thread of the engine: {}",
                    refusal.toString());
            return false;
        }
    }

    private void runRefused() {
        for (Runnable next = refused.poll(); next != null; next = refused.poll()) {
            try {
                own.execute(next);
            } catch (RejectedExecutionException | OutOfMemoryError noThread) {
                LOG.error("There is no thread for a callback; it is tried again later", noThread);
                refused.add(next);
                return;
            }
        }
    }

    private static Runnable guarded(Runnable completion) {
        return () -> {
            try {
                completion.run();
            } catch (RuntimeException thrown) {
                LOG.warn("A callback threw", thrown);
            }
        };
    }

    /** Ends its own threads after they ran everything. What no executor took runs on the caller's thread. */
    @Override
    public void close() {
        for (Runnable next = refused.poll(); next != null; next = refused.poll()) {
            next.run();
        }
        own.shutdown();
    }
}
