package io.github.bluegreen4j.examples.cli;

import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.spi.PortException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * A journal whose calls go on when whoever makes them is interrupted. An engine that is closed interrupts the calls that are under
 * way, and to a thread that is interrupted while it writes Java closes the file: with H2 nothing could be given back after that.
 */
final class Uninterrupted implements Journal, AutoCloseable {
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final Journal journal;
    private final ExecutorService calls = Executors.newCachedThreadPool(body -> {
        Thread thread = new Thread(body, "journal");
        thread.setDaemon(true);
        return thread;
    });

    Uninterrupted(Journal journal) {
        this.journal = journal;
    }

    private <T> T call(String what, Callable<T> body) {
        Future<T> answer;
        try {
            answer = calls.submit(body);
        } catch (RejectedExecutionException closed) {
            throw new PortException(new Problem(Problem.Kind.UNAVAILABLE, what, "journal", "closed"), closed);
        }
        try {
            return answer.get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new PortException(
                    new Problem(Problem.Kind.UNKNOWN, what, "journal", "not waited for any more"), interrupted);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException thrown) {
                throw thrown;
            }
            throw new IllegalStateException(failed.getCause());
        }
    }

    private void run(String what, Runnable body) {
        call(what, () -> {
            body.run();
            return true;
        });
    }

    @Override
    public List<Appended> append(List<Extension> extensions) {
        return call("append", () -> journal.append(extensions));
    }

    @Override
    public Optional<History> read(DeploymentId deployment) {
        return call("read", () -> journal.read(deployment));
    }

    @Override
    public List<Head> list(Optional<ServiceRef> service) {
        return call("list", () -> journal.list(service));
    }

    @Override
    public List<Head> due(Instant now) {
        return call("due", () -> journal.due(now));
    }

    @Override
    public boolean submit(DeploymentId deployment, String commandId, Command command) {
        return call("submit", () -> journal.submit(deployment, commandId, command));
    }

    @Override
    public void renew(String engine, Duration length) {
        run("renew", () -> journal.renew(engine, length));
    }

    @Override
    public Optional<Long> claim(ServiceRef service, String engine) {
        return call("claim", () -> journal.claim(service, engine));
    }

    @Override
    public void release(ServiceRef service, String engine) {
        run("release", () -> journal.release(service, engine));
    }

    /** Takes no more calls, and waits for those that are under way, for a while; the journal itself stays open. */
    @Override
    public void close() {
        calls.shutdown();
        try {
            if (!calls.awaitTermination(LONGEST.toMillis(), TimeUnit.MILLISECONDS)) {
                calls.shutdownNow();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
