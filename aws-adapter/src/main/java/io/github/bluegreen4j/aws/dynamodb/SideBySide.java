package io.github.bluegreen4j.aws.dynamodb;

import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.spi.PortException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes the requests for different deployments at the same time, a limited number of them. A request takes milliseconds and DynamoDB has
 * no common transaction for many deployments, so one after the other would take as many times longer. The threads end when they have
 * nothing to do. Thread-safe.
 */
final class SideBySide {
    /** How many requests are made at once; what an HTTP client has connections for by default is more. */
    static final int USUAL_WIDTH = 16;

    private static final AtomicInteger THREADS = new AtomicInteger();
    private static final int IDLE_SECONDS = 10;

    private final ThreadPoolExecutor threads;

    /** @param width how many requests are made at once; with 1 all are made by the caller, one after the other */
    SideBySide(int width) {
        threads = new ThreadPoolExecutor(
                width, width, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), SideBySide::thread);
        threads.allowCoreThreadTimeOut(true);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "bluegreen4j-dynamodb-" + THREADS.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Calls a function for each value. A single value is left to the caller's thread. A function must not come here again: it could wait
     * for a thread that waits for it.
     *
     * @return the results, in the order of the values
     * @throws PortException the first one of a function, after all have ended; {@code UNKNOWN} if the caller is interrupted: then what has
     *     not begun is not done, and the rest is interrupted
     */
    <V, R> List<R> each(List<V> values, Function<V, R> function) {
        if (values.size() <= 1 || threads.getMaximumPoolSize() == 1) {
            return values.stream().map(function).toList();
        }
        List<Callable<R>> calls = new ArrayList<>();
        values.forEach(value -> calls.add(() -> function.apply(value)));
        try {
            List<R> results = new ArrayList<>();
            for (Future<R> one : threads.invokeAll(calls)) {
                results.add(one.get());
            }
            return results;
        } catch (InterruptedException interrupted) {
            // invokeAll has cancelled all of them.
            Thread.currentThread().interrupt();
            throw new PortException(
                    new Problem(Problem.Kind.UNKNOWN, "dynamodb", "journal", "the call was interrupted"), interrupted);
        } catch (ExecutionException failed) {
            throw thrown(failed.getCause());
        }
    }

    private static RuntimeException thrown(@Nullable Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException runtime ? runtime : new IllegalStateException(cause);
    }
}
