package io.github.bluegreen4j.examples.local.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** A Java process of ours, alive at most as long as we are. Safe for use by several threads. */
public final class ChildProcess implements AutoCloseable {

    private final Process process;
    private final Path log;
    private final CompletableFuture<Ready> ready = new CompletableFuture<>();

    private ChildProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /**
     * Starts a process; what it says goes to the log file.
     *
     * @throws UncheckedIOException when the operating system refuses
     */
    public static ChildProcess start(JavaCommand command, Path log) {
        return start(command, log, line -> {});
    }

    /**
     * Starts a process and listens to it.
     *
     * @param listener told every line that it prints to its standard output, on one thread, the ready line excepted
     * @throws UncheckedIOException when the operating system refuses
     */
    public static ChildProcess start(JavaCommand command, Path log, Consumer<String> listener) {
        try {
            Process process = new ProcessBuilder(command.words())
                    .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            ChildProcess child = new ChildProcess(process, log);
            Thread reader = new Thread(() -> child.listen(listener), "stdout-of-" + process.pid());
            reader.setDaemon(true);
            reader.start();
            return child;
        } catch (IOException refused) {
            throw new UncheckedIOException("cannot start " + command.main().getSimpleName(), refused);
        }
    }

    private void listen(Consumer<String> listener) {
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                Optional<Ready> announced = Ready.parse(line);
                announced.ifPresent(ready::complete);
                if (announced.isEmpty()) {
                    listener.accept(line);
                }
            }
        } catch (IOException closed) {
            // the process is gone; said below
        }
        ready.completeExceptionally(new IOException("ended before it was ready, see " + log));
    }

    /** Its ports, once it announced them. */
    public Optional<Ready> readyNow() {
        return ready.isDone() && !ready.isCompletedExceptionally() ? Optional.of(ready.join()) : Optional.empty();
    }

    /**
     * Waits for its ports.
     *
     * @throws IllegalStateException when it ended, or took longer than that
     */
    public Ready awaitReady(Duration atMost) {
        try {
            return ready.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException failed) {
            throw new IllegalStateException("not ready: " + failed, failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        }
    }

    /**
     * Says a line on its standard input.
     *
     * @throws UncheckedIOException when it is gone
     */
    public void tell(String line) {
        try {
            OutputStream in = process.getOutputStream();
            in.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            in.flush();
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    /** Its process id. */
    public long pid() {
        return process.pid();
    }

    /** Whether it still runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Asks it to end (SIGTERM): it finishes what it has begun. */
    public void terminate() {
        // Not Process.destroy(): that closes the pipe as well, and the child would take us for dead.
        process.toHandle().destroy();
    }

    /** Ends it at once (SIGKILL): what it has begun is lost. */
    public void kill() {
        process.destroyForcibly();
    }

    /** Waits until it is gone; false when it still runs after that time. */
    public boolean awaitExit(Duration atMost) {
        try {
            return process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * Its exit code.
     *
     * @throws IllegalThreadStateException when it still runs
     */
    public int exitCode() {
        return process.exitValue();
    }

    /** Lets it go as if we had died, and kills it when that does not help within a second. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
        } catch (IOException alreadyGone) {
            // nothing left to tell
        }
        if (!awaitExit(Duration.ofSeconds(1))) {
            kill();
            awaitExit(Duration.ofSeconds(5));
        }
    }
}
