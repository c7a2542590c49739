package io.github.bluegreen4j.engine;

import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Completes the futures that users hold. Whatever they have registered on them runs on the executor, never on the engine's loop,
 * and may block. Safe for use by many threads.
 */
final class Callbacks implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Callbacks.class);
    private static final Duration IDLE = Duration.ofSeconds(10);

    private final Executor executor;
    private final Optional<ThreadPoolExecutor> own;
    private final Queue<Runnable> refused = new ConcurrentLinkedQueue<>();

    private Callbacks(Executor executor, Optional<ThreadPoolExecutor> own) {
        this.executor = executor;
        this.own = own;
    }

    /** On the user's executor. */
    static Callbacks on(Executor executor) {
        return new Callbacks(executor, Optional.empty());
    }

    /** On threads of its own: they come when they are needed and go when they are idle. */
    static Callbacks onThreads(int most, String name) {
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                most, most, IDLE.toMillis(), TimeUnit.MILLISECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "bluegreen4j-" + name + "-callback");
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        return new Callbacks(threads, Optional.of(threads));
    }

    /** Runs a completion. One that the executor refuses is tried again with the next one, and at the latest at the end. */
    void run(Runnable completion) {
        refused.add(completion);
        for (Runnable next = refused.poll(); next != null; next = refused.poll()) {
            try {
                executor.execute(guarded(next));
            } catch (RejectedExecutionException | OutOfMemoryError noThread) {
                LOG.error("The executor of the callbacks refused one; it is tried again later", noThread);
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

    /** Ends its own threads once they have run what they were given. What no executor took runs in the caller's thread. */
    @Override
    public void close() {
        for (Runnable next = refused.poll(); next != null; next = refused.poll()) {
            guarded(next).run();
        }
        own.ifPresent(ThreadPoolExecutor::shutdown);
    }
}
